// SPDX-License-Identifier: MIT
// The page's Unicode says what utf8proc says: every code point that both know. Needs build/wasm-tests.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const folder = process.env.PARLANCE_WASM_TESTS ?? fileURLToPath(new URL('../../build/wasm-tests', import.meta.url));

/** What a program says about each code point. */
async function dump(program) {
  const answers = [];
  const print = (line) => {
    const [first, last, ...rest] = line.split(' ');
    assert.equal(parseInt(first, 16), answers.length, 'no code point is left out');
    const answer = rest.join(' ');
    for (let point = parseInt(first, 16); point <= parseInt(last, 16); point += 1) answers.push(answer);
  };
  assert.equal(await run(`${folder}/${program}.js`, [], print), 0);
  assert.equal(answers.length, 0x110000);
  return answers;
}

test('a page and the native program agree on every code point', async (t) => {
  const native = await dump('unicode_dump_utf8proc');
  const page = await dump('unicode_dump_browser');
  const differences = [];
  let compared = 0;
  native.forEach((answer, point) => {
    // Assigned in the newer of the two versions only.
    if (answer === 'unassigned' || page[point] === 'unassigned') return;
    compared += 1;
    if (answer !== page[point]) differences.push(`U+${point.toString(16)}: ${answer} natively, ${page[point]} on a page`);
  });
  assert.deepEqual(differences.slice(0, 50), []);
  const isAssigned = (answer) => answer !== 'unassigned';
  t.diagnostic(`${native.filter(isAssigned).length} code points natively, ${page.filter(isAssigned).length} on a page`);
  assert.ok(compared > 280_000, `${compared} code points were compared`); // Unicode 13 has 281,392 with those of private use
});
