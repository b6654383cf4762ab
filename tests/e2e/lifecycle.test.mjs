// SPDX-License-Identifier: MIT
// A page in the world: networks that fall silent, servers that are restarted, machines that sleep, tabs that are hidden,
// frozen, left and come back to. Each time the page finds out, says what was wrong, and comes back. (By when it finds out is
// proved under the virtual clock, tests/stream; here it is only printed.)

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Gate } from '../../scripts/lib/gate.mjs';
import { matrix } from './support/matrix.mjs';

const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i, /ERR_/, /favicon\.ico/];

/** What the bar across the top says. */
const bar = (page) => page.run(() => parlanceProbe.all('[role=status]').filter(parlanceProbe.shown)
  .map((element) => element.textContent).join(' '));

const untilSaid = (page, words) => page.until(`the words "${words}"`, (wanted) => parlanceProbe.all('[role=status]')
  .filter(parlanceProbe.shown).some((element) => element.textContent.includes(wanted)), [words]);

/** Milliseconds until the page no longer says that it is online. */
async function untilNoticed(page) {
  const began = Date.now();
  await page.until('the page to notice', () => document.documentElement.dataset.status !== 'online');
  return Date.now() - began;
}

async function behindGate(scene, test) {
  const gate = await Gate.start(scene.scriptedPort, scene.server.portHttp);
  test.after(() => gate.stop());
  scene.resetConfig({ websocket_url: gate.url });
  test.after(() => scene.resetConfig());
  return gate;
}

async function chatBehindGate(scene, test) {
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

matrix('lifecycle', (scene, it) => {
  const note = (text) => console.log(`# ${scene.browserKind}, ${scene.serverKind}: ${text}`);

  it('F4: a silent network is found when a message gets no answer, and the message arrives once', async (test) => {
    const all = await chatBehindGate(scene, test);
    const { gate, page, bob, bobPeer } = all;
    gate.shut();
    await page.send(bob.name, 'into the void');
    note(`silence noticed ${await untilNoticed(page)} ms after sending`);
    await untilSaid(page, 'The connection was lost.');
    await untilSaid(page, 'Trying again');
    gate.open();
    gate.drop();
    await page.untilBack();
    await bobPeer.message('into the void');
    await talk(all, 'after the void');
    assert.equal(bobPeer.messages().filter(({ body }) => body === 'into the void').length, 1);
  });

  it('F10: what the machine says of the network is told and believed', async (test) => {
    const all = await chatBehindGate(scene, test);
    const { gate, page } = all;
    const tell = async (isOnline) => {
      if (scene.browserKind === 'chromium') return page.page.setOfflineMode(!isOnline);
      return page.run((type) => { window.dispatchEvent(new Event(type)); }, isOnline ? 'online' : 'offline');
    };
    gate.shut();
    await tell(false);
    const took = await untilNoticed(page);
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
    const all = await chatBehindGate(scene, test);
    const { gate, page } = all;
    await gate.stop(); // nobody listens there
    await page.until('the page to notice', () => parlanceProbe.statuses.includes('reconnecting'));
    // Until the pause is long enough to be cut short.
    await page.until('a pause of some seconds', () => parlanceProbe.all('[role=status]')
      .some((element) => /The server cannot be reached\. Trying again in ([4-9]|\d\d) s\./.test(element.textContent)));
    const again = await Gate.start(scene.scriptedPort, scene.server.portHttp);
    test.after(() => again.stop());
    const began = Date.now();
    await page.click('button', 'Try now');
    await page.untilStatus('online');
    note(`back ${Date.now() - began} ms after "Try now"`);
    await talk(all, 'by hand');
  });

  it('F9: a clock that is set changes nothing', async (test) => {
    const all = await chatBehindGate(scene, test);
    for (const hours of [1, -2, 24 * 365 * 10]) {
      await all.page.run((ms) => {
        const { now } = Date;
        Date.now = () => now() + ms;
      }, hours * 3_600_000);
      await talk(all, `${hours} hours off`);
    }
    assert.equal(all.gate.connections, 1);
  });

  it('F4: a silent network is found by whoever comes back to the page', async (test) => {
    const { gate, page } = await chatBehindGate(scene, test);
    const other = await page.openTab('about:blank');
    await page.hideBehind(other);
    gate.shut();
    await page.show();
    note(`silence noticed ${await untilNoticed(page)} ms after somebody looked`);
    gate.open();
    gate.drop();
    await page.untilBack();
  });
}, { transports: ['websocket'] }); // a gate knows connections, of which BOSH has many

matrix('lifecycle of the server', (scene, it) => {
  it('F10: a server that stood still for a while costs nothing', { transports: ['websocket'] }, async (test) => {
    const all = await chatBehindGate(scene, test);
    scene.server.pause(true);
    try {
      await delay(2000); // nothing but time is what is tested
    } finally {
      scene.server.pause(false);
    }
    await talk(all, 'after a standstill');
    assert.equal(all.gate.connections, 1);
  });

  it('F5: a server that was killed and started again finds the page back', async (test) => {
    const { alice, bob } = await scene.pair();
    const page = await scene.open(test, { expected: [...expected, /502|503|504/] });
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await scene.server.kill();
    // Over BOSH a request that failed is repeated for half a minute before anything is said of it.
    if (scene.transport === 'websocket') {
      await page.until('the page to notice', () => parlanceProbe.statuses.includes('reconnecting'));
      await untilSaid(page, 'Trying again');
      assert.match(await bar(page), /^.*(was lost|ended the connection|cannot be reached)\..* ?Trying again/);
    }
    await page.untilContact(bob.name); // what was there is still to be seen
    await scene.server.restart();
    const began = Date.now();
    await page.until('the page to know', () => parlanceProbe.statuses.includes('reconnecting'));
    await page.untilStatus('online');
    console.log(`# ${scene.browserKind}, ${scene.serverKind}, ${scene.transport}: online ${Date.now() - began} ms after the server was back`);
    const bobPeer = await scene.connect(bob);
    await page.openChat(bob.name);
    await page.send(bob.name, 'to a new server');
    await bobPeer.message('to a new server');
  });
}, { isOwn: true });

// What only Chromium does, or lets a test do.
matrix('lifecycle of tabs', (scene, it) => {
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
      void import('/modules/lib/alarm.js').then(({ createAlarm, createWorkerStart }) => {
        const startWorker = createWorkerStart({ Worker, trustedTypes, url: new URL('/lib/alarm_worker.js', location.href).href });
        const ring = () => { alarm.push(performance.now()); kept.set(performance.now() + 1000); };
        const kept = createAlarm({ document, now: () => performance.now(), startWorker, ring });
        kept.set(performance.now() + 1000);
      });
    });
    // When the browser begins is its own affair; from then on a timer of the page waits for the next full minute.
    const rung = await page.until('five rings of the worker between two of the page\'s own', () => {
      const { own, alarm } = window.parlanceTimes;
      const since = alarm.filter((at) => at > own.at(-1)).length;
      return since >= 5 && { since, pause: Math.round(performance.now() - own.at(-1)) };
    });
    note(`hidden: the page's own timer of 1 s pauses for ${rung.pause} ms, and the worker has rung ${rung.since} times meanwhile`);
  });

  it('trap 14: a hidden tab acknowledges and reconnects', { transports: ['websocket'] }, async (test) => {
    const { alice, bobPeer, server, page } = await chat(test);
    const other = await page.openTab('about:blank');
    await page.hideBehind(other);
    const acknowledgements = () => server.connections.at(-1).filter((frame) => /^<a\b/.test(frame)).length;
    let slowest = 0;
    for (let i = 0; i < 5; i += 1) {
      const before = acknowledgements();
      const sentAt = Date.now();
      await bobPeer.sendChat(alice.jid, `while nobody looks ${sentAt}`);
      await page.untilOutside('an acknowledgement', () => acknowledgements() > before);
      slowest = Math.max(slowest, Date.now() - sentAt);
    }
    server.script = (connection) => connection.close(); // nobody home for now
    server.drop();
    await page.untilOutside('two attempts', () => server.connections.length >= 3);
    assert.equal(await page.run(() => document.querySelector('parlance-chat').handle.held.workers), 1);
    server.script = undefined;
    const openedAt = Date.now();
    await page.until('a new session', () => document.documentElement.dataset.status === 'online');
    note(`hidden: slowest acknowledgement ${slowest} ms; back ${Date.now() - openedAt} ms after the server, at attempt ${server.connections.length - 1}`);
  });

  it('F10: a frozen tab is online again when it thaws', { transports: ['websocket'] }, async (test) => {
    const { alice, bobPeer, server, page } = await chat(test);
    const other = await page.openTab('about:blank');
    await page.hideBehind(other);
    const session = await page.page.createCDPSession();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    server.drop();
    await bobPeer.sendChat(alice.jid, 'while it was frozen');
    const began = Date.now();
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await page.until('the thawed page to be online', () => parlanceProbe.statuses.slice(-1)[0] === 'online'
      && parlanceProbe.statuses.includes('reconnecting'));
    await page.show();
    await page.untilArticle('while it was frozen');
    note(`online ${Date.now() - began} ms after thawing`);
    assert.ok(server.connections.at(-1).some((frame) => frame.includes('<resume')));
  });

  it('F10: the way back to a page goes on with its session, out of the back-forward cache', { transports: ['websocket'] }, async (test) => {
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

  it('trap 41: a page that follows another of its tab takes its session, and the cached one never comes back with it', { transports: ['websocket'] }, async (test) => {
    const { alice, bob, bobPeer, server, page } = await chat(test);
    await page.page.goto(`${scene.front.origin}/?second`, { waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    assert.ok(server.connections.at(-1).some((frame) => frame.includes('<resume')), 'resumed');
    await page.page.goBack({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    const { length } = server.connections;
    await page.untilComposer(bob.name);
    // Each word goes there and back: long enough for a conflict to go round.
    for (let round = 0; round < 5; round += 1) {
      await page.send(bob.name, `no fight ${round}`);
      await bobPeer.message(`no fight ${round}`);
      await bobPeer.sendChat(alice.jid, `none at all ${round}`);
      await page.untilArticle(`none at all ${round}`);
    }
    assert.equal(server.connections.length, length, 'no page threw another out');
  });

  it('F10: a browser that was stopped asks before it gives up', { transports: ['websocket'] }, async (test) => {
    const { alice, bobPeer, server, page } = await chat(test);
    const { pid } = scene.browser.process();
    process.kill(-pid, 'SIGSTOP');
    try {
      await delay(5000); // nothing but time is what is tested: longer than any turn of the program
      await bobPeer.sendChat(alice.jid, 'while the machine slept');
    } finally {
      process.kill(-pid, 'SIGCONT');
    }
    await page.untilArticle('while the machine slept');
    assert.equal(server.connections.length, 1);
  });
}, { browsers: ['chromium'], isThrottled: true });
