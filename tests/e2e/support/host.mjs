// SPDX-License-Identifier: MIT
// What the test files of a run share: each server is started once, when the first asks for it, and each of the two places
// where files run has its own Chromium and Firefox, which go from one file to the next.

import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from '../../../scripts/lib/browser.mjs';
import { serverKinds, serverVersions, startServer } from '../../../scripts/lib/servers.mjs';
import { Started } from '../../../scripts/lib/stopping.mjs';

/** What makes a difference to a server of that kind, and what it is where nobody says otherwise. */
const defaults = {
  prosody: { domain: 'localhost', passwordHash: 'SHA-1', disabled: [], boshMaxWait: undefined, rotatesTokens: false },
  ejabberd: { domain: 'localhost', passwordFormat: 'scram', disabled: [], boshMaxInactivity: undefined },
};

/** Two questions with the same answer mean the same server. @param {string} kind @param {Record<string, unknown>} options */
function normalised(kind, { version, ...options }) {
  const out = { version: version ?? serverVersions.find((each) => each.kind === kind)?.version };
  for (const [name, usual] of Object.entries(defaults[kind])) {
    const value = options[name] ?? usual;
    if (JSON.stringify(value) !== JSON.stringify(usual)) out[name] = value;
  }
  return out;
}

export class Host {
  #started = new Started();
  #folder = mkdtempSync(join(tmpdir(), 'parlance-host-'));
  /** @type {Map<string, Promise<import('../../../scripts/lib/servers.mjs').XmppServer>>} */
  #servers = new Map();
  /** @type {Map<string, { browser: ReturnType<typeof startBrowser>, isOut: boolean }>} by place and kind */
  #browsers = new Map();
  #http;
  #stopping = false;

  constructor() {
    this.#started.onStop(() => rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  }

  /** @param {string} kind @param {object} [options] see startServer */
  server(kind, options = {}) {
    if (!serverKinds.includes(/** @type {any} */ (kind))) throw new Error(`There is no server called '${kind}'.`);
    const wanted = normalised(kind, options);
    const key = `${kind} ${JSON.stringify(wanted)}`;
    if (!this.#servers.has(key)) {
      const starting = startServer(kind, join(this.#folder, `${kind}-${this.#servers.size}`), wanted);
      this.#servers.set(key, starting);
      this.#started.onStop(async () => (await starting.catch(() => null))?.stop());
    }
    return this.#servers.get(key);
  }

  /** The browser of a place. @param {string} place @param {'chromium' | 'firefox'} kind */
  browser(place, kind) {
    const key = `${place} ${kind}`;
    if (!this.#browsers.has(key)) {
      const starting = startBrowser(kind);
      this.#browsers.set(key, { browser: starting, isOut: false });
    }
    return this.#browsers.get(key).browser;
  }

  /** For another process. */
  async #lend(place, kind) {
    const { browser, downloads, endpoint } = await this.browser(place, kind);
    if (browser.connected) await browser.disconnect();
    this.#browsers.get(`${place} ${kind}`).isOut = true;
    return { downloads, endpoint };
  }

  /** A file has ended: a browser that it did not give back is not to be trusted any more. @param {string} place */
  async settle(place) {
    for (const [key, { browser, isOut }] of this.#browsers) {
      if (!isOut || !key.startsWith(`${place} `)) continue;
      this.#browsers.delete(key);
      await (await browser).stop();
    }
  }

  /** For the processes of the test files. @returns {Promise<string>} its address */
  async listen() {
    this.#http = http.createServer((request, response) => this.#answer(request, response));
    await new Promise((done) => { this.#http.listen(0, '127.0.0.1', () => done(undefined)); });
    return `http://127.0.0.1:${this.#http.address().port}/`;
  }

  async #answer(request, response) {
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part;
    const { what, place, kind, options } = JSON.parse(text);
    try {
      if (this.#stopping) throw new Error('The run is over.');
      let answer = {};
      if (what === 'server') answer = { ...await this.server(kind, options) };
      if (what === 'browser') answer = await this.#lend(place, kind);
      if (what === 'returned') this.#browsers.get(`${place} ${kind}`).isOut = false;
      response.end(JSON.stringify(answer));
    } catch (error) {
      response.writeHead(500).end(String(error?.stack ?? error));
    }
  }

  async stop() {
    this.#stopping = true;
    this.#http?.close();
    this.#http?.closeAllConnections();
    for (const { browser } of this.#browsers.values()) this.#started.onStop(async () => (await browser.catch(() => null))?.stop());
    await this.#started.stop();
  }
}
