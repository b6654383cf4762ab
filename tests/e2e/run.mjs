// SPDX-License-Identifier: MIT
// The end-to-end tests: node tests/e2e/run.mjs [--full] [--repeat N] [--load] [file-or-word …]
//
//   --full       each test in every browser, against every server, over each transport (else by pairs, support/pairs.mjs)
//   --repeat N   everything N times
//   --load       with one busy loop for each core beside it
//
// Ends with "N passed, N failed". What failed first and passed alone is named as unsteady; build/test-logs/unsteady has both.

import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runTestFiles, tapCounts } from '../../scripts/lib/test-files.mjs';
import { Host } from './support/host.mjs';
import { coverage } from './support/pairs.mjs';

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, repeat: { type: 'string', default: '1' }, load: { type: 'boolean', default: false } },
});
const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(basename(word)))).map((name) => join(folder, name));
const isNarrowed = ['PARLANCE_BROWSERS', 'PARLANCE_SERVERS', 'PARLANCE_TRANSPORTS'].some((name) => process.env[name]);

/** Every pair of browser, server and transport must be covered. */
function conclude(results) {
  const combinations = results.flatMap(({ output }) => [...output.matchAll(/^# combinations (.*)$/gm)].flatMap(([, json]) => JSON.parse(json)));
  if (combinations.length === 0) return [];
  const { lines, neglected } = coverage(combinations);
  console.log(`pairs, of ${combinations.length} tests:\n  ${lines.join('\n  ')}`);
  return words.length === 0 && !isNarrowed ? neglected.map((pair) => `the pair ${pair} is covered less than half as often as the others`) : [];
}

const host = new Host();
let isGood = false;
try {
  isGood = await runTestFiles({
    title: 'e2e', files, conclude, mayBeEmpty: isNarrowed, repeat: Number(options.repeat), isLoaded: options.load,
    command: (file) => [process.execPath, ['--test-reporter=tap', file]],
    countsOf: tapCounts,
    env: { PARLANCE_HOST: await host.listen(), ...(options.full ? { PARLANCE_FULL: '1' } : {}) },
    settle: (place) => host.settle(place),
  });
} finally {
  await host.stop();
}
process.exitCode = isGood ? 0 : 1;
