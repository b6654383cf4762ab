// SPDX-License-Identifier: MIT
// A room that the address of the page names is joined after login.

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
});
