// SPDX-License-Identifier: MIT
// Which page a tab's record belongs to. Every page has an id and, as long as it lives, a Web Lock of that name; a record
// that carries the id of a living page is a copy (a duplicated tab), and resuming it would make two pages throw each
// other out for ever. The lock is kept in the back-forward cache: whoever claims it there ends the cached page, which
// must not come back with a session that another page has taken up. Protocol trap D 41.

import { openChannel } from './channel.js';
import { createRoll } from './roll.js';

/** A reloaded page's predecessor may let go a little late. */
const patience = 1000;

/**
 * @param {{
 *   locks: LockManager | undefined, BroadcastChannel: typeof BroadcastChannel | undefined,
 *   AbortController: typeof AbortController, newId: () => string, localStorage: () => Storage,
 *   window: EventTarget, document: EventTarget & { wasDiscarded?: boolean },
 *   setTimeout: (work: () => void, ms: number) => any, clearTimeout: (timer: any) => void,
 * }} options
 */
export function createOwnership({
  locks, BroadcastChannel, AbortController, newId, localStorage, window, document, setTimeout, clearTimeout,
}) {
  const own = new Set([newId()]);
  const id = [...own][0];
  /** @type {(() => void)[]} */
  const releases = [];
  let isDestroyed = false;
  const channel = openChannel(BroadcastChannel, 'parlance:pages');
  /** @type {Map<string, () => void>} */
  const asking = new Map();
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (own.has(data?.ask)) {
        roll?.answered();
        channel.postMessage({ alive: data.ask });
      }
      asking.get(data?.alive)?.();
    };
  }

  /** Holds the lock until destroy(); false when it is not to be had in time. @param {string} wanted @returns {Promise<boolean>} */
  function lock(wanted) {
    return new Promise((resolve) => {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), patience);
      if (wanted !== id) isSilent(wanted, patience).then((is) => { if (!is) abort.abort(); }); // a copy need not wait
      /** @type {LockManager} */ (locks).request(`parlance:tab:${wanted}`, { signal: abort.signal }, () => {
        clearTimeout(timer);
        resolve(!isDestroyed);
        if (isDestroyed) return Promise.resolve();
        return new Promise((release) => { releases.push(() => release(undefined)); });
      }).catch(() => resolve(false));
    });
  }

  /** Whether nobody says within so many milliseconds that they are that page. @param {string} wanted @param {number} ms @returns {Promise<boolean>} */
  function isSilent(wanted, ms) {
    if (!channel) return Promise.resolve(roll === null); // nobody can be asked: better a new session than a fight
    return new Promise((resolve) => {
      const finish = (/** @type {boolean} */ is) => {
        clearTimeout(timer);
        asking.delete(wanted);
        resolve(is);
      };
      const timer = setTimeout(() => finish(true), ms);
      asking.set(wanted, () => finish(false));
      channel.postMessage({ ask: wanted });
    });
  }

  const beginRoll = () => createRoll({ localStorage, window, document, id, isSilent });
  /** Where there are no locks, or none for us: a frame without an origin, or a person, may forbid them. */
  let roll = locks ? null : beginRoll();
  const mayLock = !locks ? Promise.resolve(false) : lock(id).then((may) => {
    if (!may && !isDestroyed) roll = beginRoll();
    return may;
  });

  return {
    /** What this page writes into its record. */
    id,
    /** Whether the record with that id is ours to use: its page is gone. @param {string} wanted */
    async claim(wanted) {
      await mayLock;
      const isFree = await (roll ? roll.claim(wanted) : lock(wanted));
      if (isFree) own.add(wanted);
      return isFree;
    },
    /** Those of other pages' ids whose pages live. @param {string[]} ids @returns {Promise<Set<string>>} */
    async living(ids) {
      const others = ids.filter((wanted) => !own.has(wanted));
      if (locks && await mayLock) {
        const { held = [] } = await locks.query();
        const names = new Set(held.map(({ name }) => name));
        return new Set(others.filter((wanted) => names.has(`parlance:tab:${wanted}`)));
      }
      const silent = await Promise.all(others.map((wanted) => isSilent(wanted, patience)));
      return new Set(others.filter((_, i) => !silent[i]));
    },
    destroy() {
      isDestroyed = true;
      for (const release of releases) release();
      roll?.destroy();
      channel?.close();
    },
  };
}
