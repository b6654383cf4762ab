// SPDX-License-Identifier: MIT
// A room that the address of the page names is joined after login; its occupants speak to all, and to one.

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';

matrix('rooms', (scene, it) => {
  it('joins, says and hears', async (test) => {
    const { alice, bobPeer } = await scene.pair();
    const name = `lounge-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await bobPeer.join(room, 'bob');
    const page = await scene.open(test, { path: `/#chat=${room}?join` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(name);
    await bobPeer.until('alice in the room', () => bobPeer.stanzas.find((stanza) => stanza.is('presence')
      && stanza.attrs.from.startsWith(`${room}/`) && stanza.attrs.from !== `${room}/bob` && !stanza.attrs.type));
    await page.send(name, 'hello everyone');
    await bobPeer.message('hello everyone', { type: 'groupchat' });
    await page.untilArticle('hello everyone');
    await bobPeer.sendChat(room, 'hello newcomer', { type: 'groupchat' });
    await page.untilArticle('hello newcomer');
  });

  it('a private message has a row of its own, and its answer stays private', async (test) => {
    const { alice, bobPeer } = await scene.pair();
    const name = `parlour-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await bobPeer.join(room, 'bob');
    const page = await scene.open(test, { path: `/#chat=${room}?join` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(name);
    const own = await bobPeer.until('alice in the room', () => bobPeer.stanzas.find((stanza) => stanza.is('presence')
      && stanza.attrs.from.startsWith(`${room}/`) && stanza.attrs.from !== `${room}/bob` && !stanza.attrs.type));
    await bobPeer.sendChat(own.attrs.from, 'psst');
    await page.openChat(`bob (${name})`);
    await page.untilArticle('psst');
    await page.send(`bob (${name})`, 'only for you');
    await bobPeer.message('only for you');
    // Whatever went to everybody would have come before the next answer.
    await page.send(`bob (${name})`, 'and this, too');
    await bobPeer.message('and this, too');
    assert.ok(!bobPeer.messages({ type: 'groupchat' }).some(({ body }) => body.includes('only for you')));
  });

  it('a room is joined by its name alone, and a person is not joined at all', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const name = `nook-${scene.tag}`;
    await bobPeer.join(`${name}@conference.${scene.domain}`, 'bob');
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.click('button, [role=button]', 'Join room');
    await page.fill('input', bob.jid, 'Room address');
    await page.page.keyboard.press('Enter');
    await page.until('the reason why not', (jid) => parlanceProbe.find('[role=dialog]')?.textContent.includes(`${jid} is a contact`), [bob.jid]);
    await page.fill('input', name, 'Room address');
    await page.page.keyboard.press('Enter');
    await page.untilComposer(name);
    await page.send(name, 'found it');
    await bobPeer.message('found it', { type: 'groupchat' });
    await page.openChat(bob.name); // a conversation with a composer, as before
    // Nor by a link that comes before it is known who is a contact.
    const other = await scene.open(test, { path: `/#chat=${bob.jid}?join` });
    await other.login(alice.jid, alice.password);
    await other.untilComposer(bob.name);
    await other.until('the reason why not', (jid) => parlanceProbe.sentences().some((each) => each.includes(`${jid} is a contact`)), [bob.jid]);
  });
});
