// SPDX-License-Identifier: MIT
// A page in the world: networks that fall silent, servers that are restarted, machines that sleep, tabs that are hidden,
// frozen, left and come back to. Each time the page finds out within its deadline, says what was wrong, and comes back.
// Faults F4, F5, F9 and F10.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Gate } from '../../scripts/lib/gate.mjs';
import { matrix } from './support/matrix.mjs';

const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i, /ERR_/, /favicon\.ico/];

/** What the bar across the top says. */
const bar = (page) => page.run(() => parlanceProbe.all('[role=status]').filter(parlanceProbe.shown)
  .map((element) => element.textContent).join(' '));

const untilSaid = (page, words, options) => page.until(`the words "${words}"`, (wanted) => parlanceProbe.all('[role=status]')
  .filter(parlanceProbe.shown).some((element) => element.textContent.includes(wanted)), [words], options);

/** Milliseconds until the page no longer says that it is online. */
async function untilNoticed(page, within) {
  const began = Date.now();
  await page.until('the page to notice', () => document.documentElement.dataset.status !== 'online', [], { within });
  return Date.now() - began;
}

async function behindGate(scene, test) {
  const gate = await Gate.start(scene.scriptedPort, scene.server.portHttp);
  test.after(() => gate.stop());
  scene.resetConfig({ websocket_url: gate.url });
  test.after(() => scene.resetConfig());
  return gate;
}

matrix('lifecycle', (scene) => {
  const note = (text) => console.log(`# ${scene.browserKind}, ${scene.serverKind}: ${text}`);

  async function chatBehindGate(test) {
    const people = await scene.pair();
    const gate = await behindGate(scene, test);
    const page = await scene.open(test, { expected });
    await page.login(people.alice.jid, people.alice.password);
    await page.openChat(people.bob.name);
    return { ...people, gate, page };
  }

  /** Both ways, on the connection that is there. */
  async function talk({ page, alice, bob, bobPeer }, title) {
    await page.send(bob.name, `${title}, to Bob`);
    await bobPeer.message(`${title}, to Bob`);
    await bobPeer.sendChat(alice.jid, `${title}, from Bob`);
    await page.untilArticle(`${title}, from Bob`);
  }

  it('F4: a silent network is found within 10 s of a message, and the message arrives once', async (test) => {
    const all = await chatBehindGate(test);
    const { gate, page, bob, bobPeer } = all;
    gate.shut();
    await page.send(bob.name, 'into the void');
    const took = await untilNoticed(page, 12_000);
    note(`silence noticed ${took} ms after sending`);
    assert.ok(took <= 10_500, `${took} ms`);
    await untilSaid(page, 'The connection was lost.');
    await untilSaid(page, 'Trying again in', { within: 40_000 }).catch(async () => untilSaid(page, 'Trying again now'));
    gate.open();
    gate.drop();
    await page.untilOnline({ within: 30_000 }).catch(() => {});
    await page.untilStatus('online', { within: 40_000 });
    await bobPeer.message('into the void');
    await talk(all, 'after the void');
    assert.equal(bobPeer.messages().filter(({ body }) => body === 'into the void').length, 1);
  });

  it('F10: what the machine says of the network is told and believed', async (test) => {
    const all = await chatBehindGate(test);
    const { gate, page } = all;
    const tell = async (isOnline) => {
      if (scene.browserKind === 'chromium') return page.page.setOfflineMode(!isOnline);
      return page.run((type) => { window.dispatchEvent(new Event(type)); }, isOnline ? 'online' : 'offline');
    };
    gate.shut();
    await tell(false);
    const took = await untilNoticed(page, 8000);
    assert.ok(took <= 6000, `${took} ms`);
    await untilSaid(page, 'There is no network.');
    assert.doesNotMatch(await bar(page), /Trying again in/);
    gate.open();
    gate.drop();
    const began = Date.now();
    await tell(true);
    await page.untilStatus('online');
    note(`offline noticed after ${took} ms, back ${Date.now() - began} ms after the network`);
    await talk(all, 'with a network again');
  });

  it('"Try now" tries now', async (test) => {
    const all = await chatBehindGate(test);
    const { gate, page } = all;
    await gate.stop(); // nobody listens there
    await page.until('the page to notice', () => parlanceProbe.statuses.includes('reconnecting'));
    // Until the pause is long enough to be cut short.
    await page.until('a pause of some seconds', () => parlanceProbe.all('[role=status]')
      .some((element) => /The server cannot be reached\. Trying again in ([4-9]|\d\d) s\./.test(element.textContent)), [], { within: 60_000 });
    const again = await Gate.start(scene.scriptedPort, scene.server.portHttp);
    test.after(() => again.stop());
    const began = Date.now();
    await page.click('button', 'Try now');
    await page.untilStatus('online', { within: 3000 });
    note(`back ${Date.now() - began} ms after "Try now"`);
    await talk(all, 'by hand');
  });

  it('F10: a server that stood still for a while costs nothing', async (test) => {
    const all = await chatBehindGate(test);
    scene.server.pause(true);
    try {
      await delay(6000);
    } finally {
      scene.server.pause(false);
    }
    await talk(all, 'after a standstill');
    assert.equal(all.gate.connections, 1);
  });

  it('F9: a clock that is set changes nothing', async (test) => {
    const all = await chatBehindGate(test);
    for (const hours of [1, -2, 24 * 365 * 10]) {
      await all.page.run((ms) => {
        const { now } = Date;
        Date.now = () => now() + ms;
      }, hours * 3_600_000);
      await talk(all, `${hours} hours off`);
    }
    assert.equal(all.gate.connections, 1);
  });
});

matrix('lifecycle of the server', (scene) => {
  it('F5: a server that was killed and started again finds the page back', async (test) => {
    const { alice, bob } = await scene.pair();
    const page = await scene.open(test, { expected: [...expected, /502|503|504/] });
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await scene.server.kill();
    await page.until('the page to notice', () => parlanceProbe.statuses.includes('reconnecting'), [], { within: 3000 });
    await untilSaid(page, 'Trying again');
    assert.match(await bar(page), /^.*(was lost|ended the connection|cannot be reached)\..* ?Trying again/);
    await page.untilContact(bob.name); // what was there is still to be seen
    await scene.server.restart();
    const began = Date.now();
    await page.untilStatus('online', { within: 65_000 });
    console.log(`# ${scene.browserKind}, ${scene.serverKind}: online ${Date.now() - began} ms after the server was back`);
    const bobPeer = await scene.connect(bob);
    await page.openChat(bob.name);
    await page.send(bob.name, 'to a new server');
    await bobPeer.message('to a new server');
  });
});

// What only Chromium does, or lets a test do.
matrix('lifecycle of tabs', (scene) => {
  const note = (text) => console.log(`# ${scene.browserKind}, ${scene.serverKind}: ${text}`);

  const chat = (test) => scene.chatBehindProxy(test, expected);

  it('trap 14: a hidden page keeps time by its worker, under the strict policy, while its own timers stand still', async (test) => {
    const page = await scene.open(test);
    await page.untilCore();
    const other = await page.openTab('about:blank');
    await page.hideBehind(other);
    await page.run(() => {
      window.parlanceTimes = { own: [performance.now()], alarm: [performance.now()] };
      const { own, alarm } = window.parlanceTimes;
      const next = () => setTimeout(() => { own.push(performance.now()); next(); }, 1000);
      next();
      void import('/lib/alarm.js').then(({ createAlarm, createWorkerStart }) => {
        const startWorker = createWorkerStart({ Worker, trustedTypes, url: new URL('/lib/alarm_worker.js', location.href).href });
        const ring = () => { alarm.push(performance.now()); kept.set(performance.now() + 1000); };
        const kept = createAlarm({ document, now: () => performance.now(), startWorker, ring });
        kept.set(performance.now() + 1000);
      });
    });
    const longestPauses = () => page.run(() => Object.fromEntries(Object.entries(window.parlanceTimes).map(([name, times]) =>
      [name, Math.round(Math.max(...[...times, performance.now()].slice(1).map((at, i) => at - times[i])))])));
    // When the browser begins is its own affair; from then on a timer of the page waits for the next full minute.
    const deadline = Date.now() + 90_000;
    let longest = await longestPauses();
    for (; longest.own < 12_000 && Date.now() < deadline; longest = await longestPauses()) await delay(500);
    note(`hidden: the page's own timer of 1 s paused for up to ${longest.own} ms, the worker's for up to ${longest.alarm} ms`);
    assert.ok(longest.own > 5000, 'the page was throttled');
    assert.ok(longest.alarm < 3000);
  });

  it('trap 14: a hidden tab acknowledges and reconnects in time', async (test) => {
    const { alice, bobPeer, server, page } = await chat(test);
    const other = await page.openTab('about:blank');
    await page.hideBehind(other);
    const acknowledgements = () => server.connections.at(-1).filter((frame) => /^<a\b/.test(frame)).length;
    let slowest = 0;
    for (let i = 0; i < 5; i += 1) {
      const before = acknowledgements();
      const sentAt = Date.now();
      await bobPeer.sendChat(alice.jid, `while nobody looks ${sentAt}`);
      await page.untilOutside('an acknowledgement', () => acknowledgements() > before, { within: 8000 });
      slowest = Math.max(slowest, Date.now() - sentAt);
    }
    server.script = (connection) => connection.close(); // nobody home for now
    server.drop();
    await page.untilOutside('three attempts', () => server.connections.length >= 4, { within: 20_000 });
    assert.equal(await page.run(() => document.querySelector('parlance-chat').handle.held.workers), 1);
    server.script = undefined;
    const openedAt = Date.now();
    await page.until('a new session', () => document.documentElement.dataset.status === 'online', [], { within: 40_000 });
    note(`hidden: slowest acknowledgement ${slowest} ms; back ${Date.now() - openedAt} ms after the server, at attempt ${server.connections.length - 1}`);
    assert.ok(slowest < 4000, `${slowest} ms`);
  });

  it('F10: a frozen tab is online again at once when it thaws', async (test) => {
    const { alice, bobPeer, server, page } = await chat(test);
    const other = await page.openTab('about:blank');
    await page.hideBehind(other);
    const session = await page.page.createCDPSession();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    server.drop();
    await delay(500);
    await bobPeer.sendChat(alice.jid, 'while it was frozen');
    const began = Date.now();
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await page.until('the thawed page to be online', () => parlanceProbe.statuses.slice(-1)[0] === 'online'
      && parlanceProbe.statuses.includes('reconnecting'), [], { within: 6000 });
    await page.show();
    await page.untilArticle('while it was frozen');
    note(`online ${Date.now() - began} ms after thawing`);
    assert.ok(server.connections.at(-1).some((frame) => frame.includes('<resume')));
  });

  it('F10: the way back to a page goes on with its session, out of the back-forward cache', async (test) => {
    const { alice, bob, bobPeer, server, page } = await chat(test);
    await page.run(() => { window.parlanceSame = true; });
    await page.page.goto(`${scene.front.origin}/favicon.svg`);
    await bobPeer.sendChat(alice.jid, 'while it was away');
    const began = Date.now();
    await page.page.goBack();
    await page.until('the page to be online', () => document.documentElement.dataset.status === 'online'
      && parlanceProbe.articles().some(({ text }) => text.includes('while it was away')));
    const isCached = await page.run(() => window.parlanceSame === true);
    note(`back online ${Date.now() - began} ms after going back, ${isCached ? 'the very page' : 'loaded anew'}`);
    assert.ok(isCached, 'neither socket nor lock keep the page out of the cache');
    assert.ok(server.connections.at(-1).some((frame) => frame.includes('<resume')), 'resumed');
    await page.send(bob.name, 'back again');
    await bobPeer.message('back again');
  });

  it('trap 41: a page that follows another of its tab takes its session, and the cached one never comes back with it', async (test) => {
    const { bob, bobPeer, server, page } = await chat(test);
    await page.page.goto(`${scene.front.origin}/?second`, { waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    assert.ok(server.connections.at(-1).some((frame) => frame.includes('<resume')), 'resumed');
    await page.page.goBack({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    await delay(1500);
    const { length } = server.connections;
    await page.untilComposer(bob.name);
    await page.send(bob.name, 'no fight');
    await bobPeer.message('no fight');
    await delay(1500);
    assert.equal(server.connections.length, length, 'no page threw another out');
  });

  it('F10: a browser that was stopped asks before it gives up', async (test) => {
    const { alice, bobPeer, server, page } = await chat(test);
    const { pid } = scene.browser.process();
    process.kill(-pid, 'SIGSTOP');
    try {
      await delay(15_000);
      await bobPeer.sendChat(alice.jid, 'while the machine slept');
    } finally {
      process.kill(-pid, 'SIGCONT');
    }
    await page.untilArticle('while the machine slept');
    assert.equal(server.connections.length, 1);
  });
}, { browsers: ['chromium'], isThrottled: true });

matrix('lifecycle of an idle page', (scene) => {
  it('F4: a silent network is found within 40 s though nobody does anything', async (test) => {
    const { alice, bob } = await scene.pair();
    const gate = await behindGate(scene, test);
    const page = await scene.open(test, { expected });
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    gate.shut();
    const took = await untilNoticed(page, 45_000);
    console.log(`# ${scene.browserKind}, ${scene.serverKind}: silence noticed after ${took} ms of idleness`);
    assert.ok(took <= 41_000, `${took} ms`);
    gate.open();
    gate.drop();
    await page.untilStatus('online', { within: 40_000 });
  });
}, { servers: ['prosody'] });
