// SPDX-License-Identifier: MIT
// Every way to log in × every server version, in a real page, over the one transport or the other in turns (PARLANCE_FULL=1:
// over both); the table at the end says which
// mechanism went over the wire and how many frames or requests of ours it took until the page was online.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { installProbe } from '../../scripts/lib/probe.mjs';
import { serverVersions } from '../../scripts/lib/servers.mjs';
import { recordFrames } from './support/frames.mjs';
import { lendBrowser } from './support/lent.mjs';
import { givesBack, isFull, transports } from './support/matrix.mjs';
import { Scene } from './support/scene.mjs';

const scrams = ['SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-512'];
/** Where everything rides on one exchange. ejabberd offers that over plain-HTTP BOSH to nobody, not even on loopback. */
const isModern = (version, transport) => version === '13' || (version === '24.12' && transport === 'websocket');
/** @type {Map<string, Map<string, string>>} login kind → column → what was seen */
const table = new Map();

function note(kind, column, text) {
  if (!table.has(kind)) table.set(kind, new Map());
  table.get(kind)?.set(column, text);
}

/** What the page sends, all of it where this comes before the page. */
const record = async (page) => (await recordFrames(page)).sent;

const mechanismOf = (sent) => sent.map((text) => /<(?:auth|authenticate)\b[^>]*mechanism=['"]([^'"]+)['"]/.exec(text)?.[1]).find(Boolean);

/** Frames until the session was there: everything up to the first request for the roster, or up to the resumption. */
function framesToSession(sent) {
  const at = sent.findIndex((text) => text.includes('jabber:iq:roster'));
  return at < 0 ? sent.length : at;
}

for (const [place, { kind, version }] of serverVersions.entries()) {
  /** Over which transports a way is tried here: each way over both, if not on the same version. @param {number} way */
  const transportsFor = (way) => (isFull ? transports : [transports[(place + (place >> 1) + way) % 2]]);
  // ejabberd sends frames after its own close frame when a login was refused: the browser complains, rightly.
  const lateFrames = kind === 'ejabberd' ? [/received after close/] : [];
  const column = (transport) => `${kind} ${version} ${transport === 'bosh' ? 'BOSH' : 'WebSocket'}`;

  /** One server, and cells on it. @param {string} title @param {object} serverOptions @param {(scene: Scene) => void} define */
  const on = (title, serverOptions, define) => describe(`logins, ${kind} ${version}, ${title}`, () => {
    const scene = new Scene(kind, { version, ...serverOptions });
    before(async () => { await scene.start(await lendBrowser('chromium')); });
    after(() => scene.stop());
    givesBack();
    afterEach(async () => { await scene.closePages(); });
    define(scene);
  });

  /** A cell. @param {Scene} scene @param {string} transport @param {object} config */
  function prepare(test, scene, transport, config = {}) {
    scene.resetConfig(transport === 'bosh'
      ? { websocket_url: '', bosh_url: `${scene.front.origin}/http-bind`, ...config } : config);
    test.after(() => scene.resetConfig());
  }

  async function passwordLogin(test, scene, transport, mechanism, config) {
    prepare(test, scene, transport, config);
    const account = await scene.account('anna');
    let sent;
    const page = await scene.open(test, { before: async (opened) => { sent = await record(opened); } });
    await page.login(account.jid, account.password);
    assert.equal(mechanismOf(sent), mechanism);
    assert.equal(sent.some((text) => text.includes('<authenticate')), isModern(version, transport), 'SASL 2 where it is offered');
    note(mechanism, column(transport), `${isModern(version, transport) ? 'SASL 2' : 'SASL 1'}, ${framesToSession(sent)}`);
    return { page, account, sent };
  }

  on('SCRAM-SHA-1', { passwordHash: 'SHA-1', passwordFormat: 'scram' }, (scene) => {
    for (const transport of transportsFor(0)) {
      it(`SCRAM-SHA-1 over ${transport}`, (test) => passwordLogin(test, scene, transport, 'SCRAM-SHA-1'));
    }

    for (const transport of transportsFor(1)) {
      it(`a wrong password over ${transport} is said to be one`, async (test) => {
        prepare(test, scene, transport);
        const account = await scene.account('wrong');
        const page = await scene.open(test, { expected: lateFrames });
        await page.submitLogin(account.jid, 'another password');
        await page.untilStatus('failed');
        const code = await page.run(() => document.querySelector('parlance-chat').dataset.reasonCode);
        assert.equal(code, 'WrongPassword');
        note('wrong password', column(transport), 'refused');
      });
    }

    for (const transport of transportsFor(0)) {
      it(`a guest without an account over ${transport}`, async (test) => {
        prepare(test, scene, transport, { domain: scene.server.anonymousDomain, anonymous: true });
        let sent; // from the very beginning: such a guest is in at once
        const page = await scene.open(test, { before: async (opened) => { sent = await record(opened); } });
        await page.untilOnline();
        assert.equal(mechanismOf(sent), 'ANONYMOUS');
        note('ANONYMOUS', column(transport), String(framesToSession(sent)));
      });
    }

    for (const transport of transportsFor(1)) {
      it(`a reload over ${transport} resumes the session`, async (test) => {
        const { page, sent } = await passwordLogin(test, scene, transport, 'SCRAM-SHA-1');
        // Everything of the login is answered; what the server holds is the one request it always holds.
        if (transport === 'bosh') {
          await page.until('rest', () => document.querySelector('parlance-chat').handle.held.requests === 1);
        }
        await page.untilQuiet();
        const before = new Set(sent.splice(0));
        await page.page.reload({ waitUntil: 'domcontentloaded' });
        await page.untilOnline();
        // Over BOSH the session's very connection goes on; over WebSocket it is resumed after a login without password.
        const mechanism = isModern(version, transport) ? 'HT-SHA-256-NONE' : 'SCRAM-SHA-1';
        assert.equal(mechanismOf(sent), transport === 'bosh' ? undefined : mechanism);
        assert.equal(sent.some((text) => text.includes('<resume')), transport === 'websocket');
        // (The request that the server held is repeated byte for byte, which is no new one.)
        assert.ok(!sent.some((text) => !before.has(text) && text.includes('jabber:iq:roster')), 'nothing is fetched again');
        note('reload', column(transport), transport === 'bosh' ? 'same session' : `resumed by ${mechanism}, ${sent.length}`);
      });
    }

    // The few that have it, over each transport that they have it on.
    for (const transport of transports) {
      if (isModern(version, transport)) {
        it(`who stays signed in comes back over ${transport} in a new page`, async (test) => {
          prepare(test, scene, transport);
          const account = await scene.account('stays');
          const page = await scene.open(test);
          await page.untilLoginForm();
          await page.page.focus('input[name=stay]');
          await page.page.keyboard.press('Space');
          assert.equal(await page.run(() => document.querySelector('input[name=stay]').checked), true);
          await page.login(account.jid, account.password);
          await page.until('the login to be kept', () => new Promise((done) => {
            const open = indexedDB.open('parlance');
            open.onsuccess = () => {
              const get = open.result.transaction('records').objectStore('records').get('login');
              get.onsuccess = () => {
                open.result.close();
                done(Boolean(get.result));
              };
            };
          }));
          // Another page of the same browser profile; the first one is closed.
          const second = await page.context.newPage();
          await page.page.close();
          page.page = second;
          await second.evaluateOnNewDocument(installProbe);
          const sent = await record(page);
          await second.goto(scene.front.origin, { waitUntil: 'domcontentloaded' });
          await page.untilOnline();
          assert.equal(mechanismOf(sent), 'HT-SHA-256-NONE');
          note('FAST, new session', column(transport), String(framesToSession(sent)));
          // Logging out takes the token back: nobody comes in with it any more.
          await page.run(() => document.querySelector('parlance-chat').handle.logOut());
          await page.untilOutside('the token to be invalidated', () => sent.some((text) => text.includes('invalidate=')));
          await page.page.reload({ waitUntil: 'domcontentloaded' });
          await page.untilLoginForm();
        });
      }

      if (kind === 'prosody' && version === '13') {
        it(`a portal's token over ${transport}, asked for again when it has expired`, async (test) => {
          prepare(test, scene, transport);
          const account = await scene.account('portal');
          const page = await scene.open(test);
          const sent = await record(page);
          const good = await scene.server.issueToken(account.user, 3600);
          await page.untilLoginForm();
          const asked = await page.run(async (jid, token, url) => {
            document.querySelector('parlance-chat').remove();
            const { mount } = await import('./parlance.js');
            const element = document.createElement('div');
            element.style.cssText = 'position:fixed;inset:0';
            document.body.append(element);
            const reasons = [];
            const tokens = ['secret-token:of-yesterday', token];
            const handle = mount(element, {
              jid, ...url, token: async ({ reason }) => { reasons.push(reason); return tokens.shift() ?? ''; },
            });
            await new Promise((done) => {
              handle.addEventListener('status', () => { if (handle.status === 'online') done(true); });
            });
            return reasons;
          }, account.jid, good, transport === 'bosh' ? { bosh_url: '/http-bind' } : { websocket_url: '/xmpp-websocket' });
          assert.deepEqual(asked, ['', 'Your login has expired. Log in again.']);
          assert.equal(mechanismOf(sent), 'OAUTHBEARER');
          note('OAUTHBEARER', column(transport), 'refused once, then in');
        });
      }
    }
  });

  const stronger = kind === 'prosody' ? 'SCRAM-SHA-256' : 'SCRAM-SHA-512';
  on(stronger, { passwordHash: 'SHA-256', passwordFormat: 'plain' }, (scene) => {
    for (const transport of transportsFor(1)) {
      it(`${stronger} over ${transport}`, (test) => passwordLogin(test, scene, transport, stronger));
    }
  });

  on('PLAIN alone', { passwordFormat: 'plain', disabled: scrams }, (scene) => {
    for (const transport of transportsFor(0)) {
      it(`PLAIN over ${transport} where the deployer allows it`,
        (test) => passwordLogin(test, scene, transport, 'PLAIN', { allow_plain: true }));
    }

    for (const transport of transportsFor(1)) {
      it(`PLAIN over ${transport} where nobody allowed it: nothing is said`, async (test) => {
        prepare(test, scene, transport);
        const account = await scene.account('careful');
        const page = await scene.open(test, { expected: lateFrames });
        const sent = await record(page);
        await page.submitLogin(account.jid, account.password);
        await page.untilStatus('failed');
        assert.equal(mechanismOf(sent), undefined);
        note('PLAIN, not allowed', column(transport), 'refused');
      });
    }
  });
}

after(() => {
  const columns = serverVersions.flatMap(({ kind, version }) => ['WebSocket', 'BOSH'].map((t) => `${kind} ${version} ${t}`));
  console.log('# | login | ' + columns.join(' | ') + ' |');
  console.log('# |' + ' --- |'.repeat(columns.length + 1));
  for (const [kind, row] of table) console.log(`# | ${kind} | ${columns.map((c) => row.get(c) ?? '–').join(' | ')} |`);
});
