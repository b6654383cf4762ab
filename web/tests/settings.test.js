// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, optionsOf, readConfig, serversOf, websocketUrl } from '../lib/settings.js';

test('the address of the socket is absolute, relative, or that of the page', () => {
  assert.equal(websocketUrl('wss://chat.example/ws', 'https://portal.example/a/'), 'wss://chat.example/ws');
  assert.equal(websocketUrl(undefined, 'https://portal.example:8443/a/b.html'), 'wss://portal.example:8443/xmpp-websocket');
  assert.equal(websocketUrl('', 'http://127.0.0.1:8080/'), 'ws://127.0.0.1:8080/xmpp-websocket');
  assert.equal(websocketUrl('/chat/ws', 'http://intranet/'), 'ws://intranet/chat/ws');
  assert.equal(websocketUrl('https://chat.example/ws', 'http://intranet/'), 'wss://chat.example/ws');
  assert.equal(websocketUrl('http://[', 'http://intranet/'), 'http://[', 'nonsense is left for the socket to refuse');
});

test('the address of the page names a conversation or a room', () => {
  assert.deepEqual(addressOf('#chat=bob@example.com'), { address: 'bob@example.com', join: false });
  assert.deepEqual(addressOf('#chat=room@rooms.example.com?join'), { address: 'room@rooms.example.com', join: true });
  assert.deepEqual(addressOf('#chat=j%C3%BCrgen%40example.com'), { address: 'jürgen@example.com', join: false });
  assert.deepEqual(addressOf('#chat=room%40rooms.example.com%3Fjoin'), { address: 'room@rooms.example.com', join: true });
  assert.deepEqual(addressOf('#chat=what?@rooms.example.com'), { address: 'what?@rooms.example.com', join: false });
  assert.deepEqual(addressOf('#chat=what%3F@rooms.example.com/who%3Fjoin'), { address: 'what?@rooms.example.com/who?join', join: false });
  assert.deepEqual(addressOf('#chat=100%'), { address: '100%', join: false });
  for (const hash of ['', '#', '#chat=', '#news', '#chats=x']) assert.equal(addressOf(hash), null);
});

/** @param {number} status @param {string} text */
const answering = (status, text) => async () => new Response(text, { status });

test('config.json gives what it may give, and nothing of another type', async () => {
  const config = await readConfig('/config.json', answering(200, JSON.stringify({
    websocket_url: 'wss://x/', domain: 5, auto_login: true, allow_plain: 'yes', unknown: 1, jid: 'a@b',
  })));
  assert.deepEqual(config, { websocket_url: 'wss://x/', auto_login: true, jid: 'a@b' });
});

test('the servers of other domains are texts, in the form that the core reads', async () => {
  const config = await readConfig('/config.json', answering(200, JSON.stringify({
    one_account: true, servers: { 'Work.example': 'wss://work.example/ws', 'b.example': '/b', 'c.example': 7 },
  })));
  assert.deepEqual(config, { one_account: true, servers: { 'Work.example': 'wss://work.example/ws', 'b.example': '/b' } });
  assert.deepEqual(serversOf(config, 'https://intranet/chat/'), ['work.example wss://work.example/ws', 'b.example wss://intranet/b']);
  assert.deepEqual(serversOf({}, 'https://intranet/'), []);
  assert.deepEqual(await readConfig('/config.json', answering(200, '{ "servers": "wss://x" }')), {});
  assert.deepEqual(await readConfig('/config.json', answering(200, '{ "servers": null }')), {});
});

test('no config.json is fine, a broken one is named', async () => {
  assert.deepEqual(await readConfig('config.json', answering(404, '')), {});
  await assert.rejects(readConfig('/a/config.json?v=1', answering(200, '{ "a": ')), /settings in config\.json are not valid JSON/);
  await assert.rejects(readConfig('config.json', answering(200, '[1]')), /settings in config\.json/);
  await assert.rejects(readConfig('config.json', answering(500, '')), /settings in config\.json .*500/);
});

test('attributes are options', () => {
  const attributes = new Map([['websocket-url', 'wss://x/'], ['auto-login', ''], ['theme', 'dark']]);
  const element = /** @type {any} */ ({
    getAttribute: (/** @type {string} */ name) => attributes.get(name) ?? null,
    hasAttribute: (/** @type {string} */ name) => attributes.has(name),
  });
  assert.deepEqual(optionsOf(element), { websocket_url: 'wss://x/', theme: 'dark', auto_login: true });
});

test('without any address the page looks at its own origin, unless the domain is to be asked', async () => {
  const { endpointsOf, rememberOf } = await import('../lib/settings.js');
  const base = 'https://portal.example/chat/';
  assert.deepEqual(endpointsOf({}, base), { websocket: 'wss://portal.example/xmpp-websocket', bosh: 'https://portal.example/http-bind' });
  assert.deepEqual(endpointsOf({ discover: true }, base), { websocket: '', bosh: '' });
  assert.deepEqual(endpointsOf({ websocket_url: 'wss://x.example/ws' }, base), { websocket: 'wss://x.example/ws', bosh: '' });
  assert.deepEqual(endpointsOf({ bosh_url: '/bosh' }, base), { websocket: '', bosh: 'https://portal.example/bosh' });
  assert.deepEqual([{ remember: 'no' }, { remember: 'tab' }, { remember: 'device' }, {}].map((o) => rememberOf(/** @type {any} */ (o))), [0, 1, 2, 2]);
});
