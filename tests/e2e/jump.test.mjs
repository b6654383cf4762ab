// SPDX-License-Identifier: MIT
// A day of long ago is gone to: what was said then is asked of the server's archive, and reading goes on from there.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { patience } from '../../scripts/lib/patience.mjs';
import { matrix } from './support/matrix.mjs';

const count = 240;

matrix('a jump', (scene, it) => {
  it('to the beginning and back shows all of a long conversation, each message once', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    for (let i = 1; i <= count; i += 1) await bobPeer.sendChat(alice.jid, `word ${i} of many`);
    await bobPeer.archive(alice.jid); // answered behind all of it
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.untilArticle(`word ${count} of many`);
    await page.click('button, [role=button]', 'About this contact');
    await page.click('button, [role=button]', 'Go to a date');
    await page.click('button, [role=button]', 'To the beginning');
    await page.untilArticle('word 1 of many');
    // What is between is a gap until it is looked at; whoever reads on meets no end.
    const shown = new Set();
    const end = Date.now() + patience;
    while (!shown.has(count)) {
      assert.ok(Date.now() < end, `Of ${count} messages ${shown.size} were shown.`);
      for (const text of await page.run(() => parlanceProbe.all('article').map((article) => article.textContent))) {
        const number = /word (\d+) of many/.exec(text)?.[1];
        if (number) shown.add(Number(number));
      }
      await page.run(() => parlanceProbe.find('[role=log]').focus());
      await page.page.keyboard.press('PageDown');
      await delay(30);
    }
    assert.equal(shown.size, count);
    await page.until('each of them once', (all) => performance.getEntriesByName('parlance:painted').at(-1)?.detail.count === all, [count]);
    const lines = await page.run(() => parlanceProbe.all('[role=separator]').map(parlanceProbe.name));
    assert.deepEqual(lines.filter((name) => /not on this device/.test(name)), []);
  });
});
