// SPDX-License-Identifier: MIT
// The tab's record and who may take it up. The device's records are IndexedDB's business: tests/e2e/logins.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeep, hasTabRecord, maxTabRecord } from '../lib/keep.js';
import { createOwnership } from '../lib/locks.js';
import { FakeClock } from './support/clock.js';

class FakeStorage {
  /** @type {Map<string, string>} */
  items = new Map();
  getItem(/** @type {string} */ key) { return this.items.get(key) ?? null; }
  setItem(/** @type {string} */ key, /** @type {string} */ value) { this.items.set(key, value); }
  removeItem(/** @type {string} */ key) { this.items.delete(key); }
}

/** Web Locks, as far as they are used here. */
class FakeLocks {
  /** @type {Map<string, Promise<unknown>>} */
  held = new Map();
  async request(/** @type {string} */ name, /** @type {{ signal: AbortSignal }} */ { signal }, /** @type {() => Promise<unknown>} */ work) {
    const aborted = new Promise((_, reject) => { signal.addEventListener('abort', () => reject(new Error('aborted'))); });
    while (this.held.has(name)) await Promise.race([this.held.get(name), aborted]);
    const holding = work().then(() => this.held.delete(name));
    this.held.set(name, holding);
    return holding;
  }
}

let pages = 0;
/** One page. @param {FakeStorage} storage @param {FakeLocks | undefined} locks */
function page(storage, locks, clock = new FakeClock()) {
  const ownership = createOwnership({
    locks: /** @type {any} */ (locks), BroadcastChannel: undefined, AbortController, newId: () => `page-number-${++pages}`, ...clock,
  });
  const keep = createKeep({
    indexedDB: () => { throw new Error('SecurityError'); }, sessionStorage: () => /** @type {any} */ (storage),
    BroadcastChannel: undefined, setTimeout: clock.setTimeout, ownership, slot: '1', changed: () => {},
  });
  return { keep, ownership, clock };
}

const bytes = new Uint8Array([0, 1, 127, 128, 255]);
const settle = () => new Promise((done) => { setImmediate(done); });

test('trap 41: a reloaded page finds what its predecessor left, byte for byte, once', async () => {
  const storage = new FakeStorage();
  const locks = new FakeLocks();
  const first = page(storage, locks);
  first.keep.keep(true, 'session', bytes);
  assert.ok(hasTabRecord(() => /** @type {any} */ (storage), '1'));
  first.ownership.destroy();
  await settle();
  const second = page(storage, locks);
  assert.deepEqual((await second.keep.load()).tab, bytes);
  assert.equal(storage.items.size, 0, 'taken');
  second.ownership.destroy();
  await settle();
  assert.equal((await page(storage, locks).keep.load()).tab, null);
});

test('trap 41: a duplicated tab does not take up the session of a living one', async () => {
  const storage = new FakeStorage();
  const locks = new FakeLocks();
  page(storage, locks).keep.keep(true, 'session', bytes);
  const copy = new FakeStorage();
  for (const [key, value] of storage.items) copy.items.set(key, value);
  const duplicate = page(copy, locks);
  const loading = duplicate.keep.load();
  await settle();
  duplicate.clock.pass(1000);
  assert.equal((await loading).tab, null);
});

test('where nobody can be asked, nothing is taken up', async () => {
  const storage = new FakeStorage();
  page(storage, undefined).keep.keep(true, 'session', bytes);
  assert.equal((await page(storage, undefined).keep.load()).tab, null);
});

test('nothing, and too much, is forgotten entirely', () => {
  const storage = new FakeStorage();
  const { keep } = page(storage, new FakeLocks());
  keep.keep(true, 'session', bytes);
  keep.keep(true, 'session', new Uint8Array(0));
  assert.equal(storage.items.size, 0);
  keep.keep(true, 'session', bytes);
  keep.keep(true, 'session', new Uint8Array(maxTabRecord + 1));
  assert.equal(storage.items.size, 0);
});

test('a page without any storage runs all the same', async () => {
  const { keep } = page(/** @type {any} */ (null), new FakeLocks());
  assert.deepEqual(await keep.load(), { device: [], tab: null });
  keep.keep(true, 'session', bytes);
  keep.keep(false, 'login', bytes);
  await keep.settled;
  assert.equal(keep.isDurable, false);
});
