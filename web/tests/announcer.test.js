// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnnouncer } from '../lib/announcer.js';
import { FakeClock } from './support/clock.js';

/** @param {boolean} hasNotify */
function setUp(hasNotify) {
  const clock = new FakeClock();
  /** @type {string[]} */
  const said = [];
  let muted = false;
  const region = hasNotify ? { textContent: '', ariaNotify: (/** @type {string} */ text) => said.push(text) } : {
    set textContent(/** @type {string} */ text) { if (text) said.push(text); },
  };
  const announcer = createAnnouncer({ ...clock, region: /** @type {any} */ (region), isMuted: () => muted });
  return { clock, said, announcer, mute(/** @type {boolean} */ on) { muted = on; } };
}

for (const hasNotify of [true, false]) {
  test(`messages are said one at a time ${hasNotify ? 'by ariaNotify' : 'in the live region'}`, () => {
    const { clock, said, announcer } = setUp(hasNotify);
    announcer.say('Bob, 12:30: hi');
    announcer.say('Bob, 12:30: are you there?');
    assert.deepEqual(said, []);
    clock.pass(400);
    assert.deepEqual(said, ['Bob, 12:30: hi']);
    clock.pass(400);
    assert.deepEqual(said, ['Bob, 12:30: hi', 'Bob, 12:30: are you there?']);
    clock.pass(2000);
    assert.equal(clock.timers.size, 0, 'nothing ticks in silence');
  });
}

test('a burst is one sentence with the newest message', () => {
  const { clock, said, announcer } = setUp(true);
  for (let i = 1; i <= 50; i += 1) announcer.say(`Bob: ${i}`);
  clock.pass(5000);
  assert.deepEqual(said, ['50 new messages. Bob: 50']);
});

test('what arrives while muted is said afterwards', () => {
  const { clock, said, announcer, mute } = setUp(true);
  mute(true);
  announcer.say('Bob: hi');
  clock.pass(1000);
  assert.deepEqual(said, []);
  mute(false);
  clock.pass(1000);
  assert.deepEqual(said, ['Bob: hi']);
});

test('destroy leaves no timer', () => {
  const { clock, announcer } = setUp(true);
  announcer.say('x');
  announcer.destroy();
  assert.equal(clock.timers.size, 0);
});
