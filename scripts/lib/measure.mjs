// SPDX-License-Identifier: MIT
// scripts/measure: what the page costs, by the browser's own clock (Resource Timing and User Timing).

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBrowser } from './browser.mjs';
import { burst } from './burst.mjs';
import { ChatPage } from './chat-page.mjs';
import { people, startDemoWorld } from './demo-world.mjs';
import { siteFolder } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { ScriptedServer } from './scripted-server.mjs';
import { Started } from './stopping.mjs';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '7' }, count: { type: 'string', default: '1000' } },
});
const runs = Number(options.runs);
const count = Number(options.count);
if (!(runs >= 1) || !(count >= 1)) {
  console.error('measure: --runs and --count want numbers.');
  process.exit(2);
}
if (!existsSync(join(siteFolder, 'index.html'))) {
  console.error('measure: there is no page in build/web/site; build it with cmake --build --preset web');
  process.exit(2);
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];

/** One cold load: an empty cache each time, because each page has its own context. */
async function load(chromium, origin) {
  const page = await ChatPage.open(chromium, origin);
  await page.untilLoginForm();
  await page.until('the mark of the login form', () => performance.getEntriesByName('parlance:login-painted').length > 0);
  await page.untilCore();
  const figures = await page.run(() => {
    const [form] = performance.getEntriesByName('parlance:login-painted');
    const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const bytes = (entries) => entries.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
    return {
      bytesToForm: bytes(loaded.filter((entry) => entry.responseEnd <= form.startTime)),
      bytes: bytes(loaded),
      requests: loaded.length,
      toForm: form.startTime,
      toCore: performance.getEntriesByName('probe:core-ready')[0].startTime,
      firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    };
  });
  await page.close();
  return figures;
}

const started = new Started();
try {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-measure-'));
  started.onStop(() => rmSync(folder, { recursive: true, force: true }));
  const [port] = await freePorts(1);
  const world = started.add(await startDemoWorld(folder,
    { server: 'prosody', site: siteFolder, connect: [`ws://127.0.0.1:${port}`] }));
  const through = started.add(await ScriptedServer.start(port, { realUrl: world.server.websocketUrl }));
  world.front.setConfig({ websocket_url: through.url, domain: world.server.domain });
  const chromium = started.add(await startBrowser('chromium'));

  await load(chromium, world.front.origin); // the browser's own first page load is not ours
  const loads = [];
  for (let run = 0; run < runs; run += 1) loads.push(await load(chromium, world.front.origin));

  const bursts = [];
  const logins = [];
  let idle;
  for (let run = 0; run < runs; run += 1) {
    const page = await ChatPage.open(chromium, world.front.origin);
    await page.untilLoginForm();
    await page.untilCore();
    const sent = await submitAt(page);
    logins.push(await page.until('the roster', () => performance.getEntriesByName('parlance:roster-painted')[0]?.startTime)
      - sent);
    await page.openChat(people.bob.name);
    await page.untilQuiet();
    if (run === 0) {
      const before = await page.frames();
      await delay(5_000);
      idle = await page.frames() - before;
    }
    bursts.push((await burst(page, through, { from: `bob@${world.server.domain}/peer`, count })).milliseconds);
    await page.assertClean();
    await page.close();
  }

  const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
  const ms = (values) => `${median(values).toFixed(0)} ms   (${sorted(values)[0].toFixed(0)} to ${sorted(values).at(-1).toFixed(0)})`;
  const rows = [
    ['brotli until the login form is usable', kib(median(loads.map((l) => l.bytesToForm)))],
    ['brotli in total', `${kib(median(loads.map((l) => l.bytes)))}   in ${loads[0].requests} requests`],
    ['login form usable', ms(loads.map((l) => l.toForm))],
    ['core (wasm) ready', ms(loads.map((l) => l.toCore))],
    ['from Enter to the roster painted', ms(logins)],
    ['frames in 5 idle seconds', String(idle)],
    [`${count.toLocaleString('en')} messages until the last is painted`, ms(bursts)],
  ];
  console.log(`Medians of ${runs} runs, ${await chromium.browser.version()}:`);
  for (const [what, figure] of rows) console.log(`  ${what.padEnd(44)} ${figure}`);
} catch (error) {
  console.error(`measure: ${error.message}`);
  process.exitCode = 1;
} finally {
  await started.stop();
}

/** Logs in as alice; the time, on the page's clock, when Enter was pressed. */
async function submitAt(page) {
  await page.run(() => addEventListener('keydown', (event) => {
    if (event.key === 'Enter') performance.mark('measure:enter', { startTime: event.timeStamp });
  }, { capture: true }));
  await page.login('alice@localhost', people.alice.password);
  return page.run(() => performance.getEntriesByName('measure:enter')[0].startTime);
}
