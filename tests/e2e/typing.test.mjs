// SPDX-License-Identifier: MIT
// Who is typing, both ways, in a conversation of two and in a room (XEP-0085).

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';
import { untilNobodyTypes, untilTyping } from './support/shown.mjs';

const states = 'http://jabber.org/protocol/chatstates';
const known = ['active', 'composing', 'paused'];
/** The states that came by themselves, in order. */
const alone = (peer, from) => peer.stanzas.filter((stanza) => stanza.is('message') && !stanza.getChild('body')
  && stanza.attrs.from.startsWith(from)).flatMap((stanza) => known.filter((name) => stanza.getChild(name, states)));

matrix('typing', (scene, it) => {
  it('is said to a contact who knows of it, and shown of him', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    // His client says that it knows.
    const hello = bobPeer.chatMessage(alice.jid, 'hello');
    hello.append(bobPeer.xml('active', { xmlns: states }));
    await bobPeer.send(hello);
    await page.openChat(bob.name);
    await page.untilArticle('hello');
    await page.fill('textarea', 'an answer', `Message ${bob.name}`);
    await bobPeer.until('that alice is typing', () => alone(bobPeer, alice.jid).includes('composing'));
    await page.page.keyboard.press('Enter');
    const answer = await bobPeer.message('an answer');
    assert.ok(answer.stanza.getChild('active', states), `${answer.stanza}`);
    assert.deepEqual(alone(bobPeer, alice.jid), ['composing'], 'once, however many keys were pressed');

    await bobPeer.send(bobPeer.xml('message', { to: answer.from, type: 'chat' }, bobPeer.xml('composing', { xmlns: states })));
    await untilTyping(page, 'typing…');
    await bobPeer.sendChat(answer.from, 'there it is');
    await page.untilArticle('there it is');
    await untilNobodyTypes(page);
  });

  it('is said in a room, and shown by name', async (test) => {
    const { alice, bobPeer } = await scene.pair();
    const name = `typists-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await bobPeer.join(room, 'bob');
    const page = await scene.open(test, { path: `/#chat=${room}?join` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(name);
    await page.fill('textarea', 'dear all', `Message ${name}`);
    await bobPeer.until('that alice is typing', () => alone(bobPeer, `${room}/`).includes('composing'));
    await bobPeer.send(bobPeer.xml('message', { to: room, type: 'groupchat' }, bobPeer.xml('composing', { xmlns: states })));
    await untilTyping(page, 'bob is typing…');
    await bobPeer.send(bobPeer.xml('message', { to: room, type: 'groupchat' }, bobPeer.xml('paused', { xmlns: states })));
    await untilNobodyTypes(page);
  });
});
