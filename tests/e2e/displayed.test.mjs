// SPDX-License-Identifier: MIT
// What was read on one device is not unread on the other (XEP-0490), while both are there and when one comes back.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { patience } from '../../scripts/lib/patience.mjs';
import { matrix } from './support/matrix.mjs';

const node = 'urn:xmpp:mds:displayed:0';
const pubsub = 'http://jabber.org/protocol/pubsub';

/** What the row of that name says of unread messages; empty: nothing. */
const unreadOf = (page, name) => page.run((n) => /\d+ unread/.exec(parlanceProbe.find('button', n)?.getAttribute('aria-description') ?? '')?.[0] ?? '', name);
const untilUnread = (page, name, wanted) => page.until(`"${wanted}" of ${name}`, (n, text) =>
  (/\d+ unread/.exec(parlanceProbe.find('button', n)?.getAttribute('aria-description') ?? '')?.[0] ?? '') === text, [name, wanted]);

/** Until the server keeps the newest message of the archive as the one that was displayed: another client asks for both. */
async function untilKept(test, account, other, peer) {
  test.after(() => peer.stop());
  const { xml } = peer;
  const end = Date.now() + patience;
  for (;;) {
    const newest = await peer.newest(other.jid);
    const reply = await peer.iqGet(xml('pubsub', { xmlns: pubsub }, xml('items', { node })), account.jid);
    const item = reply.getChild('items').getChildren('item').find(({ attrs }) => attrs.id === other.jid);
    const told = item?.getChild('displayed', node).getChild('stanza-id', 'urn:xmpp:sid:0');
    if (told?.attrs.id === newest) return assert.equal(told.attrs.by, account.jid);
    assert.ok(Date.now() < end, `The server keeps ${item}, and the newest is ${newest}.`);
    await delay(100);
  }
}

matrix('displayed', (scene, it) => {
  it('on one device is read on the others: at once, when one comes back, and on a new one', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const devices = [];
    for (let i = 0; i < 2; i += 1) {
      const page = await scene.open(test);
      await page.login(alice.jid, alice.password);
      await page.untilContact(bob.name);
      devices.push(page);
    }
    const [here, there] = devices;
    for (const text of ['one', 'two']) await bobPeer.sendChat(alice.jid, text);
    await untilUnread(there, bob.name, '2 unread');
    await here.show();
    await untilUnread(here, bob.name, '2 unread');
    await here.openChat(bob.name);
    await here.untilArticle('two');
    assert.equal(await unreadOf(here, bob.name), '');
    await there.show();
    await untilUnread(there, bob.name, '');

    // The other one is away, and comes back to nothing unread but what came since.
    await there.page.goto('about:blank');
    await here.show();
    await bobPeer.sendChat(alice.jid, 'three');
    await here.untilArticle('three');
    await untilKept(test, alice, bob, await scene.connect(alice));
    await here.page.goto('about:blank');
    await bobPeer.sendChat(alice.jid, 'four');
    await there.page.bringToFront();
    await there.page.goto(scene.front.origin, { waitUntil: 'domcontentloaded' });
    await there.untilStatus('online');
    await untilUnread(there, bob.name, '1 unread');

    // A new device knows no better.
    const fresh = await scene.open(test);
    await fresh.login(alice.jid, alice.password);
    await untilUnread(fresh, bob.name, '1 unread');
  });
});
