// SPDX-License-Identifier: MIT
// Dragging something over the chat.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDrops } from '../lib/drops.js';
import { FakeDocument, installElementClasses } from './support/dom.js';

installElementClasses();

function scene() {
  const document = new FakeDocument();
  const root = document.createElement('div');
  const [log, field] = [document.createElement('div'), document.createElement('textarea')];
  document.root.append(root);
  root.append(log, field);
  const drops = createDrops({ root: /** @type {any} */ (root) });
  /** @param {any} target @param {string[]} types @param {boolean} [isTaken] by the page around */
  const drop = (target, types, isTaken = false) => ['dragenter', 'dragover', 'drop'].map((type) => {
    const dataTransfer = { types, dropEffect: 'copy' };
    const { defaultPrevented } = target.fire(type, { dataTransfer, defaultPrevented: isTaken });
    return defaultPrevented ? dataTransfer.dropEffect : 'left to the browser';
  });
  return { drops, log, field, drop };
}

test('a file dropped on the chat does not make the browser leave the page', () => {
  const { log, field, drop } = scene();
  const refused = ['none', 'none', 'none'];
  assert.deepEqual(drop(log, ['Files']), refused);
  assert.deepEqual(drop(field, ['Files']), refused);
  assert.deepEqual(drop(log, ['text/uri-list', 'text/plain']), refused, 'nor does a link');
});

test('text is dropped into a field as everywhere', () => {
  const { field, drop } = scene();
  assert.deepEqual(drop(field, ['text/plain']), Array(3).fill('left to the browser'));
});

test('what the page around takes is its own', () => {
  const { drops, log, drop } = scene();
  assert.deepEqual(drop(log, ['Files'], true), ['copy', 'copy', 'copy']);
  drops.destroy();
  assert.deepEqual(drop(log, ['Files']), Array(3).fill('left to the browser'));
});
