// SPDX-License-Identifier: MIT
// What was said while nobody was there, and what left while the connection died: from the server's own archive, once and in
// order. src/README.md, G2, G4 and G5; XEP-0313; protocol traps D 42 to 46.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { patience } from '../../scripts/lib/patience.mjs';
import { matrix } from './support/matrix.mjs';
import { storedBodies } from './support/stored.mjs';

const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i];

/** The numbers of a burst as the store has them, in its order. */
async function burstNumbers(page, account, peer) {
  return (await storedBodies(page, account, peer.jid, 'number \\d+ of the burst')).map((text) => Number(text.split(' ')[1]));
}

/** Closes the page and opens another one of the same browser. */
async function openAgain(scene, page) {
  const next = await page.openTab('about:blank');
  await page.page.close({ runBeforeUnload: false });
  scene.resetConfig();
  await next.page.goto(`${scene.front.origin}/`);
  return next;
}

matrix('archive', (scene, it) => {
  it('what was said while nobody was there comes once, in order, and is unread', async (test) => {
    const { account: alice, peer: alicePeer } = await scene.peer('juliet');
    await alicePeer.stop();
    const { account: bob, peer: bobPeer } = await scene.peer('romeo');
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await bobPeer.sendChat(alice.jid, 'before');
    await page.untilContact(bob.user);
    await page.openChat(bob.user);
    await page.untilArticle('before');
    const next = await openAgain(scene, page);
    const texts = Array.from({ length: 60 }, (_, i) => `while away ${i}.`);
    for (const text of texts) await bobPeer.sendChat(alice.jid, text);
    await next.login(alice.jid, alice.password);
    await next.openChat(bob.user);
    const count = await next.until('all of them', (all) => {
      const painted = performance.getEntriesByName('parlance:painted').at(-1)?.detail.count;
      return painted >= all && painted;
    }, [texts.length + 1]);
    assert.equal(count, texts.length + 1);
    const shown = (await next.articles()).map(({ text }) => /while away (\d+)\./.exec(text)?.[1]).filter(Boolean).map(Number);
    assert.deepEqual(shown, [...shown].sort((a, b) => a - b), 'in order');
    assert.equal(new Set(shown).size, shown.length, 'once');
    assert.ok(shown.length > 3);
  });

  it('what was said before this device was there is read while somebody scrolls up to it, once and in order', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const { account: carol, peer: carolPeer } = await scene.peer('carol');
    const said = 130;
    for (let i = 0; i < said; i += 1) await bobPeer.sendChat(alice.jid, `long ago ${i}.`);
    // So much later that the newest page of the account has nothing of that, and of this only the end.
    for (let i = 0; i < 60; i += 1) await carolPeer.sendChat(alice.jid, `and then ${i}.`);
    const room = { user: `hall-${scene.tag}`, jid: `hall-${scene.tag}@conference.${scene.domain}` };
    await bobPeer.join(room.jid, 'bob');
    for (let i = 0; i < 120; i += 1) {
      await bobPeer.send(bobPeer.xml('message', { to: room.jid, type: 'groupchat', id: `r${i}` }, bobPeer.xml('body', {}, `in the hall ${i}.`)));
    }
    for (const peer of [bobPeer, carolPeer]) await peer.archive(alice.jid); // answered behind all of it
    const page = await scene.open(test, { path: `/#chat=${room.jid}?join` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(room.user);
    const scrollTo = async (name, text) => {
      await page.openChat(name);
      await page.until(`messages of ${name}`, () => parlanceProbe.articles().length > 0);
      const log = await page.until('the log', () => parlanceProbe.middle('[role=log]'));
      await page.page.mouse.move(log.x, log.y);
      const end = Date.now() + patience;
      while (!(await page.articles()).some((article) => article.text.includes(text))) {
        assert.ok(Date.now() < end, `"${text}" was never shown: ${await page.describe()}`);
        await page.page.mouse.wheel({ deltaY: -1500 });
        await page.untilQuiet();
      }
    };
    await scrollTo(bob.name, 'long ago 0.');
    await scrollTo(carol.user, 'and then 0.');
    await scrollTo(room.user, 'in the hall 0.');
    assert.deepEqual(await page.run(() => parlanceProbe.all('[role=separator]').map(parlanceProbe.name).filter((name) => /not on this device/.test(name))), []);
    await page.untilQuiet();
    for (const [peer, words, count] of [[bob, 'long ago', said], [carol, 'and then', 60], [room, 'in the hall', 120]]) {
      const stored = await storedBodies(page, alice, peer.jid, `${words} \\d+`);
      assert.deepEqual(stored.map((text) => Number(text.split(' ').at(-1))), Array.from({ length: count }, (_, i) => i), peer.jid);
    }
  });

  it('what arrived although nobody said so is looked up, and not sent again', { transports: ['websocket'] }, async (test) => {
    const { alice, bob, bobPeer, server, page } = await scene.chatBehindProxy(test, expected);
    await page.send(bob.name, 'known to have arrived');
    await bobPeer.message('known to have arrived');
    await bobPeer.sendChat(alice.jid, 'so it is');
    await page.untilArticle('so it is');
    server.judge = (direction) => (direction === 'down' ? 'swallow' : 'pass'); // nothing the server says from now on arrives
    await page.send(bob.name, 'arrived in silence');
    await bobPeer.message('arrived in silence');
    const next = await openAgain(scene, page);
    await next.login(alice.jid, alice.password);
    await next.openChat(bob.name);
    await next.untilArticle('arrived in silence');
    await next.send(bob.name, 'and on it goes');
    await bobPeer.message('and on it goes');
    for (const text of ['arrived in silence', 'known to have arrived']) {
      assert.equal(bobPeer.messages().filter(({ body }) => body === text).length, 1, text);
      assert.equal((await next.articles()).filter((article) => article.text.includes(text)).length, 1, text);
    }
  });

  it('a burst for a conversation never opened is there in order, once, after a reload too', async (test) => {
    const count = scene.serverKind === 'prosody' ? 10_000 : 1000; // ejabberd lets its archive pass some thirty a second
    const { account: alice, peer: alicePeer } = await scene.peer('juliet');
    await alicePeer.stop();
    const { account: bob, peer: bobPeer } = await scene.peer('romeo');
    const page = await scene.open(test, { expected });
    await page.login(alice.jid, alice.password);
    const began = Date.now();
    await bobPeer.sendMany(Array.from({ length: count }, (_, i) =>
      bobPeer.chatMessage(alice.jid, `number ${i} of the burst`)));
    const wanted = Array.from({ length: count }, (_, i) => i);
    let stored = [];
    // As long as there are more each time it is on its way.
    for (let end = Date.now() + patience; stored.length < count && Date.now() < end;) {
      const now = await burstNumbers(page, alice, bob);
      if (now.length > stored.length) end = Date.now() + patience;
      stored = now;
      await delay(250);
    }
    console.log(`# burst, ${scene.browserKind}, ${scene.serverKind}, ${scene.transport}: ${stored.length} of ${count} stored after ${Date.now() - began} ms`);
    assert.deepEqual(stored, wanted);
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    await page.openChat(bob.user);
    const painted = await page.until('all of them on the screen', (all) => {
      const mark = performance.getEntriesByName('parlance:painted').at(-1);
      return mark?.detail.count >= all && mark.detail.count;
    }, [count]);
    assert.equal(painted, count);
    assert.deepEqual(await burstNumbers(page, alice, bob), wanted);
  });
});
