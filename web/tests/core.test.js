// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Core } from '../lib/core.js';

/** A core with a real memory that says what it was called with. */
function setUp() {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const text = (/** @type {number} */ at, /** @type {number} */ size) =>
    new TextDecoder().decode(new Uint8Array(memory.buffer, at, size));
  /** @type {unknown[][]} */
  const calls = [];
  let free = 1024;
  /** @type {any} */
  const exports = {
    _malloc: (/** @type {number} */ size) => { free += size; return free - size; },
    _free: (/** @type {number} */ at) => { calls.push(['free', at]); },
    _parlance_create: (/** @type {number} */ at, /** @type {number} */ size) => { calls.push(['create', text(at, size)]); return 77; },
    _parlance_destroy: (/** @type {number} */ client) => { calls.push(['destroy', client]); },
    _parlance_buffer: (/** @type {number} */ client, /** @type {number} */ size) => {
      if (free + size > memory.buffer.byteLength) memory.grow(Math.ceil(size / 65536)); // the old views are dead now
      return free;
    },
    _parlance_say: (/** @type {number} */ client, /** @type {number[]} */ ...[a, aSize, b, bSize, n]) => {
      calls.push(['say', client, text(a, aSize), text(b, bSize), n]);
      return 5;
    },
    _parlance_trap: () => { throw new WebAssembly.RuntimeError('unreachable'); },
  };
  /** @type {unknown[]} */
  const failures = [];
  const core = new Core({
    exports,
    views: { u8: () => new Uint8Array(memory.buffer), u32: () => new Uint32Array(memory.buffer), f32: () => new Float32Array(memory.buffer) },
    failed: (error) => failures.push(error),
  });
  core.create('wss://example.com/');
  return { core, calls, exports, failures };
}

test('texts become pointer and length in UTF-8, booleans numbers', () => {
  const { core, calls } = setUp();
  assert.equal(core.call('say', 'grüße 👋', '', true), 5);
  assert.deepEqual(calls.at(-1), ['say', 77, 'grüße 👋', '', 1]);
  assert.deepEqual(calls[0], ['create', 'wss://example.com/']);
  assert.equal(calls[1][0], 'free', 'what creating allocated is given back');
});

test('a text that makes the memory grow arrives whole', () => {
  const { core, calls } = setUp();
  const long = '好'.repeat(100_000);
  core.call('say', long, 'end', 0);
  assert.equal(/** @type {string} */ (calls.at(-1)?.[2]).length, long.length);
  assert.equal(calls.at(-1)?.[3], 'end');
});

test('a call from inside a call waits until that one is done', () => {
  const { core, calls, exports } = setUp();
  /** @type {string[]} */
  const order = [];
  exports._parlance_outer = () => {
    assert.equal(core.call('say', 'inner', '', 0), 0);
    order.push('outer done');
    return 9;
  };
  const said = exports._parlance_say;
  exports._parlance_say = (/** @type {any[]} */ ...args) => { order.push('inner'); return said(...args); };
  assert.equal(core.call('outer'), 9);
  assert.deepEqual(order, ['outer done', 'inner']);
  assert.equal(calls.at(-1)?.[2], 'inner');
});

test('after a trap the core is never entered again', () => {
  const { core, calls, failures } = setUp();
  assert.equal(core.call('trap'), 0);
  assert.equal(failures.length, 1);
  assert.equal(core.isAlive, false);
  const before = calls.length;
  assert.equal(core.call('say', 'x', 'y', 0), 0);
  core.destroy();
  assert.equal(calls.length, before);
});

test('destroy ends it once', () => {
  const { core, calls } = setUp();
  core.destroy();
  core.destroy();
  core.call('say', 'x', 'y', 0);
  assert.deepEqual(calls.filter(([name]) => name !== 'create' && name !== 'free'), [['destroy', 77]]);
});
