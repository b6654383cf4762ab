// SPDX-License-Identifier: MIT
// What the page's store holds, read past the page.

/**
 * The contact list, in pieces of which each holds some of it: addresses and names can be found in their text.
 * @param {import('../../../scripts/lib/chat-page.mjs').ChatPage} page @param {{ jid: string }} account
 * @returns {Promise<string>}
 */
export function storedRoster(page, account) {
  return page.run(async (name) => {
    const opened = await new Promise((done) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
    });
    const records = opened.transaction('records').objectStore('records');
    const bytes = (text) => new TextEncoder().encode(text);
    const values = await new Promise((done) => {
      const request = records.getAll(IDBKeyRange.bound(bytes('r'), bytes('s'), false, true));
      request.onsuccess = () => done(request.result);
    });
    opened.close();
    return values.map((value) => new TextDecoder().decode(value)).join('\n');
  }, `parlance:${account.jid}`);
}

/**
 * What of a conversation's records matches, in the order of the store.
 * @param {import('../../../scripts/lib/chat-page.mjs').ChatPage} page @param {{ jid: string }} account
 * @param {string} peer bare JID @param {string} pattern a regular expression; the record's other bytes are no text
 * @returns {Promise<string[]>}
 */
export function storedBodies(page, account, peer, pattern) {
  return page.run(async (name, prefix, source) => {
    const opened = await new Promise((done) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
    });
    const records = opened.transaction('records').objectStore('records');
    const bytes = (text) => new TextEncoder().encode(text);
    const values = await new Promise((done) => {
      const request = records.getAll(IDBKeyRange.bound(bytes(`m${prefix}\0`), bytes(`m${prefix}\x01`)));
      request.onsuccess = () => done(request.result);
    });
    opened.close();
    const wanted = new RegExp(source);
    return values.map((value) => wanted.exec(new TextDecoder().decode(value))?.[0]).filter(Boolean);
  }, `parlance:${account.jid}`, peer, pattern);
}
