// SPDX-License-Identifier: MIT
// Screenshots of login, roster and conversation in both themes and at two pixel ratios, into build/screenshots: for
// people to look at. The test itself only proves that the canvas shows what the DOM layer says is there.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder } from '../../scripts/lib/paths.mjs';
import { matrix } from './support/matrix.mjs';
import { brightness, decodePng } from './support/png.mjs';

const folder = join(buildFolder, 'screenshots');
mkdirSync(folder, { recursive: true });

const conversation = [
  ['in', 'Hi! Did the new build arrive? 🎉'],
  ['out', 'It did. Here is how it looks with a longer text that has to be broken into several lines, as people who '
    + 'explain something at length tend to write it.'],
  ['in', 'مرحبا، كيف حالك اليوم؟ الرقم هو 42.'],
  ['out', 'שלום! הכול בסדר, תודה רבה.'],
  ['in', 'नमस्ते, हिन्दी में क्षत्रिय और ज्ञान कैसे दिखते हैं?'],
  ['out', '你好，中文也应该显示正确。日本語と한국어도.'],
  ['in', '👨‍👩‍👧‍👦 👩🏽‍🚀 🇪🇺 and e\u0301 = é, mixed: abc שלום def'],
];

for (const theme of ['light', 'dark']) {
  matrix(`looks, ${theme}`, (scene, it) => {
    for (const scale of [1, 2]) {
      it(`login, roster and conversation at ${scale} device pixels per pixel`, async (test) => {
        const { alice, bob, bobPeer } = await scene.pair();
        const page = await scene.open(test, { scale });
        const name = (what) => join(folder, `${scene.browserKind}-${theme}-${scale}x-${what}.png`);
        await page.untilLoginForm();
        await page.screenshot(name('login'));

        await page.login(alice.jid, alice.password);
        await page.untilContact(bob.name);
        await page.untilQuiet();
        await page.screenshot(name('roster'));

        await page.openChat(bob.name);
        for (const [direction, text] of conversation) {
          const marked = scale === 1 ? text : `${text} ²`; // the same two people: tell the second run's texts apart
          if (direction === 'in') await bobPeer.sendChat(alice.jid, marked);
          else await page.send(bob.name, marked);
          await page.untilArticle(marked);
        }
        await page.click('textarea', `Message ${bob.name}`);
        await page.type('A draft');
        await page.untilQuiet();
        await page.screenshot(name('conversation'));

        const picture = decodePng(readFileSync(name('conversation')));
        assert.equal(picture.width, 1000 * scale);
        const boxes = await page.run(() => parlanceProbe.all('[role=log] article, [role=log] [role=article], article')
          .map((article) => {
            const { x, y, width, height } = article.getBoundingClientRect();
            return { x, y, width, height, text: article.textContent };
          }).filter(({ y, height }) => y >= 0 && y + height <= innerHeight));
        assert.ok(boxes.length >= 5, `${boxes.length} whole messages are on the screen`);
        for (const { text, ...box } of boxes) {
          const scaled = Object.fromEntries(Object.entries(box).map(([key, value]) => [key, value * scale]));
          const seen = brightness(picture, /** @type {any} */ (scaled));
          assert.ok(seen.contrast > 90, `nothing can be read where "${text}" should be: ${JSON.stringify(seen)}`);
        }
        const whole = brightness(picture, { x: 0, y: 0, width: picture.width, height: picture.height });
        if (theme === 'light') assert.ok(whole.mean > 170, `the light theme is dark: ${whole.mean}`);
        else assert.ok(whole.mean < 90, `the dark theme is light: ${whole.mean}`);
      });
    }
  }, { dark: theme === 'dark' });
}
