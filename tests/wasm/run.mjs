// SPDX-License-Identifier: MIT
// Starts a wasm program that asks the browser about characters, with node as the browser.
//   node tests/wasm/run.mjs build/web/unit_tests.js [arguments]
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createUnicode } from '../../web/lib/unicode.js';

/**
 * @param {string} program
 * @param {string[]} args
 * @param {(line: string) => void} print
 * @returns {Promise<number>} its exit code
 */
export function run(program, args, print) {
  const create = createRequire(import.meta.url)(path.resolve(program));
  return new Promise((resolve, reject) => {
    create({ host: createUnicode(), arguments: args, print, printErr: print, onExit: resolve, quit: resolve }).catch(reject);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await run(process.argv[2], process.argv.slice(3), console.log);
}
