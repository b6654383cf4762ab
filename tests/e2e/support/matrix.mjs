// SPDX-License-Identifier: MIT
// Runs each test of a set in one combination of browser, server and transport (pairs.mjs), or in every one: with
// PARLANCE_FULL=1 (run.mjs --full), or where the set itself says that it is about all of them. A file runs alone, too:
// node --test tests/e2e/chat.test.mjs
//
// PARLANCE_BROWSERS, PARLANCE_SERVERS and PARLANCE_TRANSPORTS (names separated by commas) narrow it while you work on one
// of them.

import { basename } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { browserKinds, startBrowser } from '../../../scripts/lib/browser.mjs';
import { serverKinds, serverVersions } from '../../../scripts/lib/servers.mjs';
import { Started } from '../../../scripts/lib/stopping.mjs';
import { giveBack, lendBrowser } from './lent.mjs';
import { Turns } from './pairs.mjs';
import { Scene } from './scene.mjs';

export const transports = /** @type {const} */ (['websocket', 'bosh']);
export const isFull = process.env.PARLANCE_FULL === '1';

function wanted(variable, all) {
  const names = (process.env[variable] ?? '').split(',').filter(Boolean);
  for (const name of names) {
    if (!all.includes(name)) throw new Error(`${variable} knows ${all.join(' and ')}, not '${name}'.`);
  }
  return names.length > 0 ? names : all;
}

const browsersHere = wanted('PARLANCE_BROWSERS', browserKinds);
const serversHere = wanted('PARLANCE_SERVERS', serverKinds);
const transportsHere = wanted('PARLANCE_TRANSPORTS', transports);

/** @type {import('./pairs.mjs').Combination[]} */
const combinations = browsersHere.flatMap((browser) => serversHere.flatMap((server) =>
  transportsHere.map((transport) => ({ browser, server, transport }))));

/** @param {{ browsers?: readonly string[], servers?: readonly string[], transports?: readonly string[] }} only */
const allowed = (only) => combinations.filter(({ browser, server, transport }) => (only.browsers ?? browserKinds).includes(browser)
  && (only.servers ?? serverKinds).includes(server) && (only.transports ?? transports).includes(transport));

const turns = new Turns(basename(process.argv[1]));
/** For the table of pairs that run.mjs prints. @type {import('./pairs.mjs').Combination[]} */
const covered = [];

let suites = 0;
/**
 * For each suite that works on what is lent: when the last one of a file has ended, everything is given back. (What runs at
 * the end of a file runs when nothing is open any more, and a browser's connection is.) Call it in describe, behind all other
 * hooks.
 */
export function givesBack() {
  suites += 1;
  after(async () => {
    suites -= 1;
    if (suites > 0) return;
    if (covered.length > 0) console.log(`# combinations ${JSON.stringify(covered)}`);
    await giveBack();
  });
}

/**
 * @typedef {(test: import('node:test').TestContext) => unknown} Work
 * @typedef {{ browsers?: readonly string[], servers?: readonly string[], transports?: readonly string[] }} Only
 * @typedef {(title: string, ...rest: [Work] | [Only, Work]) => void} It registers a test, perhaps only for some
 */

/**
 * @param {string} title
 * @param {(scene: Scene, it: It) => void} define is asked once for each combination; the scene is ready when its tests run
 * @param {Only & {
 *   isOwn?: boolean, isEverywhere?: boolean, dark?: boolean, webgl?: boolean, isThrottled?: boolean, storage?: boolean,
 *   serverOptions?: (kind: string) => object,
 * }} [options] see startBrowser, startServer and Scene; `isEverywhere`: each test in every combination
 */
export function matrix(title, define, {
  browsers, servers, transports: ways, isOwn, isEverywhere = isFull, serverOptions = () => ({}), dark = false, webgl = true, isThrottled = false,
  storage = true,
} = {}) {
  const isUsual = !dark && webgl && !isThrottled && storage;
  /** By a test's place in the set. @type {import('./pairs.mjs').Combination[][]} */
  const choices = [];
  const choose = (only) => {
    const possible = allowed({ browsers, servers, transports: ways }).filter((each) => allowed(only).includes(each));
    return isEverywhere || possible.length === 0 ? possible : [turns.next(possible)];
  };
  for (const combination of combinations) {
    const { browser: kind, server, transport } = combination;
    const scene = new Scene(server, { ...serverOptions(server), isOwn, transport });
    /** @type {[string, Work][]} */
    const tests = [];
    let index = 0;
    define(scene, (name, ...rest) => {
      const [only, work] = rest.length === 2 ? rest : [{}, rest[0]];
      choices[index] ??= choose(only);
      if (choices[index].includes(combination)) tests.push([name, work]);
      index += 1;
    });
    if (tests.length === 0) continue;
    covered.push(...tests.map(() => combination));
    describe(`${title}, ${kind}, ${server}, ${transport}`, () => inScene(scene, tests, isUsual ? () => lendBrowser(kind)
      : async (started) => started.add(await startBrowser(kind, { dark, webgl, isThrottled, storage }))));
  }
}

/** @param {Scene} scene @param {[string, Work][]} tests @param {(started: Started) => Promise<any>} getBrowser */
function inScene(scene, tests, getBrowser) {
  const started = new Started();
  before(async () => {
    const browser = await getBrowser(started);
    started.add(scene);
    await scene.start(browser);
  });
  afterEach(async () => { await scene.closePages(); });
  after(() => started.stop());
  givesBack();
  for (const [name, work] of tests) it(name, work);
}

/**
 * The same tests on every server version, in Chromium, each over the one or the other transport in turns.
 * @param {string} title
 * @param {(scene: Scene, it: It, version: string) => void} define calls `it`; the scene is ready when its tests run
 * @param {{ transports?: readonly string[], serverOptions?: object }} [options] transports that the tests know
 */
export function everyVersion(title, define, { transports: ways = transports, serverOptions = {} } = {}) {
  for (const [i, { kind, version }] of serverVersions.entries()) {
    // 0.12 and 24.12 over WebSocket, 13 and 23.01 over BOSH: each server, older and newer, over each.
    const turn = ways[(i + (i >> 1)) % ways.length];
    for (const transport of isFull ? ways : [turn]) {
      /** @type {[string, Work][]} */
      const tests = [];
      const scene = new Scene(kind, { version, transport: /** @type {any} */ (transport), ...serverOptions });
      define(scene, (name, ...rest) => { tests.push([name, rest[rest.length - 1]]); }, version);
      describe(`${title}, ${kind} ${version}, ${transport}`, () => inScene(scene, tests, () => lendBrowser('chromium')));
    }
  }
}
