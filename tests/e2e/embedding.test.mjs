// SPDX-License-Identifier: MIT
// The messenger inside someone else's page: two instances side by side, no trace after destroy().

import assert from 'node:assert/strict';
import { befriend } from '../../scripts/lib/peer.mjs';
import { matrix } from './support/matrix.mjs';

/** window.parlanceModule. The page holds the promise: one that only the debugger waits for may be collected. */
async function loadModule(page) {
  await page.run(() => { window.parlanceModule = import('/parlance.js').then((module) => { window.parlanceModule = module; }); });
  await page.until('the module', () => 'mount' in window.parlanceModule);
}

matrix('embedding', (scene, it) => {
  it('holds two instances on one page that talk to each other', async (test) => {
    const [left, right] = [await scene.account('lea'), await scene.account('rio')];
    const [leftPeer, rightPeer] = [await scene.connect(left), await scene.connect(right)];
    await befriend(leftPeer, left.name, rightPeer, right.name);
    await Promise.all([leftPeer.stop(), rightPeer.stop()]);

    const page = await scene.open(test, { path: '/examples/portal.html', width: 1400, height: 800 });
    for (const [index, account] of [left, right].entries()) {
      await page.within(index);
      await page.login(account.jid, account.password);
    }
    await page.within(0);
    await page.openChat(right.name);
    await page.send(right.name, 'from left to right');
    await page.within(1);
    await page.openChat(left.name);
    await page.untilArticle('from left to right');
    await page.send(left.name, 'from right to left');
    await page.within(0);
    await page.untilArticle('from right to left');
    const mixedUp = await page.run(() => parlanceProbe.hosts().map((host) => {
      parlanceProbe.scope = host;
      return parlanceProbe.articles().length;
    }));
    assert.deepEqual(mixedUp, [2, 2], 'each instance shows its own two messages');
    const status = await page.run(() => document.documentElement.dataset.status ?? 'none');
    assert.equal(status, 'none', 'only the full page marks <html>');
  });

  it('leaves nothing behind after destroy()', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test, { path: '/examples/portal.html' });
    await page.until('both instances', () => parlanceProbe.hosts().length === 2);

    await loadModule(page);
    const before = await page.run((config) => {
      const { mount } = window.parlanceModule;
      for (const host of parlanceProbe.hosts()) host.remove();
      const element = document.createElement('section');
      element.style.cssText = 'position: fixed; inset: 0; background: white';
      const own = Object.getOwnPropertyNames(window);
      const elements = document.querySelectorAll('*').length;
      document.body.append(element);
      const handle = mount(element, config);
      Object.defineProperty(window, 'parlanceTest', { value: { element, handle, own }, configurable: true });
      return elements;
    }, scene.config);

    await page.until('the mounted instance', () => parlanceTest.element.dataset.status !== undefined);
    await page.run(() => { parlanceProbe.scope = parlanceTest.element; });
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.send(bob.name, 'soon gone');
    await bobPeer.message('soon gone');
    const seen = bobPeer.stanzas.length;

    const after = await page.run(async () => {
      const { element, handle, own } = parlanceTest;
      await handle.destroy();
      return {
        children: element.childNodes.length,
        shadow: element.shadowRoot?.childNodes.length ?? 0,
        attributes: element.getAttributeNames().filter((name) => name !== 'style'),
        globals: Object.getOwnPropertyNames(window).filter((name) => !own.includes(name) && name !== 'parlanceTest'),
      };
    });
    assert.equal(after.children, 0);
    assert.equal(after.shadow, 0);
    assert.deepEqual(after.attributes, []);
    assert.deepEqual(after.globals, []);
    await bobPeer.until('alice to go offline', () => bobPeer.stanzas.slice(seen).find((stanza) =>
      stanza.is('presence') && stanza.attrs.type === 'unavailable' && stanza.attrs.from.startsWith(alice.jid)));
    await page.run(() => { parlanceProbe.scope = document; parlanceTest.element.remove(); });
    assert.equal(await page.run(() => document.querySelectorAll('*').length), before, 'no element is left in the page');
    await page.run(async () => { await parlanceTest.handle.destroy(); }); // once more does no harm
  });

  it('can be mounted and destroyed again and again', async (test) => {
    const page = await scene.open(test, { path: '/examples/portal.html' });
    await page.until('both instances', () => parlanceProbe.hosts().length === 2);
    await loadModule(page);
    const left = await page.run(async (config) => {
      const { mount } = window.parlanceModule;
      for (const host of parlanceProbe.hosts()) host.remove();
      const element = document.createElement('section');
      element.style.cssText = 'position: fixed; inset: 0';
      document.body.append(element);
      // Browsers keep at most 16 WebGL contexts: an instance that does not give its own back shows here.
      for (let round = 0; round < 20; round += 1) {
        const handle = mount(element, config);
        while (element.dataset.status === undefined) await new Promise((done) => { setTimeout(done, 5); });
        await handle.ready;
        await handle.destroy();
      }
      return element.getAttributeNames().filter((name) => name !== 'style');
    }, scene.config);
    assert.deepEqual(left, []);
  });
});
