// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf, hasRightToLeft, lineForDrawing } from '../lib/bidi.js';
import { clusterEnds, collapsed, isCollapsible, shown, utf16Offset, utf8Length } from '../lib/text_source.js';

test('a paragraph has the direction of its first strong character', () => {
  assert.equal(directionOf('hello שלום'), 'ltr');
  assert.equal(directionOf('שלום hello'), 'rtl');
  assert.equal(directionOf('123, (مرحبا) hello'), 'rtl', 'numbers and punctuation are not strong');
  assert.equal(directionOf('123 + 456'), 'ltr');
  assert.equal(directionOf(''), 'ltr');
  assert.equal(directionOf('\u200fabc'), 'rtl', 'a mark is strong');
  assert.equal(directionOf('\u2068שלום\u2069 abc'), 'ltr', 'isolates do not count');
  assert.equal(directionOf('٣٤ abc'), 'ltr', 'Arabic digits are weak');
  assert.equal(directionOf('𞤀𞤣𞤤𞤢𞤥 abc'), 'rtl', 'Adlam, outside the basic plane');
});

test('plain left-to-right lines are drawn as they are', () => {
  assert.equal(hasRightToLeft('naïve 好 हिन्दी ไทย'), false);
  assert.equal(lineForDrawing('one two three', 4, 7), 'two');
});

test('a line is drawn with the strong characters that surround it', () => {
  const paragraph = 'abc שלום, 123 עולם';
  const at = paragraph.indexOf(',');
  assert.equal(lineForDrawing(paragraph, 0, at), 'abc שלום\u200f', 'what follows is right-to-left');
  assert.equal(lineForDrawing(paragraph, at, paragraph.length), '\u200f, 123 עולם', 'so is what comes before');
  const arabic = 'مرحبا 5 abc';
  assert.equal(lineForDrawing(arabic, 6, 8), '\u061c5 ', 'digits after Arabic; spaces at the end belong to the paragraph');
});

test('a word that is broken between joining letters stays joined', () => {
  const word = 'مستشفياتنا';
  assert.ok(lineForDrawing(word, 0, 4).includes('\u200d'));
  assert.ok(lineForDrawing(word, 4, word.length).startsWith('\u061c\u200d'));
});

test('texts are shown as pre-line shows them', () => {
  assert.equal(shown('a\u2028b\u0085c'), 'a\nb\nc');
  assert.equal(shown('plain\n'), 'plain\n');
  assert.equal(isCollapsible('one two'), false);
  for (const text of ['a  b', ' a', 'a ', 'a\tb', 'a \nb', 'a\n b']) assert.equal(isCollapsible(text), true, JSON.stringify(text));
  assert.equal(collapsed('  a \t b\u00a0\u00a0c '), 'a b\u00a0\u00a0c', 'no-break spaces stay');
});

test('offsets of UTF-16 and UTF-8 match what the encoder says', () => {
  const text = 'aß€😀é\u0301x';
  for (let i = 0; i <= text.length; i += 1) {
    if (i > 0 && /[\ud800-\udbff]/.test(text[i - 1])) continue; // inside a pair
    const bytes = new TextEncoder().encode(text.slice(0, i)).length;
    assert.equal(utf8Length(text, 0, i), bytes);
    assert.equal(utf16Offset(text, bytes), i);
  }
});

test('clusters are what people call characters', () => {
  assert.deepEqual(clusterEnds('👨‍👩‍👧‍👦e\u0301x'), [11, 13, 14]);
});
