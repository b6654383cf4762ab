// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementsOf, plainOf } from '../lib/copy.js';
import { FakeDocument } from './support/dom.js';

const document = /** @type {any} */ (new FakeDocument());
const first = { by: '[04:30] Bob: ', words: 'first message' };
const second = { by: '[04:31] Alice: ', words: 'if (a < b) {\n  "c" && d\n}' };
const elements = (/** @type {import('../lib/copy.js').Excerpt[]} */ excerpts) =>
  elementsOf(document, excerpts).map(({ localName, textContent }) => [localName, textContent]);

test('several messages are copied as a line each, with who wrote them and when', () => {
  assert.equal(plainOf([first, second]), '[04:30] Bob: first message\n[04:31] Alice: if (a < b) {\n  "c" && d\n}');
  assert.deepEqual(elements([first, second]), [
    ['div', '[04:30] Bob: first message'], ['div', '[04:31] Alice: if (a < b) {\n  "c" && d\n}'],
  ]);
});

test('of one message just the selected words are copied', () => {
  assert.equal(plainOf([{ ...first, words: 'st mess' }]), 'st mess');
  assert.deepEqual(elements([{ ...second, words: '<b>' }]), [['span', '<b>']]);
});
