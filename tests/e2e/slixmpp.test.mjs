// SPDX-License-Identifier: MIT
// Receipts (XEP-0184), typing (XEP-0085) and corrections (XEP-0308) beside slixmpp, which makes and understands them by
// itself, in a room and in a conversation of two. What it hears depends on us and on the server between: each test runs on
// every server, in one browser over one transport by turns.

import assert from 'node:assert/strict';
import { serverKinds } from '../../scripts/lib/servers.mjs';
import { matrix } from './support/matrix.mjs';
import { correctLast, edited, untilNobodyTypes, untilState, untilTyping } from './support/shown.mjs';

/**
 * Alice's page and Bob's slixmpp, and where they talk: `enter` opens the place on the page.
 * @param {import('./support/scene.mjs').Scene} scene @param {import('node:test').TestContext} test @param {string} topic
 */
async function meet(scene, test, topic) {
  const { alice, bob, peer } = await scene.slixmppPair();
  const name = `${topic}-${scene.tag}`;
  const to = `${name}@conference.${scene.domain}`;
  await peer.join(to, 'bob');
  const page = await scene.open(test, { path: `/#chat=${to}?join` });
  await page.login(alice.jid, alice.password);
  const room = { name, to, type: 'groupchat', author: `${to}/${alice.user}`, typing: 'bob is typing…' };
  const chat = { name: bob.name, to: alice.jid, type: 'chat', author: alice.jid, typing: 'typing…' };
  const enter = async (place) => {
    if (place === chat) await page.openChat(place.name);
    await page.untilComposer(place.name);
    // What comes while the archive is still read is history. Nothing leaves before that is over.
    await page.send(place.name, 'good morning');
    await peer.message('good morning', place);
  };
  return { page, peer, room, chat, enter };
}

for (const server of serverKinds) {
  matrix('slixmpp', (scene, it) => {
    it('gets a receipt and gives one, and gets none in a room', async (test) => {
      const { page, peer, room, chat, enter } = await meet(scene, test, 'post-office');
      await enter(room);
      await peer.say(room, 'who is here?', { asks: true });
      await page.untilArticle('who is here?');
      await page.send(room.name, 'all of us');
      assert.ok(!(await peer.message('all of us', room)).asks);

      await enter(chat);
      const id = await peer.say(chat, 'did it reach you?');
      await peer.until('a receipt', () => peer.heard('receipt_received').some(({ receipt }) => receipt === id));
      await page.send(chat.name, 'it did, and this?');
      assert.ok((await peer.message('it did, and this?', chat)).asks);
      await untilState(page, 'it did, and this?', 'delivered');
      // One for the room would have come before what was said there later, one more for the other before "it did".
      assert.deepEqual(peer.heard('receipt_received').map(({ receipt, body }) => [receipt, body]), [[id, '']]);
    });

    it('sees us type, and is seen', async (test) => {
      const { page, peer, room, chat, enter } = await meet(scene, test, 'typing-pool');
      for (const place of [room, chat]) {
        await enter(place);
        for (const end of ['paused', 'active']) {
          await peer.state(place, 'composing');
          await untilTyping(page, place.typing);
          await peer.state(place, end);
          await untilNobodyTypes(page);
        }
        const begin = peer.events.length;
        const ours = () => peer.events.slice(begin).filter(({ event, sender }) => event === 'chatstate' && sender.startsWith(place.author))
          .map(({ state }) => state);
        await page.fill('textarea', 'on second thought', `Message ${place.name}`);
        await peer.until('that alice is typing', () => ours().includes('composing'));
        await page.fill('textarea', '', `Message ${place.name}`);
        await peer.until('that alice has stopped', () => ours().includes('active'));
        assert.deepEqual(ours(), ['composing', 'active'], 'each once, however many keys were pressed');
      }
    });

    it('changes what it said, understands what we change, and changes nothing of ours', async (test) => {
      const { page, peer, room, chat, enter } = await meet(scene, test, 'scriptorium');
      for (const place of [room, chat]) {
        await enter(place);
        const id = await peer.say(place, 'what lihgt');
        await page.untilArticle('what lihgt');
        for (const words of ['what lighht', 'what light']) {
          await peer.say(place, words, { replaces: id });
          await page.untilArticle(words);
        }
        assert.deepEqual(await edited(page, 'what li'), [true], 'one row');

        await page.send(place.name, 'yonder airlock');
        const first = await peer.message('yonder airlock', place);
        await correctLast(page, place.name, 'yonder airlock', 'yonder door');
        await correctLast(page, place.name, 'yonder door', 'yonder window');
        for (const words of ['yonder door', 'yonder window']) {
          const { replaces, sender } = await peer.message(words, { ...place, event: 'message_correction' });
          assert.deepEqual([replaces, sender], [first.id, first.sender], words);
        }
        await page.untilArticle('yonder window');
        assert.deepEqual(await edited(page, 'yonder'), [true], 'one row');

        // What it never said is no correction, but words of its own.
        await peer.say(place, 'yonder gutter', { replaces: first.id });
        await page.untilArticle('yonder gutter');
        assert.deepEqual(await edited(page, 'yonder gutter'), [false]);
        assert.deepEqual(await edited(page, 'yonder window'), [true]);
      }
    });
  }, { servers: [server] });
}
