// SPDX-License-Identifier: MIT
// Words that take the place of earlier ones, both ways, in a conversation of two and in a room (XEP-0308).

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';

const correct = 'urn:xmpp:message-correct:0';
const corrected = (peer, to, type, body, replaces) => {
  const stanza = peer.chatMessage(to, body, { type });
  stanza.append(peer.xml('replace', { xmlns: correct, id: replaces }));
  return stanza;
};
/** The articles with that text, and whether they say that they were changed. */
const having = async (page, text) => (await page.articles()).filter((article) => article.text.includes(text))
  .map(({ name }) => /edited/.test(name));

matrix('corrections', (scene, it) => {
  it('changes the last message by the arrow key, and shows what others change', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.send(bob.name, 'yonder airlock');
    const first = await bobPeer.message('yonder airlock');
    await page.page.keyboard.press('ArrowUp');
    await page.until('the message in the field', () => parlanceProbe.find('textarea')?.value === 'yonder airlock');
    await page.fill('textarea', 'yonder window', `Message ${bob.name}`);
    await page.page.keyboard.press('Enter');
    const second = await bobPeer.message('yonder window');
    assert.equal(second.stanza.getChild('replace', correct)?.attrs.id, first.id, `${second.stanza}`);
    await page.untilArticle('yonder window');
    assert.deepEqual(await having(page, 'yonder window'), [true]);
    assert.deepEqual(await having(page, 'yonder airlock'), []);
    await page.until('the field to be empty', () => parlanceProbe.find('textarea')?.value === '');

    // Escape leaves everything as it was.
    await page.page.keyboard.press('ArrowUp');
    await page.until('the message in the field', () => parlanceProbe.find('textarea')?.value === 'yonder window');
    await page.page.keyboard.press('Escape');
    await page.until('the field to be empty', () => parlanceProbe.find('textarea')?.value === '');

    const id = await bobPeer.sendChat(alice.jid, 'what lihgt');
    await page.untilArticle('what lihgt');
    await bobPeer.send(corrected(bobPeer, alice.jid, 'chat', 'what light', id));
    await page.untilArticle('what light');
    assert.deepEqual(await having(page, 'what light'), [true]);
    // Nobody changes what somebody else said.
    await bobPeer.send(corrected(bobPeer, alice.jid, 'chat', 'yonder gutter', first.id));
    await page.untilArticle('yonder gutter');
    assert.deepEqual(await having(page, 'yonder gutter'), [false]);
    assert.deepEqual(await having(page, 'yonder window'), [true]);

    // All of it is the same after a reload.
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilArticle('yonder gutter');
    for (const text of ['yonder window', 'what light']) assert.deepEqual(await having(page, text), [true], text);
  });

  it('changes what was said in a room, and there, too, only its author does', async (test) => {
    const { alice, bobPeer } = await scene.pair();
    const name = `scriptorium-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await bobPeer.join(room, 'bob');
    const page = await scene.open(test, { path: `/#chat=${room}?join` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(name);
    await page.send(name, 'a room wtih a view');
    const first = await bobPeer.message('a room wtih a view', { type: 'groupchat' });
    await page.page.keyboard.press('ArrowUp');
    await page.until('the message in the field', () => parlanceProbe.find('textarea')?.value === 'a room wtih a view');
    await page.fill('textarea', 'a room with a view', `Message ${name}`);
    await page.page.keyboard.press('Enter');
    const second = await bobPeer.message('a room with a view', { type: 'groupchat' });
    assert.equal(second.stanza.getChild('replace', correct)?.attrs.id, first.id, `${second.stanza}`);
    await page.untilArticle('a room with a view');
    assert.deepEqual(await having(page, 'a room with a view'), [true]);

    const id = await bobPeer.sendChat(room, 'of what?', { type: 'groupchat' });
    await page.untilArticle('of what?');
    await bobPeer.send(corrected(bobPeer, room, 'groupchat', 'of the sea?', id));
    await page.untilArticle('of the sea?');
    assert.deepEqual(await having(page, 'of what?'), []);
    await bobPeer.send(corrected(bobPeer, room, 'groupchat', 'a room without', first.id));
    await page.untilArticle('a room without');
    assert.deepEqual(await having(page, 'a room with a view'), [true]);
  });
});
