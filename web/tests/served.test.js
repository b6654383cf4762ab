// SPDX-License-Identifier: MIT
// What a browser gets is what stands in web/, without the comments (cmake/site.cmake).
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadAcorn, withoutComments } from '../../scripts/lib/strip-comments.mjs';

const acorn = loadAcorn();
const web = new URL('../', import.meta.url);

/** Every token with its line. @param {string} text @param {any[]} [onComment] */
function tokensOf(text, onComment) {
  /** @type {string[]} */
  const tokens = [];
  acorn.parse(text, {
    ecmaVersion: 'latest', sourceType: 'module', locations: true, onComment,
    onToken: (/** @type {any} */ token) => tokens.push(`${token.loc.start.line} ${token.type.label} ${token.value}`),
  });
  return tokens;
}

test('a served module has the same tokens on the same lines, and no comment but the licence', () => {
  const files = [...readdirSync(web).filter((name) => name.endsWith('.js') && name !== 'library_host.js'),
    ...readdirSync(new URL('lib/', web)).map((name) => `lib/${name}`)];
  for (const file of files) {
    const source = readFileSync(new URL(file, web), 'utf8');
    const served = withoutComments(source, acorn);
    /** @type {any[]} */
    const comments = [];
    assert.deepEqual(tokensOf(served, comments), tokensOf(source), file);
    assert.deepEqual(comments.map(({ value }) => value), [' SPDX-License-Identifier: MIT'], file);
  }
});

test('comments in odd places leave the words around them apart', () => {
  const cases = /** @type {const} */ ([
    ['a/* b */in c', 'a in c'], ['x = 1 // one', 'x = 1'], ['/* one\ntwo */x', '\nx'],
    ['s = "/* kept */"', 's = "/* kept */"'], ['t = `// kept`', 't = `// kept`'], ['r = /\\/\\*/', 'r = /\\/\\*/'],
  ]);
  for (const [source, served] of cases) assert.equal(withoutComments(source, acorn), served);
});
