// SPDX-License-Identifier: MIT
// The native program over TCP against every server version: STARTTLS, TLS from the first byte, a certificate instead of a
// password, a connection that is cut. What went over the wire is looked at from outside.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { makeAuthority } from '../../scripts/lib/certificates.mjs';
import { freePorts } from '../../scripts/lib/ports.mjs';
import { serverVersions } from '../../scripts/lib/servers.mjs';
import { startTcpProxy } from '../../scripts/lib/tcp-proxy.mjs';
import { startNameserver } from './nameserver.mjs';
import { alice, bob, carol, runCases, startHome, test, untilSays } from './suite.mjs';

/** Servers start when the first case wants them. @type {Map<string, Promise<any>>} */
const worlds = new Map();

/** @param {any} context @param {{ kind: string, version: string }} which */
function world({ folder, started }, { kind, version }) {
  const name = `${kind}-${version}-tls`;
  if (!worlds.has(name)) worlds.set(name, start());
  return worlds.get(name);

  async function start() {
    const authority = makeAuthority(folder);
    const tls = { ...authority.forHost('localhost'), authority: kind === 'ejabberd' ? authority.file : undefined };
    return { authority, ...await startHome(started, kind, join(folder, name), { version, tls }) };
  }
}

const login = [`login ${alice.jid} ${alice.password}`, 'expect-status online', 'expect-roster', 'expect Bob'];

/** Up to the first byte of TLS. @param {Buffer} sent */
function beforeTls(sent) {
  const at = sent.indexOf(Buffer.from([0x16, 0x03]));
  return { words: sent.subarray(0, at < 0 ? sent.length : at).toString(), hello: at < 0 ? '' : sent.subarray(at, at + 2000).toString('latin1') };
}

for (const which of serverVersions) {
  const title = `TCP, ${which.kind} ${which.version}`;

  test(`${title}: logs in over STARTTLS, and says nothing before it`, async (context) => {
    const { authority, server } = await world(context, which);
    const proxy = await startTcpProxy(server.portC2s);
    try {
      await context.native.script(login,
        { url: `xmpp://127.0.0.1:${proxy.port}`, args: ['--ca', authority.file] });
      assert.equal(proxy.connections.length, 1);
      const { words, hello } = beforeTls(proxy.connections[0].sent);
      assert.match(words, /^<\?xml version='1\.0'\?><stream:stream [^>]*to='localhost'[^>]*><starttls [^>]*\/>$/);
      assert.doesNotMatch(words, /alice/);
      assert.ok(hello.includes('localhost'), 'server name indication');
    } finally {
      await proxy.stop();
    }
  });

  test(`${title}: logs in over TLS from the first byte`, async (context) => {
    const { authority, server } = await world(context, which);
    const proxy = await startTcpProxy(server.portTls);
    try {
      await context.native.script(login,
        { url: `xmpps://127.0.0.1:${proxy.port}`, args: ['--ca', authority.file] });
      const { words, hello } = beforeTls(proxy.connections[0].sent);
      assert.equal(words, '');
      assert.ok(hello.includes('localhost'), 'server name indication');
      assert.ok(hello.includes('xmpp-client'), 'application protocol');
    } finally {
      await proxy.stop();
    }
  });

  test(`${title}: a stranger's certificate, and one for another domain, are refused before the login`, async (context) => {
    const { authority, server } = await world(context, which);
    for (const [url, port] of [['xmpp', server.portC2s], ['xmpps', server.portTls]]) {
      for (const [jid, args, why] of [
        [alice.jid, [], /self-signed certificate in certificate chain|unable to (get local issuer|verify the first) certificate/],
        ['alice@other.example', ['--ca', authority.file], /hostname mismatch|unrecognized name/i], // Prosody does not even show one
      ]) {
        const proxy = await startTcpProxy(port);
        try {
          const { err, out } = await context.native.script([`login ${jid} ${alice.password}`, 'expect-status failed', 'dump'],
            { url: `${url}://127.0.0.1:${proxy.port}`, args: [...args, '--verbose'] });
          // Prosody does not know the other domain, and says so before TLS; then nothing was said either.
          if (!out.includes('does not know this domain')) {
            assert.match(err, why);
            assert.match(out, /^ *alert "[^"]*could not be encrypted[^"]*"/m);
          } else {
            assert.equal(url, 'xmpp');
          }
          for (const connection of proxy.connections) assert.doesNotMatch(beforeTls(connection.sent).words, /alice|<auth/);
        } finally {
          await proxy.stop();
        }
      }
    }
  });

  test(`${title}: a connection that is cut is resumed, and what came meanwhile arrives once`, async (context) => {
    const { authority, server, bobPeer } = await world(context, which);
    const proxy = await startTcpProxy(server.portC2s);
    const { native } = context;
    const words = `while you were away, ${which.version}`;
    const program = native.start(['--url', `xmpp://127.0.0.1:${proxy.port}`, '--ca', authority.file, '--verbose', '--script',
      native.scriptFile([...login, `open ${bob.jid}`, 'send hello', 'expect-status reconnecting', 'expect-status online',
        `expect ${words}`, 'send back again', 'rest', 'dump', 'quit'])]);
    try {
      await bobPeer.message('hello');
      const before = bobPeer.stanzas.length;
      proxy.cut();
      await untilSays(program, 'reconnecting');
      await bobPeer.sendChat(alice.jid, words);
      await bobPeer.message('back again');
      const { code, out, err } = await program.ended;
      assert.equal(code, 0, err);
      assert.equal(out.split(words).length - 1, 1, `the message is there once:\n${out}`);
      assert.equal(proxy.connections.length, 2);
      // A new session would have said so to everybody.
      const presences = bobPeer.stanzas.slice(before).filter((s) => s.is('presence'));
      const until = presences.findIndex((s) => s.attrs.type === 'unavailable'); // the end of the program
      assert.deepEqual(presences.slice(0, until < 0 ? undefined : until).map(String), []);
    } finally {
      program.child.kill('SIGKILL');
      await program.ended;
      await proxy.stop();
    }
  });

  if (which.kind === 'ejabberd') {
    test(`${title}: logs in by a certificate without a password`, async (context) => {
      const { authority, server } = await world(context, which);
      const mine = authority.forPerson(alice.jid);
      for (const url of [`xmpp://127.0.0.1:${server.portC2s}`, `xmpps://127.0.0.1:${server.portTls}`]) {
        await context.native.script(['expect Bob'], { url,
          args: ['--ca', authority.file, '--login', alice.jid, '--certificate', mine.file, '--key', mine.key] });
      }
      // Somebody else's is of no use for this account.
      const other = authority.forPerson('mallory@localhost');
      await context.native.script([`login ${alice.jid} unused`, 'expect-status failed'], {
        url: `xmpp://127.0.0.1:${server.portC2s}`,
        args: ['--ca', authority.file, '--certificate', other.file, '--key', other.key] });
    });
  }
}

test('TCP: a domain says where its servers are, and the best one that is there is taken', async (context) => {
  const { authority, server } = await world(context, serverVersions[1]);
  const proxy = await startTcpProxy(server.portTls);
  const [nobody] = await freePorts(1);
  const dns = await startNameserver({
    '_xmpp-client._tcp.localhost': [{ priority: 1, port: nobody, target: 'localhost' }, { priority: 3, port: server.portC2s, target: 'localhost' }],
    '_xmpps-client._tcp.localhost': [{ priority: 2, port: proxy.port, target: 'localhost' }],
  });
  try {
    await context.native.script(login,
      { url: 'xmpp://localhost', args: ['--ca', authority.file, '--nameserver', dns.address] });
    assert.deepEqual(dns.asked.sort(), ['_xmpp-client._tcp.localhost', '_xmpps-client._tcp.localhost']);
    assert.equal(proxy.connections.length, 1);
    assert.ok(beforeTls(proxy.connections[0].sent).hello.includes('xmpp-client'), 'TLS from the first byte');
  } finally {
    await dns.stop();
    await proxy.stop();
  }
});

test('TCP: a server without TLS is refused, and taken on this machine where that was allowed', async (context) => {
  const { native, server } = context;
  const url = `xmpp://127.0.0.1:${server.portC2s}`;
  const { out } = await native.script([`login ${carol.jid} ${carol.password}`, 'expect-status failed', 'dump'], { url });
  assert.match(out, /^ *alert "[^"]*could not be encrypted[^"]*"/m);
  await native.script([`login ${carol.jid} ${carol.password}`, 'expect-status online'], { url, args: ['--insecure-ok'] });
});

test('TCP: a file that holds no certificate is named', async ({ native }) => {
  const { code, err } = await native.run(['--ca', '/nowhere/at/all', '--dump']);
  assert.equal(code, 1);
  assert.match(err, /\/nowhere\/at\/all holds no certificate/);
});

await runCases();
