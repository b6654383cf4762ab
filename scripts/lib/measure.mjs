// SPDX-License-Identifier: MIT
// scripts/measure: what the page costs, by the browser's own clock (Resource Timing and User Timing).

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBrowser } from './browser.mjs';
import { burst } from './burst.mjs';
import { ChatPage } from './chat-page.mjs';
import { Crowd } from './crowd.mjs';
import { people, startDemoWorld } from './demo-world.mjs';
import { fullRoom, fullRoster } from './floods.mjs';
import { startFront } from './front.mjs';
import { siteFolder } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { ScriptedServer } from './scripted-server.mjs';
import { Started } from './stopping.mjs';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '7' }, count: { type: 'string', default: '1000' }, beside: { type: 'string' } },
});
const runs = Number(options.runs);
const count = Number(options.count);
if (!(runs >= 1) || !(count >= 1)) {
  console.error('measure: --runs and --count want numbers.');
  process.exit(2);
}
const folders = [siteFolder, ...(options.beside ? [resolve(options.beside)] : [])];
for (const folder of folders) {
  if (existsSync(join(folder, 'index.html'))) continue;
  console.error(`measure: there is no page in ${folder}; build one with cmake --build --preset web`);
  process.exit(2);
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
const ms = (value) => `${value.toFixed(0)} ms`;
const plain = (value) => value.toFixed(0);

/** What is told of each page: the figure's key, its name, how it is written. */
const table = [
  ['bytesToForm', 'brotli until the login form is usable', kib],
  ['bytes', 'brotli in total', kib],
  ['requests', 'requests', plain],
  ['toForm', 'login form usable', ms],
  ['toCore', 'core (wasm) ready', ms],
  ['login', 'from Enter to the roster painted', ms],
  ['idle', 'frames in 5 idle seconds', plain],
  ['burst', `${count.toLocaleString('en')} messages until the last is painted`, ms],
  ['roster500', 'roster of 500, until all are online', ms],
  ['roster5000', 'roster of 5,000, until all are online', ms],
  ['room', 'room of 2,000 with 500 messages', ms],
];

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
    };
  });
  await page.close();
  return figures;
}

/** A login and a burst of messages, between a real server and the page. */
async function chat(chromium, origin, through, domain, isFirst) {
  const page = await ChatPage.open(chromium, origin);
  await page.untilLoginForm();
  await page.untilCore();
  const sent = await submitAt(page);
  const login = await page.until('the roster', () => performance.getEntriesByName('parlance:roster-painted')[0]?.startTime) - sent;
  await page.openChat(people.bob.name);
  await page.untilQuiet();
  const figures = { login };
  if (isFirst) {
    const before = await page.frames();
    await delay(5_000);
    figures.idle = await page.frames() - before;
  }
  figures.burst = (await burst(page, through, { from: `bob@${domain}/peer`, count })).milliseconds;
  await page.assertClean();
  await page.close();
  return figures;
}

/** Many people, told by a server that knows no others. */
async function crowded(chromium, origin, server, sizes, flood) {
  const crowd = new Crowd(sizes);
  server.script = crowd.script;
  const page = await ChatPage.open(chromium, origin);
  const milliseconds = await flood(page, crowd);
  await page.assertClean();
  await page.close();
  return milliseconds;
}

const started = new Started();
try {
  const temporary = mkdtempSync(join(tmpdir(), 'parlance-measure-'));
  started.onStop(() => rmSync(temporary, { recursive: true, force: true }));
  const [port, crowdPort] = await freePorts(2);
  const connect = [`ws://127.0.0.1:${port}`, `ws://127.0.0.1:${crowdPort}`];
  const world = started.add(await startDemoWorld(temporary, { server: 'prosody', site: siteFolder, connect }));
  const { domain, portHttp, websocketUrl: realUrl } = world.server;
  const through = started.add(await ScriptedServer.start(port, { realUrl }));
  const crowdServer = started.add(await ScriptedServer.start(crowdPort, { realUrl }));
  const fronts = [world.front];
  if (options.beside) {
    fronts.push(started.add(await startFront(join(temporary, 'beside'), { site: folders[1], xmppPort: portHttp, connect })));
  }
  const chromium = started.add(await startBrowser('chromium'));

  /** Every figure of one page once. */
  const visit = async (front, isFirst) => {
    front.setConfig({ websocket_url: through.url, domain });
    const figures = { ...await load(chromium, front.origin), ...await chat(chromium, front.origin, through, domain, isFirst) };
    front.setConfig({ websocket_url: crowdServer.url, domain });
    const crowdOf = (sizes, flood) => crowded(chromium, front.origin, crowdServer, sizes, flood);
    return {
      ...figures,
      roster500: await crowdOf({ contacts: 500 }, fullRoster),
      roster5000: await crowdOf({ contacts: 5000 }, fullRoster),
      room: await crowdOf({ occupants: 2000, history: 500 }, fullRoom),
    };
  };

  await load(chromium, world.front.origin); // the browser's own first page load is not ours
  const found = fronts.map(() => []);
  for (let run = 0; run < runs; run += 1) {
    // By turns, and who comes first by turns as well: what else the machine does meanwhile shows in both.
    const order = [...fronts.keys()];
    for (const at of run % 2 ? order.reverse() : order) found[at].push(await visit(fronts[at], run === 0));
  }

  console.log(`Medians of ${runs} runs, ${await chromium.browser.version()}${options.beside ? `; beside: ${folders[1]}` : ''}:`);
  for (const [key, what, write] of table) {
    const [ours, theirs] = found.map((each) => each.map((figures) => figures[key]).filter((figure) => figure !== undefined));
    const range = write === ms ? `(${ms(sorted(ours)[0])} to ${ms(sorted(ours).at(-1))})` : '';
    const beside = theirs ? `  beside ${write(median(theirs)).padStart(10)}` : '';
    const ratio = theirs && median(theirs) > 0 ? `  ratio ${(median(ours) / median(theirs)).toFixed(2)}` : '';
    console.log(`  ${what.padEnd(44)} ${write(median(ours)).padStart(10)}${beside}${ratio}  ${range}`.trimEnd());
  }
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
