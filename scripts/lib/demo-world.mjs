// SPDX-License-Identifier: MIT
// What the demo and the measurements run against: server, page, two people who know each other, an echo, a room.

import { EchoContact } from './echo.mjs';
import { startFront } from './front.mjs';
import { befriend, Peer } from './peer.mjs';
import { registerAccount, startServer } from './servers.mjs';
import { Started } from './stopping.mjs';
import { join } from 'node:path';

export const people = {
  alice: { user: 'alice', name: 'Alice', password: 'wonderland' },
  bob: { user: 'bob', name: 'Bob', password: 'builder' },
  echo: { user: 'echo', name: 'Echo', password: 'narcissus' },
};

/**
 * @param {string} data an empty folder
 * @param {{ server: string, site: string, port?: number, connect?: string[] }} options `connect`: further origins that
 *   the page may connect to
 */
export async function startDemoWorld(data, { server: kind, site, port, connect }) {
  const started = new Started();
  try {
    const server = started.add(await startServer(kind, join(data, kind)));
    const { alice, bob, echo } = people;
    await Promise.all([alice, bob, echo].map(({ user, password }) => registerAccount(server, user, password)));

    const echoContact = started.add(await EchoContact.connect(server, echo));
    const [alicePeer, bobPeer] = await Promise.all([Peer.connect(server, alice), Peer.connect(server, bob)]);
    await befriend(alicePeer, alice.name, bobPeer, bob.name);
    for (const person of [alicePeer, bobPeer]) await addEcho(person, echoContact.peer);
    await Promise.all([alicePeer.stop(), bobPeer.stop()]);

    const room = `room@conference.${server.domain}`;
    await echoContact.sitIn(room, 'echo', 'Room');

    const front = started.add(await startFront(join(data, 'nginx'), { site, xmppPort: server.portHttp, port, connect }));
    front.setConfig({ websocket_url: front.websocketUrl, bosh_url: front.boshUrl, domain: server.domain });
    return { server, front, room, echo: echoContact, stop: () => started.stop() };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

/** The echo contact answers a subscription by itself, so only one side acts here. */
async function addEcho(person, echo) {
  await person.addContact(echo.bareJid, people.echo.name);
  await echo.addContact(person.bareJid, person.bareJid);
  await person.presence('subscribe', echo.bareJid);
  await person.presenceFrom(echo.bareJid, 'subscribe');
  await person.presence('subscribed', echo.bareJid);
  await person.until(`subscription "both" with ${echo.bareJid}`,
    () => person.roster.get(echo.bareJid)?.subscription === 'both');
}
