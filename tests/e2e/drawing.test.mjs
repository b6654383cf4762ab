// SPDX-License-Identifier: MIT
// Frames are drawn when something changed, and only then; a thousand messages at once are no reason to stutter.

import assert from 'node:assert/strict';
import { burst } from '../../scripts/lib/burst.mjs';
import { matrix } from './support/matrix.mjs';
import { ScriptedServer } from '../../scripts/lib/scripted-server.mjs';

matrix('drawing', (scene, it) => {
  it('draws no frame while nothing changes, and one again when a message arrives', async (test) => {
    const { page, alice, bobPeer } = await scene.openChatWithBob(test);
    await bobPeer.sendChat(alice.jid, 'and now silence');
    await page.untilArticle('and now silence');
    await page.page.mouse.move(5, 5);
    await page.page.evaluate(() => parlanceProbe.focused() && document.activeElement.blur());
    await page.untilQuiet();
    assert.ok(await page.frames() > 0, 'frames are counted');
    // The browser draws, because the test asks it to; the messenger does not. (Something may still come in once.)
    const drawn = [];
    for (let round = 0; round < 3 && drawn.at(-1) !== 0; round += 1) {
      const before = await page.frames();
      await page.run(() => new Promise((done) => {
        let count = 0;
        const turn = () => { if (++count === 60) done(true); else requestAnimationFrame(turn); };
        requestAnimationFrame(turn);
      }));
      drawn.push(await page.frames() - before);
    }
    assert.equal(drawn.at(-1), 0, `frames while nothing changed: ${drawn.join(', ')}`);
    const after = await page.frames();
    await bobPeer.sendChat(alice.jid, 'awake again');
    await page.untilArticle('awake again');
    assert.ok(await page.frames() > after);
  });

  it('shows a thousand messages that arrive at once, in order', async (test) => {
    const { page, alice, bobPeer } = await scene.openChatWithBob(test);
    const bodies = Array.from({ length: 1_000 }, (_, index) => `message ${index} of many`);
    await bobPeer.sendMany(bodies.map((body) => bobPeer.chatMessage(alice.jid, body)));
    const last = await page.untilArticle(bodies.at(-1));
    assert.equal(last.position, last.size);
    assert.ok(last.size >= 1_000, `aria-setsize is ${last.size}`);
    const shown = (await page.articles()).map((article) => article.text.match(/message (\d+) of many/)?.[1])
      .filter(Boolean).map(Number);
    assert.deepEqual(shown, shown.map((_, index) => shown[0] + index), 'in order, none missing');
    await page.until('the mark of the frame that painted the last one', (id) => performance
      .getEntriesByName('parlance:painted').some((mark) => mark.detail.last === id), [last.id]);
  });
});

matrix('a burst', (scene, it) => {
  it('of 1,000 messages into the open chat is painted to the last', async (test) => {
    const { alice, bob } = await scene.pair();
    const server = await ScriptedServer.start(scene.scriptedPort, { realUrl: scene.server.websocketUrl });
    test.after(() => server.stop());
    scene.resetConfig({ websocket_url: server.url });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.untilQuiet();
    const { milliseconds, last } = await burst(page, server, { from: `${bob.jid}/peer`, count: 1_000 });
    test.diagnostic(`1,000 messages: ${Math.round(milliseconds)} ms until the last is painted`);
    assert.equal(last.position, last.size);
    assert.ok(last.size >= 1_000, `aria-setsize is ${last.size}`);
  });
}, { transports: ['websocket'] }); // the burst comes from a proxy
