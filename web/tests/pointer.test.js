// SPDX-License-Identifier: MIT
// Mouse, wheel and touch over the canvas.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPointer } from '../lib/pointer.js';
import { FakeClock } from './support/clock.js';
import { FakeDocument, installElementClasses } from './support/dom.js';

installElementClasses();

/** @param {{ id: string, canPress: boolean, hasMenu: boolean, isWords: boolean } | null} [target] what lies under the pointer */
function scene(target = null) {
  const document = new FakeDocument();
  const clock = new FakeClock();
  const root = document.createElement('div');
  document.root.append(root);
  const seen = { room: 0, scrolled: /** @type {number[]} */ ([]), moved: /** @type {number[][]} */ ([]) };
  createPointer({
    ...clock, root: /** @type {any} */ (root), targetOf: () => target, hasSelection: () => false,
    hands: {
      moved: (x, y) => { seen.moved.push([x, y]); },
      left() {},
      activate() {},
      pressed() {},
      scrolled(x, y, dx, dy) {
        if (dy <= 0 || seen.room < dy) return false;
        seen.room -= dy;
        seen.scrolled.push(dy);
        return true;
      },
    },
  });
  const wheel = (/** @type {number} */ deltaY) =>
    root.fire('wheel', { deltaMode: 0, deltaX: 0, deltaY, clientX: 10, clientY: 10 }).defaultPrevented;
  return { clock, document, root, seen, wheel };
}

test('a wheel that moves nothing is left to the page around', () => {
  const { seen, wheel } = scene();
  assert.equal(wheel(50), false, 'nothing to move');
  seen.room = 50;
  assert.equal(wheel(50), true);
  assert.deepEqual(seen.scrolled, [50]);
});

test('a turn of the wheel that moved the log does not run on into the page; the next one does', () => {
  const { clock, seen, wheel } = scene();
  seen.room = 100;
  assert.deepEqual([wheel(50), wheel(50)], [true, true]);
  for (let i = 0; i < 5; i += 1) {
    clock.pass(100);
    assert.equal(wheel(50), true, 'the same turn, at the end');
  }
  clock.pass(300);
  assert.equal(wheel(50), false);
  clock.pass(10);
  seen.room = 50;
  assert.equal(wheel(50), true, 'there is something to move again');
});

test('on a page that is zoomed or scaled, pointer and wheel mean what lies under them', () => {
  const { root, seen } = scene();
  Object.assign(root, {
    offsetWidth: 400, offsetHeight: 300, getBoundingClientRect: () => ({ left: 50, top: 20, width: 800, height: 450 }),
  });
  seen.room = 1000;
  root.fire('pointermove', { pointerType: 'mouse', clientX: 250, clientY: 170 });
  assert.deepEqual(seen.moved, [[100, 100]]);
  root.fire('wheel', { deltaMode: 0, deltaX: 0, deltaY: 30, clientX: 250, clientY: 170 });
  root.fire('wheel', { deltaMode: 1, deltaX: 0, deltaY: 2, clientX: 250, clientY: 170 });
  assert.deepEqual(seen.scrolled, [20, 42], 'px of the page, lines of ours');
  Object.assign(root, { offsetWidth: 800, getBoundingClientRect: () => ({ left: 50, top: 20, width: 800.4, height: 450 }) });
  root.fire('pointermove', { pointerType: 'mouse', clientX: 250, clientY: 170 });
  assert.deepEqual(seen.moved[1], [200, 100], 'what differs only because own sizes are rounded is not scaled');
});

test('while the mouse drags over words, the space around belongs to them', () => {
  const words = { id: 'm1', canPress: false, hasMenu: false, isWords: true };
  const { document, root } = scene(words);
  const isSelecting = () => root.classList.contains('selecting');
  const press = (/** @type {object} */ how) => root.fire('pointerdown', { pointerType: 'mouse', button: 0, clientX: 10, clientY: 10, ...how });
  const move = (buttons = 1) => root.fire('pointermove', { pointerType: 'mouse', buttons, clientX: 300, clientY: 10 });
  move(0);
  assert.equal(isSelecting(), false, 'no button is down');
  press({});
  assert.equal(isSelecting(), false, 'nothing is dragged yet');
  move();
  assert.ok(isSelecting());
  document.dispatchEvent(new Event('pointerup')); // wherever the button goes up
  assert.equal(isSelecting(), false);
  move();
  assert.equal(isSelecting(), false, 'a selection of the page around, that comes in');
  press({});
  move();
  move(0);
  assert.equal(isSelecting(), false, 'the button went up where nobody told');
  press({ button: 2 });
  move();
  assert.equal(isSelecting(), false, 'the other button');
  const other = scene({ ...words, isWords: false });
  other.root.fire('pointerdown', { pointerType: 'mouse', button: 0, clientX: 10, clientY: 10 });
  other.root.fire('pointermove', { pointerType: 'mouse', buttons: 1, clientX: 300, clientY: 10 });
  assert.equal(other.root.classList.contains('selecting'), false, 'a button is pressed');
});
