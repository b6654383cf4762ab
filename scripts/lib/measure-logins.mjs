// SPDX-License-Identifier: MIT
// scripts/measure-logins: frames a client sends and round trips it waits for, from socket open to a session, first and
// second login, beside other clients counted the same way. Round trips are the slope of time over the delay that is added
// to every answer of the server.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from './browser.mjs';
import { ChatPage } from './chat-page.mjs';
import { DelayProxy } from './delay-proxy.mjs';
import { startFront } from './front.mjs';
import { loadPackage, siteFolder } from './paths.mjs';
import { registerAccount, startServer } from './servers.mjs';
import { Started } from './stopping.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(options.runs);
const delays = [0, 50, 100];
const servers = [['prosody', '0.12'], ['prosody', '13'], ['ejabberd', '24.12']];

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Least squares. @param {[number, number][]} points */
function slope(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  return points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

/** Each client: logs in, then a second time with what it kept; resolves when the proxy saw the session. */
const clients = {
  async Parlance({ proxy, account, front, browser }) {
    const page = await ChatPage.open(browser, front.origin);
    let session = proxy.session();
    await page.login(account.jid, account.password);
    const first = await session;
    await page.untilQuiet();
    session = proxy.session();
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    const second = await session;
    await page.untilOnline();
    await page.close();
    return { first, second };
  },

  async '@xmpp/client'({ proxy, account, domain }) {
    const { client } = await loadPackage('@xmpp/client');
    let token = null;
    const one = async () => {
      const xmpp = client({ service: proxy.url, domain, username: account.user, password: account.password });
      xmpp.on('error', () => {});
      xmpp.fast.fetchToken = async () => token;
      xmpp.fast.saveToken = async (given) => { token = given; };
      xmpp.fast.deleteToken = async () => { token = null; };
      const session = proxy.session();
      await xmpp.start();
      const result = await session;
      await xmpp.stop();
      return result;
    };
    const first = await one();
    return { first, second: token ? await one() : null };
  },

  async 'strophe.js'({ proxy, account }) {
    const { Strophe } = (await loadPackage('strophe.js')).default ?? await loadPackage('strophe.js');
    const connection = new Strophe.Connection(proxy.url);
    const session = proxy.session();
    connection.connect(account.jid, account.password, () => {});
    const first = await session;
    connection.disconnect('');
    return { first, second: null };
  },
};

// Both libraries look for the browser's WebSocket.
globalThis.WebSocket ??= (await loadPackage('ws')).default;

const rows = [];
const started = new Started();
try {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-logins-'));
  started.onStop(() => rmSync(folder, { recursive: true, force: true }));
  const browser = started.add(await startBrowser('chromium'));
  for (const [kind, version] of servers) {
    const server = await startServer(kind, join(folder, `${kind}-${version}`), { version });
    const proxy = await DelayProxy.start(server.websocketUrl);
    const front = await startFront(join(folder, `front-${kind}-${version}`), {
      site: siteFolder, xmppPort: server.portHttp, connect: [new URL(proxy.url).origin],
    });
    front.setConfig({ websocket_url: proxy.url, domain: server.domain });
    for (const [name, run] of Object.entries(clients)) {
      const account = { user: name.replace(/\W/g, '').toLowerCase(), password: 'pass word' };
      account.jid = `${account.user}@${server.domain}`;
      await registerAccount(server, account.user, account.password);
      const points = { first: [], second: [] };
      const frames = {};
      try {
        for (const delay of delays) {
          proxy.delay = delay;
          const results = [];
          for (let i = 0; i < runs; i += 1) {
            results.push(await run({ proxy, account, front, browser, domain: server.domain }));
          }
          for (const which of ['first', 'second']) {
            const seen = results.map((result) => result[which]).filter(Boolean);
            if (seen.length === 0) continue;
            points[which].push([delay, median(seen.map(({ ms }) => ms))]);
            frames[which] = median(seen.map(({ frames: count }) => count));
          }
        }
        for (const which of ['first', 'second']) {
          if (points[which].length < delays.length) continue;
          rows.push([`${kind} ${version}`, name, which, frames[which], slope(points[which]).toFixed(1), points[which][0][1].toFixed(0)]);
        }
      } catch (error) {
        rows.push([`${kind} ${version}`, name, 'failed', String(error.message).slice(0, 60), '', '']);
      }
    }
    await front.stop();
    await proxy.stop();
    await server.stop();
  }
} finally {
  await started.stop();
}
console.log('| server | client | login | frames sent | round trips | ms without delay |\n| --- | --- | --- | --- | --- | --- |');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
process.exit(0);
