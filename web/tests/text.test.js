// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf, hasRightToLeft, lineForDrawing } from '../lib/bidi.js';
import { clusterEnds, partsOf, shown, utf16Offset, utf8Length, visibleEnd } from '../lib/text_source.js';

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

test('an override goes on in the next line of its paragraph, and ends with it', () => {
  const text = 'price \u202e55 then more';
  assert.equal(hasRightToLeft(text), true);
  assert.ok(lineForDrawing(text, 10, text.length).startsWith('\u202e'));
  const closed = 'a \u202e\u2067b\u2069\u202c c';
  assert.ok(!/[\u202e\u2067]/.test(lineForDrawing(closed, 8, 9)));
  assert.ok(lineForDrawing(closed, 4, 9).includes('\u202e\u2067'));
});

test('a word that is broken between joining letters stays joined', () => {
  const word = 'مستشفياتنا';
  assert.ok(lineForDrawing(word, 0, 4).includes('\u200d'));
  assert.ok(lineForDrawing(word, 4, word.length).startsWith('\u061c\u200d'));
});

test('other line separators break lines like LF', () => {
  assert.equal(shown('a\u2028b\u0085c'), 'a\nb\nc');
  assert.equal(shown('plain\n'), 'plain\n');
});

test('white space is kept but at the end of a line, where nothing of it is seen', () => {
  assert.equal(visibleEnd('  a \t b  \t', 0, 10), 7);
  assert.equal(visibleEnd('a  b', 0, 4), 4);
  assert.equal(visibleEnd('   ', 0, 3), 0);
  assert.equal(visibleEnd('a\u00a0', 0, 2), 2, 'no-break spaces have room');
});

test('a line is drawn in the parts between its tabs', () => {
  const of = (/** @type {string} */ text, begin = 0, end = text.length) => partsOf(text, begin, end).map((part) => text.slice(part.begin, part.end));
  assert.deepEqual(of('\tif (x) {\t\t// why \t'), ['if (x) {', '// why']);
  assert.deepEqual(of('  two  spaces'), ['  two  spaces']);
  assert.deepEqual(of('\t\t'), []);
  assert.deepEqual(of('one\ttwo\tthree', 4, 8), ['two'], 'only of this line');
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
