// SPDX-License-Identifier: MIT
// Several tabs of one profile: each is a session of its own, one alone goes on with a session of before, and what one
// learns or forgets about the account the others do, too. Protocol traps C 31 and D 41.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { intranetHost } from '../../scripts/lib/browser.mjs';
import { matrix } from './support/matrix.mjs';

const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i];

const resumes = (frames) => frames.some((frame) => frame.includes('<resume'));

/** What both of two tabs must be able to do, again and again, without a connection being lost on the way. */
async function bothGoOn(server, tabs, { bob, bobPeer, alice }, title) {
  const before = server.connections.length;
  for (const tab of tabs) {
    await tab.show();
    await tab.untilContact(bob.name);
    await tab.openChat(bob.name);
  }
  // Five times there and back with each: a conflict would have gone round by then.
  for (let round = 0; round < 5; round += 1) {
    for (const [index, tab] of tabs.entries()) {
      await tab.show();
      const text = `${title}: round ${round} from tab ${index}`;
      await tab.send(bob.name, text);
      await bobPeer.message(text);
    }
    const answer = `${title}: answer ${round}`;
    await bobPeer.sendChat(alice.jid, answer);
    for (const tab of tabs) {
      await tab.show();
      await tab.untilArticle(answer);
    }
  }
  assert.equal(server.connections.length, before, `a connection was lost; the last frames of each:\n${server.connections
    .map((frames, i) => [...frames.slice(-4), '---', ...server.answers[i].slice(-4)].join('\n')).join('\n======\n')}`);
  for (const tab of tabs) {
    assert.ok(!(await tab.statuses()).includes('failed'));
    const copies = (await tab.articles()).filter(({ text }) => text.includes(`${title}: answer 4`));
    assert.equal(copies.length, 1);
  }
}

matrix('tabs', (scene, it) => {
  it('trap 31: two tabs are two sessions of one device, and both get every message', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const server = await scene.behindProxy(test);
    const first = await scene.open(test, { expected });
    await first.login(alice.jid, alice.password);
    const second = await first.openTab();
    await second.login(alice.jid, alice.password);
    await bothGoOn(server, [first, second], { alice, bob, bobPeer }, 'two tabs');
    const resources = new Set(bobPeer.stanzas.filter((stanza) => stanza.is('presence') && !stanza.attrs.type)
      .map((stanza) => stanza.attrs.from).filter((from) => from?.startsWith(`${alice.jid}/`)));
    assert.ok(resources.size >= 2, [...resources].join(' '));
  });

  it('trap 41: a duplicated tab does not fight for the session', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const server = await scene.behindProxy(test);
    const first = await scene.open(test, { expected });
    await first.login(alice.jid, alice.password);
    await first.untilContact(bob.name);
    const other = await first.openTab('about:blank');
    await first.hideBehind(other); // a hidden tab has left its record: that is what is copied
    const copy = await first.duplicate();
    await copy.untilOnline();
    assert.equal(server.connections.filter(resumes).length, 0, 'the session of the first is left alone');
    await bothGoOn(server, [first, copy], { alice, bob, bobPeer }, 'duplicated');

    // Both reload: each goes on with its own session, and with no other.
    for (const tab of [first, copy]) {
      await tab.show();
      await tab.page.reload({ waitUntil: 'domcontentloaded' });
      await tab.untilOnline();
    }
    const previds = server.connections.flatMap((frames) => frames.flatMap((frame) => /<resume[^>]*previd=["']([^"']+)/.exec(frame)?.[1] ?? []));
    assert.equal(previds.length, 2);
    assert.equal(new Set(previds).size, 2, 'two sessions');
    await bothGoOn(server, [first, copy], { alice, bob, bobPeer }, 'reloaded');
  });

  it('F12: logging out in one tab logs out all', async (test) => {
    const { alice, bob } = await scene.pair();
    await scene.behindProxy(test);
    const first = await scene.open(test, { expected });
    await first.login(alice.jid, alice.password);
    const second = await first.openTab();
    await second.login(alice.jid, alice.password);
    await second.untilContact(bob.name);
    await second.run(() => document.querySelector('parlance-chat').handle.logOut());
    await second.untilStatus('offline');
    await first.untilStatus('offline'); // though hidden
    const kept = await first.run(() => Object.keys(sessionStorage).filter((key) => key.startsWith('parlance')));
    assert.deepEqual(kept, [], 'nor does a reload bring it back');
    await first.show();
    await first.untilLoginForm();
  });

  it('F12: a tab that is killed frees its session', async (test) => {
    const { alice, bob } = await scene.pair();
    const server = await scene.behindProxy(test);
    const first = await scene.open(test, { expected: [...expected, /crashed/] });
    await first.login(alice.jid, alice.password);
    await first.untilContact(bob.name);
    const other = await first.openTab();
    await first.hideBehind(other);
    await other.untilCore();
    await other.until('both locks', async () => (await navigator.locks.query()).held.filter(({ name }) => name.startsWith('parlance:tab:')).length >= 2);
    await first.until('a record that its reload will find', () => sessionStorage.length > 0);
    const began = Date.now();
    if (scene.browserKind === 'chromium') {
      const session = await first.page.createCDPSession();
      session.send('Page.crash').catch(() => {}); // there is nobody left to answer
    } else {
      await first.page.close();
    }
    await other.until('the lock to be free', async () => (await navigator.locks.query()).held.filter(({ name }) => name.startsWith('parlance:tab:')).length < 2);
    console.log(`# ${scene.browserKind}, ${scene.serverKind}: the lock of a killed tab was free after ${Date.now() - began} ms`);
    if (scene.browserKind !== 'chromium') return;
    // What the crashed tab had left is found by its reload.
    await first.page.reload({ waitUntil: 'domcontentloaded' });
    await first.untilOnline();
    assert.ok(resumes(server.connections.at(-1)));
  });
}, { transports: ['websocket'] }); // behind a proxy that shows WebSocket frames

matrix('tabs and tokens', (scene, it) => {
  it('a token that one tab was given is the other\'s, too', async (test) => {
    const { alice, bob } = await scene.pair();
    const server = await scene.behindProxy(test);
    const first = await scene.open(test, { expected });
    // Prosody hands out another token for one that is used; ejabberd within a day only for another login by password,
    // so the second tab is there before anything is on the device.
    const isRotated = scene.serverKind === 'prosody';
    const early = isRotated ? null : await first.openTab();
    await early?.untilCore();
    const staying = async (tab) => {
      await tab.untilCore();
      await tab.click('input[name=stay]');
      await tab.login(alice.jid, alice.password);
    };
    await first.show();
    await staying(first);
    await first.untilContact(bob.name);
    await first.run(() => {
      const heard = [];
      new BroadcastChannel('parlance:records').onmessage = ({ data }) => {
        heard.push(data.bytes ? new TextDecoder('latin1').decode(data.bytes) : '');
      };
      globalThis.heardRecords = heard;
    });
    const second = early ?? await first.openTab();
    await second.show();
    if (isRotated) await second.untilOnline(); // by the device's record, without being asked
    else await staying(second);
    const issued = () => server.answers.map((frames) => frames.flatMap((frame) => /<token\b[^>]*\btoken=["']([^"']+)/.exec(frame)?.[1] ?? []));
    const shown = () => server.connections.map((frames) => frames.map((frame) =>
      /<authenticate[^>]*HT-SHA-256-NONE[^]*<initial-response>([^<]*)</.exec(frame)?.[1]).filter(Boolean));
    const [[one], [two]] = issued();
    assert.ok(one && two && one !== two, `the second login brought another token: ${JSON.stringify(issued())}`);
    // What the core hears, the listener beside it hears after it.
    await first.until('the record of the other tab', (token) => globalThis.heardRecords.some((text) => text.includes(token)), [two]);
    server.drop();
    for (const tab of [first, second]) {
      await tab.show();
      await tab.until('a reconnection', () => parlanceProbe.statuses.includes('reconnecting'));
      await tab.untilStatus('online');
    }
    // HT-SHA-256-NONE: user NUL HMAC(token, "Initiator").
    const proofOf = (token) => Buffer.concat([Buffer.from(`${alice.user}\0`),
      createHmac('sha256', token).update('Initiator').digest()]).toString('base64');
    const names = new Map([[proofOf(one), 'first'], [proofOf(two), 'second']]);
    const [, bySecondTab, ...later] = shown();
    assert.deepEqual(bySecondTab.map((proof) => names.get(proof)), isRotated ? ['first'] : []);
    const used = later.flat();
    assert.ok(used.length >= 2, 'both came back by token');
    assert.ok(!used.some((proof) => names.get(proof) === 'first'), 'nobody showed the old token again');
    assert.equal(names.get(used[0]), 'second');
  });
}, { transports: ['websocket'], serverOptions: (kind) => ({ version: kind === 'prosody' ? '13' : '24.12', rotatesTokens: true }) });

// An intranet without TLS: no Web Locks there.
matrix('tabs on plain HTTP', (scene, it) => {
  it('reload and duplicate as elsewhere', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const server = await scene.behindProxy(test, { allow_insecure: true });
    const first = await scene.open(test, { expected, host: intranetHost });
    const has = await first.run(() => ({ isSecureContext, locks: 'locks' in navigator }));
    assert.deepEqual(has, { isSecureContext: false, locks: false });
    await first.login(alice.jid, alice.password);
    await first.untilContact(bob.name);
    await first.page.reload({ waitUntil: 'domcontentloaded' });
    await first.untilOnline();
    assert.ok(resumes(server.connections.at(-1)), 'a reload resumes');

    const other = await first.openTab('about:blank');
    await first.hideBehind(other);
    const copy = await first.duplicate();
    await copy.untilOnline();
    assert.ok(!resumes(server.connections.at(-1)), 'a duplicate does not');
    await bothGoOn(server, [first, copy], { alice, bob, bobPeer }, 'plain');
  });
}, { transports: ['websocket'] });
