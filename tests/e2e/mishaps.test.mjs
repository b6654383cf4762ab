// SPDX-License-Identifier: MIT
// In the middle of a conversation the page is reloaded, crashes, is frozen, or the server is killed. Whatever was on its way:
// the other side, the server's archive and the page have each word once and in order. src/README.md, G1 to G5.

import assert from 'node:assert/strict';
import { patience } from '../../scripts/lib/patience.mjs';
import { matrix } from './support/matrix.mjs';
import { storedBodies } from './support/stored.mjs';

const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i, /ERR_/, /50[234]/, /crashed/];
const count = 8; // words before the mishap, and behind it

/** Words both ways, as fast as they can be typed. */
async function talk({ page, alice, bob, bobPeer }, title) {
  const said = Array.from({ length: count }, (_, i) => `${title} from me ${i}.`);
  const heard = Array.from({ length: count }, (_, i) => `${title} to me ${i}.`);
  for (let i = 0; i < count; i += 1) await Promise.all([page.send(bob.name, said[i]), bobPeer.sendChat(alice.jid, heard[i])]);
  return { said, heard };
}

const joined = (...talks) => ({ said: talks.flatMap(({ said }) => said), heard: talks.flatMap(({ heard }) => heard) });

/** @param {import('./support/scene.mjs').Scene} scene @param {{ said: string[], heard: string[] }} words @param {{ hears?: boolean }} [options] */
async function assertExact(scene, { page, alice, bob, bobPeer }, { said, heard }, { hears = true } = {}) {
  await page.untilArticle(said.at(-1));
  if (hears) for (const text of said) await bobPeer.message(text);
  const oracle = await scene.connect({ ...alice, resource: 'oracle' });
  const of = (bodies, wanted) => bodies.filter((body) => wanted.includes(body));
  let archive = [];
  for (const end = Date.now() + patience; of(archive, said).length < said.length && Date.now() < end;) archive = await oracle.archive(bob.jid);
  assert.deepEqual(of(archive, said), said, 'in the archive');
  if (hears) assert.deepEqual(of(bobPeer.messages().map(({ body }) => body), said), said, 'to the other side');
  const kept = of(archive, heard); // a server that was killed may have lost what it had not yet written
  let stored = [];
  const isComplete = () => [...said, ...kept].every((text) => stored.includes(text));
  for (const end = Date.now() + patience; !isComplete() && Date.now() < end;) {
    stored = await storedBodies(page, alice, bob.jid, '[a-z ]+ (from|to) me \\d\\.');
  }
  assert.deepEqual(of(stored, said), said, 'own words on the page');
  const received = of(stored, heard);
  assert.deepEqual(received, heard.filter((text) => received.includes(text)), 'in order, once');
  assert.deepEqual(kept.filter((text) => !received.includes(text)), [], 'all that the server has');
  if (hears) assert.deepEqual(received, heard);
  await page.until('nothing to be waiting', () => parlanceProbe.articles()
    .every((article) => !JSON.stringify(article).includes('waiting to be sent')));
  await oracle.stop();
}

/** @param {import('./support/scene.mjs').Scene} scene */
async function chat(scene, test) {
  const people = await scene.pair();
  const page = await scene.open(test, { expected });
  await page.login(people.alice.jid, people.alice.password);
  await page.openChat(people.bob.name);
  return { ...people, page };
}

matrix('mishaps', (scene, it) => {
  it('the page is reloaded in the middle of a send', async (test) => {
    const all = await chat(scene, test);
    const before = await talk(all, 'before the reload');
    await all.page.page.reload({ waitUntil: 'domcontentloaded' });
    await all.page.untilOnline();
    await all.page.untilContact(all.bob.name);
    await all.page.openChat(all.bob.name);
    const behind = await talk(all, 'behind the reload');
    await assertExact(scene, all, joined(before, behind));
  });

});

matrix('mishaps of the server', (scene, it) => {
  it('the server is killed in the middle of a conversation, and started again', async (test) => {
    const all = await chat(scene, test);
    const before = await talk(all, 'before the kill');
    for (const text of before.said) await all.bobPeer.message(text);
    await all.page.untilArticle(before.heard.at(-1));
    await scene.server.kill();
    // Over BOSH a request that failed is repeated for half a minute before anything is said of it.
    if (scene.transport === 'websocket') await all.page.untilStatus('reconnecting');
    const typed = ['typed while it was gone from me 0.', 'typed while it was gone from me 1.'];
    for (const text of typed) await all.page.send(all.bob.name, text);
    await scene.server.restart();
    await all.page.untilBack();
    scene.pairing = undefined; // that Bob's connection is gone
    const bobPeer = await scene.connect({ ...all.bob, resource: 'again' });
    const behind = await talk({ ...all, bobPeer }, 'behind the kill');
    await assertExact(scene, { ...all, bobPeer }, joined(before, { said: typed, heard: [] }, behind), { hears: false });
    await bobPeer.stop();
  });
}, { isOwn: true });

// What only Chromium lets a test do.
matrix('mishaps of tabs', (scene, it) => {
  it('the tab crashes in the middle of a send, as one that is discarded, and is loaded again', async (test) => {
    const all = await chat(scene, test);
    const before = await talk(all, 'before the crash');
    // Shown as on its way is what counts (G1): that is when its record is safe.
    for (let stored = []; !before.said.every((text) => stored.includes(text));) {
      stored = await storedBodies(all.page, all.alice, all.bob.jid, '[a-z ]+ from me \\d\\.');
    }
    // A tab that is discarded was hidden before, and has left what its reload needs.
    const other = await all.page.openTab('about:blank');
    await all.page.hideBehind(other);
    await all.page.until('a record that its reload will find', () => sessionStorage.length > 0);
    const session = await all.page.page.createCDPSession();
    const crashed = new Promise((done) => { all.page.page.once('error', done); });
    session.send('Page.crash').catch(() => {}); // there is nobody left to answer
    await crashed;
    await all.page.page.reload({ waitUntil: 'domcontentloaded' });
    await all.page.show();
    await all.page.untilOnline();
    await all.page.untilContact(all.bob.name);
    await all.page.openChat(all.bob.name);
    const behind = await talk(all, 'behind the crash');
    await assertExact(scene, all, joined(before, behind));
  });

  it('the tab is frozen in the middle of a send, and its connection is gone when it thaws', { transports: ['websocket'] }, async (test) => {
    const all = await scene.chatBehindProxy(test, expected);
    const before = await talk(all, 'before the frost');
    const other = await all.page.openTab('about:blank');
    await all.page.hideBehind(other);
    const session = await all.page.page.createCDPSession();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    all.server.drop();
    const meanwhile = ['during the frost to me 0.', 'during the frost to me 1.'];
    for (const text of meanwhile) await all.bobPeer.sendChat(all.alice.jid, text);
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await all.page.show();
    await all.page.untilStatus('online');
    const behind = await talk(all, 'behind the frost');
    await assertExact(scene, all, joined(before, { said: [], heard: meanwhile }, behind));
  });
}, { browsers: ['chromium'] });
