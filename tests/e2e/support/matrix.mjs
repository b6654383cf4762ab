// SPDX-License-Identifier: MIT
// Runs a set of tests in every browser against every server. Each file starts what it needs itself, so that it runs
// alone: node --test tests/e2e/chat.test.mjs
//
// PARLANCE_BROWSERS and PARLANCE_SERVERS (names separated by commas) narrow the matrix while you work on one of them.

import { after, afterEach, before, describe } from 'node:test';
import { browserKinds, startBrowser } from '../../../scripts/lib/browser.mjs';
import { serverKinds, serverVersions } from '../../../scripts/lib/servers.mjs';
import { Scene } from './scene.mjs';

function wanted(variable, all) {
  const names = (process.env[variable] ?? '').split(',').filter(Boolean);
  for (const name of names) {
    if (!all.includes(name)) throw new Error(`${variable} knows ${all.join(' and ')}, not '${name}'.`);
  }
  return names.length > 0 ? names : all;
}

/**
 * @param {string} title
 * @param {(scene: Scene) => void} define calls `it`; the scene is ready when its tests run
 * @param {{
 *   browsers?: readonly string[], servers?: readonly string[], dark?: boolean, webgl?: boolean,
 *   isThrottled?: boolean, serverOptions?: (kind: string) => object,
 * }} [options] see startBrowser and startServer
 */
export function matrix(title, define, { browsers = browserKinds, servers = serverKinds, serverOptions = () => ({}), ...browserOptions } = {}) {
  for (const browserKind of wanted('PARLANCE_BROWSERS', browserKinds).filter((kind) => browsers.includes(kind))) {
    describe(`${title}, ${browserKind}`, () => {
      let browser;
      before(async () => { browser = await startBrowser(browserKind, browserOptions); });
      after(async () => { await browser?.stop(); });
      for (const serverKind of wanted('PARLANCE_SERVERS', serverKinds).filter((kind) => servers.includes(kind))) {
        describe(serverKind, () => {
          const scene = new Scene(serverKind, serverOptions(serverKind));
          before(async () => { await scene.start(browser); });
          afterEach(async () => { await scene.closePages(); });
          after(async () => { await scene.stop(); });
          define(scene);
        });
      }
    });
  }
}

/**
 * The same tests on every server version, in Chromium.
 * @param {string} title
 * @param {(scene: Scene, version: string) => void} define calls `it`; the scene is ready when its tests run
 */
export function everyVersion(title, define) {
  for (const { kind, version } of serverVersions) {
    describe(`${title}, ${kind} ${version}`, () => {
      let browser;
      const scene = new Scene(kind, { version });
      before(async () => {
        browser = await startBrowser('chromium');
        await scene.start(browser);
      });
      after(async () => {
        await scene.stop();
        await browser?.stop();
      });
      afterEach(async () => { await scene.closePages(); });
      define(scene, version);
    });
  }
}
