// SPDX-License-Identifier: MIT
// What a room says is told, and comes with what to do: being put out, a name that is taken, a password, and that one is out
// although nobody said so.

import { matrix } from './support/matrix.mjs';

const mucNs = 'http://jabber.org/protocol/muc';

/** Waits for a sentence to the person. */
const says = (page, words) => page.until(`"${words}"`,
  (wanted) => parlanceProbe.all('[role=alert]').some((element) => element.textContent.includes(wanted)), [words]);

/** A moderator puts somebody out. */
const kick = (peer, room, nick, reason) => peer.iqSet(peer.xml('query', { xmlns: `${mucNs}#admin` },
  peer.xml('item', { nick, role: 'none' }, peer.xml('reason', {}, reason))), room);

const enters = (peer, room, nick) => peer.until(`${nick} in the room`, () => peer.stanzas.find((stanza) => stanza.is('presence')
  && stanza.attrs.from === `${room}/${nick}` && !stanza.attrs.type));

matrix('what a room says', (scene, it) => {
  it('why one was put out, and the way back in', async (test) => {
    const { alice, bobPeer } = await scene.pair();
    const name = `stage-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await bobPeer.join(room, 'bob');
    const page = await scene.open(test, { path: `/#chat=${room}?join` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(name);
    await enters(bobPeer, room, alice.user);
    await kick(bobPeer, room, alice.user, 'too loud');
    await says(page, 'You were put out of this room.');
    await says(page, 'The reason given: “too loud”');
    await page.click('button, [role=button]', 'Join again');
    await page.untilComposer(name);
    await page.send(name, 'back again');
    await bobPeer.message('back again', { type: 'groupchat' });
  });

  it('a taken name and a password come with their fields', async (test) => {
    const { alice, bobPeer } = await scene.pair();
    const { peer: carol } = await scene.peer('carol');
    const name = `vault-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await bobPeer.join(room, alice.user);
    await carol.join(room, `${alice.user}_`);
    const page = await scene.open(test, { path: `/#chat=${room}?join` });
    await page.login(alice.jid, alice.password);
    await says(page, `is called “${alice.user}” already`);
    const field = (id, value) => bobPeer.xml('field', { var: id }, bobPeer.xml('value', {}, value));
    await bobPeer.iqSet(bobPeer.xml('query', { xmlns: `${mucNs}#owner` }, bobPeer.xml('x', { xmlns: 'jabber:x:data', type: 'submit' },
      field('FORM_TYPE', `${mucNs}#roomconfig`), field('muc#roomconfig_passwordprotectedroom', '1'),
      field('muc#roomconfig_roomsecret', 'open sesame'))), room);
    await page.click('button, [role=button]', 'Choose a name');
    await page.fill('input', 'Alicia', 'Your name in this room');
    await page.page.keyboard.press('Enter');
    await says(page, 'This room has a password.');
    await page.click('button, [role=button]', 'Enter the password');
    await page.fill('input', 'open sesame', 'Password');
    await page.page.keyboard.press('Enter');
    await page.untilComposer(name);
    await enters(bobPeer, room, 'Alicia');
  });

  it('that one is out without having been told: the room is joined again, and the message goes', { transports: ['websocket'] }, async (test) => {
    const { alice, bobPeer } = await scene.pair();
    const name = `cellar-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await bobPeer.join(room, 'bob');
    const server = await scene.behindProxy(test);
    const page = await scene.open(test, { path: `/#chat=${room}?join` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(name);
    await enters(bobPeer, room, alice.user);
    const isLost = (frame) => frame.startsWith('<presence') && frame.includes('unavailable') && frame.includes('307');
    server.judge = (direction, frame) => (direction === 'down' && isLost(frame) ? 'swallow' : 'pass');
    await kick(bobPeer, room, alice.user, 'nobody hears this');
    await page.send(name, 'still here?');
    await bobPeer.message('still here?', { type: 'groupchat' });
    await page.untilArticle('still here?');
  });
});
