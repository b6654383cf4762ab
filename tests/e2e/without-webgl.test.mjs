// SPDX-License-Identifier: MIT
// Where the canvas cannot be drawn, or must not be (forced colours), the DOM layer itself is what people see.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder } from '../../scripts/lib/paths.mjs';
import { matrix } from './support/matrix.mjs';
import { brightness, decodePng } from './support/png.mjs';

const folder = join(buildFolder, 'screenshots');
mkdirSync(folder, { recursive: true });

/** A message goes each way, and both can be read in a screenshot. */
async function chatAndLook(test, scene, page, people, picture) {
  const { alice, bob, bobPeer } = people;
  const [mine, theirs] = [`from the page, ${picture}`, `to the page, ${picture}`];
  await page.login(alice.jid, alice.password);
  await page.openChat(bob.name);
  await page.send(bob.name, mine);
  await bobPeer.message(mine);
  await bobPeer.sendChat(alice.jid, theirs);
  await page.untilArticle(theirs);
  await page.untilQuiet();
  const file = join(folder, `${scene.browserKind}-${picture}.png`);
  await page.screenshot(file);
  const decoded = decodePng(readFileSync(file));
  for (const text of [mine, theirs]) {
    const box = await page.run((wanted) => {
      const article = parlanceProbe.all('article').find((element) => element.textContent.includes(wanted));
      const { x, y, width, height } = article.getBoundingClientRect();
      return { x, y, width, height };
    }, text);
    const seen = brightness(decoded, box);
    assert.ok(seen.contrast > 90, `"${text}" cannot be read: ${JSON.stringify(seen)}`);
  }
}

matrix('without WebGL', (scene, it) => {
  it('the messenger is seen and works', async (test) => {
    const page = await scene.open(test);
    assert.equal(await page.run(() => document.createElement('canvas').getContext('webgl2')), null);
    await chatAndLook(test, scene, page, await scene.pair(), 'without-webgl');
  });
}, { webgl: false });

matrix('forced colours', (scene, it) => {
  it('the messenger is seen in the colours of the system', async (test) => {
    const page = await scene.open(test);
    const session = await page.page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    assert.ok(await page.run(() => matchMedia('(forced-colors: active)').matches));
    await chatAndLook(test, scene, page, await scene.pair(), 'forced-colours');
  });

  it('a lost WebGL context loses no message and comes back', async (test) => {
    const { page, alice, bobPeer } = await scene.openChatWithBob(test);
    await bobPeer.sendChat(alice.jid, 'before the loss');
    await page.untilArticle('before the loss');
    await page.run(() => {
      const canvas = parlanceProbe.all('canvas').find((element) => element.getContext('webgl2'));
      const extension = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
      Object.defineProperty(window, 'parlanceTest', { value: { extension, canvas } });
      extension.loseContext();
    });
    await bobPeer.sendChat(alice.jid, 'while it is lost');
    await page.untilArticle('while it is lost');
    await page.run(() => parlanceTest.extension.restoreContext());
    await page.until('the context', () => !parlanceTest.canvas.getContext('webgl2').isContextLost());
    await bobPeer.sendChat(alice.jid, 'after it came back');
    await page.untilArticle('after it came back');
    await page.untilQuiet();
    const file = join(folder, `${scene.browserKind}-context-restored.png`);
    await page.screenshot(file);
    const box = await page.run(() => {
      const article = parlanceProbe.all('article').find((element) => element.textContent.includes('after it came back'));
      const { x, y, width, height } = article.getBoundingClientRect();
      return { x, y, width, height };
    });
    const seen = brightness(decodePng(readFileSync(file)), box);
    assert.ok(seen.contrast > 90, JSON.stringify(seen));
  });
}, { browsers: ['chromium'] }); // only CDP emulates forced colours
