// SPDX-License-Identifier: MIT
// The cases of one file: one after another, in a world of their own with a display, a Prosody, and Alice, Bob and Carol.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildFolder } from '../../scripts/lib/paths.mjs';
import { patience } from '../../scripts/lib/patience.mjs';
import { befriend, Peer } from '../../scripts/lib/peer.mjs';
import { registerAccount, startServer } from '../../scripts/lib/servers.mjs';
import { Started } from '../../scripts/lib/stopping.mjs';
import { NativeProgram, startDisplay } from './native-program.mjs';

export const pictures = join(buildFolder, 'screenshots');
export const alice = { user: 'alice', password: 'wonderland', jid: 'alice@localhost' };
export const bob = { user: 'bob', password: 'builder', jid: 'bob@localhost' };
export const carol = { user: 'carol', password: 'singer', jid: 'carol@localhost' };

/**
 * What a case finds.
 * @typedef {{ native: NativeProgram, bobPeer: Peer, folder: string, server: import('../../scripts/lib/servers.mjs').XmppServer, started: Started }} World
 */

/** @type {{ name: string, run: (world: World) => Promise<void> }[]} */
const cases = [];

/** @param {string} name @param {(world: World) => Promise<void>} run */
export function test(name, run) { cases.push({ name, run }); }

/** A server where Alice and Bob know each other. @param {Started} started @param {Parameters<typeof startServer>} how */
export async function startHome(started, ...how) {
  const server = started.add(await startServer(...how));
  for (const person of [alice, bob, carol]) await registerAccount(server, person.user, person.password);
  const alicePeer = await Peer.connect(server, alice);
  const bobPeer = started.add(await Peer.connect(server, bob));
  await befriend(alicePeer, 'Alice', bobPeer, 'Bob');
  await alicePeer.stop();
  return { server, bobPeer };
}

/** Until the running program says a word on its standard error. */
export async function untilSays({ child, said, ended }, word) {
  const over = new AbortController();
  const hang = delay(patience, 'hangs', { signal: over.signal }).catch(() => 'over');
  try {
    while (!said.err.includes(word)) {
      const more = new Promise((done) => { child.stderr.once('data', done); });
      assert.notEqual(await Promise.race([more, ended, hang]), 'hangs', `it did not say '${word}': ${said.err}`);
      const runs = child.exitCode === null && child.signalCode === null;
      assert.ok(runs || said.err.includes(word), `it ended instead of saying '${word}': ${said.err}`);
    }
  } finally {
    over.abort();
  }
}

/** The cases whose name holds one of the words, or all. Prints `ok` or `FAILED` for each, and the counts at the end. */
export async function runCases(words = process.argv.slice(2)) {
  const chosen = cases.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  let failed = 0;
  if (chosen.length > 0) failed = await runThese(chosen);
  console.log(`${chosen.length - Math.min(failed, chosen.length)} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

async function runThese(chosen) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-native-'));
  const started = new Started();
  started.onStop(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(pictures, { recursive: true });
  let failed = 0;
  const fail = (what, ...errors) => {
    failed += 1;
    const text = errors.map((error) => String(error.stack ?? error)).join('\n');
    console.log(`FAILED ${what}\n  ${text.replaceAll('\n', '\n  ')}`);
  };
  try {
    const display = started.add(await startDisplay(folder));
    const home = await startHome(started, 'prosody', join(folder, 'prosody'));
    const native = new NativeProgram(folder, display.name, home.server.websocketUrl);
    for (const { name, run } of chosen) {
      const begun = Date.now();
      const errors = await run({ native, folder, started, ...home }).then(() => [], (error) => [error]);
      errors.push(...native.takeFaults());
      if (errors.length > 0) fail(name, ...errors);
      else console.log(`ok ${name} (${Date.now() - begun} ms)`);
    }
  } catch (error) {
    fail('to start', error);
  } finally {
    await started.stop().catch((error) => fail('to stop', error));
  }
  return failed;
}
