// SPDX-License-Identifier: MIT
// The account's store: what must outlive the page, as records in the order of their keys, in one IndexedDB database for
// each account, shared by all tabs of the origin. What each wish means stands in src/base/io.h; the native program's is
// src/platform/native/store_native.cpp.

const format = 1;
const storeName = 'records';

/** How long a database may take to open, and a transaction to end, before the page goes on without it. In ms. */
export const openPatience = 4000;
export const writePatience = 15_000;

/** base::StoreTrouble. */
export const Trouble = Object.freeze({ None: 0, Missing: 1, Busy: 2, Newer: 3, Damaged: 4, Full: 5, Failed: 6 });

/** What went wrong, by the name of the error. @param {any} error @returns {number} */
function troubleOf(error) {
  switch (error?.name) {
    case 'SecurityError': case 'TypeError': case 'NotSupportedError': case 'InvalidStateError': return Trouble.Missing;
    case 'VersionError': return Trouble.Newer;
    case 'QuotaExceededError': return Trouble.Full;
    case 'TimeoutError': return Trouble.Busy;
    default: return Trouble.Failed;
  }
}

/** An error of that name. @param {string} name */
const failure = (name) => Object.assign(new Error(name), { name });

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** All of it happened, or nothing of it. @param {IDBTransaction} transaction @returns {Promise<void>} */
function ended(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? failure('AbortError'));
  });
}

/**
 * Records as base::pack_records() writes them: for each, the sizes of key and value (32 bit, little end first), then both.
 * @typedef {[Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]} StoreRecord
 * @param {Uint8Array} bytes @returns {StoreRecord[]}
 */
export function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** @type {StoreRecord[]} */
  const out = [];
  for (let at = 0; at < bytes.length;) {
    const key = at + 8;
    const value = key + view.getUint32(at, true);
    const end = value + view.getUint32(at + 4, true);
    out.push([bytes.slice(key, value), bytes.slice(value, end)]); // the memory of the core goes on changing
    at = end;
  }
  return out;
}

/** @param {StoreRecord[]} records */
export function pack(records) {
  const size = records.reduce((sum, [key, value]) => sum + 8 + key.length + value.length, 0);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [key, value] of records) {
    view.setUint32(at, key.length, true);
    view.setUint32(at + 4, value.length, true);
    out.set(key, at + 8);
    out.set(value, at + 8 + key.length);
    at += 8 + key.length + value.length;
  }
  return out;
}

/** @param {Uint8Array} start @param {Uint8Array} bytes */
const begins = (start, bytes) => bytes.length >= start.length && start.every((byte, i) => byte === bytes[i]);

/** The first key behind all that begin with `prefix`. @param {Uint8Array<ArrayBuffer>} prefix */
function behind(prefix) {
  const out = prefix.slice();
  out[out.length - 1] += 1;
  return out;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function joined(a, b) {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** @param {unknown} value */
const bytesOf = (value) => new Uint8Array(/** @type {any} */ (value));

/**
 * @param {{
 *   indexedDB: () => IDBFactory, IDBKeyRange: typeof IDBKeyRange,
 *   setTimeout: (work: () => void, ms: number) => any, clearTimeout: (timer: any) => void,
 *   ownership: { id: string, living(ids: string[]): Promise<Set<string>> },
 *   events: {
 *     opened(store: string, owner: string, trouble: number): void,
 *     written(store: string, batch: number, trouble: number): void,
 *     rows(store: string, request: number, records: Uint8Array, trouble: number): void,
 *     lost(store: string, trouble: number): void,
 *   },
 * }} options the database is asked for when it is needed: a page may be forbidden to touch it
 */
export function createStore({ indexedDB, IDBKeyRange, setTimeout, clearTimeout, ownership, events }) {
  /** Those that are open, or being opened, by account. @type {Map<string, { database: IDBDatabase | null }>} */
  const places = new Map();
  let isDestroyed = false;
  /** @type {Set<Promise<unknown>>} */
  const running = new Set();
  const utf8 = { encode: new TextEncoder(), decode: new TextDecoder() };
  const owner = utf8.encode.encode(ownership.id);
  const nameOf = (/** @type {string} */ store) => `parlance:${store}`;

  /** @template T @param {Promise<T>} work @param {number} ms @returns {Promise<T>} */
  function within(work, ms) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(failure('TimeoutError')), ms);
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  /** Its end is awaited by those who ask whether all is safe. @param {Promise<unknown>} work */
  function run(work) {
    running.add(work);
    work.finally(() => running.delete(work));
  }

  /** @param {string} store @returns {Promise<IDBDatabase>} */
  async function openOnce(store) {
    const request = indexedDB().open(nameOf(store), format);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    const opening = done(request);
    try {
      return await within(opening, openPatience);
    } catch (error) {
      opening.then((late) => late.close(), () => {}); // whoever comes too late must not hold up others
      throw error;
    }
  }

  /** Damaged beyond opening, or not made by us: begins anew. @param {string} store */
  async function openAnew(store) {
    await within(done(indexedDB().deleteDatabase(nameOf(store))), openPatience).catch((error) => {
      // What can neither be opened nor deleted is not damaged: Chromium with cookies blocked answers both like this.
      throw error?.name === 'UnknownError' ? failure('SecurityError') : error;
    });
    return openOnce(store);
  }

  /** @param {string} store @returns {Promise<[IDBDatabase, number]>} */
  async function openAny(store) {
    try {
      const opened = await openOnce(store);
      if (opened.objectStoreNames.contains(storeName)) return [opened, Trouble.None];
      opened.close();
    } catch (error) {
      if (/** @type {any} */ (error)?.name !== 'UnknownError') throw error;
    }
    return [await openAnew(store), Trouble.Damaged];
  }

  /** @param {string} store @param {{ database: IDBDatabase | null }} place */
  async function openStore(store, place) {
    /** @type {number} */
    let trouble = Trouble.Failed;
    try {
      const [opened, found] = await openAny(store);
      if (isDestroyed || places.get(store) !== place) {
        opened.close();
        return;
      }
      place.database = opened;
      trouble = found;
      const lose = (/** @type {number} */ why) => {
        opened.close();
        if (place.database !== opened) return;
        place.database = null;
        events.lost(store, why);
      };
      opened.onversionchange = () => lose(Trouble.Busy); // another tab logs out, or has a newer Parlance
      opened.onclose = () => lose(Trouble.Failed); // the person cleared the site's data
    } catch (error) {
      trouble = troubleOf(error);
    }
    if (!isDestroyed && places.get(store) === place) events.opened(store, ownership.id, trouble);
  }

  /** @param {string} store */
  function close(store) {
    const place = places.get(store);
    places.delete(store);
    place?.database?.close();
    if (place) place.database = null;
  }

  /** @param {string} store @param {IDBTransactionMode} mode @param {boolean} [isDurable] */
  function begin(store, mode, isDurable = false) {
    const database = places.get(store)?.database;
    if (!database) throw failure('SecurityError');
    const transaction = database.transaction(storeName, mode, { durability: isDurable ? 'strict' : 'relaxed' });
    return { transaction, records: transaction.objectStore(storeName) };
  }

  /** @param {string} store @param {StoreRecord[]} changes @param {boolean} isDurable */
  async function writeAll(store, changes, isDurable) {
    const { transaction, records } = begin(store, 'readwrite', isDurable);
    const end = ended(transaction);
    try {
      for (const [key, value] of changes) {
        if (value.length > 0) records.put(value, key);
        else records.delete(key);
      }
    } catch (error) {
      end.catch(() => {});
      transaction.abort();
      throw error;
    }
    await within(end, writePatience);
  }

  /**
   * @param {string} store
   * @param {Uint8Array<ArrayBuffer>} from @param {Uint8Array<ArrayBuffer>} to @param {number} limit @param {boolean} isBackward
   * @returns {Promise<StoreRecord[]>}
   */
  async function read(store, from, to, limit, isBackward) {
    const { records } = begin(store, 'readonly');
    let range = IDBKeyRange.bound(from, to, false, true);
    let keys = await done(records.getAllKeys(range, isBackward ? undefined : limit));
    if (isBackward && keys.length > limit) {
      keys = keys.slice(-limit);
      if (limit > 0) range = IDBKeyRange.bound(keys[0], to, false, true);
    }
    const values = limit > 0 && keys.length > 0 ? await done(records.getAll(range, keys.length)) : [];
    const out = values.map((value, i) => /** @type {StoreRecord} */ ([bytesOf(keys[i]), bytesOf(value)]));
    return isBackward ? out.reverse() : out;
  }

  /** @param {string} store @param {Uint8Array<ArrayBuffer>} prefix @returns {Promise<StoreRecord[]>} */
  async function claimAll(store, prefix) {
    const range = IDBKeyRange.bound(prefix, behind(prefix), false, true);
    const ownerOf = (/** @type {Uint8Array} */ key) =>
      utf8.decode.decode(key.subarray(prefix.length, prefix.length + owner.length));
    const seen = (await done(begin(store, 'readonly').records.getAllKeys(range))).map((key) => ownerOf(bytesOf(key)));
    const others = [...new Set(seen)].filter((id) => id !== ownership.id);
    const living = others.length > 0 ? await ownership.living(others) : new Set();
    const gone = new Set(others.filter((id) => !living.has(id))); // those born since are not among them
    const { transaction, records } = begin(store, 'readwrite', true);
    const end = ended(transaction);
    const own = joined(prefix, owner);
    const keys = await done(records.getAllKeys(range));
    const values = await done(records.getAll(range));
    /** @type {StoreRecord[]} */
    const out = [];
    keys.map(bytesOf).forEach((key, i) => {
      if (!begins(own, key) && !gone.has(ownerOf(key))) return;
      const value = bytesOf(values[i]);
      const kept = joined(own, key.subarray(own.length));
      if (!begins(own, key)) {
        records.delete(key);
        records.put(value, kept);
      }
      out.push([kept, value]);
    });
    await within(end, writePatience);
    return out;
  }

  /** @param {string} store @param {number} request @param {Promise<StoreRecord[]>} reading */
  async function answer(store, request, reading) {
    /** @type {number} */
    let trouble = Trouble.None;
    let bytes = new Uint8Array();
    try {
      bytes = pack(await within(reading, writePatience));
    } catch (error) {
      trouble = troubleOf(error);
    }
    if (!isDestroyed) events.rows(store, request, bytes, trouble);
  }

  return {
    /** @param {string} store */
    open(store) {
      close(store);
      const place = { database: null };
      places.set(store, place);
      run(openStore(store, place));
    },

    /** @param {string} store */
    close,

    /** @param {string} store @param {number} batch @param {Uint8Array} bytes @param {boolean} isDurable */
    write(store, batch, bytes, isDurable) {
      const work = writeAll(store, unpack(bytes), isDurable).then(() => Trouble.None, troubleOf);
      run(work.then((trouble) => { if (!isDestroyed) events.written(store, batch, trouble); }));
    },

    /**
     * @param {string} store @param {number} request
     * @param {Uint8Array} from @param {Uint8Array} to @param {number} limit @param {boolean} isBackward
     */
    range(store, request, from, to, limit, isBackward) {
      run(answer(store, request, read(store, from.slice(), to.slice(), limit, isBackward)));
    },

    /** @param {string} store @param {number} request @param {Uint8Array} prefix */
    claim(store, request, prefix) {
      run(answer(store, request, claimAll(store, prefix.slice())));
    },

    /** @param {string} store */
    erase(store) {
      close(store);
      run((async () => done(indexedDB().deleteDatabase(nameOf(store))))().catch(() => {})); // there never was any
    },

    /** What was asked for so far is safe. */
    get settled() { return Promise.allSettled(running); },

    destroy() {
      isDestroyed = true;
      const opened = [...places.values()].map(({ database }) => database);
      places.clear();
      Promise.allSettled(running).then(() => opened.forEach((database) => database?.close()));
    },
  };
}
