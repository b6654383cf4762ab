// SPDX-License-Identifier: MIT
// Runs test files, each as a process of its own, two at a time. A file that failed runs once more, alone, after all others:
// passes it then, it counts as passed and is named as unsteady, with both outputs kept.

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { buildFolder } from './paths.mjs';
import { Program } from './process.mjs';

const logs = join(buildFolder, 'test-logs');
const mostUnsteady = 3;
/** Milliseconds; a file that takes so long hangs. */
const longest = 20 * 60_000;

/**
 * @typedef {{ passed: number, failed: number, names: string[] }} Counts `names` of those that failed
 * @typedef {Counts & { file: string, output: string, seconds: number, unsteady?: string[] }} Result
 * @typedef {object} Way how the files run
 * @property {string} title the times of the last run are kept under it, so that the longest begin first
 * @property {string[]} files
 * @property {(file: string) => [string, string[]]} command
 * @property {(output: string) => Counts} countsOf
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [mayBeEmpty] a file may have nothing to run (the run was narrowed)
 * @property {(place: string) => unknown} [settle] a file has ended in that place
 */

/** node --test with the tap reporter. A skipped, cancelled or unfinished test is a failed one. @param {string} output @returns {Counts} */
export function tapCounts(output) {
  const number = (/** @type {string} */ key) => Number(new RegExp(`^# ${key} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const blocks = output.split(/^(?=\s*(?:not )?ok \d+)/m).filter((block) => /^\s*not ok/.test(block));
  const names = blocks.filter((block) => !/failureType: 'subtestsFailed'/.test(block))
    .map((block) => /^\s*not ok \d+ - (.*)/.exec(block)?.[1] ?? '?');
  return { passed: number('pass'), failed: number('fail') + number('skipped') + number('cancelled') + number('todo'), names };
}

/** @param {Way} way @param {string} file @param {string} place @param {string} log @returns {Promise<Result>} */
async function runFile({ command, countsOf, env = {}, mayBeEmpty = false, settle }, file, place, log) {
  rmSync(log, { force: true });
  const began = performance.now();
  const program = new Program(basename(file), ...command(file), { log, env: { ...process.env, ...env, PARLANCE_PLACE: place } });
  let isOver = false;
  const timer = setTimeout(() => { isOver = true; void program.stop(); }, longest);
  await program.exited;
  clearTimeout(timer);
  await settle?.(place);
  const output = readFileSync(log, 'utf8');
  const { passed, failed, names } = countsOf(output);
  // No counts, or a bad end without a failure, is a failure.
  const isBad = failed === 0 && ((passed === 0 && !mayBeEmpty) || program.code !== 0);
  if (isBad) names.push(isOver ? `(it did not end within ${longest / 60_000} minutes)` : `(it ended with ${program.code})`);
  return { file, output, passed, failed: failed + (isBad ? 1 : 0), names, seconds: (performance.now() - began) / 1000 };
}

/** Of the last run, by file. @param {string} title @returns {Record<string, number>} */
function lastTimes(title) {
  try {
    return JSON.parse(readFileSync(join(logs, `${title}-seconds.json`), 'utf8'));
  } catch {
    return {};
  }
}

function tell({ file, passed, failed, seconds, output }) {
  console.log(output.trimEnd());
  console.log(`${basename(file)}: ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)\n`);
}

/** One round of all files. @param {Way} way @returns {Promise<{ results: Result[], seconds: number }>} */
async function round(way) {
  const began = performance.now();
  const times = lastTimes(way.title);
  // Of a file that never ran here its size is a guess.
  const [time, size] = [(file) => times[basename(file)] ?? longest, (file) => statSync(file).size];
  const waiting = [...way.files].sort((a, b) => time(b) - time(a) || size(b) - size(a));
  /** @type {Result[]} */
  const results = [];
  const folder = join(logs, 'unsteady');
  mkdirSync(folder, { recursive: true });
  const log = (file, which) => join(folder, `${basename(file)}.${which}.log`);
  await Promise.all(['1', '2'].map(async (place) => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const result = await runFile(way, file, place, log(file, 'first'));
      results.push(result);
      tell(result);
      times[basename(file)] = result.seconds;
    }
  }));
  writeFileSync(join(logs, `${way.title}-seconds.json`), JSON.stringify(times, null, 2));
  for (const [i, first] of results.entries()) {
    if (first.failed === 0) {
      rmSync(log(first.file, 'first'), { force: true });
      continue;
    }
    console.log(`${basename(first.file)} once more, alone`);
    const second = await runFile(way, first.file, '1', log(first.file, 'second'));
    tell(second);
    results[i] = second.failed > 0 ? { ...second, names: [...new Set([...first.names, ...second.names])] }
      : { ...second, unsteady: first.names };
  }
  return { results, seconds: (performance.now() - began) / 1000 };
}

/**
 * Everything, as often as wanted; says what came of it, and at the very end "N passed, N failed".
 * @param {Way & { repeat?: number, isLoaded?: boolean, conclude?: (results: Result[]) => string[] }} way `isLoaded`: one busy
 *   loop for each core meanwhile; `conclude` looks at a round as a whole and names what is wrong with it
 * @returns {Promise<boolean>} whether all is well
 */
export async function runTestFiles({ repeat = 1, isLoaded = false, conclude = () => [], ...way }) {
  rmSync(join(logs, 'unsteady'), { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const loops = isLoaded ? cpus().map(() => new Program('load', process.execPath, ['-e', 'for (;;);'], { log: '/dev/null' })) : [];
  let [passed, failed] = [0, 0];
  try {
    for (let i = 1; i <= repeat; i += 1) {
      const { results, seconds } = await round(way);
      const unsteady = results.filter((result) => result.unsteady);
      const sum = (key) => results.reduce((total, result) => total + result[key], 0);
      const wrong = conclude(results);
      if (unsteady.length > mostUnsteady) wrong.push(`${unsteady.length} files are unsteady; more than ${mostUnsteady} is too many`);
      for (const { file, unsteady: names } of unsteady) console.log(`unsteady: ${basename(file)} (${names?.join('; ')})`);
      for (const { file, failed: count, names } of results) if (count > 0) console.log(`FAILED ${basename(file)} (${names.join('; ')})`);
      for (const text of wrong) console.log(`FAILED ${text}`);
      passed += sum('passed');
      failed += sum('failed') + wrong.length;
      console.log(`round ${i}: passed ${sum('passed')}, failed ${sum('failed') + wrong.length}, unsteady ${unsteady.length}, ${seconds.toFixed(0)} s`);
    }
  } finally {
    await Promise.all(loops.map((loop) => loop.stop({ signal: 'SIGKILL' })));
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}
