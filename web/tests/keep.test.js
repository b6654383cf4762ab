// SPDX-License-Identifier: MIT
// The tab's record and who may take it up. The device's records are IndexedDB's business: tests/e2e/logins.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeep, hasTabRecord, maxTabRecord, patience } from '../lib/keep.js';
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
  async query() { return { held: [...this.held.keys()].map((name) => ({ name })) }; }
}

/** What one browser has for all its pages. Messages arrive in a later task, but not at pages that are frozen. */
class FakeBrowser {
  localStorage = new FakeStorage();
  /** @type {Set<any>} */
  channels = new Set();
  /** @param {EventTarget & { isFrozen?: boolean }} document */
  channelOf(document) {
    const { channels } = this;
    return /** @type {any} */ (class {
      onmessage = (/** @type {any} */ _) => {};
      document = document;
      constructor() { channels.add(this); }
      postMessage(/** @type {any} */ data) {
        for (const other of channels) {
          if (other !== this && !other.document.isFrozen) setImmediate(() => { if (channels.has(other)) other.onmessage({ data }); });
        }
      }
      close() { channels.delete(this); }
    });
  }
}

let pages = 0;
/** One page. @param {FakeStorage} storage @param {FakeLocks | undefined} locks @param {FakeBrowser} [browser] */
function page(storage, locks, browser, clock = new FakeClock(), indexedDB = () => { throw new Error('SecurityError'); }) {
  const window = new EventTarget();
  const document = /** @type {EventTarget & { isFrozen?: boolean, wasDiscarded?: boolean }} */ (new EventTarget());
  const ownership = createOwnership({
    locks: /** @type {any} */ (locks), BroadcastChannel: browser?.channelOf(document), AbortController,
    newId: () => `page-number-${++pages}`, window, document,
    localStorage: () => /** @type {any} */ (browser?.localStorage), ...clock,
  });
  const keep = createKeep({
    indexedDB: /** @type {() => IDBFactory} */ (indexedDB), sessionStorage: () => /** @type {any} */ (storage),
    BroadcastChannel: undefined, setTimeout: clock.setTimeout, ownership, slot: '1', changed: () => {},
  });
  return { keep, ownership, clock, window, document };
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
  assert.deepEqual((await second.keep.load()).tab, { isCopy: false, bytes });
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
  assert.deepEqual((await loading).tab, { isCopy: true, bytes });
});

/** A device whose one record is there when `answer` is called. */
function slowDevice() {
  /** @type {any} */
  const opening = {};
  const request = (/** @type {unknown} */ result) => {
    /** @type {any} */
    const out = { result };
    setImmediate(() => out.onsuccess());
    return out;
  };
  const objectStore = () => ({ getAllKeys: () => request(['name']), getAll: () => request([bytes]) });
  const database = { transaction: () => ({ objectStore }), close() {} };
  return { indexedDB: () => ({ open: () => opening }), answer() { Object.assign(opening, { result: database }).onsuccess(); } };
}

test('on a busy machine who was signed in had to log in again: the device took longer than a second', async () => {
  const device = slowDevice();
  const { keep, clock } = page(new FakeStorage(), new FakeLocks(), undefined, new FakeClock(), /** @type {any} */ (device.indexedDB));
  const loading = keep.load();
  clock.pass(patience - 1);
  device.answer();
  assert.deepEqual((await loading).device, [['name', bytes]]);
  assert.ok(keep.isDurable);
});

test('a device that never answers does not hold up the start for ever, and is left alone when it does', async () => {
  const device = slowDevice();
  const { keep, clock } = page(new FakeStorage(), new FakeLocks(), undefined, new FakeClock(), /** @type {any} */ (device.indexedDB));
  const loading = keep.load();
  clock.pass(patience);
  assert.deepEqual((await loading).device, []);
  device.answer();
  await settle();
  assert.ok(!keep.isDurable);
});

test('a duplicated tab hears at once that the session is taken', async () => {
  const storage = new FakeStorage();
  const [locks, browser] = [new FakeLocks(), new FakeBrowser()];
  page(storage, locks, browser).keep.keep(true, 'session', bytes);
  assert.equal((await page(storage, locks, browser).keep.load()).tab?.isCopy, true); // and no time has passed
});

/** Loads, and lets time pass until it is done. @param {ReturnType<typeof page>} opened */
async function loadIn(opened) {
  const loading = opened.keep.load();
  let took = 0;
  for (let isDone = false; !isDone; took += 10) {
    void loading.then(() => { isDone = true; });
    await settle();
    await settle();
    if (!isDone) opened.clock.pass(10);
  }
  return { tab: (await loading).tab, took };
}

test('without Web Locks a page that said good-bye is followed, one that lives is not', async () => {
  const storage = new FakeStorage();
  const browser = new FakeBrowser();
  const first = page(storage, undefined, browser);
  first.keep.keep(true, 'session', bytes);
  const copy = new FakeStorage();
  for (const [key, value] of storage.items) copy.items.set(key, value);
  assert.equal((await loadIn(page(copy, undefined, browser))).tab?.isCopy, true, 'a duplicated tab');

  first.window.dispatchEvent(new Event('pagehide'));
  first.ownership.destroy();
  const second = page(storage, undefined, browser);
  const { tab, took } = await loadIn(second);
  assert.deepEqual(tab, { isCopy: false, bytes });
  assert.ok(took <= 200, `${took} ms`);
  second.window.dispatchEvent(new Event('pagehide'));
  second.ownership.destroy();
});

test('without Web Locks a page that crashed is followed after a second', async () => {
  const storage = new FakeStorage();
  const browser = new FakeBrowser();
  const first = page(storage, undefined, browser);
  first.keep.keep(true, 'session', bytes);
  browser.channels.clear(); // nothing more of it, not even a good-bye
  const { tab, took } = await loadIn(page(storage, undefined, browser));
  assert.deepEqual(tab, { isCopy: false, bytes });
  assert.ok(took >= 1000 && took < 1100, `${took} ms`);
});

test('F12: without Web Locks a frozen page keeps its session, and a discarded one finds it again', async () => {
  const storage = new FakeStorage();
  const browser = new FakeBrowser();
  const first = page(storage, undefined, browser);
  first.keep.keep(true, 'session', bytes);
  first.document.dispatchEvent(new Event('freeze'));
  first.document.isFrozen = true;
  const copy = new FakeStorage();
  for (const [key, value] of storage.items) copy.items.set(key, value);
  assert.equal((await loadIn(page(copy, undefined, browser))).tab?.isCopy, true, 'a duplicate of it');

  const again = page(storage, undefined, browser);
  again.document.wasDiscarded = true;
  assert.deepEqual((await loadIn(again)).tab, { isCopy: false, bytes });
});

test('without Web Locks only one of two copies goes on with a session that nobody has', async () => {
  const storage = new FakeStorage();
  const browser = new FakeBrowser();
  const first = page(storage, undefined, browser);
  first.keep.keep(true, 'session', bytes);
  first.ownership.destroy();
  const copy = new FakeStorage();
  for (const [key, value] of storage.items) copy.items.set(key, value);
  const both = await Promise.all([storage, copy].map((each) => loadIn(page(each, undefined, browser))));
  assert.equal(both.filter(({ tab }) => tab?.isCopy === false).length, 1);
});

test('where nobody can be asked, nothing is taken up', async () => {
  const storage = new FakeStorage();
  page(storage, undefined).keep.keep(true, 'session', bytes);
  assert.equal((await page(storage, undefined).keep.load()).tab?.isCopy, true);
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

test('whatever of its storages a browser forbids, in any combination, a page starts and keeps what it can', async () => {
  const refuse = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
  const kinds = ['sessionStorage', 'localStorage', 'BroadcastChannel', 'locks'];
  for (let forbidden = 0; forbidden < 1 << kinds.length; forbidden += 1) {
    const isForbidden = (/** @type {string} */ kind) => (forbidden & (1 << kinds.indexOf(kind))) !== 0;
    const said = kinds.filter(isForbidden).join(', ') || 'nothing';
    const [storage, browser, locks] = [new FakeStorage(), new FakeBrowser(), new FakeLocks()];
    const open = () => {
      const clock = new FakeClock();
      const window = new EventTarget();
      const document = /** @type {EventTarget & { isFrozen?: boolean }} */ (new EventTarget());
      const BroadcastChannel = isForbidden('BroadcastChannel')
        ? /** @type {any} */ (class { constructor() { refuse(); } }) : browser.channelOf(document);
      const ownership = createOwnership({
        locks: /** @type {any} */ (isForbidden('locks') ? { request: async () => refuse(), query: async () => refuse() } : locks),
        BroadcastChannel, AbortController, newId: () => `page-number-${++pages}`, window, document,
        localStorage: () => /** @type {any} */ (isForbidden('localStorage') ? refuse() : browser.localStorage), ...clock,
      });
      const keep = createKeep({
        indexedDB: refuse, sessionStorage: () => /** @type {any} */ (isForbidden('sessionStorage') ? refuse() : storage),
        BroadcastChannel, setTimeout: clock.setTimeout, ownership, slot: '1', changed: () => {},
      });
      return { keep, ownership, clock, window, document };
    };
    const first = open();
    assert.deepEqual((await loadIn(first)).tab, null, said);
    first.keep.keep(true, 'session', bytes);
    first.window.dispatchEvent(new Event('pagehide'));
    first.keep.destroy();
    first.ownership.destroy();
    await settle();
    const next = open();
    const { tab } = await loadIn(next);
    // Without locks and channel nobody can be asked whether the page before is gone: the login goes on, not its session.
    const expected = isForbidden('sessionStorage') ? null
      : { isCopy: isForbidden('locks') && isForbidden('BroadcastChannel'), bytes };
    assert.deepEqual(tab, expected, said);
    const asking = next.ownership.living(['page-that-is-gone']);
    await settle();
    next.clock.pass(1000);
    assert.equal((await asking).size, Number(isForbidden('locks') && isForbidden('BroadcastChannel')), said);
    next.ownership.destroy();
  }
});
