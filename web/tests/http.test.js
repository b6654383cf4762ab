// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHttp } from '../lib/http.js';
import { FakeClock } from './support/clock.js';

/** @param {(url: string, init: any) => Promise<Response>} fetch */
function setUp(fetch) {
  const clock = new FakeClock();
  /** @type {[number, number, string, string][]} */
  const heard = [];
  /** @type {(() => void)[]} */
  const queue = [];
  const http = createHttp({
    ...clock, fetch: /** @type {any} */ (fetch), AbortController, arrivals: { push: (deliver) => { queue.push(deliver); } },
    reply: (request, status, type, body) => { heard.push([request, status, type, Buffer.from(body).toString('latin1')]); },
  });
  return { clock, heard, http, deliver: () => { for (const each of queue.splice(0)) each(); } };
}

test('trap 25: a body is posted as XML, without cookies, cache or redirects', async () => {
  /** @type {any[]} */
  const asked = [];
  const { http, heard, deliver } = setUp(async (url, init) => {
    asked.push([url, init]);
    return new Response('<body/>', { headers: { 'content-type': 'Text/XML; charset=utf-8' } });
  });
  await http.send(7, 'https://example.com/http-bind', '<body/>', 1000, 100);
  assert.deepEqual(heard, [], 'the core is entered from a task of its own');
  deliver();
  assert.deepEqual(heard, [[7, 200, 'text/xml', '<body/>']]);
  const [, init] = asked[0];
  assert.equal(init.method, 'POST');
  assert.equal(init.headers['content-type'], 'text/xml; charset=utf-8');
  assert.deepEqual([init.credentials, init.cache, init.redirect], ['omit', 'no-store', 'error']);
});

test('without a body it is a GET', async () => {
  /** @type {any} */
  let method;
  const { http } = setUp(async (_, init) => { ({ method } = init); return new Response(''); });
  await http.send(1, 'https://example.com/', '', 1000, 100);
  assert.equal(method, 'GET');
});

test('bytes stay bytes: wrong UTF-8 reaches the core as it came', async () => {
  const { http, heard, deliver } = setUp(async () => new Response(new Uint8Array([0x3C, 0xFF, 0xC3])));
  await http.send(1, 'https://example.com/', '', 1000, 100);
  deliver();
  assert.equal(heard[0][3], '<\xFF\xC3');
});

test('of a body that is too long one byte more than the limit comes, so that the core can refuse it', async () => {
  const { http, heard, deliver } = setUp(async (url) => new Response('x'.repeat(Number(url))));
  await http.send(1, '100', '', 1000, 100);
  await http.send(2, '101', '', 1000, 100);
  await http.send(3, '100000', '', 1000, 100);
  deliver();
  assert.deepEqual(heard.map(([request, status, , body]) => [request, status, body.length]),
    [[1, 200, 100], [2, 200, 101], [3, 200, 101]]);
});

test('no network, and no answer in time, are status 0', async () => {
  const failing = setUp(async () => { throw new TypeError('Failed to fetch'); });
  await failing.http.send(1, 'https://example.com/', '', 1000, 100);
  failing.deliver();
  assert.deepEqual(failing.heard, [[1, 0, '', '']]);
  const silent = setUp((_, { signal }) => new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  }));
  const sent = silent.http.send(2, 'https://example.com/', '', 1000, 100);
  silent.clock.pass(999);
  assert.equal(silent.http.count, 1);
  silent.clock.pass(1);
  await sent;
  silent.deliver();
  assert.deepEqual(silent.heard, [[2, 0, '', '']]);
});

test('a cancelled request is never answered', async () => {
  const { http, heard, deliver } = setUp((_, { signal }) => new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  }));
  const sent = http.send(1, 'https://example.com/', '<body/>', 1000, 100);
  http.cancel(1);
  await sent;
  deliver();
  assert.deepEqual(heard, []);
  assert.equal(http.count, 0);
});

test('what is sent while the page goes outlives it', async () => {
  /** @type {boolean[]} */
  const kept = [];
  const { http } = setUp(async (_, { keepalive }) => { kept.push(keepalive); return new Response(''); });
  await http.send(1, 'https://example.com/', '<body/>', 1000, 100);
  http.leave(true);
  await http.send(2, 'https://example.com/', '<body/>', 1000, 100);
  assert.deepEqual(kept, [false, true]);
});
