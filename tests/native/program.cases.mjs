// SPDX-License-Identifier: MIT
// The whole native program, as a person or a developer would use it: real window, real server, real peer.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { patience } from '../../scripts/lib/patience.mjs';
import { freePorts } from '../../scripts/lib/ports.mjs';
import { decodePng } from '../e2e/support/png.mjs';
import { alice, bob, carol, pictures, runCases, test, untilSays } from './suite.mjs';
import { makeCertificate, startTlsFront } from './tls-front.mjs';

/** Every script of the brief's languages, and what breaks naive programs. */
const texts = [
  'Hello from Bob, with a longer sentence that has to wrap at the end of the bubble because it is long.',
  'مرحبا بالعالم، كيف حالك اليوم؟',
  'שלום עולם, מה שלומך?',
  'नमस्ते दुनिया, आप कैसे हैं?',
  '你好世界，今天天气很好。',
  'Mixed: English, עברית and العربية in one line, 123.',
  '👨‍👩‍👧‍👦 family, 🇪🇺 flag, 👋🏽 wave',
];

/** Width, height and whether anything at all was drawn. */
function picture(file, width, height) {
  const png = decodePng(readFileSync(file));
  assert.deepEqual([png.width, png.height], [width, height], file);
  const colours = new Set();
  for (let at = 0; at < png.pixels.length; at += png.channels * 7) {
    colours.add(png.pixels.readUIntBE(at, 3));
  }
  assert.ok(colours.size > 50, `${file} has only ${colours.size} colours`);
  return png;
}

test('says how to use it', async ({ native }) => {
  const { code, out } = await native.run(['--help']);
  assert.equal(code, 0);
  for (const word of ['--url', '--bosh-url', '--profile', '--stay', '--script', '--screenshot', '--dump', 'expect TEXT']) assert.ok(out.includes(word), word);
});

test('refuses what it does not understand, in a sentence', async ({ native }) => {
  const wrong = [
    [['--frobnicate'], /'--frobnicate' is not an option/],
    [['--size', '12'], /--size is written WIDTHxHEIGHT/],
    [['--scale', 'big'], /--scale is a number/],
    [['--theme', 'pink'], /--theme is light, dark or auto/],
    [['--url'], /--url needs a value/],
    [['--password-file', '/dev/null'], /--password-file belongs to a --login/],
    [['--stay', '--no-profile'], /--stay needs a --profile/],
    [['--script', '/nowhere/at/all'], /cannot be read/],
    [['--script', native.scriptFile(['login', 'quit'])], /script line 1: the step is written: login JID PASSWORD/],
    [['--script', native.scriptFile(['# fine', 'fly away'])], /script line 2: there is no step called 'fly'/],
  ];
  for (const [args, sentence] of wrong) {
    const { code, err } = await native.run(args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, sentence);
  }
});

test('says so when there is no display', async ({ native }) => {
  const { code, err } = await native.run(['--dump'], { DISPLAY: ':65000' });
  assert.equal(code, 1);
  assert.match(err, /window/i);
});

for (const theme of ['light', 'dark']) {
  for (const scale of [1, 2]) {
    test(`login form, ${theme}, at ${scale} device pixels per pixel`, async ({ native }) => {
      const file = join(pictures, `native-login-${theme}-${scale}x.png`);
      const { code, out } = await native.run(
        ['--theme', theme, '--scale', `${scale}`, '--size', '1000x700', '--screenshot', file, '--dump']);
      assert.equal(code, 0);
      assert.match(out, /textbox "Address"/);
      assert.match(out, /textbox "Password" = \(secret\)/);
      picture(file, 1000 * scale, 700 * scale);
    });
  }
}

test('chat: messages in many scripts go each way', async ({ native, bobPeer }) => {
  const sent = 'From the native program: שלום, नमस्ते, 你好 👨‍👩‍👧‍👦';
  const run = native.script([
    `login ${alice.jid} ${alice.password}`,
    'expect-status online',
    'expect Bob',
    `open ${bob.jid}`,
    `send ${sent}`,
    `send two\\nlines`,
    `expect ${sent}`,
    ...texts.map((text) => `expect ${text}`),
    ...['light', 'dark'].flatMap((theme) => [1, 2].flatMap((scale) => [
      `theme ${theme}`, `scale ${scale}`, `screenshot ${join(pictures, `native-chat-${theme}-${scale}x.png`)}`])),
    'resize 420x760', 'theme light', `screenshot ${join(pictures, 'native-chat-narrow.png')}`,
    'quit',
  ], { args: ['--size', '1000x720'] });
  const reply = bobPeer.message(sent).then(async (message) => {
    assert.equal(message.from.split('/')[0], alice.jid);
    for (const text of texts) await bobPeer.sendChat(alice.jid, text);
  });
  await Promise.all([run, reply]);
  await bobPeer.message('two\nlines');
  assert.equal(bobPeer.messages().filter((message) => message.body === sent).length, 1);
  for (const theme of ['light', 'dark']) {
    for (const scale of [1, 2]) picture(join(pictures, `native-chat-${theme}-${scale}x.png`), 1000 * scale, 720 * scale);
  }
  picture(join(pictures, 'native-chat-narrow.png'), 840, 1520);
});

test('logs in from the command line and dumps what is on screen', async ({ native, folder }) => {
  const file = join(folder, 'password');
  writeFileSync(file, `${alice.password}\n`);
  const { code, out, err } = await native.run(
    ['--url', native.url, '--domain', 'localhost', '--login', 'alice', '--password-file', file, '--dump']);
  assert.equal(code, 0, err);
  assert.match(out, /button "Bob/);
});

test('a wrong password is one sentence and a login form', async ({ native }) => {
  const { out } = await native.script([
    `login ${alice.jid} wrong`, 'expect-item login/address', 'expect-status failed', 'dump']);
  assert.match(out, /^ *alert "[^"]*password[^"]*\."/m);
  assert.match(out, /textbox "Address"/);
});

test('an address that is none is one sentence and a login form', async ({ native }) => {
  const { out } = await native.script(['login not@@good x', 'rest', 'dump']);
  assert.match(out, /^ *alert "[^"]*address[^"]*\."/m);
  assert.match(out, /textbox "Address"/);
});

test('an unencrypted server elsewhere is refused before anything is sent', async ({ native }) => {
  const { out } = await native.script(
    [`login ${alice.jid} ${alice.password}`, 'expect-status failed', 'dump'], { url: 'ws://xmpp.invalid/' });
  assert.match(out, /^ *alert "[^"]*not encrypted[^"]*"/m);
});

test('no server at all is one sentence and a login form', async ({ native }) => {
  const [port] = await freePorts(1);
  const { out } = await native.script(
    [`login ${alice.jid} ${alice.password}`, 'expect-status failed', 'dump'], { url: `ws://127.0.0.1:${port}/` });
  assert.match(out, /^ *alert "[^"]*cannot be reached[^"]*"/m);
  assert.match(out, /textbox "Address"/);
});

test('a server that speaks no WebSocket is one sentence and a login form', async ({ native }) => {
  const server = http.createServer((_, answer) => answer.writeHead(404).end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  try {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const { out } = await native.script(
      [`login ${alice.jid} ${alice.password}`, 'expect-status failed', 'dump'], { url: `ws://127.0.0.1:${port}/` });
    assert.match(out, /^ *alert "[^"]+"/m);
    assert.match(out, /textbox "Address"/);
  } finally {
    server.close();
  }
});

test('TLS: a certificate the system trusts for this host is accepted', async ({ native, folder, server }) => {
  const certificate = makeCertificate(folder, 'localhost');
  const front = await startTlsFront(certificate, server.portHttp);
  try {
    await native.script([`login ${carol.jid} ${carol.password}`, 'expect-status online'],
      { url: front.url('localhost'), env: { SSL_CERT_FILE: certificate.file } });
    assert.deepEqual(front.serverNames, ['localhost'], 'server name indication');
  } finally {
    await front.stop();
  }
});

test('TLS: certificates of strangers, and for other hosts, are refused', async ({ native, folder, server }) => {
  const other = makeCertificate(folder, 'other.example');
  const own = makeCertificate(folder, 'localhost');
  for (const [certificate, env] of [[other, { SSL_CERT_FILE: other.file }], [own, {}]]) {
    const front = await startTlsFront(certificate, server.portHttp);
    try {
      await native.script([`login ${carol.jid} ${carol.password}`, 'expect-status failed'],
        { url: front.url('localhost'), env });
      assert.equal(front.requests, 0, 'nothing was said to a server that is not who it should be');
    } finally {
      await front.stop();
    }
  }
});

test('a step that does not come true ends with 3, the step and the screen', async ({ native }) => {
  const { err } = await native.script(['timeout 1', 'expect the Spanish Inquisition'], { code: 3 });
  assert.match(err, /script line 2: 'expect the Spanish Inquisition' did not come true within 1 s/);
  assert.match(err, /textbox "Address"/);
});

test('idle: a window with nobody before it uses no time', async ({ native }) => {
  const program = native.start(['--url', native.url, '--verbose', '--login', alice.jid,
    '--password-file', native.scriptFile([alice.password])]);
  try {
    await untilSays(program, 'online');
    // Greetings and the first frames come first, however long they take on a busy machine; after them comes rest.
    const begun = Date.now();
    let used = Infinity;
    while (used > 5) {
      assert.ok(Date.now() - begun < patience, `the last ${used} of 500 ticks of processor time in five idle seconds`);
      const before = ticksOf(program.child.pid);
      await delay(5_000); // what is measured
      used = ticksOf(program.child.pid) - before;
    }
    console.log(`  ${used} of 500 ticks, after ${Date.now() - begun - 5_000} ms`);
  } finally {
    program.child.kill('SIGTERM');
    await program.ended;
  }
});

/** Processor time so far, in hundredths of a second (proc(5): utime and stime). */
function ticksOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

await runCases();
