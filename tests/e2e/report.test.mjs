// SPDX-License-Identifier: MIT
// "Report a problem": the page hands out a file, no secret is in it, and the native program plays it again with every answer the
// same as in the page.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nativeProgram } from '../../scripts/lib/paths.mjs';
import { patience } from '../../scripts/lib/patience.mjs';
import { matrix } from './support/matrix.mjs';

/** The file that `work` makes the browser save. @param {string} folder @param {() => Promise<unknown>} work */
async function savedBy(folder, work) {
  const file = join(folder, 'parlance-report.txt');
  rmSync(file, { force: true }); // of a test that failed
  const wholes = () => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n');
  const appeared = new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`No report was saved within ${patience} ms.`)), patience);
    const watcher = watch(folder, () => {
      if (!wholes()) return;
      clearTimeout(timer);
      watcher.close();
      done(undefined);
    });
  });
  await work();
  await appeared;
  const text = readFileSync(file, 'utf8');
  renameSync(file, join(folder, `report-${Date.now()}.txt`)); // the next one gets the same name
  return text;
}

/** @param {string} folder @param {string} log */
async function replay(folder, log) {
  if (!existsSync(nativeProgram)) throw new Error(`There is no ${nativeProgram}. Build it first: cmake --build --preset asan`);
  const file = join(folder, 'replayed.txt');
  writeFileSync(file, log);
  const { stdout } = await promisify(execFile)(nativeProgram, ['--replay', file]).catch((error) => error);
  return stdout;
}

matrix('a report', (scene, it) => {
  it('of a session holds no secret, and is played again as it was', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.send(bob.name, 'the garden at midnight');
    await bobPeer.message('the garden at midnight');
    await bobPeer.sendChat(alice.jid, 'bring a lantern');
    await page.untilArticle('bring a lantern');
    await page.click('button, [role=button]', `${alice.user}, your account`);
    const log = await savedBy(scene.downloads, () => page.click('button, [role=button]', 'Report a problem'));
    await page.until('a sentence about it', () => parlanceProbe.all('[role=status], [role=alert]')
      .some((element) => element.textContent.includes('A report was saved')));
    for (const secret of [alice.password, 'midnight', 'lantern', bob.name, Buffer.from(alice.password).toString('base64').slice(0, -4)]) {
      assert.ok(!log.includes(secret), `'${secret}' is in the report`);
    }
    assert.ok(log.includes(alice.jid) && log.split('\n').length > 50);
    const said = await replay(scene.downloads, log);
    assert.match(said, /^played \d+ inputs and \d+ actions; all \d+ answers were the same$/m, said);
  });

  it('of a login that failed is offered where it failed', async (test) => {
    const { alice } = await scene.pair();
    const page = await scene.open(test, { expected: [/received after close/] });
    await page.submitLogin(alice.jid, 'a wrong guess');
    await page.until('the refusal', () => parlanceProbe.sentences().length > 0);
    const log = await savedBy(scene.downloads, () => page.click('button', 'Report a problem'));
    assert.ok(!log.includes('wrong guess'));
    assert.match(log, /^status "failed"/m);
    const said = await replay(scene.downloads, log);
    assert.match(said, /all \d+ answers were the same$/m, said);
  });
});
