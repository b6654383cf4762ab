// SPDX-License-Identifier: MIT
// What the full page does around the chat: its address, Back, its title and icon; and how it is in a very small window.

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';

const untilHash = (page, hash) => page.until(`the address to be "${hash}"`, (wanted) => location.hash === wanted, [hash]);

matrix('page', (scene, it) => {
  it('the address follows what is open, a link acts again, and Back works on a phone', async (test) => {
    const { alice, bob } = await scene.pair();
    const carl = await scene.account('carl');
    const page = await scene.open(test, { width: 390, height: 700, path: `/#chat=${bob.jid}` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(bob.name);
    const follow = (jid) => page.run((hash) => { location.hash = hash; }, `#chat=${jid}`);
    await follow(carl.jid);
    await page.untilComposer(carl.user);
    await page.click('button', 'Back');
    await page.untilContact(bob.name);
    await untilHash(page, '');
    await follow(carl.jid);
    await page.untilComposer(carl.user);
    await page.click('button', 'Back');
    await page.untilContact(bob.name);

    await page.openChat(bob.name);
    await untilHash(page, `#chat=${bob.jid}`);
    await page.page.goBack();
    await page.untilContact(bob.name);
    await untilHash(page, '');
    await page.page.goForward();
    await page.untilComposer(bob.name);
    await page.click('button', 'Back');
    await page.untilContact(bob.name);
    await untilHash(page, '');
  });

  it('title and icon tell of what arrives while nobody looks, also in the open conversation', async (test) => {
    const { alice, bob, bobPeer, page } = await scene.openChatWithBob(test);
    const other = await page.openTab();
    await page.hideBehind(other);
    await bobPeer.sendChat(alice.jid, 'while nobody looks');
    const signed = () => [document.title, document.querySelector('link[rel=icon]').getAttribute('href').replace(/.*\//, '')].join();
    await page.until('the title to tell', () => document.title === '(1) Parlance');
    assert.equal(await page.run(signed), '(1) Parlance,favicon-unread.svg');
    await page.show();
    await page.until('the title as it was', () => document.title === 'Parlance');
    assert.equal(await page.run(signed), 'Parlance,favicon.svg');
    await page.until('the line above what is new', () => Boolean(parlanceProbe.find('[role=separator]', 'New messages')));
    assert.ok(bob);
  });

  it('in 320×300 every button of a dialog is reached with Tab and pressed', async (test) => {
    const { alice, bob } = await scene.pair();
    const page = await scene.open(test, { width: 320, height: 300 });
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await page.click('button', 'your account');
    await page.until('the dialog', () => Boolean(parlanceProbe.find('[role=dialog]')));
    for (let i = 0; i < 20; i += 1) {
      if ((await page.run(() => parlanceProbe.focused())).name.includes('Log out')) break;
      await page.page.keyboard.press('Tab');
    }
    const isSeen = () => {
      const button = parlanceProbe.find('button', 'Log out');
      const { left, top, right, bottom } = button.getBoundingClientRect();
      const hit = button.getRootNode().elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth && button.contains(hit);
    };
    await page.until('the last button to be in view', isSeen);
    await page.click('button', 'Log out');
    await page.untilLoginForm();
  });
});
