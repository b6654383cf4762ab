// SPDX-License-Identifier: MIT
// What must agree although it stands in two places: exported functions, the type scale, colours, preloads, the CSP.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { styleNames } from '../lib/text_engine.js';

const web = new URL('../', import.meta.url);
const read = (/** @type {string} */ path) => readFileSync(new URL(path, web), 'utf8');
const sources = () => [...readdirSync(web).filter((name) => name.endsWith('.js') && name !== 'library_host.js'),
  ...readdirSync(new URL('lib/', web)).map((name) => `lib/${name}`)];

test('what JavaScript calls is what the core exports, and nothing else', () => {
  const exported = read('../src/app/web_exports.txt').split('\n').filter((line) => /^[a-z]/.test(line)).sort();
  const called = new Set();
  for (const file of sources()) {
    const text = read(file);
    for (const [, name] of text.matchAll(/\bcall\(\s*'([a-z_]+)'/g)) called.add(`parlance_${name}`);
    for (const [, name] of text.matchAll(/_(parlance_[a-z_]+)\(/g)) called.add(name);
  }
  assert.deepEqual([...called].sort(), exported.filter((name) => name !== 'parlance_invalidate'));
  const defined = read('../src/app/main_web.cpp');
  for (const name of exported) assert.match(defined, new RegExp(`\\b${name}\\(`), name);
});

test('each function that C++ asks of the host has a shim, and each shim a method of the host', () => {
  const declared = [...read('../src/platform/web/host.h').matchAll(/^(?:void|int|uint32_t|size_t) (host_\w+)\(/gm)].map(([, name]) => name).sort();
  const library = read('library_host.js');
  assert.deepEqual([...library.matchAll(/^ {2}(host_\w+): function/gm)].map(([, name]) => name).sort(), declared);
  const host = read('host.js') + read('lib/unicode.js');  // the latter's methods are spread into the former's object
  const used = new Set([...library.matchAll(/Module\['host'\]\.(\w+)\(/g)].map(([, name]) => name));
  for (const name of used) assert.match(host, new RegExp(`^ {4}${name}(\\(|:)`, 'm'), name);
});

test('the type scale of the style sheet is that of base/text_engine.cpp', () => {
  const css = read('parlance.css');
  const scale = [...read('../src/base/text_engine.cpp').matchAll(/return \{(\d+), (\d+), (\d+), (true|false)\}/g)];
  assert.equal(scale.length, styleNames.length);
  scale.forEach(([, size, height, weight, monospace], index) => {
    const [, rule] = css.match(new RegExp(`^\\.t-${styleNames[index]} \\{([^}]*)\\}`, 'm')) ?? assert.fail(styleNames[index]);
    assert.match(rule, new RegExp(`font-size: ${size}px; line-height: ${height}px; font-weight: ${weight};`));
    assert.equal(/font-family/.test(rule), monospace === 'true', styleNames[index]);
  });
});

test('the page preloads exactly the modules it imports', () => {
  /** @type {Set<string>} */
  const imported = new Set();
  const walk = (/** @type {string} */ file) => {
    for (const [, from, alone] of read(file).matchAll(/(?:from '(\.[^']+)'|^import '(\.[^']+)')/gm)) {
      const target = new URL(from ?? alone, new URL(file, web)).href.slice(web.href.length);
      assert.ok(existsSync(new URL(target, web)), target);
      if (imported.has(target)) continue;
      imported.add(target);
      walk(target);
    }
  };
  walk('page.js');
  const preloaded = [...read('index.html').matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(([, href]) => href);
  assert.deepEqual(preloaded.sort(), [...imported, 'parlance-core.js'].sort());
});

test('no page has inline script or style', () => {
  for (const file of ['index.html', 'examples/portal.html']) {
    const html = read(file);
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)/, file);
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=/, file);
  }
});
