// SPDX-License-Identifier: MIT
// How records cross between the core and the page; tests/base/packed_records_test.cpp reads the same bytes. What IndexedDB
// makes of them: tests/e2e/store.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore, pack, Trouble, unpack } from '../lib/store.js';
import { FakeClock } from './support/clock.js';

const bytes = (/** @type {number[]} */ ...all) => new Uint8Array(all);

test('packed records are what base::pack_records() writes', () => {
  const records = /** @type {import('../lib/store.js').StoreRecord[]} */ ([
    [bytes(97), bytes(120, 121, 122)], [bytes(0, 255), bytes()],
  ]);
  const packed = pack(records);
  assert.deepEqual([...packed], [1, 0, 0, 0, 3, 0, 0, 0, 97, 120, 121, 122, 2, 0, 0, 0, 0, 0, 0, 0, 0, 255]);
  assert.deepEqual(unpack(packed), records);
  assert.deepEqual(unpack(bytes()), []);
});

/** @param {() => any} indexedDB */
async function openWith(indexedDB) {
  const clock = new FakeClock();
  /** @type {any[]} */
  const said = [];
  const store = createStore({
    indexedDB, IDBKeyRange: /** @type {any} */ (undefined), ...clock,
    ownership: { id: 'a'.repeat(26), living: async () => new Set() },
    events: {
      opened: (...args) => said.push(args),
      written: (...args) => said.push(args),
      rows: (store, request, _, trouble) => said.push([store, request, trouble]),
      lost: (...args) => said.push(args),
    },
  });
  store.open('juliet@example.com');
  return { store, said, clock };
}

const settle = () => new Promise((done) => { setImmediate(done); });

/** A request that ends as Chromium's do where cookies are blocked. */
function denied() {
  const request = /** @type {any} */ ({ error: Object.assign(new Error(), { name: 'UnknownError' }) });
  setImmediate(() => request.onerror?.());
  return request;
}

test('F11: a place that forbids storage, or has none, is told as missing', async () => {
  for (const indexedDB of [
    () => { throw Object.assign(new Error(), { name: 'SecurityError' }); },
    () => undefined,
    () => ({ open: denied, deleteDatabase: denied }),
  ]) {
    const { store, said } = await openWith(indexedDB);
    await store.settled;
    assert.deepEqual(said, [['juliet@example.com', 'a'.repeat(26), Trouble.Missing]]);
    const name = 'juliet@example.com';
    store.write(name, 1, pack([[bytes(1), bytes(1)]]), true);
    store.range(name, 2, bytes(1), bytes(2), 10, false);
    store.claim(name, 3, bytes(1));
    store.erase('juliet@example.com');
    await store.settled;
    assert.deepEqual(said.slice(1), [[name, 1, Trouble.Missing], [name, 2, Trouble.Missing], [name, 3, Trouble.Missing]]);
    store.destroy();
  }
});

test('F11: a database that never answers is told as busy, and closed when it answers late', async () => {
  let isClosed = false;
  /** @type {any} */
  const request = {};
  const { store, said, clock } = await openWith(() => ({ open: () => request }));
  await settle();
  clock.pass(5000);
  await store.settled;
  assert.deepEqual(said, [['juliet@example.com', 'a'.repeat(26), Trouble.Busy]]);
  request.result = { close() { isClosed = true; } };
  request.onsuccess();
  await settle();
  assert.ok(isClosed);
  store.destroy();
});
