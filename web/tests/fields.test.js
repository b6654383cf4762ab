// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createFields } from '../lib/fields.js';
import { FakeDocument, installElementClasses } from './support/dom.js';

installElementClasses();
/** @type {any} */
let scene;
beforeEach(() => { scene = setUp(); });

function setUp() {
  const document = new FakeDocument();
  const element = document.createElement('textarea');
  document.root.append(element);
  const scene = { element: /** @type {any} */ (element), changed: /** @type {string[]} */ ([]), pressed: /** @type {string[]} */ ([]), submitted: /** @type {string[]} */ ([]), version: 1, isTouch: false, entry: /** @type {any} */ (null), fields: /** @type {any} */ (null) };
  scene.entry = { element, outer: element, tag: 'textarea', isInList: false, spans: [], pieces: [], item: item('', 1) };
  scene.fields = createFields({
    changed: (_, value) => scene.changed.push(value),
    submitted: (_, value) => { scene.submitted.push(value); return scene.version; },
    pressed: (item, key) => scene.pressed.push(`${item} ${key}`),
    isTouch: () => scene.isTouch,
  });
  scene.fields.update(scene.entry);
  return scene;
}

/** @param {string} value @param {number} version */
function item(value, version) {
  return { id: 'composer', role: 'textbox', rect: [0, 0, 1, 1], field: { value, version, placeholder: 'Message Bob', multiline: true } };
}

/** @param {string} text */
function type(text) {
  scene.element.value = text;
  scene.element.fire('input');
}

const enter = (extra = {}) => scene.element.fire('keydown', { key: 'Enter', keyCode: 13, isComposing: false, shiftKey: false, ...extra });

test('every change is reported, Enter sends, and the control is empty in the same task', () => {
  type('hello');
  assert.deepEqual(scene.changed, ['hello']);
  scene.version = 2;
  const event = enter();
  assert.ok(event.defaultPrevented);
  assert.deepEqual(scene.submitted, ['hello']);
  assert.equal(scene.element.value, '');
});

test('the arrow that goes up out of an empty field is told, any other moves the caret', () => {
  const up = (extra = {}) => scene.element.fire('keydown', { key: 'ArrowUp', isComposing: false, ...extra });
  assert.ok(up().defaultPrevented);
  for (const other of [{ shiftKey: true }, { ctrlKey: true }, { isComposing: true }]) assert.ok(!up(other).defaultPrevented);
  type('two');
  assert.ok(!up().defaultPrevented);
  assert.deepEqual(scene.pressed, ['composer ArrowUp']);
});

test('what the core puts into the field when it took something over stays there', () => {
  type('changed');
  scene.version = 0;
  enter();
  assert.equal(scene.element.value, 'changed', 'until the frame says with what it is filled');
  scene.entry.item = item('what was there before', 3);
  scene.fields.update(scene.entry);
  assert.equal(scene.element.value, 'what was there before');
});

test('what was not taken stays', () => {
  type('too long');
  enter();
  assert.equal(scene.element.value, 'too long', 'the version did not grow');
});

test('Enter that ends a composition does not send', () => {
  type('にほ');
  enter({ isComposing: true });
  enter({ keyCode: 229 });
  assert.deepEqual(scene.submitted, []);
});

test('Shift and Enter, and Enter on a touch screen, break the line', () => {
  assert.equal(enter({ shiftKey: true }).defaultPrevented, false);
  scene.isTouch = true;
  assert.equal(enter().defaultPrevented, false);
  assert.deepEqual(scene.submitted, []);
});

test('an older or equal version never overwrites what is being typed', () => {
  type('half a sen');
  scene.entry.item = item('half', 1);
  scene.fields.update(scene.entry);
  assert.equal(scene.element.value, 'half a sen');
  scene.entry.item = item('another draft', 2);
  scene.fields.update(scene.entry);
  assert.equal(scene.element.value, 'another draft');
});

test('nothing is written into a running composition; it is written when it ends', () => {
  type('に');
  scene.element.fire('compositionstart');
  scene.entry.item = item('replaced', 5);
  scene.fields.update(scene.entry);
  assert.equal(scene.element.value, 'に');
  scene.element.fire('compositionend');
  assert.equal(scene.element.value, 'replaced');
});

test('a frame that still shows the sent text does not bring it back', () => {
  type('hello');
  scene.version = 2;
  enter();
  type('next');
  scene.entry.item = item('', 2);
  scene.fields.update(scene.entry);
  assert.equal(scene.element.value, 'next', 'typed before the next frame, and kept');
});

test('a disabled field is hidden and keeps its text', () => {
  type('kept');
  scene.entry.item = { ...item('', 1), disabled: true };
  scene.fields.update(scene.entry);
  assert.equal(scene.element.hidden, true);
  assert.equal(scene.element.value, 'kept');
});
