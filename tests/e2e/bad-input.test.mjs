// SPDX-License-Identifier: MIT
// Wrong passwords, servers that are not there or talk nonsense: each shows one clear sentence, keeps what was typed,
// sends nothing by halves, and leaves a login form that works.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteFolder } from '../../scripts/lib/paths.mjs';
import { ScriptedServer, scramLogin, streamOpening } from '../../scripts/lib/scripted-server.mjs';
import { matrix } from './support/matrix.mjs';
import { assertClearSentence } from './support/sentence.mjs';

/** Browsers log every WebSocket that cannot be opened, whatever the page does about it. */
const socketFailure = [/websocket/i, /can.t establish a connection/i];

/** ejabberd goes on sending after its own close frame (against RFC 6455 section 5.5.1), which Chromium logs. */
const lateFrame = (scene) => (scene.serverKind === 'ejabberd' ? [/Data frame received after close/] : []);

async function untilRefused(page) {
  await page.until('the login to be refused', () => {
    const { status } = document.documentElement.dataset;
    return (status === 'failed' || status === 'offline') && parlanceProbe.statuses.length > 1
      && parlanceProbe.sentences().length > 0;
  });
  await page.untilLoginForm();
}

/** What the form holds after a refusal: the address that was typed must still be there. */
function typedAddress(page) {
  return page.run(() => parlanceProbe.find('input[autocomplete~=username]').value);
}

async function loginAgain(page, account) {
  await page.login(account.jid, account.password);
  assert.deepEqual(await page.sentences(), [], 'the old message is gone after a login that worked');
}

matrix('bad input', (scene, it) => {
  it('wrong password', async (test) => {
    const { alice } = await scene.pair();
    const page = await scene.open(test, { expected: lateFrame(scene) });
    await page.submitLogin(alice.jid, 'not her password');
    await untilRefused(page);
    const sentences = await page.sentences();
    assertClearSentence(sentences);
    assert.match(sentences[0], /password/i);
    assert.equal(await typedAddress(page), alice.jid);
    await loginAgain(page, alice);
  });

  it('an account that does not exist', async (test) => {
    const { alice } = await scene.pair();
    const page = await scene.open(test, { expected: lateFrame(scene) });
    await page.submitLogin(`nobody-of-that-name@${scene.domain}`, 'whatever');
    await untilRefused(page);
    assertClearSentence(await page.sentences());
    await loginAgain(page, alice);
  });

  it('a domain that the server does not serve', async (test) => {
    const { alice } = await scene.pair();
    const page = await scene.open(test, { expected: lateFrame(scene) });
    await page.submitLogin('alice@elsewhere.example', alice.password);
    await untilRefused(page);
    const sentences = await page.sentences();
    assertClearSentence(sentences);
    // Over BOSH ejabberd says internal-server-error (trap 19), which may mean anything.
    const isTold = scene.serverKind === 'prosody' || scene.transport === 'websocket';
    if (isTold) assert.match(sentences[0], /domain|elsewhere\.example/i, 'says that the domain is what is wrong');
    assert.equal(await typedAddress(page), 'alice@elsewhere.example');
    await loginAgain(page, alice);
  });

  it('malformed addresses, without bothering any server', { transports: ['websocket'] }, async (test) => {
    const { alice } = await scene.pair();
    const server = await ScriptedServer.start(scene.scriptedPort, { realUrl: scene.server.websocketUrl });
    test.after(() => server.stop());
    scene.resetConfig({ websocket_url: server.url });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test);
    for (const address of ['@', '@localhost', 'alice@', 'al ice@localhost', 'a@b@c', 'ali<ce@localhost',
      `${'x'.repeat(1100)}@localhost`, 'alice@local host']) {
      await page.submitLogin(address, 'secret');
      await page.until(`a message about "${address.slice(0, 30)}"`, () => parlanceProbe.sentences().length > 0);
      assertClearSentence(await page.sentences());
      await page.untilLoginForm();
      assert.equal(await typedAddress(page), address);
      assert.equal(server.connections.length, 0, `${address.slice(0, 30)} must not reach a server`);
    }
    await loginAgain(page, alice);
    assert.equal(server.connections.length, 1);
  });

  it('no server at all', { transports: ['websocket'] }, async (test) => {
    const { alice } = await scene.pair();
    scene.resetConfig({ websocket_url: `ws://127.0.0.1:${scene.deadPort}/xmpp-websocket` });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test, { expected: socketFailure });
    await page.submitLogin(alice.jid, alice.password);
    await untilRefused(page);
    assertClearSentence(await page.sentences());
    assert.equal(await typedAddress(page), alice.jid);
    const server = await ScriptedServer.start(scene.deadPort, { realUrl: scene.server.websocketUrl });
    test.after(() => server.stop());
    await loginAgain(page, alice);
  });
});

matrix('nonsense from the server', (scene, it) => {
  const scripted = {
    'a server without WebSocket': 'no-websocket',
    'a server that hangs up at once': (connection) => connection.close(),
    'a frame that is not XML': (connection) => connection.onFrame(() => connection.send('220 mail.example ESMTP ready')),
    'a frame that ends too early': (connection) => connection.onFrame(() => connection.send("<open xmlns='urn:ietf:params")),
    'two elements in one frame': (connection) => connection.onFrame(
      () => connection.send(streamOpening('localhost').join(''))),
    'a binary frame': (connection) => connection.onFrame(() => connection.send(new Uint8Array([0, 255, 1, 254]))),
    // The browser refuses them before the page sees anything (RFC 6455 8.1).
    'text that is no UTF-8': (connection) => connection.onFrame(() => connection.sendText(
      Buffer.from(streamOpening('localhost')[0].replace('scripted', '\xff\xc0'), 'latin1'))),
    'a DOCTYPE': (connection) => connection.onFrame(() => connection.send(
      `<!DOCTYPE open [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${streamOpening('localhost')[0]}`)),
    'a DOCTYPE in the place of the features': (connection) => {
      let count = 0;
      connection.onFrame(() => {
        count += 1;
        if (count > 1) return;
        const [open, features] = streamOpening('localhost');
        connection.send(open);
        connection.send(`<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">${features}`);
      });
    },
    'a stream for another host': (connection) => connection.onFrame(() => {
      for (const frame of streamOpening('attacker.example')) connection.send(frame);
    }),
    'features that offer no way to log in': (connection) => connection.onFrame(() => {
      connection.send(streamOpening('localhost')[0]);
      connection.send("<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>");
    }),
    'a server that cannot prove that it knows the password': (connection) => {
      let step = 0;
      connection.onFrame((frame) => {
        step += 1;
        const sasl = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
        const encode = (text) => Buffer.from(text).toString('base64');
        if (step === 1) for (const opening of streamOpening('localhost')) connection.send(opening);
        if (step === 2) {
          const first = Buffer.from(frame.replace(/^<[^>]*>|<[^>]*>$/g, ''), 'base64').toString();
          const nonce = first.match(/r=([^,]*)/)?.[1] ?? '';
          connection.send(`<challenge ${sasl}>${encode(`r=${nonce}server,s=${encode('salt')},i=4096`)}</challenge>`);
        }
        if (step === 3) connection.send(`<success ${sasl}>${encode(`v=${encode('not the signature....')}`)}</success>`);
      });
    },
  };

  for (const [title, script] of Object.entries(scripted)) {
    it(title, { transports: ['websocket'] }, async (test) => {
      const { alice } = await scene.pair();
      const server = await ScriptedServer.start(scene.scriptedPort,
        { realUrl: scene.server.websocketUrl, script });
      test.after(() => server.stop());
      scene.resetConfig({ websocket_url: server.url });
      test.after(() => scene.resetConfig());
      const page = await scene.open(test, { expected: socketFailure });

      await page.submitLogin(alice.jid, alice.password);
      await untilRefused(page);
      assertClearSentence(await page.sentences());
      assert.equal(await typedAddress(page), alice.jid);
      const sent = server.connections.flat();
      if (!title.includes('password')) {
        assert.deepEqual(sent.filter((frame) => /<(auth|response|authenticate)\b/.test(frame)), [],
          'no credentials for a server that talks nonsense');
      }
      assert.deepEqual(sent.filter((frame) => /<(iq|presence|message)\b/.test(frame)), [], 'nothing after the refusal');

      server.script = undefined; // from now on it behaves
      await loginAgain(page, alice);
    });
  }

  it('text that is no UTF-8 in a session: the connection comes back, and the next message is shown', { transports: ['websocket'] }, async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const server = await ScriptedServer.start(scene.scriptedPort, { realUrl: scene.server.websocketUrl });
    test.after(() => server.stop());
    scene.resetConfig({ websocket_url: server.url });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test, { expected: socketFailure });
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    const broken = "<message xmlns='jabber:client' from='mallory@evil.example/x' type='chat'><body>\xe2\x82</body></message>";
    server.inject([Buffer.from(broken, 'latin1')]);
    await page.untilOutside('another connection', () => server.connections.length === 2);
    await page.untilOnline();
    await bobPeer.sendChat(alice.jid, 'after what was no text');
    await page.untilArticle('after what was no text');
  });

  it('a server that does not speak the xmpp subprotocol', { transports: ['websocket'] }, async (test) => {
    const { alice } = await scene.pair();
    const server = await ScriptedServer.start(scene.scriptedPort,
      { realUrl: scene.server.websocketUrl, subprotocol: false });
    test.after(() => server.stop());
    scene.resetConfig({ websocket_url: server.url });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test, { expected: socketFailure });
    await page.submitLogin(alice.jid, alice.password);
    await untilRefused(page);
    assertClearSentence(await page.sentences());
    assert.deepEqual(server.connections.flat().filter((frame) => /<auth\b/.test(frame)), []);
    server.subprotocol = true;
    await loginAgain(page, alice);
  });

  it('a config.json that is not JSON', async (test) => {
    const { alice } = await scene.pair();
    scene.front.setConfigText('{ "websocket_url": ');
    test.after(() => scene.resetConfig());
    const page = await scene.open(test, { expected: [/config\.json/i, /JSON/] });
    await page.until('a message about config.json', () => parlanceProbe.sentences().length > 0);
    assertClearSentence(await page.sentences());
    assert.match((await page.sentences())[0], /config\.json/);
    scene.resetConfig();
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.login(alice.jid, alice.password);
  });

  it('a core that cannot be loaded', async (test) => {
    const site = mkdtempSync(join(tmpdir(), 'parlance-site-'));
    cpSync(siteFolder, site, { recursive: true });
    for (const file of readdirSync(site)) if (file.startsWith('parlance-core.')) rmSync(join(site, file));
    const page = await scene.open(test, { site, expected: [/parlance-core/, /status 404/] });
    test.after(() => rmSync(site, { recursive: true, force: true })); // once the page, which may still ask for its icon, is gone
    await page.until('a message', () => parlanceProbe.sentences().length > 0);
    const sentences = await page.sentences();
    assertClearSentence(sentences);
    assert.match(sentences[0], /status 404/, 'no network is to blame');
    assert.equal(await page.status(), 'failed');
  });
});

const megabyte = 'a'.repeat(1 << 20);
const success2 = (jid) => `<success xmlns='urn:xmpp:sasl:2'><authorization-identifier>${jid}</authorization-identifier>`
  + "<bound xmlns='urn:xmpp:bind:0'/></success>";
const bound = (id, jid) => `<iq xmlns='jabber:client' type='result' id='${id}'>`
  + `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${jid}</jid></bind></iq>`;

matrix('what a server must not do to a login', (scene, it) => {
  /** Everything but errors, which fail a test anyway. @param {import('../../scripts/lib/chat-page.mjs').ChatPage} page */
  const logOf = (page) => {
    /** @type {string[]} */
    const lines = [];
    page.page.on('console', (message) => lines.push(message.text()));
    return lines;
  };

  /** The page says this, for people, for programs and in the log. */
  async function assertRefused(page, log, { code, sentence, logged }) {
    await untilRefused(page);
    const sentences = await page.sentences();
    assertClearSentence(sentences);
    assert.match(sentences[0], sentence);
    assert.equal(await page.run(() => document.querySelector('parlance-chat').dataset.reasonCode), code);
    await page.untilOutside(`the log to name ${logged}`, () => log.some((line) => line.includes(logged)));
  }

  const overWebSocket = {
    'a redirect to a foreign host': {
      script: () => (connection) => connection.onFrame(() => connection.send(
        "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='wss://evil.example/ws'/>")),
      code: 'Redirected', sentence: /sent you to “wss:\/\/evil.example\/ws”, which is not allowed.*Ask who/, logged: 'ended: Redirected',
    },
    'a bound address of another account': {
      script: ({ password }) => scramLogin('localhost', password, (id) => bound(id, 'mallory@localhost/x')),
      code: 'ForeignIdentity', sentence: /different address.*Ask who/, logged: 'bound an address of another account',
    },
    'a bound address at another domain': {
      script: ({ password, user }) => scramLogin('localhost', password, (id) => bound(id, `${user}@evil.example/x`)),
      code: 'ForeignIdentity', sentence: /different address.*Ask who/, logged: 'bound an address of another account',
    },
    'a frame of a megabyte before the login': {
      script: () => (connection) => connection.onFrame(() => connection.send(
        streamOpening('localhost')[0].replace('/>', ` x='${megabyte}'/>`))),
      code: 'BadXml', sentence: /more at once than is safe.*Try again/, logged: 'BadXml (policy-violation)',
    },
  };
  for (const [title, { script, ...expected }] of Object.entries(overWebSocket)) {
    it(title, { transports: ['websocket'] }, async (test) => {
      const { alice } = await scene.pair();
      const server = await ScriptedServer.start(scene.scriptedPort,
        { realUrl: scene.server.websocketUrl, script: script(alice) });
      test.after(() => server.stop());
      scene.resetConfig({ websocket_url: server.url });
      test.after(() => scene.resetConfig());
      const page = await scene.open(test, { expected: [/connection to wss?:.* was interrupted/] }); // what Firefox says of a socket closed in the middle of a frame
      const log = logOf(page);
      await page.submitLogin(alice.jid, alice.password);
      await assertRefused(page, log, expected);
      assert.equal(await typedAddress(page), alice.jid);
      assert.equal(server.connections.length, 1, 'and nowhere else');
      assert.deepEqual(server.connections.flat().filter((frame) => /<(presence|message)\b|jabber:iq:roster/.test(frame)), [],
        'nothing of a session');
      server.script = undefined;
      await loginAgain(page, alice);
    });
  }

  const page502 = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
  const overBosh = {
    'a page of HTML where BOSH was expected': {
      answer: { type: 'text/html', body: '<!DOCTYPE html><html><head><title>Hotel</title></head><body>Log in</body></html>' },
      code: 'NoBosh', sentence: /Something else than a chat server.*Try again/, logged: 'ended: NoBosh',
    },
    'a page of HTML that says 502 where BOSH was expected': {
      answer: { status: 502, type: 'text/html', body: page502 }, expected: [/502/],
      code: 'NoBosh', sentence: /Something else than a chat server.*Try again/, logged: 'ended: NoBosh',
    },
    'a megabyte of BOSH before the login': {
      answer: { body: `<body xmlns='http://jabber.org/protocol/httpbind' sid='s' x='${megabyte}'/>` },
      code: 'BadXml', sentence: /more at once than is safe.*Try again/, logged: 'BadXml (policy-violation)',
    },
  };
  for (const [title, { answer, expected: problems = [], ...expected }] of Object.entries(overBosh)) {
    it(title, { transports: ['bosh'] }, async (test) => {
      const { alice } = await scene.pair();
      const server = await ScriptedServer.start(scene.scriptedPort, { realUrl: scene.server.websocketUrl });
      server.bosh = () => answer;
      scene.resetConfig({ websocket_url: '', bosh_url: server.boshUrl });
      test.after(() => scene.resetConfig());
      const page = await scene.open(test, { expected: problems });
      test.after(() => server.stop()); // the page goes first: it is logged in there
      const log = logOf(page);
      await page.submitLogin(alice.jid, alice.password);
      await assertRefused(page, log, expected);
      assert.doesNotMatch((await page.sentences())[0], /server says/, 'our own words are not put into its mouth');
      assert.deepEqual(server.bodies.filter((body) => /<(auth|authenticate)\b/.test(body)), []);
      server.bosh = undefined;
      await loginAgain(page, alice);
    });
  }

  it('a token for another account', { transports: ['websocket'] }, async (test) => {
    const { alice } = await scene.pair();
    const server = await ScriptedServer.start(scene.scriptedPort, {
      realUrl: scene.server.websocketUrl,
      script: (connection) => connection.onFrame((frame) => {
        if (frame.startsWith('<open')) {
          connection.send(streamOpening('localhost')[0]);
          connection.send("<stream:features xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>OAUTHBEARER</mechanism><inline>"
            + "<bind xmlns='urn:xmpp:bind:0'/></inline></authentication></stream:features>");
        } else if (frame.startsWith('<authenticate')) {
          connection.send(success2('mallory@localhost/x'));
        }
      }),
    });
    test.after(() => server.stop());
    const page = await scene.open(test);
    const log = logOf(page);
    await page.untilLoginForm();
    const { code, reason, status } = await page.run(async (jid, url) => {
      document.querySelector('parlance-chat').remove();
      const { mount } = await import('./parlance.js');
      const element = document.createElement('div');
      element.style.cssText = 'position:fixed;inset:0';
      document.body.append(element);
      const handle = mount(element, { jid, websocket_url: url, token: async () => 'secret-token:of-somebody' });
      await new Promise((done) => {
        handle.addEventListener('status', () => { if (handle.status === 'failed') done(true); });
      });
      const { reasonCode, reason: sentence } = element.dataset;
      return { code: reasonCode, reason: sentence, status: handle.status };
    }, alice.jid, server.url);
    assert.equal(status, 'failed');
    assert.equal(code, 'ForeignIdentity');
    assertClearSentence([reason]);
    assert.match(reason, /different address.*Ask who/);
    await page.untilOutside('the log to say so', () => log.some((line) => line.includes('another account is logged in')));
    assert.deepEqual(server.connections.flat().filter((frame) => /<(iq|presence|message)\b/.test(frame)), [],
      'nothing of a session');
  });
});
