// SPDX-License-Identifier: MIT
// A text becomes a file with its name; its address is given back when the browser has had time for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSaver } from '../lib/save_file.js';

test('a text is handed over as a file, and its address given back later', async () => {
  /** @type {{ href: string, download: string }[]} */
  const clicked = [];
  /** @type {string[]} */
  const revoked = [];
  /** @type {(() => void)[]} */
  const later = [];
  /** @type {Blob[]} */
  const made = [];
  const save = createSaver({
    document: /** @type {any} */ ({ createElement: () => ({ href: '', download: '', click() { clicked.push({ href: this.href, download: this.download }); } }) }),
    Blob,
    URL: { createObjectURL: (/** @type {any} */ blob) => { made.push(blob); return 'blob:1'; }, revokeObjectURL: (url) => { revoked.push(url); } },
    setTimeout: (work) => later.push(work),
  });
  save('report.txt', 'what happened');
  assert.deepEqual(clicked.map(({ href, download }) => [href, download]), [['blob:1', 'report.txt']]);
  assert.equal(await made[0].text(), 'what happened');
  assert.deepEqual(revoked, []);
  later[0]();
  assert.deepEqual(revoked, ['blob:1']);
});
