// SPDX-License-Identifier: MIT
// What the native program does as the core's host: HTTP (BOSH, host-meta), what a profile keeps, how it ends.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { befriend, Peer } from '../../scripts/lib/peer.mjs';
import { freePorts } from '../../scripts/lib/ports.mjs';
import { ScriptedServer } from '../../scripts/lib/scripted-server.mjs';
import { registerAccount, startServer } from '../../scripts/lib/servers.mjs';
import { alice, bob, runCases, startHome, test, untilSays } from './suite.mjs';
import { makeCertificate, startTlsFront } from './tls-front.mjs';

const logsIn = [`login ${alice.jid} ${alice.password}`, 'expect-status online'];

/** What must not be asked for again by whoever goes on with a session. */
const wasteful = ['jabber:iq:roster', '<presence', 'disco#info', 'urn:ietf:params:xml:ns:xmpp-bind'];

/** Hands HTTP on to a server and remembers the bodies of the requests. @param {number} portBehind */
async function startRelay(portBehind) {
  const bodies = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => { body += text; }).on('end', () => {
      bodies.push(body);
      const onwards = http.request({
        agent: false, host: '127.0.0.1', port: portBehind, path: request.url, method: request.method, headers: request.headers,
      }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onwards.on('error', () => response.destroy());
      response.on('close', () => { if (!response.writableFinished) onwards.destroy(); });
      onwards.end(body);
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    bodies,
    url: `http://127.0.0.1:${port}/http-bind`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

/** Every byte of a profile. @param {string} profile */
function contentsOf(profile) {
  return readdirSync(profile).map((name) => readFileSync(join(profile, name), 'latin1')).join('');
}

/** The second server, with tokens; started when it is wanted first. */
let second;
const place = {
  prosody: async ({ server, bobPeer }) => ({ server, bobPeer }),
  ejabberd: ({ started, folder }) => (second ??= startHome(started, 'ejabberd', join(folder, 'ejabberd'), { version: '24.12' })),
};
const newProfile = (/** @type {string} */ folder) => join(mkdtempSync(join(folder, 'profile-')), 'parlance');
async function proxyFor(server) {
  const [port] = await freePorts(1);
  return ScriptedServer.start(port, { realUrl: server.websocketUrl });
}

for (const kind of /** @type {const} */ (['prosody', 'ejabberd'])) {
  test(`BOSH: logs in and chats, ${kind}`, async (world) => {
    const { server, bobPeer } = await place[kind](world);
    const text = `over BOSH to ${kind}: שלום 👋`;
    const run = world.native.script(
      [...logsIn, 'expect Bob', `open ${bob.jid}`, `send ${text}`, `expect answer from ${kind}`, 'quit'],
      { url: null, args: ['--bosh-url', server.boshUrl] });
    const reply = bobPeer.message(text).then(() => bobPeer.sendChat(alice.jid, `answer from ${kind}`));
    await Promise.all([run, reply]);
    assert.equal(bobPeer.messages().filter(({ body }) => body === text).length, 1);
  });

  test(`profile: the next start goes on with the session over WebSocket, ${kind}`, async (world) => {
    const { server, bobPeer } = await place[kind](world);
    const proxy = await proxyFor(server);
    const profile = newProfile(world.folder);
    try {
      const first = { url: proxy.url, args: ['--profile', profile] };
      const run = world.native.script([...logsIn, 'expect Bob', `open ${bob.jid}`, 'send before the end',
        'expect an answer before it', 'quit'], first);
      await bobPeer.message('before the end').then(() => bobPeer.sendChat(alice.jid, 'an answer before it'));
      await run;
      assert.equal(statSync(profile).mode & 0o777, 0o700);
      assert.equal(statSync(join(profile, 'records.sqlite')).mode & 0o777, 0o600);
      const kept = contentsOf(profile);
      assert.ok(kept.includes(alice.jid), 'the session is kept');
      assert.ok(!kept.includes(alice.password), 'the password is not');

      await bobPeer.sendChat(alice.jid, 'into the gap');
      const seen = world.native.script(['expect-status online', 'expect before the end', 'expect an answer before it',
        'expect into the gap', 'send after the start', 'expect good to have you back', 'dump', 'quit'], first);
      await bobPeer.message('after the start').then(() => bobPeer.sendChat(alice.jid, 'good to have you back'));
      const { out } = await seen;
      const frames = proxy.connections.at(-1);
      assert.equal(proxy.connections.length, 2);
      assert.ok(frames.some((frame) => frame.includes('<resume')), 'the session is resumed');
      for (const wasted of wasteful) {
        assert.ok(!frames.some((frame) => frame.includes(wasted)), `${wasted} was sent again`);
      }
      for (const text of ['before the end', 'into the gap', 'after the start', 'good to have you back']) {
        assert.equal(out.split('\n').filter((line) => /^ *article/.test(line) && line.includes(text)).length, 1, text);
      }
    } finally {
      await proxy.stop();
    }
  });
}

test('two accounts on two servers in one window, and both again at the next start', async (world) => {
  const { server, bobPeer } = await place.prosody(world);
  const work = 'work.example';
  const other = await world.started.add(await startServer('ejabberd', join(world.folder, 'work'), { domain: work }));
  const [own, walter] = ['alice', 'walter'].map((user) => ({ user, password: `${user} at work`, jid: `${user}@${work}` }));
  for (const { user, password } of [own, walter]) await registerAccount(other, user, password);
  const [ownPeer, walterPeer] = [await Peer.connect(other, own), await Peer.connect(other, walter)];
  try {
    await befriend(ownPeer, 'Alice', walterPeer, 'Walter');
    await ownPeer.stop();
    const profile = newProfile(world.folder);
    const options = { url: server.websocketUrl, args: ['--profile', profile, '--domain', 'localhost', '--server', `${work}=${other.websocketUrl}`] };
    const first = world.native.script([...logsIn, 'expect Bob', 'click account', 'click dialog/add-account',
      `type dialog/address ${own.jid}`, `type dialog/password ${own.password}`, 'submit dialog/password',
      `click contact/1:${walter.jid}`, 'send good morning', 'expect you are late',
      `click contact/${bob.jid}`, 'send hello from home', 'expect hello to you', 'dump', 'quit'], options);
    const morning = walterPeer.message('good morning').then(({ from }) => {
      assert.ok(from.startsWith(`${own.jid}/`), from);
      return walterPeer.sendChat(own.jid, 'you are late');
    });
    await bobPeer.message('hello from home').then(({ from }) => {
      assert.ok(from.startsWith(`${alice.jid}/`), from);
      return bobPeer.sendChat(alice.jid, 'hello to you');
    });
    await Promise.all([first, morning]);
    const seen = world.native.script(['expect-status online', 'expect hello to you', `click contact/1:${walter.jid}`, 'expect you are late',
      'send after the start', 'expect welcome back', 'quit'], options);
    await walterPeer.message('after the start').then(() => walterPeer.sendChat(own.jid, 'welcome back'));
    await seen;
  } finally {
    await walterPeer.stop();
  }
});

test('profile: the next start goes on with the session over BOSH', async (world) => {
  const { server, bobPeer } = await place.prosody(world);
  const relay = await startRelay(server.portHttp);
  const options = { url: null, args: ['--bosh-url', relay.url, '--profile', newProfile(world.folder)] };
  try {
    await world.native.script([...logsIn, 'expect Bob', `open ${bob.jid}`, 'quit'], options);
    const before = relay.bodies.length;
    await bobPeer.sendChat(alice.jid, 'into the gap of BOSH');
    const run = world.native.script(['expect-status online', 'expect into the gap of BOSH', 'send back over BOSH',
      'expect heard over BOSH', 'quit'], options);
    await Promise.all([run, bobPeer.message('back over BOSH').then(() => bobPeer.sendChat(alice.jid, 'heard over BOSH'))]);
    // The request that was on its way is repeated to the letter; nothing else may ask for anything.
    const bodies = relay.bodies.slice(before).filter((body) => !relay.bodies.slice(0, before).includes(body));
    assert.ok(bodies.some((body) => body.includes('back over BOSH')));
    for (const wasted of [...wasteful, '<auth', 'xmpp-sasl']) {
      assert.ok(!bodies.some((body) => body.includes(wasted)), `${wasted} was sent again:\n${bodies.join('\n')}`);
    }
  } finally {
    await relay.stop();
  }
});

test('where no WebSocket gets through, BOSH does', async (world) => {
  const { server } = await place.prosody(world);
  const [port] = await freePorts(1);
  await world.native.script([...logsIn, 'expect Bob', 'quit'],
    { url: `ws://127.0.0.1:${port}/`, args: ['--bosh-url', server.boshUrl] });
});

test('discovery: without an address the domain is asked over TLS, and its BOSH is used', async (world) => {
  const { server } = await place.prosody(world);
  const certificate = makeCertificate(world.folder, 'localhost');
  const front = await startTlsFront(certificate, server.portHttp);
  const bosh = front.url('localhost').replace('wss:', 'https:').replace('xmpp-websocket', 'http-bind');
  const asked = [];
  const pages = https.createServer({ cert: readFileSync(certificate.file), key: readFileSync(certificate.key) },
    (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (request.url !== '/.well-known/host-meta.json') return response.writeHead(404).end('not here');
      return response.writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ links: [{ rel: 'urn:xmpp:alt-connections:xbosh', href: bosh }] }));
    });
  try {
    await new Promise((resolve, reject) => {
      pages.once('error', (error) => reject(new Error(`Host-meta lives at port 443, which could not be opened (${error.message}). `
        + 'Be root, or allow it: sysctl net.ipv4.ip_unprivileged_port_start=443')));
      pages.listen(443, '127.0.0.1', () => resolve(undefined));
    });
    await world.native.script([...logsIn, 'expect Bob', 'quit'], { url: null, env: { SSL_CERT_FILE: certificate.file } });
    assert.deepEqual(asked, ['GET /.well-known/host-meta', 'GET /.well-known/host-meta.json']);
    assert.ok(front.requests > 0, 'the session ran over the address that was found');
    // Of a stranger nothing is believed.
    await world.native.script([logsIn[0], 'expect-status failed'], { url: null });
    assert.equal(asked.length, 2);
  } finally {
    pages.closeAllConnections();
    pages.close();
    await front.stop();
  }
});

test('profile: the second program says that it is in use, and the first one goes on', async (world) => {
  const { server } = await place.prosody(world);
  const proxy = await proxyFor(server);
  const profile = newProfile(world.folder);
  const first = world.native.start(['--url', proxy.url, '--profile', profile, '--verbose', '--login', alice.jid,
    '--password-file', world.native.scriptFile([alice.password])]);
  try {
    await untilSays(first, 'online');
    const { err } = await world.native.script([...logsIn, 'expect Bob', 'quit'], { args: ['--profile', profile] });
    assert.match(err, /is in use by another Parlance, so this one keeps nothing\./);
    first.child.kill('SIGTERM');
    const { code } = await first.ended;
    assert.equal(code, 0, 'asked to end, it ends in good order');
    await world.native.script(['expect-status online', 'expect Bob', 'quit'], { url: proxy.url, args: ['--profile', profile] });
    assert.ok(proxy.connections.at(-1).some((frame) => frame.includes('<resume')), 'it left its session behind');
  } finally {
    first.child.kill('SIGKILL');
    await first.ended;
    await proxy.stop();
  }
});

test('profile: a damaged one is said and survived', async (world) => {
  const profile = newProfile(world.folder);
  mkdirSync(profile, { recursive: true });
  writeFileSync(join(profile, 'records.sqlite'), 'x'.repeat(10_000));
  const { err } = await world.native.script([...logsIn, 'expect Bob', 'quit'], { args: ['--profile', profile] });
  assert.match(err, /is damaged; it was set aside as .*records\.sqlite\.damaged\./);
  await world.native.script(['expect-status online', 'quit'], { args: ['--profile', profile] });
});

test('profile: one that cannot be written is said and survived', async (world) => {
  const file = world.native.scriptFile(['in the way']);
  const { err } = await world.native.script([...logsIn, 'quit'], { args: ['--profile', join(file, 'profile')] });
  assert.match(err, /The profile .* cannot be used \(.*\), so nothing is kept\./);
});

test('stay: a token logs in after a crash, and logging out forgets it', async (world) => {
  const { server } = await place.ejabberd(world);
  const profile = newProfile(world.folder);
  const options = { url: server.websocketUrl, args: ['--profile', profile] };
  const first = world.native.start(['--url', server.websocketUrl, '--profile', profile, '--stay', '--verbose',
    '--login', alice.jid, '--password-file', world.native.scriptFile([alice.password])]);
  await untilSays(first, 'online');
  first.child.kill('SIGKILL');
  await first.ended;
  assert.ok(!contentsOf(profile).includes(alice.password));

  await world.native.script(['expect-status online', 'expect Bob', 'logout', 'expect-item login/address', 'quit'], options);
  assert.ok(!contentsOf(profile).includes(alice.jid), 'nothing of the account is left');
  const { out } = await world.native.script(['rest', 'dump'], options);
  assert.match(out, /textbox "Address"/);
});

test('a login without a password and without anything kept is the form, with the address in it', async (world) => {
  const { out } = await world.native.script(['expect-status failed', 'dump'], { args: ['--login', alice.jid] });
  assert.match(out, new RegExp(`textbox "Address"[^\n]*${alice.jid}`));
  assert.match(out, /^ *alert "[^"]+"/m);
});

test('where nothing is kept, the server is told that the session is over', async (world) => {
  const { server } = await place.prosody(world);
  const proxy = await proxyFor(server);
  try {
    await world.native.script([...logsIn, 'expect Bob', 'quit'], { url: proxy.url });
    assert.match(proxy.connections[0].at(-1), /^<close/);
  } finally {
    await proxy.stop();
  }
});

await runCases();
