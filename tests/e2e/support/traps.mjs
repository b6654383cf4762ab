// SPDX-License-Identifier: MIT
// Real servers asked without any client, on every version that there is here (server-traps*.test.mjs).

import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, before, describe } from 'node:test';
import { attribute, encode, plain, RawBosh, RawSocket } from '../../../scripts/lib/raw.mjs';
import { registerAccount, serverVersions } from '../../../scripts/lib/servers.mjs';
import { lendServer } from './lent.mjs';
import { givesBack } from './matrix.mjs';

export const framing = 'urn:ietf:params:xml:ns:xmpp-framing';
export const open = `<open xmlns="${framing}" to="localhost" version="1.0"/>`;
export const enable = '<enable xmlns="urn:xmpp:sm:3" resume="true"/>';
/** Of its own, because others are on the same servers. */
export const account = { user: `anna-${randomUUID().slice(0, 6)}`, password: 'pencil' };
export const from = `${account.user}@localhost`;

export const requestToken = '<request-token xmlns="urn:xmpp:fast:0" mechanism="HT-SHA-256-NONE"/>';
export const tokenOf = (success) => attribute(/<token .*?>/.exec(success)?.[0] ?? '', 'token');
export const proof = (token) => encode(Buffer.concat([Buffer.from(`${account.user}\0`), createHmac('sha256', token).update('Initiator').digest()]));

/** What a SASL 2 login brought. */
export async function authenticate(socket, { mechanism = 'PLAIN', initial = plain(account.user, account.password), agent = '', riders = '' } = {}) {
  socket.send(`<authenticate xmlns="urn:xmpp:sasl:2" mechanism="${mechanism}"><initial-response>${initial}</initial-response>`
    + `${agent && `<user-agent id="${agent}"><software>Parlance</software></user-agent>`}${riders}</authenticate>`);
  return socket.frame(/urn:xmpp:sasl:2/, socket.frames.length);
}

/** A message of so many bytes. @param {number} bytes */
export function large(bytes) {
  const [begin, end] = ['<message xmlns="jabber:client" to="nobody@localhost" type="chat"><body>', '</body></message>'];
  return begin + 'x'.repeat(bytes - begin.length - end.length) + end;
}

/**
 * The answer to a request, `undefined` as long as there is none. That there is none is shown by what came later and is
 * answered: World.later.
 * @param {Promise<{ text: string }>} promise
 */
export function watch(promise) {
  const watched = { answer: /** @type {{ text: string } | undefined} */ (undefined), promise };
  promise.then((answer) => { watched.answer = answer; }, () => {});
  return watched;
}

/** A server version, and ways to it. */
export class World {
  /** @type {import('../../../scripts/lib/servers.mjs').XmppServer} */
  server;
  /** @type {RawBosh[]} */
  #sessions = [];

  constructor(kind, version) {
    this.version = version;
    this.is = { prosody: kind === 'prosody', ejabberd: kind === 'ejabberd', modern: version === '13' || version === '24.12' };
  }

  newBosh = () => {
    const session = new RawBosh(this.server);
    this.#sessions.push(session);
    return session;
  };

  /** What a session still waits for when its test ends is let go. */
  letGo() { for (const session of this.#sessions.splice(0)) session.abort(); }

  /** Three times to the same server and back, on connections of their own. */
  later = async () => { for (let i = 0; i < 3; i += 1) await this.newBosh().create({ wait: 1 }); };

  /** @param {import('node:test').TestContext} test @param {object} [options] */
  connect = async (test, options) => {
    const socket = await RawSocket.open(this.server, options);
    test.after(() => socket.cut());
    return socket;
  };

  bound = async (test) => {
    const socket = await this.connect(test);
    await socket.bind(account);
    socket.frames = [];
    return socket;
  };

  managed = async (test) => {
    const socket = await this.bound(test);
    socket.send(enable);
    return { socket, enabled: await socket.frame(/^<enabled/) };
  };
}

/** @param {(world: World) => void} define calls `it` */
export function onEveryVersion(define) {
  for (const { kind, version } of serverVersions) {
    describe(`${kind} ${version}`, () => {
      const world = new World(kind, version);
      before(async () => {
        world.server = await lendServer(kind, { version });
        await registerAccount(world.server, account.user, account.password);
      });
      afterEach(() => world.letGo());
      givesBack();
      define(world);
    });
  }
}
