// SPDX-License-Identifier: MIT
// What is particular about BOSH, and the way there from a WebSocket that does not get through. (That one can talk over it
// is one of the cases of core-dialogue.test.mjs.)

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { matrix } from './support/matrix.mjs';

const refused = [/websocket/i, /can.t establish a connection/i, /ERR_CONNECTION_REFUSED/];

matrix('transports', (scene, it) => {
  it('takes BOSH where no WebSocket gets through', async (test) => {
    const { alice, bob } = await scene.pair();
    scene.resetConfig({ websocket_url: `ws://127.0.0.1:${scene.deadPort}/` });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test, { expected: refused });
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
  });

  it('says so where something else than BOSH answers', async (test) => {
    const { alice } = await scene.pair();
    scene.resetConfig({ bosh_url: `${scene.front.origin}/index.html` });
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
}, { transports: ['bosh'] });

matrix('a server that does not hold', (scene, it) => {
  it('trap 23: empty requests keep the distance it asks for, and what is said does not wait', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    // What carried nothing, and whether its answer brought something; when, as the browser says.
    const asked = [];
    const devtools = await page.page.createCDPSession();
    await devtools.send('Network.enable');
    devtools.on('Network.requestWillBeSent', ({ requestId, timestamp, request: { postData } }) => {
      if (postData) asked.push({ requestId, at: timestamp * 1000, isEmpty: /^<body [^>]*\/>$/.test(postData), answer: undefined });
    });
    devtools.on('Network.loadingFinished', async ({ requestId }) => {
      const entry = asked.find((each) => each.requestId === requestId);
      if (entry) entry.answer = (await devtools.send('Network.getResponseBody', { requestId })).body;
    });
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    const pairs = () => asked.slice(1).map((second, i) => [asked[i], second])
      .filter(([first, second]) => first.isEmpty && second.isEmpty && /^<body [^>]*(\/>|><\/body>)$/.test(first.answer ?? ''));
    await page.untilOutside('two requests that follow an empty answer', () => pairs().length >= 2);
    // Prosody announces polling='5' and answers after a second. A clock may be a few milliseconds off.
    for (const [first, second] of pairs()) assert.ok(second.at - first.at > 4950, `${second.at - first.at} ms`);
    // What there is to say does not wait: of several words, each said when the one before has arrived, some follow sooner
    // than an empty request might.
    const { length } = asked;
    for (let i = 0; i < 5; i += 1) {
      await page.send(bob.name, `at once ${i}`);
      await bobPeer.message(`at once ${i}`);
    }
    const gaps = asked.slice(length).map(({ at }, i) => at - asked[length + i - 1].at);
    assert.ok(Math.min(...gaps) < 4950, `${gaps.join(', ')} ms`);
    await bobPeer.sendChat(alice.jid, 'a little later');
    await page.untilArticle('a little later');
  });
}, { browsers: ['chromium'], servers: ['prosody'], transports: ['bosh'], serverOptions: () => ({ boshMaxWait: 1 }) });

matrix('a page that is frozen', (scene, it) => {
  it('trap 23: it asks the server to wait, and goes on with its session after longer than the server waits otherwise', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
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
    await delay(6000); // ejabberd gives up a silent session after 4 s here; nothing but time can show that it does not
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    await page.show();
    await page.untilArticle('into the ice');
    await page.send(bob.name, 'thawed');
    await bobPeer.message('thawed');
    const sids = new Set(sent.map((text) => /sid='(.*?)'/.exec(text)?.[1]));
    assert.equal(sids.size, 1, 'the same session');
    assert.ok(!sent.some((text) => /<auth|<resume|jabber:iq:roster/.test(text)), 'nobody logged in anew');
  });
}, { browsers: ['chromium'], servers: ['ejabberd'], transports: ['bosh'], serverOptions: () => ({ boshMaxInactivity: 4 }) });
