// SPDX-License-Identifier: MIT
// The core of it all, in every browser, against every server and over each transport: in, words both ways, a room, a reload,
// a connection that is lost, and out.

import assert from 'node:assert/strict';
import { Gate } from '../../scripts/lib/gate.mjs';
import { matrix } from './support/matrix.mjs';

const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i, /ERR_/, /http-bind/,
  /Cross-Origin Request Blocked/];

matrix('the core dialogue', (scene, it) => {
  it('in, both ways, a room, a reload, a lost connection, out', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    let gate = await Gate.start(scene.scriptedPort, scene.server.portHttp);
    test.after(() => gate.stop());
    scene.resetConfig(scene.transport === 'bosh' ? { bosh_url: gate.boshUrl } : { websocket_url: gate.url });
    const name = `hall-${scene.tag}`;
    const room = `${name}@conference.${scene.domain}`;
    await bobPeer.join(room, 'bob');
    const page = await scene.open(test, { expected, path: `/#chat=${room}?join` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(name);
    await page.send(name, 'hello everyone');
    await bobPeer.message('hello everyone', { type: 'groupchat' });
    await bobPeer.sendChat(room, 'hello newcomer', { type: 'groupchat' });
    await page.untilArticle('hello newcomer');

    // The address has done its service; a session that begins anew would open the room again.
    await page.run(() => history.replaceState(null, '', '/'));

    /** Each once and in order, for both. @param {string} title */
    const talk = async (title) => {
      await page.openChat(bob.name);
      const [said, heard] = ['says', 'hears'].map((word) => Array.from({ length: 5 }, (_, i) => `${title}, Alice ${word} ${i}.`));
      for (const [i, text] of said.entries()) {
        await page.send(bob.name, text);
        await bobPeer.sendChat(alice.jid, heard[i]);
      }
      for (const text of [said.at(-1), heard.at(-1)]) await page.untilArticle(text);
      await bobPeer.message(said.at(-1));
      const among = (texts, wanted) => texts.filter((text) => wanted.includes(text));
      assert.deepEqual(among(bobPeer.messages().map(({ body }) => body), said), said);
      const shown = (await page.articles()).map(({ text }) => /[a-z ]+, Alice (?:says|hears) \d\./.exec(text)?.[0]).filter(Boolean);
      for (const texts of [said, heard]) {
        const own = among(shown, texts);
        assert.deepEqual(own, texts.slice(-own.length), 'in order, once'); // the first ones may have left the screen
        assert.ok(own.length > 0);
      }
    };
    await talk('first');
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    await page.untilContact(bob.name);
    await talk('behind the reload');
    await gate.stop();
    // Over BOSH a request that failed is repeated, and for a while there is nothing to tell.
    if (scene.transport === 'websocket') await page.until('the page to notice', () => document.documentElement.dataset.status !== 'online');
    await page.send(bob.name, 'written meanwhile');
    await page.untilArticle('written meanwhile');
    gate = await Gate.start(scene.scriptedPort, scene.server.portHttp);
    await page.untilStatus('online');
    await bobPeer.message('written meanwhile');
    await talk('behind the loss');
    assert.equal(bobPeer.messages().filter(({ body }) => body === 'written meanwhile').length, 1);
    await page.run(() => document.querySelector('parlance-chat').handle.logOut());
    await page.untilStatus('offline');
    await page.untilLoginForm();
  });
}, { isEverywhere: true });
