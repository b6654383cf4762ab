// SPDX-License-Identifier: MIT
// Addresses as people write them, and as servers spell them: RFC 7622, RFC 5122, XEP-0106, RFC 6122 (nodeprep).

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';

matrix('addresses', (scene, it) => {
  /** In a dialog of the header: what was typed into its field of addresses, and Enter. */
  async function enter(page, dialog, field, text) {
    await page.click('button, [role=button]', dialog);
    await page.fill('input', text, field);
    await page.page.keyboard.press('Enter');
  }

  it('a room with a question mark in its name is joined, not another one', async (test) => {
    const { alice, bobPeer } = await scene.pair();
    const name = `what?-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await bobPeer.join(room, 'bob');
    const page = await scene.open(test);
    await page.login(`xmpp:${alice.jid}`, alice.password);
    await enter(page, 'Join room', 'Room address', `${room}/who?me\u200B`);
    await page.untilComposer(name);
    await bobPeer.until('alice under the whole name she chose', () => bobPeer.stanzas.find((stanza) => stanza.is('presence')
      && stanza.attrs.from === `${room}/who?me` && !stanza.attrs.type));
    await page.send(name, 'which one is this?');
    await bobPeer.message('which one is this?', { type: 'groupchat' });
    assert.equal(new URL(await page.page.url()).hash, `#chat=what%3F-${scene.tag}@conference.${scene.domain}?join`);
    await page.page.reload();
    await page.untilOnline();
    await page.untilArticle('which one is this?');
    await page.untilComposer(name);
  });

  it('somebody with an apostrophe is added by a pasted mailto link, and shown as they write themselves', async (test) => {
    const { alice } = await scene.pair();
    const { account: obrien, peer } = await scene.peer('o\\27brien');
    const shown = obrien.user.replace('\\27', "'");
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await enter(page, 'Add contact', 'Address', `mailto:${shown}@${scene.domain}?subject=hello`);
    await page.untilComposer(shown);
    await page.send(shown, 'is this your name?');
    await peer.message('is this your name?');
    await page.click('button, [role=button]', 'About this contact');
    await page.until('the address as it is meant', (address) => [...parlanceProbe.find('[role=dialog]')?.querySelectorAll('*') ?? []]
      .some((element) => element.textContent === address), [`${shown}@${scene.domain}`]);
  });

  it('the server\'s spelling of an account is taken over, and whatever it is called by arrives', async (test) => {
    const { bobPeer } = await scene.pair();
    const account = await scene.account('straße');
    const mapped = { ...account, user: account.user.replace('ß', 'ss'), jid: account.jid.replace('ß', 'ss') };
    // Prosody maps the address of a session, ejabberd only those of others.
    const spelled = scene.serverKind === 'prosody' ? mapped.jid : account.jid;
    const twin = await scene.connect(mapped);
    const page = await scene.open(test);
    await page.login(account.jid, account.password);
    const shown = (address) => parlanceProbe.all('button, [role=button]').some((button) =>
      `${parlanceProbe.name(button)} ${button.title} ${button.getAttribute('aria-description')}`.includes(address));
    await page.until('the address as the server spells it', shown, [spelled]);
    await bobPeer.sendChat(account.jid, 'as typed');
    await page.openChat(bobPeer.bareJid.split('@')[0]);
    await page.untilArticle('as typed');
    await bobPeer.sendChat(mapped.jid, 'as mapped');
    await page.untilArticle('as mapped');
    await twin.addContact(`zoe@${scene.domain}`, 'Zoe');
    await page.untilContact('Zoe');
    await page.page.reload();
    await page.untilOnline();
    await page.until('the address as the server spells it, once more', shown, [spelled]);
    await page.untilArticle('as mapped');
  });

  it('a contact and a room are one conversation each, however they are spelled', async (test) => {
    const { alice } = await scene.pair();
    const { account: strasse, peer } = await scene.peer('strasse');
    const typed = strasse.jid.replace('ss', 'ß');
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await enter(page, 'Add contact', 'Address', typed);
    await page.untilComposer(strasse.user);
    await page.send(strasse.user, 'which street?');
    await peer.message('which street?');
    await peer.sendChat(alice.jid, 'this one');
    await page.untilArticle('this one');
    const name = `gasse-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await peer.join(room, 'peer');
    await enter(page, 'Join room', 'Room address', room.replace('ss', 'ß'));
    await page.untilComposer(name);
    await page.send(name, 'one room');
    await peer.message('one room', { type: 'groupchat' });
    const rows = await page.run(() => parlanceProbe.all('button, [role=button]').filter(parlanceProbe.shown)
      .map(parlanceProbe.name).filter((each) => /stra(ss|ß)e|ga(ss|ß)e-/.test(each)));
    assert.equal(rows.filter((each) => each.startsWith(strasse.user)).length, 1, JSON.stringify(rows));
    assert.ok(rows.every((each) => !each.includes('ß')), JSON.stringify(rows));
  });
});
