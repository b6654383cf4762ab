// SPDX-License-Identifier: MIT
// What keeps the chat from starting, and what a person is told about it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLoader } from '../lib/loader.js';
import { readConfig } from '../lib/settings.js';
import { sentenceOf } from '../lib/start_error.js';

const url = new URL('https://chat.example/part');
const nowhere = async () => { throw new TypeError('Failed to fetch'); };
const header = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]); // an empty module

/** @param {() => Promise<Response>} fetch @param {typeof WebAssembly | undefined} [wasm] */
const loaderOf = (fetch, wasm = WebAssembly) => createLoader({
  fetch, WebAssembly: wasm, CSSStyleSheet: /** @type {any} */ (class { replaceSync() {} }),
});
const answering = (/** @type {BodyInit} */ body, status = 200, type = 'application/wasm') =>
  async () => new Response(body, { status, headers: { 'content-type': type } });
/** @param {Promise<unknown>} load */
const told = (load) => load.then(() => '', sentenceOf);

test('only what did not arrive is called a problem of the network', async () => {
  const network = /Check your network/;
  assert.match(await told(loaderOf(nowhere).module(url)), network);
  assert.match(await told(loaderOf(nowhere).sheet(url)), network);
  assert.match(await told(loaderOf(nowhere).script(new URL('data:text/javascript,throw new TypeError()'))), network);
  assert.match(await told(readConfig('config.json', nowhere)), network);
  const broken = new ReadableStream({ start(controller) { controller.error(new TypeError('network error')); } });
  assert.match(await told(loaderOf(answering(broken)).module(url)), network);
});

test('an exception at start is not called a network problem', async () => {
  for (const error of [new DOMException('The operation is insecure.', 'SecurityError'), new TypeError('x is not a function'), 'odd']) {
    assert.match(sentenceOf(error), /^The chat could not start because of an error of its own\. /);
  }
  const script = new URL('data:text/javascript,throw new RangeError()');
  assert.match(await told(loaderOf(nowhere).script(script)), /error of its own/);
});

test('a browser without WebAssembly, a damaged program and a missing file each have their sentence', async () => {
  const loader = createLoader({ fetch: answering(header), WebAssembly: undefined, CSSStyleSheet: /** @type {any} */ (null) });
  assert.match(await told(loader.module(url)), /needs WebAssembly/);
  assert.match(await told(loaderOf(answering('<html>', 200, 'text/html')).module(url)), /needs WebAssembly/);
  assert.match(await told(loaderOf(answering('', 404)).module(url)), /status 404/);
  assert.match(await told(loaderOf(answering('', 404)).sheet(url)), /status 404/);
  const failing = new URL('data:text/javascript,throw new TypeError()'); // as a missing script fails, too
  assert.match(await told(loaderOf(answering('', 404)).script(failing)), /status 404/);
  assert.match(await told(loaderOf(answering('')).script(failing)), /error of its own/);
});

test('what failed may be tried again, what is there is loaded once', async () => {
  let asked = 0;
  const loader = loaderOf(async () => {
    asked += 1;
    return asked === 1 ? nowhere() : answering(header)();
  });
  assert.match(await told(loader.module(url)), /network/);
  assert.ok(await loader.module(url) instanceof WebAssembly.Module);
  await loader.module(url);
  assert.equal(asked, 2);
});
