// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAlarm, createWorkerStart } from '../lib/alarm.js';
import { createScheduler } from '../lib/scheduler.js';
import { createTimer } from '../lib/timer.js';
import { FakeClock } from './support/clock.js';
import { FakeDocument } from './support/dom.js';

function setUpTimer() {
  const clock = new FakeClock();
  /** @type {number[]} */
  const fired = [];
  const timer = createTimer({ ...clock, now: clock.now, fire: () => fired.push(clock.time) });
  return { clock, fired, timer };
}

test('the timer fires once, at its time', () => {
  const { clock, fired, timer } = setUpTimer();
  timer.wakeAt(clock.time + 250.4);
  clock.pass(250);
  assert.deepEqual(fired, []);
  clock.pass(1000);
  assert.equal(fired.length, 1);
  assert.ok(fired[0] >= 1250.4);
  assert.equal(clock.timers.size, 0);
});

test('the timer never fires early, even when the browser does', () => {
  const { clock, fired, timer } = setUpTimer();
  clock.early = 3;
  timer.wakeAt(1100);
  clock.early = 0;
  clock.pass(97);
  assert.deepEqual(fired, []);
  clock.pass(100);
  assert.deepEqual(fired, [1100]);
});

test('a new time replaces the one before; infinity is none', () => {
  const { clock, fired, timer } = setUpTimer();
  timer.wakeAt(1100);
  timer.wakeAt(1500);
  clock.pass(300);
  assert.deepEqual(fired, []);
  timer.wakeAt(Infinity);
  clock.pass(1000);
  assert.deepEqual(fired, []);
  assert.equal(timer.isArmed, false);
});

test('a time in the past fires in the next task, one far away in steps', () => {
  const { clock, fired, timer } = setUpTimer();
  timer.wakeAt(0);
  assert.deepEqual(fired, [], 'not from inside the call');
  clock.pass(0);
  assert.equal(fired.length, 1);
  timer.wakeAt(clock.time + 2 ** 32);
  clock.pass(2 ** 31);
  assert.equal(fired.length, 1);
  clock.pass(2 ** 31);
  assert.equal(fired.length, 2);
});

/** A page whose own timers are stopped, as those of a hidden one nearly are, and a worker on a clock that goes on. */
function setUpAlarm({ refuses = false } = {}) {
  const clock = new FakeClock();
  const throttled = new FakeClock();
  const document = new FakeDocument();
  /** @type {number[]} */
  const fired = [];
  const workers = /** @type {any[]} */ ([]);
  const timer = createTimer({
    setTimeout: throttled.setTimeout, clearTimeout: throttled.clearTimeout, now: clock.now, fire: () => fired.push(clock.time),
  });
  const startWorker = () => {
    if (refuses) return null;
    let set = 0;
    const worker = {
      onmessage: () => {}, onerror: (/** @type {Event} */ _) => {}, isTerminated: false,
      postMessage(/** @type {number} */ ms) {
        clock.clearTimeout(set);
        if (ms >= 0) set = clock.setTimeout(() => worker.onmessage(), ms);
      },
      terminate() { worker.isTerminated = true; clock.clearTimeout(set); },
    };
    workers.push(worker);
    return /** @type {any} */ (worker);
  };
  const alarm = createAlarm({ document: /** @type {any} */ (document), now: clock.now, startWorker, ring: timer.check });
  return {
    clock, fired, workers, alarm,
    wakeAt(/** @type {number} */ at) { timer.wakeAt(at); alarm.set(at); },
    hide(/** @type {boolean} */ is) { document.hidden = is; document.dispatchEvent(new Event('visibilitychange')); },
  };
}

test('trap 14: the timer of a hidden page keeps its time by a worker', () => {
  const { clock, fired, workers, wakeAt, hide } = setUpAlarm();
  wakeAt(1500);
  assert.equal(workers.length, 0, 'a page that is seen needs none');
  hide(true);
  clock.pass(499);
  assert.deepEqual(fired, []);
  clock.pass(1);
  assert.deepEqual(fired, [1500]);
  wakeAt(2000);
  wakeAt(1700);
  clock.pass(1000);
  assert.deepEqual(fired, [1500, 1700]);
  assert.equal(workers.length, 1);
});

test('a page that is seen again leaves its worker alone, and one that is destroyed ends it', () => {
  const { clock, workers, wakeAt, hide, alarm } = setUpAlarm();
  hide(true);
  assert.equal(workers.length, 0, 'nothing to wake for');
  wakeAt(1500);
  hide(false);
  assert.equal(clock.timers.size, 0);
  wakeAt(1600);
  assert.equal(clock.timers.size, 0);
  hide(true);
  assert.equal(clock.timers.size, 1);
  alarm.destroy();
  assert.ok(workers[0].isTerminated);
  assert.equal(alarm.isRunning, false);
  hide(false);
  assert.equal(workers.length, 1);
});

test('a worker that rings early is asked again', () => {
  const { clock, fired, wakeAt, hide } = setUpAlarm();
  hide(true);
  clock.early = 3;
  wakeAt(1500);
  clock.early = 0;
  clock.pass(497);
  assert.deepEqual(fired, []);
  clock.pass(3);
  assert.deepEqual(fired, [1500]);
});

test('without a worker, or with one that cannot be loaded, the page goes by its own timer', () => {
  const without = setUpAlarm({ refuses: true });
  without.hide(true);
  without.wakeAt(1500);
  assert.equal(without.alarm.isRunning, false);

  const { workers, wakeAt, hide, alarm } = setUpAlarm();
  hide(true);
  wakeAt(1500);
  workers[0].onerror(new Event('error'));
  assert.equal(alarm.isRunning, false);
  wakeAt(1600);
  assert.equal(workers.length, 1, 'not again');
});

test('the worker is started under Trusted Types by the one policy of ours, or not at all', () => {
  const started = /** @type {any[]} */ ([]);
  const FakeWorker = /** @type {any} */ (class { constructor(/** @type {any} */ url) { started.push(url); } });
  let policies = 0;
  const trustedTypes = {
    createPolicy(/** @type {string} */ name, /** @type {any} */ { createScriptURL }) {
      assert.equal(name, 'parlance');
      policies += 1;
      return { createScriptURL: (/** @type {string} */ input) => ({ trusted: createScriptURL(input) }) };
    },
  };
  const start = createWorkerStart({ Worker: FakeWorker, trustedTypes, url: 'https://example.com/lib/alarm_worker.js' });
  start();
  start();
  assert.deepEqual(started, [1, 2].map(() => ({ trusted: 'https://example.com/lib/alarm_worker.js' })));
  assert.equal(policies, 1);
  const forbidden = { createPolicy() { throw new TypeError('disallowed'); } };
  assert.equal(createWorkerStart({ Worker: FakeWorker, trustedTypes: forbidden, url: 'x' })(), null);
  assert.equal(createWorkerStart({ Worker: undefined, trustedTypes: undefined, url: 'x' })(), null);
});

function setUpScheduler() {
  const clock = new FakeClock();
  const document = new FakeDocument();
  let draw = () => {};
  const scheduler = createScheduler({ ...clock, now: clock.now, document: /** @type {any} */ (document), draw: () => draw() });
  return { clock, document, scheduler, onDraw(/** @type {() => void} */ work) { draw = work; } };
}

test('many wishes are one frame, no wish is none', () => {
  const { clock, scheduler } = setUpScheduler();
  for (let i = 0; i < 5; i += 1) scheduler.request();
  assert.equal(clock.frames.size, 1);
  clock.frame();
  assert.equal(scheduler.frames, 1);
  clock.pass(60_000);
  clock.frame();
  assert.equal(scheduler.frames, 1);
  assert.equal(clock.frames.size + clock.timers.size, 0, 'nothing is left to wake the page');
});

test('while a burst arrives, drawing gets a quarter of the time', () => {
  const clock = new FakeClock();
  let isBusy = true;
  const scheduler = createScheduler({
    ...clock, now: clock.now, document: /** @type {any} */ (new FakeDocument()), isBusy: () => isBusy, draw: () => clock.pass(20),
  });
  scheduler.request();
  clock.frame();
  assert.equal(scheduler.frames, 1);
  scheduler.request();
  clock.pass(30);
  clock.frame();
  assert.equal(scheduler.frames, 1, 'the burst goes on and 60 ms are not over');
  clock.pass(31);
  clock.frame();
  assert.equal(scheduler.frames, 2);
  scheduler.request();
  isBusy = false;
  clock.frame();
  assert.equal(scheduler.frames, 3, 'the end of a burst is drawn at once');
  assert.equal(clock.frames.size, 0);
});

test('a wish during a frame is the next frame', () => {
  const { clock, scheduler, onDraw } = setUpScheduler();
  onDraw(() => { if (scheduler.frames < 3) scheduler.request(); });
  scheduler.request();
  clock.frame();
  assert.equal(scheduler.frames, 1);
  clock.frame();
  clock.frame();
  clock.frame();
  assert.equal(scheduler.frames, 3);
});

test('a frame of later comes at its time', () => {
  const { clock, scheduler } = setUpScheduler();
  scheduler.requestAt(clock.time + 500);
  clock.frame();
  assert.equal(scheduler.frames, 0);
  clock.pass(500);
  clock.frame();
  assert.equal(scheduler.frames, 1);
});

test('a hidden page draws nothing and catches up when it is seen again', () => {
  const { clock, document, scheduler } = setUpScheduler();
  scheduler.request();
  document.hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  assert.equal(clock.frames.size, 0);
  scheduler.request();
  clock.frame();
  assert.equal(scheduler.frames, 0);
  document.hidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  clock.frame();
  assert.equal(scheduler.frames, 1);
});

test('a destroyed scheduler draws no more', () => {
  const { clock, document, scheduler } = setUpScheduler();
  scheduler.request();
  scheduler.requestAt(clock.time + 10);
  scheduler.destroy();
  clock.pass(100);
  clock.frame();
  scheduler.request();
  document.dispatchEvent(new Event('visibilitychange'));
  scheduler.requestAt(clock.time + 10);
  assert.equal(clock.frames.size + clock.timers.size, 0);
  assert.equal(scheduler.frames, 0);
});
