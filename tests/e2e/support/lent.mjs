// SPDX-License-Identifier: MIT
// Servers and browsers that a test file does not need for itself alone. In a run they are lent by the runner's host
// (PARLANCE_HOST; PARLANCE_PLACE is where this file runs); a file that runs alone has a host of its own.

import { connectBrowser } from '../../../scripts/lib/browser.mjs';
import { tokensOf } from '../../../scripts/lib/prosody.mjs';
import { Host } from './host.mjs';

const { PARLANCE_HOST: address, PARLANCE_PLACE: place } = process.env;
/** @type {Host | undefined} */
let own;
/** Each kind once, for as long as this process lives. @type {Map<string, Promise<any>>} */
const browsers = new Map();

async function ask(question) {
  const response = await fetch(/** @type {string} */ (address), { method: 'POST', body: JSON.stringify({ place, ...question }) });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text);
}

/** A server that others use, too: it is not stopped, killed or paused. @param {string} kind @param {object} [options] see startServer */
export async function lendServer(kind, options) {
  if (!address) return (own ??= new Host()).server(kind, options);
  const server = await ask({ what: 'server', kind, options });
  return { ...server, issueToken: server.hasTokens ? tokensOf(server.portHttp) : undefined };
}

/** @param {'chromium' | 'firefox'} kind @returns {Promise<Awaited<ReturnType<import('../../../scripts/lib/browser.mjs').startBrowser>>>} */
export function lendBrowser(kind) {
  if (!browsers.has(kind)) {
    browsers.set(kind, (async () => {
      if (!address) return (own ??= new Host()).browser('here', kind);
      const { endpoint, downloads } = await ask({ what: 'browser', kind });
      return { kind, browser: await connectBrowser(kind, endpoint), downloads, endpoint };
    })());
  }
  return browsers.get(kind);
}

/** At the end of a file. */
export async function giveBack() {
  for (const [kind, lent] of browsers) {
    if (!address) continue;
    const { browser } = await lent;
    await browser.disconnect();
    await ask({ what: 'returned', kind });
  }
  await own?.stop();
}
