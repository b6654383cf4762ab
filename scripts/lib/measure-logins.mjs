// SPDX-License-Identifier: MIT
// scripts/measure-logins: frames a client sends and round trips it waits for, from socket open to a session: the first
// login with a password, a later one with the token it got (FAST), a reload that resumes. Beside other clients, counted
// the same way by the same proxy. Round trips are counted (flights of delay-proxy.mjs) and measured: the slope of time over
// the delay that is added to every answer of the server.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBrowser } from './browser.mjs';
import { ChatPage } from './chat-page.mjs';
import { DelayProxy } from './delay-proxy.mjs';
import { DelayTcpProxy } from './delay-tcp-proxy.mjs';
import { startFront } from './front.mjs';
import { loadPackage, siteFolder } from './paths.mjs';
import { installProbe } from './probe.mjs';
import { registerAccount, serverVersions, startServer } from './servers.mjs';
import { Started } from './stopping.mjs';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, only: { type: 'string' }, short: { type: 'boolean', default: false } },
});
const runs = options.short ? 1 : Number(options.runs);
const delays = options.short ? [150] : [0, 50, 100];
const isModern = ({ version }) => version === '13' || version === '24.12';
/** The round trips it may take. @type {(server: any) => Record<string, number>} */
const granted = (server) => (isModern(server)
  ? { 'first login': 3, 'FAST in a new page': 1, 'reload, resumed': 1 } : { 'first login': 4, 'reload, resumed': 4 });

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];

/** Least squares. @param {[number, number][]} points */
function slope(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  return points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

/** The page keeps the login of somebody who stays signed in a moment after it. */
const isLoginKept = () => new Promise((done) => {
  const open = indexedDB.open('parlance');
  open.onsuccess = () => {
    const get = open.result.transaction('records').objectStore('records').get('login');
    get.onsuccess = () => {
      open.result.close();
      done(Boolean(get.result));
    };
  };
});

/** Each client's kinds of login, in the order in which it makes them. */
const clients = {
  async Parlance({ proxy, account, front, browser, server }) {
    const page = await ChatPage.open(browser, front.origin);
    await page.untilLoginForm();
    await page.page.focus('input[name=stay]');
    await page.page.keyboard.press('Space');
    const out = {};
    const next = async (name, begin) => {
      const session = proxy.session();
      await begin();
      out[name] = await session;
      await page.untilOnline();
    };
    try {
      await next('first login', () => page.submitLogin(account.jid, account.password));
      await page.until('the login to be kept', isLoginKept);
      await next('reload, resumed', () => page.page.reload({ waitUntil: 'domcontentloaded' }));
      if (!isModern(server)) return out;
      await page.until('the login to be kept', isLoginKept);
      await next('FAST in a new page', async () => {
        const second = await page.context.newPage();
        await page.page.close();
        page.page = second;
        await second.evaluateOnNewDocument(installProbe);
        await second.goto(front.origin, { waitUntil: 'domcontentloaded' });
      });
      return out;
    } finally {
      await page.close();
    }
  },

  async '@xmpp/client'({ proxy, account, domain }) {
    const { client, xml } = await loadPackage('@xmpp/client');
    let token = null;
    // Left out, each client would be another device, and servers refuse the token of another device.
    const userAgent = xml('user-agent', { id: crypto.randomUUID() });
    const one = async () => {
      const xmpp = client({ service: proxy.url, domain, username: account.user, password: account.password, userAgent });
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
    return token ? { 'first login': first, 'FAST, new client': await one() } : { 'first login': first };
  },

  async 'strophe.js'({ proxy, account }) {
    const { Strophe } = (await loadPackage('strophe.js')).default ?? await loadPackage('strophe.js');
    Strophe.setLogLevel(Strophe.LogLevel.FATAL);
    const connection = new Strophe.Connection(proxy.url);
    const session = proxy.session();
    connection.connect(account.jid, account.password, () => {});
    const first = await session;
    connection.disconnect('');
    return { 'first login': first };
  },

  /** Over TCP, where the stream begins the same way. */
  async slixmpp({ tcpProxy, account, proxy }) {
    tcpProxy.delay = proxy.delay;
    const session = tcpProxy.session();
    const script = fileURLToPath(new URL('slixmpp_login.py', import.meta.url));
    const program = spawn('/usr/bin/python3' /* Debian's own, which has slixmpp */, [script, '127.0.0.1', String(tcpProxy.port), account.jid, account.password], { stdio: 'ignore' });
    const ended = once(program, 'exit');
    const first = await session;
    await ended;
    return { 'first login': first };
  },
};

// Both libraries look for the browser's WebSocket.
globalThis.WebSocket ??= (await loadPackage('ws')).default;

/** How the mechanism was carried. @param {{ sent: string[] }} login */
function wayOf({ sent }) {
  const [, element, mechanism] = /<(auth|authenticate)\b[^>]*mechanism=['"]([^'"]+)['"]/.exec(sent.join('\n')) ?? ['', '', '?'];
  return `${element === 'authenticate' ? 'SASL 2' : 'SASL 1'} ${mechanism}`;
}

const rows = [];
const problems = [];
const started = new Started();
const loadBefore = loadavg()[0];
try {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-logins-'));
  started.onStop(() => rmSync(folder, { recursive: true, force: true }));
  const browser = started.add(await startBrowser('chromium'));
  for (const { kind, version } of serverVersions) {
    const title = `${kind} ${version}`;
    if (options.only && options.only !== title) continue;
    const server = await startServer(kind, join(folder, `${kind}-${version}`), { version });
    const proxy = await DelayProxy.start(server.websocketUrl);
    const tcpProxy = await DelayTcpProxy.start(server.portC2s);
    const front = await startFront(join(folder, `front-${kind}-${version}`), {
      site: siteFolder, xmppPort: server.portHttp, connect: [new URL(proxy.url).origin],
    });
    front.setConfig({ websocket_url: proxy.url, domain: server.domain });
    for (const [name, run] of Object.entries(clients)) {
      if (options.short && name !== 'Parlance') continue;
      const account = { user: name.replace(/\W/g, '').toLowerCase(), password: 'pass word' };
      account.jid = `${account.user}@${server.domain}`;
      await registerAccount(server, account.user, account.password);
      /** @type {Map<string, { delay: number, login: import('./delay-proxy.mjs').Login }[]>} */
      const seen = new Map();
      try {
        // Delays in turns, so that a busy minute of the machine hits them all.
        for (let i = 0; i < runs; i += 1) {
          for (const delay of delays) {
            proxy.delay = delay;
            const logins = await run({ proxy, tcpProxy, account, front, browser, domain: server.domain, server: { kind, version } });
            for (const [login, result] of Object.entries(logins)) {
              seen.set(login, [...(seen.get(login) ?? []), { delay, login: result }]);
            }
          }
        }
      } catch (error) {
        problems.push(`${title}, ${name}: ${error.message}`);
      }
      for (const [login, all] of seen) {
        // Without a delay the client's own work cannot be told from waiting.
        const counted = all.filter(({ delay }) => delay === Math.max(...delays));
        const times = (pick) => delays.map((delay) => [delay, pick(all.filter((each) => each.delay === delay).map((each) => each.login.ms))]);
        const flights = median(counted.map((each) => each.login.flights));
        const frames = median(counted.map((each) => each.login.frames));
        const isMeasured = delays.length > 1;
        rows.push([title, name, login, wayOf(counted[0].login), frames, flights,
          isMeasured ? slope(times((ms) => sorted(ms)[0])).toFixed(1) : '', isMeasured ? slope(times(median)).toFixed(1) : '',
          isMeasured ? sorted(times(median)[0].slice(1))[0].toFixed(0) : '']);
        if (name !== 'Parlance') continue;
        const most = granted({ version })[login];
        if (flights > most) problems.push(`${title}: ${login} takes ${flights} round trips, ${most} are granted. Sent:\n  ${counted[0].login.sent.join('\n  ')}`);
      }
      if (name === 'Parlance') {
        for (const login of Object.keys(granted({ version }))) {
          if (!seen.has(login)) problems.push(`${title}: no ${login} was seen`);
        }
      }
    }
    await front.stop();
    await tcpProxy.stop();
    await proxy.stop();
    await server.stop();
  }
} finally {
  await started.stop();
}
console.log(`${runs} runs of each; added delays: ${delays.join(', ')} ms; load ${loadBefore.toFixed(1)} to ${loadavg()[0].toFixed(1)}`);
console.log('| server | client | login | carried by | frames sent | round trips counted | slope of minima | slope of medians | ms without delay |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
for (const problem of problems) console.error(`measure-logins: ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
