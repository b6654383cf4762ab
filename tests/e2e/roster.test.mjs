// SPDX-License-Identifier: MIT
// The roster lives: contacts appear, change and vanish while one looks, and strangers may ask to become contacts.

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';

matrix('roster', (scene, it) => {
  /** A person who uses the page and a second client at the same time. */
  async function onTwoDevices(test) {
    const account = await scene.account('dana');
    const other = await scene.connect(account);
    const page = await scene.open(test);
    await page.login(account.jid, account.password);
    return { account, other, page };
  }

  it('shows a contact that another device adds, under its new name, until it is removed', async (test) => {
    const { other, page } = await onTwoDevices(test);
    const jid = `zelda@${scene.domain}`;
    await other.addContact(jid, 'Zelda');
    await page.untilContact('Zelda');
    await other.addContact(jid, 'Princess <Z> & Co');
    await page.untilContact('Princess <Z> & Co');
    await other.iqSet(other.xml('query', { xmlns: 'jabber:iq:roster' },
      other.xml('item', { jid, subscription: 'remove' })));
    await page.until('the contact to vanish',
      () => !parlanceProbe.find('button, [role=button]', 'Princess'));
  });

  it('shows a subscription request, and approving it makes the asker see us', async (test) => {
    const { account, page } = await onTwoDevices(test);
    const { account: eve, peer: evePeer } = await scene.peer('eve');
    await evePeer.presence('subscribe', account.jid);
    await page.until(`a request from ${eve.jid}`, (jid) => parlanceProbe.all('*').some((element) =>
      parlanceProbe.shown(element) && element.textContent.includes(jid)), [eve.jid]);
    await page.until('a button that approves it', () =>
      parlanceProbe.all('button, [role=button]').some((button) =>
        parlanceProbe.shown(button) && /^(accept|approve|allow)/i.test(parlanceProbe.name(button))));
    const name = await page.run(() => parlanceProbe.name(parlanceProbe.all('button, [role=button]').find((button) =>
      parlanceProbe.shown(button) && /^(accept|approve|allow)/i.test(parlanceProbe.name(button)))));
    await page.click('button, [role=button]', name);
    await evePeer.presenceFrom(account.jid, 'subscribed');
    await evePeer.presenceFrom(account.jid, undefined);
  });

  it('tells contacts apart when one name begins with the other', async (test) => {
    const { other, page } = await onTwoDevices(test);
    await other.addContact(`ann@${scene.domain}`, 'Ann');
    await other.addContact(`anna@${scene.domain}`, 'Anna');
    await page.untilContact('Anna');
    const names = await page.run(() => parlanceProbe.all('button, [role=button]').filter(parlanceProbe.shown)
      .map(parlanceProbe.name).filter((name) => name.includes('Ann')));
    assert.equal(names.length, 2, JSON.stringify(names));
  });

  it('tells two contacts of one name apart by their addresses, until one is renamed', async (test) => {
    const { other, page } = await onTwoDevices(test);
    const twins = ['castor', 'pollux'].map((user) => `${user}@${scene.domain}`);
    for (const jid of twins) await other.addContact(jid, 'Twin');
    const row = 'button, [role=button]';
    for (const jid of twins) {
      // The name says it, and so do words on the screen: in the list, in the header, and where one writes.
      await page.until(`the address ${jid} in the list`, (s, j) => parlanceProbe.find(s, j)?.textContent.includes(j), [row, jid]);
      await page.click(row, jid);
      await page.until(`the address ${jid} in the header`, (j) => parlanceProbe.find('h1, [role=heading]', j)?.textContent.includes(j), [jid]);
      await page.until(`the address ${jid} in the composer`, (j) => parlanceProbe.find('textarea', j)?.placeholder.includes(j), [jid]);
    }
    await other.addContact(twins[1], 'Pollux');
    await page.until('one to be Pollux alone', () => parlanceProbe.find('textarea', 'Message Pollux')?.placeholder === 'Message Pollux');
    await page.until('the other to be Twin alone', (s, j) => parlanceProbe.find(s, 'Twin') && !parlanceProbe.find(s, j), [row, twins[0]]);
  });

  it('is reached and used with the keyboard alone', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    let focused;
    for (let presses = 0; presses < 30; presses += 1) {
      await page.page.keyboard.press('Tab');
      focused = await page.run(() => parlanceProbe.focused());
      if (focused?.name.includes(bob.name)) break;
    }
    assert.ok(focused?.name.includes(bob.name), `Tab must reach the contact, it ended at ${JSON.stringify(focused)}`);
    await page.page.keyboard.press('Enter');
    await page.untilComposer(bob.name);
    await page.until('the focus in the composer', () => parlanceProbe.focused()?.tag === 'textarea');
    await page.type('without a mouse');
    await page.page.keyboard.press('Enter');
    await bobPeer.message('without a mouse');
  });
});
