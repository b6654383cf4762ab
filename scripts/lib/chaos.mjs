// SPDX-License-Identifier: MIT
// scripts/chaos. One run: the page logs in through a proxy, both sides talk, and at one frame the connection is cut: the
// frame is lost with it, or was the last to pass. Then nothing is cut any more, and both must have heard everything, once,
// in order. The oracle is the other side and the server's archive, read by another client.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Scene } from '../../tests/e2e/support/scene.mjs';
import { startBrowser } from './browser.mjs';
import { ChatPage } from './chat-page.mjs';
import { ScriptedServer } from './scripted-server.mjs';

const { values: options } = parseArgs({
  options: { server: { type: 'string' }, transport: { type: 'string' }, every: { type: 'string', default: '1' }, only: { type: 'string' },
    fates: { type: 'string', default: 'lost,last' } },
});
const every = Number(options.every);
const known = ['lost', 'last', 'stalled', 'half-open', 'truncated'];
const fates = options.fates.split(',');
for (const fate of fates) {
  if (!known.includes(fate)) throw new Error(`There is no fate '${fate}'; known are ${known.join(', ')}.`);
}
const folder = fileURLToPath(new URL('../../build/chaos', import.meta.url));
const rounds = 3;
/** Of the run in progress. @type {string[]} */
let frames = [];

/** Keeps the frames of a run that showed a violation. @param {string} name */
function keepFrames(name) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name.replaceAll(/[ ,]+/g, '-')}.log`), frames.join('\n'));
}

/** What is wrong with what was heard. @param {string} who @param {string[]} heard @param {string[]} wanted */
function violations(who, heard, wanted) {
  const out = [];
  for (const text of wanted) {
    const count = heard.filter((one) => one === text).length;
    if (count !== 1) out.push(`${who}: '${text}' ${count} times`);
  }
  const order = heard.filter((text, i) => wanted.includes(text) && heard.indexOf(text) === i);
  const expected = wanted.filter((text) => order.includes(text));
  if (order.join('|') !== expected.join('|')) out.push(`${who}: order ${order.join(', ')}`);
  return out;
}

/**
 * One run. @param {Scene} scene @param {ScriptedServer} proxy
 * @param {{ direction: 'up' | 'down', index: number, fate: string } | null} cut null: counts the frames
 */
async function run(scene, proxy, cut) {
  const { account: alice, peer: alicePeer } = await scene.peer('juliet');
  const { account: bob, peer: bobPeer } = await scene.peer('romeo');
  const counts = { up: 0, down: 0 };
  let cutAt = 0;
  frames = [];
  proxy.judge = (direction, frame) => {
    const index = counts[direction]++;
    frames.push(`${Math.round(performance.now())} ${direction} ${index} ${frame}`);
    if (!cut || cutAt > 0 || direction !== cut.direction || index !== cut.index) return 'pass';
    cutAt = performance.now();
    return /** @type {any} */ (cut.fate);
  };
  const page = await ChatPage.open({ kind: scene.browserKind, browser: scene.browser }, `${scene.front.origin}/`);
  let back = 0;
  try {
    // A person whose first login fails for want of a network tries again.
    await page.submitLogin(alice.jid, alice.password);
    for (let attempt = 0; ; attempt += 1) {
      try {
        await page.untilOnline();
        break;
      } catch (error) {
        if (attempt > 0 || cutAt === 0) throw error;
        await page.submitLogin(alice.jid, alice.password);
      }
    }
    const [said, heard] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      heard.push(`to you ${round}.`);
      await bobPeer.sendChat(alice.jid, heard.at(-1));
      if (round === 0) {
        await page.untilContact(bob.user);
        await page.openChat(bob.user);
      }
      said.push(`from me ${round}.`, `and more ${round}.`);
      await page.send(bob.user, said.at(-2));
      await page.send(bob.user, said.at(-1));
      await bobPeer.message(said.at(-1));
      await page.untilArticle(heard.at(-1));
      await page.untilArticle(said.at(-1));
    }
    await page.until('nothing to be waiting', () => parlanceProbe.articles().every((article) => !JSON.stringify(article).includes('waiting to be sent')));
    if (cutAt > 0) {
      const returned = await page.run(() => performance.timeOrigin + (parlanceProbe.onlineAt?.at(-1) ?? 0));
      back = Math.max(0, returned - (performance.timeOrigin + cutAt));
    }
    const shown = (await page.articles()).map(({ text }) => /(?:to you|from me|and more) \d\./.exec(text)?.[0]).filter(Boolean);
    const archive = await alicePeer.archive(bob.jid);
    return {
      counts, back, wasCut: cutAt > 0,
      violations: [
        ...violations('the page, hearing', shown, heard), ...violations('the page, saying', shown, said),
        ...violations('the other side', bobPeer.messages().map(({ body }) => body), said),
        ...violations('the archive, hearing', archive, heard), ...violations('the archive, saying', archive, said),
      ],
    };
  } finally {
    await page.close();
    await alicePeer.stop();
    await bobPeer.stop();
  }
}

/** @param {string} server @param {string} transport @param {any} browser */
async function chaos(server, transport, browser) {
  const scene = new Scene(server, { isOwn: true });
  await scene.start(browser);
  const proxy = await ScriptedServer.start(scene.scriptedPort, { realUrl: scene.server.websocketUrl });
  try {
    scene.resetConfig(transport === 'bosh' ? { websocket_url: '', bosh_url: proxy.boshUrl } : { websocket_url: proxy.url });
    const { counts, violations: before } = await run(scene, proxy, null);
    const cuts = [];
    for (const direction of /** @type {const} */ (['up', 'down'])) {
      for (let index = 0; index < counts[direction]; index += 1) {
        // An answer over BOSH is lost or not; nothing is cut behind it.
        for (const fate of fates) {
          if (fate !== 'last' || transport !== 'bosh' || direction !== 'down') cuts.push({ direction, index, fate });
        }
      }
    }
    const chosen = options.only ? cuts.filter(({ direction, index, fate }) => `${direction} ${index} ${fate}` === options.only)
      : cuts.filter((_, i) => i % every === 0);
    const times = [];
    let bad = before.length;
    for (const violation of before) console.log(`  without a cut: ${violation}`);
    for (const cut of chosen) {
      const where = `${server}, ${transport}, ${cut.direction} ${cut.index} ${cut.fate}`;
      try {
        const { violations: found, back, wasCut } = await run(scene, proxy, cut);
        if (wasCut && back > 0) times.push(back);
        bad += found.length;
        for (const violation of found) console.log(`  ${where}: ${violation}`);
        if (found.length > 0 || options.only) keepFrames(where);
      } catch (error) {
        bad += 1;
        console.log(`  ${where}: ${String(error?.message).slice(0, 600)}`);
        keepFrames(where);
      }
    }
    times.sort((a, b) => a - b);
    const at = (share) => (times.length > 0 ? `${Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))])} ms` : '–');
    console.log(`${server}, ${transport}: ${chosen.length} cuts of ${cuts.length} positions, ${bad} violations, `
      + `back online p50 ${at(0.5)}, p95 ${at(0.95)}`);
    return { cuts: chosen.length, bad };
  } finally {
    await proxy.stop();
    await scene.stop();
  }
}

const browser = await startBrowser('chromium');
let [cuts, bad] = [0, 0];
try {
  for (const server of options.server ? [options.server] : ['prosody', 'ejabberd']) {
    for (const transport of options.transport ? [options.transport] : ['websocket', 'bosh']) {
      const result = await chaos(server, transport, browser);
      cuts += result.cuts;
      bad += result.bad;
    }
  }
} finally {
  await browser.stop();
}
console.log(`chaos: ${cuts} cuts, ${bad} violations`);
process.exitCode = bad > 0 ? 1 : 0;
