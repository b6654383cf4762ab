// SPDX-License-Identifier: MIT
// What "one clear sentence" means: a person can read it, and it names no inside of the program.

import assert from 'node:assert/strict';

/** @param {string[]} sentences what the page says */
export function assertClearSentence(sentences) {
  assert.equal(sentences.length, 1, `exactly one message, not: ${JSON.stringify(sentences)}`);
  const [text] = sentences;
  assert.match(text, /^\p{Lu}/u, `begins like a sentence: ${text}`);
  assert.match(text, /[.!?]”?$/, `ends like a sentence: ${text}`);
  assert.ok(text.length >= 15 && text.length <= 240, `neither a code nor an essay: ${text}`);
  assert.doesNotMatch(text, /[<>{}]|undefined|null|NaN|\[object|xmlns|urn:|\bError\b|exception|0x[0-9a-f]+/i, text);
}
