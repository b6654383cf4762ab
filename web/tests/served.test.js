// SPDX-License-Identifier: MIT
// What a browser gets is made of web/ (scripts/lib/make-site.mjs).
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeSite, withoutParts } from '../../scripts/lib/make-site.mjs';

const web = fileURLToPath(new URL('../', import.meta.url));

test('a page asks in advance only for what is still a file of its own', () => {
  const html = '<head>\n<link rel="modulepreload" href="a.js">\n<link rel="modulepreload" href="lib/b.js">\n</head>\n';
  assert.equal(withoutParts(html, ['a.js']), '<head>\n<link rel="modulepreload" href="a.js">\n</head>\n');
});

test('the site is one script for an embedder and one for the page, with maps to all of their modules', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-site-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'parlance-core.js'), '/* comment */ export default async function create(overrides) { return overrides; }\n');
  writeFileSync(join(folder, 'parlance-core.wasm'), 'wasm');
  const site = join(folder, 'site');
  await makeSite({ web, core: folder, site });
  const read = (/** @type {string} */ name) => readFileSync(join(site, name), 'utf8');
  for (const name of ['parlance.js', 'page.js', 'early.js', 'lib/alarm_worker.js', 'parlance-core.js']) {
    const text = read(name);
    assert.ok(text.startsWith('// SPDX-License-Identifier: MIT\n'), name);
    assert.doesNotMatch(text, /\bfrom\s*["']\.\/lib\//, name);
  }
  assert.match(read('page.js'), /["']\.\/parlance\.js["']/, 'the page embeds what everybody embeds');
  assert.doesNotMatch(read('parlance-core.js'), /comment/);
  // Every module that anything imports is in one of them.
  const mapped = new Set(['parlance.js', 'page.js', 'lib/alarm_worker.js'].flatMap((name) =>
    JSON.parse(read(`${name}.map`)).sources.map((/** @type {string} */ source) => source.split('/').slice(-2).join('/'))));
  for (const name of readdirSync(join(web, 'lib'))) assert.ok(mapped.has(`lib/${name}`), name);
  const html = read('index.html');
  for (const [, href] of html.matchAll(/(?:href|src)="([^":]+)"/g)) {
    if (!href.includes('.svg')) assert.ok(existsSync(join(site, href)), href);
  }
});
