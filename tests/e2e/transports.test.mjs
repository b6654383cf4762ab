// SPDX-License-Identifier: MIT
// The page over BOSH, and the way from a WebSocket that does not get through to BOSH.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { matrix } from './support/matrix.mjs';

const refused = [/websocket/i, /can.t establish a connection/i, /ERR_CONNECTION_REFUSED/];

matrix('transports', (scene) => {
  const bosh = () => `${scene.front.origin}/http-bind`;

  it('chats over BOSH, both ways', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    scene.resetConfig({ websocket_url: '', bosh_url: bosh() });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    for (let i = 0; i < 5; i += 1) await page.send(bob.name, `over BOSH ${i}`);
    await bobPeer.message('over BOSH 4');
    assert.deepEqual(bobPeer.messages().map(({ body }) => body).filter((body) => body.startsWith('over BOSH')),
      [0, 1, 2, 3, 4].map((i) => `over BOSH ${i}`), 'each once, in order');
    await bobPeer.sendChat(alice.jid, 'back by BOSH');
    await page.untilArticle('back by BOSH');
  });

  it('takes BOSH where no WebSocket gets through', async (test) => {
    const { alice, bob } = await scene.pair();
    scene.resetConfig({ websocket_url: `ws://127.0.0.1:${scene.deadPort}/`, bosh_url: bosh() });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test, { expected: refused });
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
  });

  it('says so where something else than BOSH answers', async (test) => {
    const { alice } = await scene.pair();
    scene.resetConfig({ websocket_url: '', bosh_url: `${scene.front.origin}/index.html` });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test, { expected: [/405/, /index\.html/] });
    await page.submitLogin(alice.jid, alice.password);
    await page.untilStatus('failed');
    const { code, reason } = await page.run(() => {
      const { reasonCode, reason: sentence } = document.querySelector('parlance-chat').dataset;
      return { code: reasonCode, reason: sentence };
    });
    assert.equal(code, 'NoBosh');
    assert.match(reason, /Something else than a chat server/);
  });
});

matrix('a server that does not hold', (scene) => {
  it('trap 23: empty requests keep the distance it asks for, and what is said does not wait', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    scene.resetConfig({ websocket_url: '', bosh_url: `${scene.front.origin}/http-bind` });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test);
    // What carried nothing, and whether its answer brought something.
    const asked = [];
    page.page.on('requestfinished', async (request) => {
      const entry = asked.find((each) => each.request === request);
      if (entry) entry.answer = await request.response().text();
    });
    page.page.on('request', (request) => {
      if (request.postData()) asked.push({ request, at: Date.now(), isEmpty: /^<body [^>]*\/>$/.test(request.postData()), answer: undefined });
    });
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    const pairs = () => asked.slice(1).map((second, i) => [asked[i], second])
      .filter(([first, second]) => first.isEmpty && second.isEmpty && /^<body [^>]*(\/>|><\/body>)$/.test(first.answer ?? ''));
    await page.untilOutside('three requests that follow an empty answer', () => pairs().length >= 3, { within: 40_000 });
    // Prosody announces polling='5' and answers after a second. A clock may be a few milliseconds off.
    for (const [first, second] of pairs()) assert.ok(second.at - first.at > 4950, `${second.at - first.at} ms`);
    const before = Date.now();
    await page.send(bob.name, 'at once');
    await bobPeer.message('at once');
    assert.ok(Date.now() - before < 4000, 'what there is to say does not wait');
    await bobPeer.sendChat(alice.jid, 'a little later');
    await page.untilArticle('a little later');
  });
}, { browsers: ['chromium'], servers: ['prosody'], serverOptions: () => ({ boshMaxWait: 1 }) });

matrix('a page that is frozen', (scene) => {
  it('trap 23: it asks the server to wait, and goes on with its session after longer than the server waits otherwise', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    scene.resetConfig({ websocket_url: '', bosh_url: `${scene.front.origin}/http-bind` });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test);
    const sent = [];
    page.page.on('request', (request) => { if (request.postData()) sent.push(request.postData()); });
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.until('rest', () => document.querySelector('parlance-chat').handle.held.requests === 1);
    await page.untilQuiet();
    sent.length = 0;
    await page.hideBehind(await page.openTab('about:blank'));
    const devtools = await page.page.createCDPSession();
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    await page.untilOutside('the pause', () => sent.some((text) => text.includes("pause='120'")));
    await bobPeer.sendChat(alice.jid, 'into the ice');
    await delay(8000); // ejabberd gives up a silent session after 4 s here; nothing but time can show that it does not
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    await page.show();
    await page.untilArticle('into the ice');
    await page.send(bob.name, 'thawed');
    await bobPeer.message('thawed');
    const sids = new Set(sent.map((text) => /sid='(.*?)'/.exec(text)?.[1]));
    assert.equal(sids.size, 1, 'the same session');
    assert.ok(!sent.some((text) => /<auth|<resume|jabber:iq:roster/.test(text)), 'nobody logged in anew');
  });
}, { browsers: ['chromium'], servers: ['ejabberd'], serverOptions: () => ({ boshMaxInactivity: 4 }) });
