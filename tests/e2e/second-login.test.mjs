// SPDX-License-Identifier: MIT
// Who comes back to a device is told only what is new: no contact, no capabilities of the server. On every server version;
// the figures at the end are bytes and stanzas of a first and a second login with a roster of 500.

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { patience } from '../../scripts/lib/patience.mjs';
import { installProbe } from '../../scripts/lib/probe.mjs';
import { measure, recordFrames } from './support/frames.mjs';
import { everyVersion } from './support/matrix.mjs';
import { storedRoster } from './support/stored.mjs';

const contacts = 500;
/** @type {string[][]} */
const figures = [];

/** What the device keeps, as text, by key. @param {import('../../scripts/lib/chat-page.mjs').ChatPage} page */
function keptOnDevice(page) {
  return page.run(() => new Promise((done) => {
    const open = indexedDB.open('parlance');
    open.onsuccess = () => {
      const store = open.result.transaction('records').objectStore('records');
      const keys = store.getAllKeys();
      const values = store.getAll();
      values.onsuccess = () => {
        open.result.close();
        done(Object.fromEntries(keys.result.map((key, i) => [key, new TextDecoder('latin1').decode(values.result[i])])));
      };
    };
  }));
}

/** @param {(kept: Record<string, string>) => boolean} look */
async function untilKept(page, what, look) {
  for (const deadline = Date.now() + patience; ;) {
    const kept = await keptOnDevice(page);
    if (look(kept)) return;
    assert.ok(Date.now() < deadline, `${what}: kept are ${Object.keys(kept).join(', ')}`);
  }
}

/** @param {string} jid a contact's */
async function untilStored(page, account, jid) {
  for (const deadline = Date.now() + patience; ;) {
    const roster = await storedRoster(page, account);
    if (roster.includes(jid)) return;
    assert.ok(Date.now() < deadline, `${jid} is not in the roster that is stored, of ${roster.length} characters`);
  }
}

/** Logs in unless the device does it by itself. */
async function logIn(page, account, { byForm }) {
  if (byForm) {
    await page.untilLoginForm();
    await page.page.focus('input[name=stay]');
    await page.page.keyboard.press('Space');
    await page.submitLogin(account.jid, account.password);
  }
  await page.untilOnline();
}

/** A new page of the same browser profile; the one before is closed. */
async function reopen(page, url) {
  const next = await page.context.newPage();
  await page.page.close();
  page.page = next;
  await next.evaluateOnNewDocument(installProbe);
  const frames = await recordFrames(page);
  await next.goto(url, { waitUntil: 'domcontentloaded' });
  return frames;
}

/** No more frames are drawn, and none have come for a while. */
async function untilSettled(page, frames) {
  for (let before = -1; before !== frames.received.length;) {
    before = frames.received.length;
    await page.untilQuiet();
  }
}

everyVersion('second login', (scene, it, version) => {
  it('fetches no contact and no capabilities again', async (test) => {
    const { account, peer } = await scene.peer('anna');
    await Promise.all(Array.from({ length: contacts }, (_, i) => peer.addContact(`contact${i}@${scene.domain}`, `Contact ${i}`)));
    await peer.stop();
    const page = await scene.open(test);
    const first = await recordFrames(page);
    await logIn(page, account, { byForm: true });
    await page.untilContact('Contact 0');
    await untilSettled(page, first);
    assert.match(first.received.join(''), /contact499@/);
    const isPlainIq = (frame) => /<iq\b[^]*disco#info/.test(frame);
    await page.untilOutside('the server to be asked', () => first.sent.some((frame) => isPlainIq(frame) && frame.includes(`to='${scene.domain}'`)));
    await untilKept(page, 'what the server can do', (kept) => `caps:${account.jid}` in kept);
    await untilStored(page, account, `contact499@${scene.domain}`);

    const hasToken = first.sent.some((frame) => frame.includes('request-token'));
    const second = await reopen(page, scene.front.origin);
    await logIn(page, account, { byForm: !hasToken });
    await page.untilContact('Contact 0');
    await untilSettled(page, second);
    const text = second.received.join('');
    assert.doesNotMatch(text, /<item\s[^>]*subscription=/, 'no roster item');
    assert.match(second.sent.join(''), /jabber:iq:roster' ver='[^']+'/);
    assert.ok(!second.sent.some((frame) => frame.includes('disco#info')), 'nobody is asked what is known');
    for (const [name, frames] of [['first', first], ['second', second]]) {
      const [got, gave] = [measure(frames.received), measure(frames.sent)];
      figures.push([`${scene.serverKind} ${version}`, name, got.bytes, got.stanzas, gave.bytes, gave.stanzas].map(String));
    }

    // What changes is told, and kept.
    const phone = await scene.connect(account);
    await phone.addContact(`late@${scene.domain}`, 'Aaron');
    await page.untilContact('Aaron');
    await untilStored(page, account, `late@${scene.domain}`);
    const third = await reopen(page, scene.front.origin);
    await logIn(page, account, { byForm: !hasToken });
    await page.untilContact('Aaron');
    await untilSettled(page, third);
    assert.doesNotMatch(third.received.join(''), /<item\s[^>]*subscription=/, 'no roster item');

    // Logging out forgets it all.
    await page.run(() => document.querySelector('parlance-chat').handle.logOut());
    await page.untilStatus('offline');
    await untilKept(page, 'nothing of the account', (kept) => !Object.keys(kept).some((key) => key.includes(account.jid)));
  });
}, { transports: ['websocket'] }); // whose frames the figures count

after(() => {
  console.log(`# | server | login, roster of ${contacts} | bytes received | stanzas received | bytes sent | stanzas sent |`);
  console.log('# | --- | --- | --- | --- | --- | --- |');
  for (const row of figures) console.log(`# | ${row.join(' | ')} |`);
});
