// SPDX-License-Identifier: MIT
// Which keys the chat keeps to itself, and which the page around gets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeys } from '../lib/keys.js';
import { createLayer } from '../lib/layer.js';
import { FakeDocument, installElementClasses } from './support/dom.js';

installElementClasses();

const items = [
  { id: 'list', role: 'list' }, { id: 'bob', role: 'button', parent: 'list', name: 'Bob' },
  { id: 'timeline', role: 'log' }, { id: 'menu', role: 'button', name: 'Menu' }, { id: 'composer', role: 'textbox', field: { version: 1, multiline: true } },
];

/** @param {any[]} [shown] */
function scene(shown = items) {
  const document = new FakeDocument();
  const root = document.createElement('div');
  document.root.append(root);
  const layer = createLayer({
    document: /** @type {any} */ (document), root: /** @type {any} */ (root), findLayout: () => undefined, scale: () => 1,
    fields: { update() {} }, mayTakeFocus: () => false, arrived() {},
  });
  layer.update(shown.map((item) => ({ rect: [0, 0, 10, 10], ...item })));
  createKeys({ root: /** @type {any} */ (root), layer, now: () => 0, key() {}, reveal() {}, activate() {} }).refresh();
  /** Whether the page around hears of it. @param {string} id @param {string} key @param {object} [held] @param {string} [type] */
  const isHeard = (id, key, held = {}, type = 'keydown') => {
    let isOutside = true;
    const event = {
      key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, isComposing: false, getModifierState: () => false,
      stopPropagation: () => { isOutside = false; }, preventDefault() {}, ...held,
    };
    /** @type {any} */ (layer.entry(id))?.element.fire(type, event);
    return isOutside;
  };
  /** What Tab reaches. @returns {string[]} */
  isHeard.stops = () => [...layer.entries].filter(({ element, isInList }) => isInList && element.tabIndex === 0).map(({ item }) => item.id);
  return isHeard;
}

test('keys typed in the composer do not reach the one-key shortcuts of the page around', () => {
  const isHeard = scene();
  for (const key of ['j', '?', '/', ' ', 'é', 'Enter', 'Backspace', 'ArrowUp', 'PageDown', 'Dead']) {
    for (const type of ['keydown', 'keypress', 'keyup']) assert.equal(isHeard('composer', key, {}, type), false, `${type} ${key}`);
  }
  assert.equal(isHeard('composer', 'j', { defaultPrevented: true }), false, 'what the field used itself');
  assert.equal(isHeard('composer', '@', { ctrlKey: true, altKey: true, getModifierState: () => true }), false, 'AltGr types');
  assert.equal(isHeard('composer', 'k', { isComposing: true }), false);
  for (const key of ['a', 'c', 'v', 'x', 'z', 'ArrowLeft']) assert.equal(isHeard('composer', key, { ctrlKey: true }), false, `Ctrl+${key}`);
  for (const type of ['copy', 'cut', 'paste']) assert.equal(isHeard('composer', '', {}, type), false, type);
});

test('what a text field has no use for is the page\'s', () => {
  const isHeard = scene();
  for (const key of ['Tab', 'Escape', 'F1', 'Control', 'AudioVolumeUp']) assert.equal(isHeard('composer', key), true, key);
  for (const key of ['k', 's']) assert.equal(isHeard('composer', key, { ctrlKey: true }), true, `Ctrl+${key}`);
  assert.equal(isHeard('composer', 'n', { altKey: true }), true);
});

test('elsewhere the keys that do something here are kept', () => {
  const isHeard = scene();
  for (const [id, key] of [['menu', ' '], ['menu', 'Enter'], ['bob', 'c'], ['bob', 'ArrowDown'], ['timeline', 'PageUp'], ['timeline', 'F6'], ['menu', 'Escape']]) {
    assert.equal(isHeard(id, key), false, `${key} on ${id}`);
  }
  for (const [id, key] of [['menu', 'j'], ['timeline', 'j'], ['timeline', ' '], ['menu', 'ArrowDown']]) assert.equal(isHeard(id, key), true, `${key} on ${id}`);
});

test('Escape is the page\'s where there is nothing to close', () => {
  assert.equal(scene([...items, { id: 'back', role: 'button', name: 'Back' }])('composer', 'Escape'), false, 'a conversation on a phone');
  assert.equal(scene([{ id: 'dialog', role: 'dialog' }, { id: 'dialog/name', role: 'textbox', parent: 'dialog', field: { version: 1 } }])('dialog/name', 'Escape'), false);
});

test('in a calendar arrows go sideways and by weeks, and each list has one stop of Tab', () => {
  const days = Array.from({ length: 14 }, (_, i) => ({
    id: `day-${i}`, role: 'button', parent: 'days', name: String(i), rect: [(i % 7) * 10, Math.floor(i / 7) * 10, 10, 10], current: i === 3,
  }));
  const isHeard = scene([...items, { id: 'days', role: 'list' }, ...days]);
  assert.deepEqual(isHeard.stops(), ['bob', 'day-3']);
  /** @param {string} from @param {string} key @param {string} to */
  const goes = (from, key, to) => {
    assert.equal(isHeard(from, key), false);
    assert.deepEqual(isHeard.stops(), ['bob', to], `${key} from ${from}`);
  };
  goes('day-3', 'ArrowRight', 'day-4');
  goes('day-4', 'ArrowDown', 'day-11');
  goes('day-11', 'ArrowLeft', 'day-10');
  goes('day-10', 'ArrowUp', 'day-3');
  goes('day-3', 'ArrowUp', 'day-0');
  goes('day-0', 'End', 'day-13');
  assert.equal(isHeard('bob', 'ArrowRight'), true, 'a list of one column has no use for it');
});
