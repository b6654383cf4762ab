// SPDX-License-Identifier: MIT
// What outlives the page. The device's records lie in IndexedDB and are shared by all tabs of the origin; the tab's one
// record lies in its sessionStorage, because only that can be written while a page goes, and survives nothing but a
// reload. A duplicated tab copies sessionStorage: a record is taken up by one living page only (lib/locks.js).

import { openChannel } from './channel.js';

const storeName = 'records';

/** @param {IDBRequest} request @returns {Promise<any>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Bytes as a string of as many units, for sessionStorage. @param {Uint8Array} bytes */
function toUnits(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

/** @param {string} text */
function fromUnits(text) {
  return Uint8Array.from(text, (unit) => unit.charCodeAt(0) & 0xFF);
}

/** A page shares sessionStorage's few megabytes with its surroundings. */
export const maxTabRecord = 2_000_000;
/** How long a storage that does not answer may hold up the start. On a busy machine a healthy one was seen to take longer than
 *  a second; who gives up asks for a password that was to be remembered. */
export const patience = 5000;

/**
 * @param {{
 *   indexedDB: () => IDBFactory, sessionStorage: () => Storage, BroadcastChannel: typeof BroadcastChannel | undefined,
 *   setTimeout: (work: () => void, ms: number) => any,
 *   ownership: { id: string, claim(id: string): Promise<boolean> },
 *   slot: string, changed: (key: string, bytes: Uint8Array) => void,
 * }} options the stores are asked for when they are needed: a page may be forbidden to touch them. `slot` tells the
 *   messengers of one page apart.
 */
export function createKeep({ indexedDB, sessionStorage, BroadcastChannel, setTimeout, ownership, slot, changed }) {
  const tabKey = `parlance:tab:${slot}`;
  /** @type {IDBDatabase | null} */
  let database = null;
  /** Writes follow one another. @type {Promise<unknown>} */
  let last = Promise.resolve();
  /** @type {BroadcastChannel | null} */
  let channel = null;
  let isDestroyed = false;
  let isLate = false; // a storage that answers after the start must not be written over with what a new device would have

  async function openDatabase() {
    const request = indexedDB().open('parlance', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    const opened = await done(request);
    // Another tab wants a newer format, or the person clears the site's data.
    opened.onversionchange = opened.onclose = () => {
      opened.close();
      if (database === opened) database = null;
    };
    return opened;
  }

  /** @returns {Promise<[string, Uint8Array][]>} */
  async function readDevice() {
    const opened = await openDatabase();
    if (isDestroyed || isLate) {
      opened.close();
      return [];
    }
    database = opened;
    const store = opened.transaction(storeName).objectStore(storeName);
    const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    /** @type {[string, Uint8Array][]} */
    const out = [];
    keys.forEach((/** @type {unknown} */ key, /** @type {number} */ i) => {
      if (typeof key === 'string' && values[i] instanceof Uint8Array) out.push([key, values[i]]);
    });
    return out;
  }

  /** @param {string} key @param {Uint8Array} bytes */
  async function writeDevice(key, bytes) {
    if (!database) {
      channel?.postMessage({ key, bytes }); // nothing lasts here, but the other tabs are to know
      return;
    }
    const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore(storeName);
    const isDone = await new Promise((resolve) => {
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = transaction.onerror = () => resolve(false); // no room, or no longer allowed: this run remembers it
      if (bytes.length > 0) store.put(bytes, key);
      else store.delete(key);
    });
    if (isDone) channel?.postMessage({ key, bytes });
  }

  /** The record of this tab's life before, taken once; or that of the living page this one is a copy of. */
  async function takeTab() {
    let text = null;
    try {
      text = sessionStorage().getItem(tabKey);
      sessionStorage().removeItem(tabKey);
    } catch {
      return null; // storage is forbidden here
    }
    const match = /^([a-z0-9-]{8,64}):/.exec(text ?? '');
    if (!match || !text) return null;
    const isCopy = !(await ownership.claim(match[1]));
    return { isCopy, bytes: fromUnits(text.slice(match[0].length)) };
  }

  /** The page goes on after all: nobody else may take up its session. */
  function dropTab() {
    try {
      sessionStorage().removeItem(tabKey);
    } catch {
      // There was none.
    }
  }

  return {
    /** Everything there is: the device's records, then the tab's. */
    async load() {
      const late = new Promise((resolve) => {
        setTimeout(() => {
          isLate = database === null;
          resolve([]);
        }, patience);
      });
      const device = /** @type {Promise<[string, Uint8Array][]>} */ (Promise.race([readDevice().catch(() => []), late]));
      const tab = takeTab();
      const records = { device: await device, tab: await tab };
      if (!isDestroyed) channel = openChannel(BroadcastChannel, 'parlance:records');
      if (channel) {
        channel.onmessage = ({ data }) => {
          if (typeof data?.key === 'string' && data.bytes instanceof Uint8Array) changed(data.key, data.bytes);
        };
      }
      return records;
    },

    /** @param {boolean} isTab @param {string} key @param {Uint8Array} bytes none: forgotten */
    keep(isTab, key, bytes) {
      if (!isTab) {
        const copy = bytes.slice(); // the memory of the core goes on changing
        last = last.then(() => writeDevice(key, copy)).catch(() => {});
        return;
      }
      dropTab();
      if (bytes.length === 0 || bytes.length > maxTabRecord) return;
      try {
        sessionStorage().setItem(tabKey, `${ownership.id}:${toUnits(bytes)}`);
      } catch {
        // No room or not allowed: the next page logs in anew.
      }
    },

    dropTab,

    /** Whether records of the device survive this run. */
    get isDurable() { return database !== null; },
    /** What was asked to be kept so far is safe. */
    get settled() { return last; },

    destroy() {
      isDestroyed = true;
      channel?.close();
      channel = null;
      const opened = database;
      last.then(() => opened?.close());
      database = null;
    },
  };
}

/** Whether a page of this tab left a session behind; known at once. @param {() => Storage} sessionStorage @param {string} slot */
export function hasTabRecord(sessionStorage, slot) {
  try {
    return sessionStorage().getItem(`parlance:tab:${slot}`) !== null;
  } catch {
    return false;
  }
}
