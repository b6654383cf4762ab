// SPDX-License-Identifier: MIT
// Starts the native program under a virtual display and waits for its end.

import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder } from '../../scripts/lib/paths.mjs';
import { patience } from '../../scripts/lib/patience.mjs';
import { Program } from '../../scripts/lib/process.mjs';

/** The one with sanitizers: what is wrong in memory shows here, where real servers and a real window are. */
export const programFile = process.env.PARLANCE_NATIVE ?? join(buildFolder, 'asan', 'parlance');

/** What no case may pass over, however the program ended: a sanitizer's report, or a wish that came to nothing. */
const fault = /ERROR: \w+Sanitizer|runtime error:|no feature takes the wish/;

const environment = {
  LIBGL_ALWAYS_SOFTWARE: '1',
  LANG: 'C.UTF-8',
  // Leaks of the graphics driver cannot be told from ours once it is unloaded. A broken invariant is shown with its stack.
  ASAN_OPTIONS: 'detect_leaks=0:handle_abort=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  LLVM_PROFILE_FILE: '/dev/null', // only scripts/coverage wants what the preset asan counts
};

/** A display without a screen. @param {string} folder for its log */
export async function startDisplay(folder) {
  const display = new Program('Xvfb', 'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-noreset'],
    { log: join(folder, 'xvfb.log') });
  const number = await display.line((line) => /^\d+$/.test(line) && line, patience);
  return { name: `:${number}`, stop: () => display.stop() };
}

export class NativeProgram {
  #count = 0;
  /** @type {string[]} what programs said that were at fault */
  #faults = [];

  /** @param {string} folder @param {string} display @param {string} url of the WebSocket */
  constructor(folder, display, url) {
    if (!existsSync(programFile)) {
      throw new Error(`There is no ${programFile}. Build it first: cmake --build --preset asan --target parlance`);
    }
    this.folder = folder;
    this.display = display;
    this.url = url;
  }

  /** @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
  start(args, env = {}) {
    const child = spawn(programFile, args, {
      // What is kept without being told where goes with the test.
      env: { ...process.env, ...environment, XDG_STATE_HOME: join(this.folder, 'state'), DISPLAY: this.display, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => { said.out += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { said.err += text; });
    const ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        if (fault.test(said.err)) this.#faults.push(said.err);
        resolve({ code, signal, ...said });
      });
    });
    return { child, said, ended };
  }

  /** What programs that have ended since the last call were at fault with. */
  takeFaults() { return this.#faults.splice(0); }

  /** Runs to the end. The program's own patience with a step of its script is shorter, and says more. */
  async run(args, env) {
    const { child, ended } = this.start(args, env);
    const timer = setTimeout(() => child.kill('SIGKILL'), 2 * patience);
    const result = await ended;
    clearTimeout(timer);
    return result;
  }

  /** @param {string[]} steps lines of a script */
  scriptFile(steps) {
    this.#count += 1;
    const file = join(this.folder, `script-${this.#count}.txt`);
    writeFileSync(file, `${steps.join('\n')}\n`);
    return file;
  }

  /** Follows a script; a failed step is an error with what was on screen. `url` null: none is given. */
  async script(steps, { args = [], url = this.url, env, code = 0 } = {}) {
    const result = await this.run([...(url === null ? [] : ['--url', url]), '--script', this.scriptFile(steps), ...args], env);
    if (result.code !== code) {
      throw new Error(`The program ended with ${result.signal ?? result.code} instead of ${code}.\n${result.err}${result.out}`);
    }
    return result;
  }
}
