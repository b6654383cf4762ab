// SPDX-License-Identifier: MIT
// The page's Unicode says what utf8proc says: every code point that both know, of the large even blocks one in sixteen
// unless PARLANCE_FULL is 1. Needs unicode_dump of the presets asan and
// web (target wasm_tests).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const options = process.env.PARLANCE_FULL === '1' ? [] : ['--sample'];
const build = fileURLToPath(new URL('../../build', import.meta.url));

/** @param {(print: (line: string) => void) => Promise<void>} program what it says about each code point */
async function dump(program) {
  const answers = [];
  const print = (line) => {
    const [first, last, ...rest] = line.split(' ');
    assert.equal(parseInt(first, 16), answers.length, 'no code point is left out');
    const answer = rest.join(' ');
    for (let point = parseInt(first, 16); point <= parseInt(last, 16); point += 1) answers.push(answer);
  };
  await program(print);
  assert.equal(answers.length, 0x110000);
  return answers;
}

test('a page and the native program agree on every code point', async (t) => {
  const native = await dump(async (print) => {
    execFileSync(`${build}/asan/unicode_dump`, options, { encoding: 'utf8', maxBuffer: 1 << 30 }).trimEnd().split('\n').forEach(print);
  });
  const page = await dump(async (print) => assert.equal(await run(`${build}/web/unicode_dump.js`, options, print), 0));
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
