// SPDX-License-Identifier: MIT
// Words that take the place of earlier ones, both ways, in a conversation of two and in a room (XEP-0308).

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';
import { correctLast, edited, takeBack } from './support/shown.mjs';

const correct = 'urn:xmpp:message-correct:0';
const corrected = (peer, to, type, body, replaces) => {
  const stanza = peer.chatMessage(to, body, { type });
  stanza.append(peer.xml('replace', { xmlns: correct, id: replaces }));
  return stanza;
};

matrix('corrections', (scene, it) => {
  it('changes the last message by the arrow key, and shows what others change', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.send(bob.name, 'yonder airlock');
    const first = await bobPeer.message('yonder airlock');
    await correctLast(page, bob.name, 'yonder airlock', 'yonder window');
    const second = await bobPeer.message('yonder window');
    assert.equal(second.stanza.getChild('replace', correct)?.attrs.id, first.id, `${second.stanza}`);
    await page.untilArticle('yonder window');
    assert.deepEqual(await edited(page, 'yonder window'), [true]);
    assert.deepEqual(await edited(page, 'yonder airlock'), []);
    await page.until('the field to be empty', () => parlanceProbe.find('textarea')?.value === '');

    // Escape leaves everything as it was.
    await takeBack(page, 'yonder window');
    await page.page.keyboard.press('Escape');
    await page.until('the field to be empty', () => parlanceProbe.find('textarea')?.value === '');

    const id = await bobPeer.sendChat(alice.jid, 'what lihgt');
    await page.untilArticle('what lihgt');
    await bobPeer.send(corrected(bobPeer, alice.jid, 'chat', 'what light', id));
    await page.untilArticle('what light');
    assert.deepEqual(await edited(page, 'what light'), [true]);
    // Nobody changes what somebody else said.
    await bobPeer.send(corrected(bobPeer, alice.jid, 'chat', 'yonder gutter', first.id));
    await page.untilArticle('yonder gutter');
    assert.deepEqual(await edited(page, 'yonder gutter'), [false]);
    assert.deepEqual(await edited(page, 'yonder window'), [true]);

    // All of it is the same after a reload.
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilArticle('yonder gutter');
    for (const text of ['yonder window', 'what light']) assert.deepEqual(await edited(page, text), [true], text);
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
    await correctLast(page, name, 'a room wtih a view', 'a room with a view');
    const second = await bobPeer.message('a room with a view', { type: 'groupchat' });
    assert.equal(second.stanza.getChild('replace', correct)?.attrs.id, first.id, `${second.stanza}`);
    await page.untilArticle('a room with a view');
    assert.deepEqual(await edited(page, 'a room with a view'), [true]);

    const id = await bobPeer.sendChat(room, 'of what?', { type: 'groupchat' });
    await page.untilArticle('of what?');
    await bobPeer.send(corrected(bobPeer, room, 'groupchat', 'of the sea?', id));
    await page.untilArticle('of the sea?');
    assert.deepEqual(await edited(page, 'of what?'), []);
    await bobPeer.send(corrected(bobPeer, room, 'groupchat', 'a room without', first.id));
    await page.untilArticle('a room without');
    assert.deepEqual(await edited(page, 'a room with a view'), [true]);
  });
});
