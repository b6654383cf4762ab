// SPDX-License-Identifier: MIT
// Child processes that never outlive us: each has a log file, is stopped by its own pid, and is waited for.

import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { patience } from './patience.mjs';

/** Every child that runs now. When node exits for whatever reason, none is left behind. Not by SIGKILL: an nginx that is
 *  killed so leaves its worker, which keeps the port. */
const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** With setpriv (util-linux) the kernel ends a child whose parent was killed without a chance to clean up. */
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(existsSync);
/** @returns {[string, string[]]} */
function tied(command, args) {
  return setpriv ? [setpriv, ['--pdeathsig', 'TERM', '--', command, ...args]] : [command, args];
}

export class Program {
  #child;
  #exited;
  #aborted = new AbortController();
  #stopping = false;
  #lineListeners = new Set();

  /**
   * @param {string} title for messages, e.g. "Prosody"
   * @param {string} command
   * @param {string[]} args
   * @param {{ log: string, env?: NodeJS.ProcessEnv, cwd?: string, isTold?: boolean }} options `log` is a file that takes its
   *   output; `isTold`: it hears what is written to it
   */
  constructor(title, command, args, { log, env = process.env, cwd, isTold = false }) {
    this.title = title;
    this.log = log;
    const file = createWriteStream(log, { flags: 'a' });
    this.#child = spawn(...tied(command, args), { env, cwd, stdio: [isTold ? 'pipe' : 'ignore', 'pipe', 'pipe'] });
    running.add(this.#child);
    this.#child.stdin?.on('error', () => {}); // it has ended, which is told below
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        file.write(text);
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) for (const listener of this.#lineListeners) listener(line);
      });
    }
    this.#exited = new Promise((resolve) => {
      let over = false;
      const ended = (reason) => {
        if (over) return; // a program that could not be started reports twice
        over = true;
        running.delete(this.#child);
        file.end(() => {
          if (!this.#stopping) this.#aborted.abort(new Error(`${title} ${reason}.\n${this.tail()}`));
          resolve(undefined);
        });
      };
      this.#child.once('error', (error) => ended(error.code === 'ENOENT'
        ? `could not be started: there is no program '${command}'. Run scripts/setup and try again`
        : `could not be started: ${error.message}`));
      this.#child.once('close', (code, signal) => ended(setpriv && code === 127
        ? `could not be started: there is no program '${command}'. Run scripts/setup and try again`
        : `ended by itself (${signal ?? `code ${code}`})`));
    });
  }

  get pid() { return this.#child.pid; }
  /** How it ended: a number, or null before that and where a signal ended it. */
  get code() { return this.#child.exitCode; }
  get exited() { return this.#exited; }

  /** Aborted, with the reason and the last lines of the log, when the program ends though nobody stopped it. */
  get died() { return this.#aborted.signal; }

  /** The last lines of what it said. */
  tail(count = 15) {
    try {
      return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-count).map((l) => `  | ${l}`).join('\n');
    } catch {
      return '  | (it said nothing)';
    }
  }

  /** Every line from now on. @param {(line: string) => void} listener */
  onLine(listener) { this.#lineListeners.add(listener); }

  /** @param {string} text */
  write(text) { this.#child.stdin?.write(text); }

  /**
   * Resolves with the first line that `match` accepts (returns something truthy for), or rejects when the program dies.
   * @template T
   * @param {(line: string) => T} match may throw: that rejects
   * @returns {Promise<NonNullable<T>>}
   */
  line(match) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.#lineListeners.delete(listener);
        this.died.removeEventListener('abort', died);
        settle(value);
      };
      const listener = (line) => {
        try {
          const found = match(line);
          if (found) finish(resolve, found);
        } catch (error) {
          finish(reject, error);
        }
      };
      const died = () => finish(reject, this.died.reason);
      const timer = setTimeout(() => finish(reject,
        new Error(`${this.title} did not become ready within ${patience} ms.\n${this.tail()}`)), patience);
      if (this.died.aborted) return died();
      this.#lineListeners.add(listener);
      this.died.addEventListener('abort', died);
    });
  }

  /** Sends a signal without ending the program (HUP: read the configuration again). */
  signal(name) { this.#child.kill(name); }

  /** Ends it: politely first, by force after `grace` milliseconds. Resolves when it is gone. */
  async stop({ grace = 5_000, signal = 'SIGTERM' } = {}) {
    this.#stopping = true;
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), grace);
      await this.#exited;
      clearTimeout(timer);
    }
    await this.#exited;
  }
}
