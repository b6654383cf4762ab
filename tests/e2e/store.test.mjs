// SPDX-License-Identifier: MIT
// The account's store in real browsers: lib/store.js over the browser's own IndexedDB, and what a person finds again
// after the page, the tab or the connection died. src/README.md, G1 and G4.

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';

const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i];

/** Runs in the page: a store of lib/store.js whose events are awaited. Its parts are put on window.stores. */
async function prepareStores() {
  const { createStore, pack, unpack, Trouble } = await import('/modules/lib/store.js');
  const letters = (bytes) => new TextDecoder('latin1').decode(bytes);
  const bytes = (text) => Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  window.stores = {
    Trouble, letters,
    make(id, living = []) {
      const waiting = [];
      const answers = [];
      const tell = (answer) => { const next = waiting.shift(); if (next) next(answer); else answers.push(answer); };
      const store = createStore({
        indexedDB: () => window.indexedDB, IDBKeyRange: window.IDBKeyRange,
        setTimeout: window.setTimeout.bind(window), clearTimeout: window.clearTimeout.bind(window),
        ownership: { id: id.repeat(26), living: async (ids) => new Set(ids.filter((one) => living.includes(one[0]))) },
        events: {
          opened: (name, owner, trouble) => tell({ opened: name, owner, trouble }),
          written: (_, batch, trouble) => tell({ written: batch, trouble }),
          rows: (_, request, records, trouble) => tell({ rows: unpack(records).map((pair) => pair.map(letters)), request, trouble }),
          lost: (name, trouble) => tell({ lost: name, trouble }),
        },
      });
      const next = () => (answers.length > 0 ? Promise.resolve(answers.shift()) : new Promise((done) => { waiting.push(done); }));
      let batch = 0;
      let opened = ''; // the store that was opened last
      return {
        next,
        open: (name) => { opened = name; store.open(name); return next(); },
        write: (pairs, isDurable = true) => {
          store.write(opened, ++batch, pack(pairs.map((pair) => pair.map(bytes))), isDurable);
          return next();
        },
        range: async (from, to, limit = 100, isBackward = false) => {
          store.range(opened, 7, bytes(from), bytes(to), limit, isBackward);
          return (await next()).rows;
        },
        claim: async (prefix) => { store.claim(opened, 8, bytes(prefix)); return (await next()).rows; },
        close: async (name) => { store.close(name); },
        in: async (name, work) => {
          const before = opened;
          opened = name;
          try { return await work(); } finally { opened = before; }
        },
        erase: async (name) => { store.erase(name); await store.settled; },
        destroy: async () => { store.destroy(); await store.settled; },
      };
    },
  };
}

/** Waits for a record of that kind whose value holds the text. */
function untilRecord(page, account, kind, text) {
  return page.until(`a record ${kind} with '${text}'`, async (name, wantedKind, wantedText) => {
    if (!(await indexedDB.databases()).some((database) => database.name === name)) return false;
    const opened = await new Promise((done, failed) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const records = opened.transaction('records').objectStore('records');
    const all = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
    const [keys, values] = await Promise.all([all(records.getAllKeys()), all(records.getAll())]);
    opened.close();
    return keys.some((key, i) => String.fromCharCode(new Uint8Array(key)[0]) === wantedKind
      && new TextDecoder().decode(values[i]).includes(wantedText));
  }, [`parlance:${account.jid}`, kind, text]);
}

matrix('IndexedDB', (scene, it) => {
  it('keeps records in the order of their bytes, and answers ranges both ways', async (test) => {
    const page = await scene.open(test);
    await page.run(prepareStores);
    const found = await page.run(async () => {
      const store = stores.make('a');
      const opened = await store.open('order');
      const written = await store.write([['b', '2'], ['a', '1'], ['a\0x', 'nul'], ['\xFF', 'last'], ['c', 'x']]);
      await store.write([['c', ''], ['b', '3']], false);
      const out = {
        opened, written, all: await store.range('', '\xFF\xFF'), some: await store.range('a', 'b'),
        first: await store.range('', '\xFF', 1), last: await store.range('', '\xFF', 2, true), none: await store.range('x', 'y'),
      };
      await store.erase('order');
      await store.destroy();
      return out;
    });
    assert.deepEqual(found.opened, { opened: 'order', owner: 'a'.repeat(26), trouble: 0 });
    assert.deepEqual(found.written, { written: 1, trouble: 0 });
    assert.deepEqual(found.all, [['a', '1'], ['a\0x', 'nul'], ['b', '3'], ['\xFF', 'last']]);
    assert.deepEqual(found.some, [['a', '1'], ['a\0x', 'nul']]);
    assert.deepEqual(found.first, [['a', '1']]);
    assert.deepEqual(found.last, [['b', '3'], ['a\0x', 'nul']]);
    assert.deepEqual(found.none, []);
  });

  it('has several stores open at once, and closes one alone', async (test) => {
    const page = await scene.open(test);
    await page.run(prepareStores);
    const found = await page.run(async () => {
      const { Trouble } = stores;
      const store = stores.make('a');
      await store.open('first');
      await store.write([['a', 'first']]);
      await store.open('second');
      await store.write([['b', 'second']]);
      const second = await store.range('', 'z');
      const first = await store.in('first', () => store.range('', 'z'));
      await store.close('second');
      const late = await store.write([['c', 'late']]);
      const still = await store.in('first', () => store.write([['c', 'more']]));
      for (const name of ['first', 'second']) await store.erase(name);
      await store.destroy();
      return { first, second, late: late.trouble === Trouble.Missing, still: still.trouble };
    });
    assert.deepEqual(found, { first: [['a', 'first']], second: [['b', 'second']], late: true, still: 0 });
  });

  it('F12: takes up what pages left that are gone, and nothing of those that live', async (test) => {
    const page = await scene.open(test);
    await page.run(prepareStores);
    const found = await page.run(async () => {
      const [dead, living] = [stores.make('a'), stores.make('c')];
      await dead.open('claims');
      await living.open('claims');
      await dead.write([[`o${'a'.repeat(26)}1`, 'first'], ['p', 'not of it']]);
      await living.write([[`o${'c'.repeat(26)}2`, 'another tab']]);
      await dead.destroy();
      const next = stores.make('b', ['c']);
      await next.open('claims');
      await next.write([[`o${'b'.repeat(26)}3`, 'own']]);
      const claimed = await next.claim('o');
      const all = await next.range('o', 'p');
      const lost = living.next();
      await next.erase('claims');
      return { claimed, all, lost: await lost };
    });
    const own = (id) => `o${'b'.repeat(26)}${id}`;
    assert.deepEqual(found.claimed.sort(), [[own(1), 'first'], [own(3), 'own']]);
    assert.deepEqual(found.all, [[own(1), 'first'], [own(3), 'own'], [`o${'c'.repeat(26)}2`, 'another tab']]);
    assert.equal(found.lost.lost, 'claims'); // the store was erased under the tab that lives
  });

  it('F11: a database of a newer Parlance is left alone, and one that is none of ours begins anew', async (test) => {
    const page = await scene.open(test);
    await page.run(prepareStores);
    const found = await page.run(async () => {
      const make = (name, version, upgrade) => new Promise((done) => {
        const request = indexedDB.open(`parlance:${name}`, version);
        request.onupgradeneeded = () => upgrade(request.result);
        request.onsuccess = () => { request.result.close(); done(); };
      });
      await make('newer', 99, (database) => database.createObjectStore('records'));
      await make('foreign', 1, (database) => database.createObjectStore('something else'));
      const store = stores.make('a');
      const newer = (await store.open('newer')).trouble;
      const foreign = (await store.open('foreign')).trouble;
      await store.write([['a', '1']]);
      const rows = await store.range('', 'z');
      for (const name of ['newer', 'foreign']) await store.erase(name);
      return { newer, foreign, rows, Trouble: stores.Trouble };
    });
    assert.equal(found.newer, found.Trouble.Newer);
    assert.equal(found.foreign, found.Trouble.Damaged);
    assert.deepEqual(found.rows, [['a', '1']]);
  });
});

matrix('store', (scene, it) => {
  it('a page that is opened again shows what was said, and sends what could not be sent, once', { transports: ['websocket'] }, async (test) => {
    const { alice, bob, bobPeer, server, page } = await scene.chatBehindProxy(test, expected);
    await page.send(bob.name, 'said before the end');
    await bobPeer.message('said before the end');
    await bobPeer.sendChat(alice.jid, 'and answered');
    await page.untilArticle('and answered');
    await server.stop(); // nothing gets through from now on
    await page.untilStatus('reconnecting');
    await page.send(bob.name, 'typed without a connection');
    await page.type('half a thought');
    await untilRecord(page, alice, 'o', 'typed without a connection');
    await untilRecord(page, alice, 'k', 'half a thought');
    const next = await page.openTab('about:blank');
    await page.page.close({ runBeforeUnload: false });
    scene.resetConfig();
    await next.page.goto(`${scene.front.origin}/`);
    await next.login(alice.jid, alice.password);
    await bobPeer.message('typed without a connection');
    await next.openChat(bob.name);
    for (const text of ['said before the end', 'and answered', 'typed without a connection']) await next.untilArticle(text);
    await next.until('the draft', (text) => parlanceProbe.all('textarea').some((field) => field.value === text), ['half a thought']);
    await bobPeer.sendChat(alice.jid, 'the last word');
    await next.untilArticle('the last word');
    const texts = (await next.articles()).map((article) => article.text);
    for (const text of ['said before the end', 'and answered', 'typed without a connection']) {
      assert.equal(texts.filter((one) => one.includes(text)).length, 1, text);
    }
    const copies = bobPeer.stanzas.filter((stanza) => stanza.getChildText('body') === 'typed without a connection');
    assert.equal(copies.length, 1);
  });

  it('logging out leaves nothing of the account on the device', async (test) => {
    const { alice, bob, bobPeer, page } = await scene.openChatWithBob(test);
    await page.send(bob.name, 'written down');
    await bobPeer.message('written down');
    await untilRecord(page, alice, 'm', 'written down');
    await page.run(() => document.querySelector('parlance-chat').handle.logOut());
    await page.untilStatus('offline');
    await page.until('the database to be gone', async (user) =>
      !(await indexedDB.databases()).some(({ name }) => name.includes(user)), [alice.user]);
  });

  it('F11: without storage everything goes on, and the person is told at once', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    await page.page.evaluateOnNewDocument(() => {
      IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };
    });
    await page.page.reload();
    await page.login(alice.jid, alice.password);
    await page.until('the sentence', () => parlanceProbe.sentences().some((text) => text.includes('cannot be stored here')));
    await page.openChat(bob.name);
    await page.send(bob.name, 'in memory alone');
    await bobPeer.message('in memory alone');
    await bobPeer.sendChat(alice.jid, 'answered all the same');
    await page.untilArticle('answered all the same');
  });

  it('F11: a full disk costs no message, and the person is told', async (test) => {
    const { bob, bobPeer, page } = await scene.openChatWithBob(test);
    await page.run(() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    });
    await page.send(bob.name, 'into a full store');
    await bobPeer.message('into a full store');
    await page.until('the sentence', () => parlanceProbe.sentences().some((text) => text.includes('no room left')));
  });
});
