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

/** Another page's own content and rules, with one messenger in the middle of it. */
async function mountAmong(page, scene) {
  await page.until('both instances', () => parlanceProbe.hosts().length === 2);
  await loadModule(page);
  await page.run((config) => {
    for (const host of parlanceProbe.hosts()) host.remove();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      html { font-size: 62.5%; }
      body { text-transform: uppercase; letter-spacing: 3px; text-align: right; }
      *, *::before, *::after { box-sizing: content-box; }
      input, button, label, p, h2 { text-transform: uppercase; margin: 13px; padding: 7px; float: left; text-indent: 20px; }`);
    document.adoptedStyleSheets = [sheet];
    const element = document.createElement('section');
    element.style.cssText = 'position: absolute; left: 0; top: 0; width: 900px; height: 600px';
    const below = document.createElement('div');
    below.style.cssText = 'position: absolute; top: 0; width: 1px; height: 5000px';
    const heard = [];
    for (const type of ['keydown', 'keypress', 'keyup']) document.addEventListener(type, ({ key }) => heard.push(`${type} ${key}`));
    const turned = { at: 0 };
    document.addEventListener('wheel', () => { turned.at = performance.now(); });
    document.body.append(below, element);
    const handle = window.parlanceModule.mount(element, config);
    Object.defineProperty(window, 'parlanceTest', { value: { element, handle, heard, turned }, configurable: true });
    parlanceProbe.scope = element;
  }, scene.config);
  await page.untilLoginForm();
}

matrix('embedding', (scene, it) => {
  it('the login form takes neither box-sizing nor text-transform of the page around', async (test) => {
    const page = await scene.open(test, { path: '/examples/portal.html' });
    await mountAmong(page, scene);
    await page.until('the style of the form', () => getComputedStyle(parlanceProbe.find('form')).borderRadius === '20px');
    const looks = await page.run(() => {
      const pick = (selector) => parlanceProbe.find(selector);
      const form = pick('form');
      const all = [form, ...form.querySelectorAll('*:not(svg, svg *)')].map((element) => getComputedStyle(element));
      const [field, button] = [pick('input[type=password]'), pick('button[type=submit]')].map((element) => element.getBoundingClientRect());
      const box = form.getBoundingClientRect();
      return {
        transforms: [...new Set(all.map(({ textTransform }) => textTransform))],
        spacings: [...new Set(all.map(({ letterSpacing }) => letterSpacing))],
        floats: [...new Set(all.map(({ float }) => float))],
        size: getComputedStyle(pick('h2')).fontSize,
        widths: [box.width, field.width, button.width],
        aligned: [field.left - box.left, button.left - box.left],
      };
    });
    assert.deepEqual(looks.transforms, ['none']);
    assert.deepEqual(looks.floats, ['none']);
    assert.deepEqual(looks.widths, [384, 318, 318]);
    assert.deepEqual(looks.aligned, [33, 33]);
    assert.equal(looks.size, '22px');
    assert.ok(looks.spacings.every((spacing) => ['normal', '-0.22px'].includes(spacing)), looks.spacings.join());
  });

  it('zoom and transform on an ancestor leave hover, wheel and letters right', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const { account: dora, peer: doraPeer } = await scene.peer('dora');
    const page = await scene.open(test, { path: '/examples/portal.html', width: 1000, height: 700 });
    await mountAmong(page, scene);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await doraPeer.sendChat(alice.jid, 'a row to point at');
    for (let i = 0; i < 20; i += 1) await bobPeer.sendChat(alice.jid, `line ${i}`);
    await page.untilArticle('line 19');
    await page.untilContact(dora.user);
    const article = (text) => {
      const { style } = parlanceProbe.all('article').find((element) => element.textContent.includes(text));
      return { top: parseFloat(style.top), height: parseFloat(style.height) };
    };
    const ground = (name) => parlanceProbe.find('button', name).style.getPropertyValue('--bg');
    const point = async (selector, name) => {
      const { x, y } = await page.run((s, n) => parlanceProbe.middle(s, n ?? undefined), selector, name ?? null);
      await page.page.mouse.move(x, y);
    };
    const heights = [];
    let plain = '';
    for (const [i, [style, scale]] of [['', 1], ['zoom: 1.25', 1.25], ['transform: translate(30px, 40px) scale(0.8)', 0.8],
      ['transform: scale(1.2)', 1.2]].entries()) {
      await page.run((css) => {
        parlanceTest.element.style.cssText = `position: absolute; left: 0; top: 0; width: 760px; height: 500px; transform-origin: 0 0; ${css}`;
      }, style);
      await bobPeer.sendChat(alice.jid, `Number ${i}: ${'words that are long enough to be broken into several lines, wherever they stand. '.repeat(4)}`);
      await page.untilArticle(`Number ${i}`);
      await point('[role=log]');
      await page.until('no row to be lit', (name, was) => !was || was === parlanceProbe.find('button', name).style.getPropertyValue('--bg'),
        [dora.user, plain]);
      plain ||= await page.run(ground, dora.user);
      await point('button', dora.user);
      await page.until(`the row to be lit with "${style}"`,
        (name, was) => parlanceProbe.find('button', name).style.getPropertyValue('--bg') !== was, [dora.user, plain]);

      await point('[role=log]');
      const before = await page.run(article, `Number ${i}`);
      heights.push(before.height);
      await page.page.mouse.wheel({ deltaY: -120 });
      const moved = await page.until('the log to move', (text, top) => {
        const element = parlanceProbe.all('article').find((each) => each.textContent.includes(text));
        return parseFloat(element.style.top) - top;
      }, [`Number ${i}`, before.top]);
      assert.ok(Math.abs(moved - 120 / scale) < 2, `with "${style}" the log moved by ${moved}`);
      await page.run(() => parlanceProbe.find('button', 'newest message').click());
      await page.until('the end', () => !parlanceProbe.find('button', 'newest message'));
    }
    assert.deepEqual(heights, heights.map(() => heights[0]), 'broken into as many lines');
  });

  it('keys, wheel and files stay inside, and the wheel goes on where the chat ends', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test, { path: '/examples/portal.html', width: 920, height: 620 });
    await mountAmong(page, scene);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    for (let i = 0; i < 20; i += 1) await bobPeer.sendChat(alice.jid, `line ${i}\nand one more`);
    await page.untilArticle('line 19');
    await page.click('textarea', `Message ${bob.name}`);
    await page.run(() => { parlanceTest.heard.length = 0; });
    await page.type('just /?');
    await page.page.keyboard.press('Enter');
    await page.untilArticle('just /?');
    assert.deepEqual(await page.run(() => parlanceTest.heard), []);

    // To where the log ends, then on: the page around moves.
    const top = () => page.run(() => scrollY);
    await page.page.mouse.move(600, 300);
    const first = (await page.articles())[0].position;
    await page.page.mouse.wheel({ deltaY: -400 });
    await page.until('the log to move', (was) => parlanceProbe.articles()[0]?.position < was, [first]);
    assert.equal(await top(), 0);
    await page.page.mouse.wheel({ deltaY: 5000 });
    await page.until('the end', () => !parlanceProbe.find('button', 'newest message'));
    await page.until('the turn of the wheel to be over', () => performance.now() - parlanceTest.turned.at > 300);
    await page.page.mouse.wheel({ deltaY: 300 });
    await page.until('the page around to move', () => scrollY > 0);

    const isRefused = await page.run(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'x.txt', { type: 'text/plain' }));
      const log = parlanceProbe.find('[role=log]');
      return ['dragover', 'drop'].map((type) => !log.dispatchEvent(new DragEvent(type,
        { bubbles: true, cancelable: true, composed: true, dataTransfer: transfer })));
    });
    assert.deepEqual(isRefused, [true, true]);
  });

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
