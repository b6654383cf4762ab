// SPDX-License-Identifier: MIT
// A reloaded page goes on with its session: nobody logs in, nothing is fetched again, nothing is lost. The frames of
// each case are kept in build/reload-frames for whoever wants to read them.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder } from '../../scripts/lib/paths.mjs';
import { ScriptedServer } from '../../scripts/lib/scripted-server.mjs';
import { matrix } from './support/matrix.mjs';

const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i];

matrix('reload', (scene, it) => {
  async function behindProxy(test) {
    const server = await ScriptedServer.start(scene.scriptedPort, { realUrl: scene.server.websocketUrl });
    test.after(() => server.stop());
    scene.resetConfig({ websocket_url: server.url });
    test.after(() => scene.resetConfig());
    return server;
  }

  it('trap 40: resumes, and asks for nothing it has', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const server = await behindProxy(test);
    const page = await scene.open(test, { expected });
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.send(bob.name, 'before the reload');
    await bobPeer.message('before the reload');
    await bobPeer.sendChat(alice.jid, 'an answer before it');
    await page.untilArticle('an answer before it');

    await page.page.reload({ waitUntil: 'domcontentloaded' });
    // While nobody is there.
    await bobPeer.sendChat(alice.jid, 'into the gap');
    await page.untilOnline();
    const took = await page.run(() => Math.round(performance.now()));
    for (const text of ['before the reload', 'an answer before it', 'into the gap']) await page.untilArticle(text);
    await page.untilContact(bob.name);
    const wasAsked = await page.run(() => parlanceProbe.statuses.includes('failed'));
    assert.equal(wasAsked, false);

    await page.send(bob.name, 'after the reload');
    await bobPeer.message('after the reload');
    await bobPeer.sendChat(alice.jid, 'good to have you back');
    await page.untilArticle('good to have you back');

    const frames = server.connections.at(-1);
    const folder = join(buildFolder, 'reload-frames');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${scene.browserKind}-${scene.serverKind}.txt`),
      `online ${took} ms after the navigation began\n${frames.join('\n')}\n`);
    console.log(`# reload, ${scene.browserKind}, ${scene.serverKind}: online after ${took} ms`);
    assert.ok(frames.some((frame) => frame.includes('<resume')), 'the session is resumed');
    for (const wasted of ['jabber:iq:roster', '<presence', 'disco#info', "<bind xmlns='urn:ietf"]) {
      assert.ok(!frames.some((frame) => frame.includes(wasted) && !frame.includes('<authenticate')), `${wasted} was sent again`);
    }
    for (const text of ['before the reload', 'an answer before it', 'into the gap', 'good to have you back']) {
      const copies = (await page.articles()).filter((article) => article.text.includes(text));
      assert.equal(copies.length, 1, text);
    }
  });

  it('keeps what was typed and not sent', async (test) => {
    const { alice, bob } = await scene.pair();
    await behindProxy(test);
    const page = await scene.open(test, { expected });
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.type('half a sentence');
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    await page.until('the draft', (text) => parlanceProbe.all('textarea').some((field) => field.value === text), ['half a sentence']);
  });

  it('trap 24: takes up no session of whoever used the portal before', async (test) => {
    const { alice, bob } = await scene.pair();
    const next = await scene.account('next');
    const server = await behindProxy(test);
    const portal = ({ jid, password }) => scene.resetConfig({ websocket_url: server.url, auto_login: true, jid, password });
    portal(alice);
    const page = await scene.open(test, { expected });
    await page.untilContact(bob.name); // the roster comes behind <enabled/>: before that there is nothing to go on with
    portal(alice);
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    assert.ok(server.connections.at(-1).some((frame) => frame.includes('<resume')), 'her own goes on');
    portal(next);
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    const frames = server.connections.at(-1);
    assert.match(frames[0], new RegExp(`from='${next.jid}'`));
    for (const frame of frames) assert.ok(!frame.includes('<resume') && !frame.includes(alice.jid), frame);
  });

  it('is over after logging out: the form is there after a reload', async (test) => {
    const { alice, bob } = await scene.pair();
    await behindProxy(test);
    const page = await scene.open(test, { expected });
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await page.run(() => document.querySelector('parlance-chat').handle.logOut());
    await page.untilStatus('offline');
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilLoginForm();
    const kept = await page.run(() => Object.keys(sessionStorage).filter((key) => key.startsWith('parlance')));
    assert.deepEqual(kept, []);
  });
}, { transports: ['websocket'] }); // behind a proxy that shows WebSocket frames
