// SPDX-License-Identifier: MIT
// Which page a tab's record belongs to. Every page has an id and, as long as it lives, a Web Lock of that name; a record
// that carries the id of a living page is a copy (a duplicated tab), and resuming it would make two pages throw each
// other out for ever. Without Web Locks (plain-HTTP intranets) the pages are asked. Protocol trap D 41, fault F12.

/** A reloaded page's predecessor may let go a little late. */
const patience = 1000;
const answerMs = 150;

/**
 * @param {{
 *   locks: LockManager | undefined, BroadcastChannel: typeof BroadcastChannel | undefined,
 *   AbortController: typeof AbortController, newId: () => string,
 *   setTimeout: (work: () => void, ms: number) => any, clearTimeout: (timer: any) => void,
 * }} options
 */
export function createOwnership({ locks, BroadcastChannel, AbortController, newId, setTimeout, clearTimeout }) {
  const own = new Set([newId()]);
  const id = [...own][0];
  /** @type {(() => void)[]} */
  const releases = [];
  let isDestroyed = false;
  const channel = BroadcastChannel ? new BroadcastChannel('parlance:pages') : null;
  /** @type {Map<string, () => void>} */
  const asking = new Map();
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (own.has(data?.ask)) channel.postMessage({ alive: data.ask });
      asking.get(data?.alive)?.();
    };
  }

  /** Holds the lock until destroy(); false when it is not to be had in time. @param {string} wanted @returns {Promise<boolean>} */
  function lock(wanted) {
    return new Promise((resolve) => {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), patience);
      /** @type {LockManager} */ (locks).request(`parlance:tab:${wanted}`, { signal: abort.signal }, () => {
        clearTimeout(timer);
        resolve(!isDestroyed);
        if (isDestroyed) return Promise.resolve();
        return new Promise((release) => { releases.push(() => release(undefined)); });
      }).catch(() => resolve(false));
    });
  }

  /** @param {string} wanted @returns {Promise<boolean>} */
  function ask(wanted) {
    if (!channel) return Promise.resolve(false); // nobody can be asked: better a new session than a fight
    return new Promise((resolve) => {
      const finish = (/** @type {boolean} */ isFree) => {
        clearTimeout(timer);
        asking.delete(wanted);
        resolve(isFree);
      };
      const timer = setTimeout(() => finish(true), answerMs);
      asking.set(wanted, () => finish(false));
      channel.postMessage({ ask: wanted });
    });
  }

  if (locks) lock(id);

  return {
    /** What this page writes into its record. */
    id,
    /** Whether the record with that id is ours to use: its page is gone. @param {string} wanted */
    async claim(wanted) {
      const isFree = locks ? await lock(wanted) : await ask(wanted);
      if (isFree) own.add(wanted);
      return isFree;
    },
    destroy() {
      isDestroyed = true;
      for (const release of releases) release();
      channel?.close();
    },
  };
}
