// SPDX-License-Identifier: MIT
// Runs the files of cases by the common runner. See run.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTestFiles } from '../../scripts/lib/test-files.mjs';

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { repeat: { type: 'string', default: '1' }, load: { type: 'boolean', default: false } },
});
const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith('.cases.mjs')).map((name) => join(folder, name));

/** The last lines of runCases(). @param {string} output */
function countsOf(output) {
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(output);
  const names = [...output.matchAll(/^FAILED (.*)$/gm)].map(([, name]) => name);
  return { passed: Number(counts?.[1] ?? 0), failed: Number(counts?.[2] ?? 0), names };
}

const isGood = await runTestFiles({
  title: 'native', files, countsOf, mayBeEmpty: words.length > 0, repeat: Number(options.repeat), isLoaded: options.load,
  command: (file) => [process.execPath, [file, ...words]],
});
process.exitCode = isGood ? 0 : 1;
