// SPDX-License-Identifier: MIT
// Takes the comments out of JavaScript modules on their way into the page: a third of what a browser would load. Every
// line stays on its line, so that what a browser reports can be found in web/. Used by cmake/site.cmake:
//   node strip-comments.mjs FILE…        in place
// The parser is acorn, which Emscripten brings; without it the files stay as they are.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Where it may be: Debian's folder, Emscripten's own elsewhere. @returns {any} */
export function loadAcorn() {
  const require = createRequire(import.meta.url);
  const places = ['/usr/share/nodejs', ...(process.env.EMSCRIPTEN_ROOT ? [`${process.env.EMSCRIPTEN_ROOT}/node_modules`] : [])];
  for (const place of places) {
    try {
      return require(`${place}/acorn`);
    } catch {
      // The next place.
    }
  }
  return null;
}

/**
 * @param {string} text of a module
 * @param {any} acorn
 */
export function withoutComments(text, acorn) {
  /** @type {{ start: number, end: number, value: string }[]} */
  const comments = [];
  acorn.parse(text, { ecmaVersion: 'latest', sourceType: 'module', onComment: comments });
  let out = '';
  let at = 0;
  for (const { start, end, value } of comments) {
    if (value.includes('SPDX-License-Identifier')) continue;
    out += text.slice(at, start).replace(/[ \t]+$/, '');
    const lines = value.split('\n').length - 1;
    if (lines > 0) out += '\n'.repeat(lines);
    else if (end < text.length && text[end] !== '\n') out += ' ';
    at = text[end] === ' ' ? end + 1 : end;
  }
  return out + text.slice(at);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const acorn = loadAcorn();
  if (acorn) {
    for (const file of process.argv.slice(2)) writeFileSync(file, withoutComments(readFileSync(file, 'utf8'), acorn));
  } else {
    console.error('strip-comments: acorn was not found, so the page is served with its comments.');
  }
}
