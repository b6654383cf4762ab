// SPDX-License-Identifier: MIT
// Which pages live, where there are no Web Locks (plain HTTP, except on the own machine): each writes itself into
// localStorage and strikes itself off when it goes. A page that is listed is asked whether it lives, because it may have
// crashed; a frozen one cannot answer and says so before. For lib/locks.js; protocol trap D 41.

/** How long a page may take to answer: one that has gone by its own word, and one that may be busy. */
export const patience = { gone: 150, listed: 1000 };

/**
 * @param {{
 *   localStorage: () => Storage, window: EventTarget, document: EventTarget & { wasDiscarded?: boolean }, id: string,
 *   isSilent: (id: string, ms: number) => Promise<boolean>,
 * }} options `id` is this page's; `isSilent`: nobody answers to that id within so many milliseconds
 */
export function createRoll({ localStorage, window, document, id, isSilent }) {
  const own = new Set([id]);
  const stop = new AbortController();
  const keyOf = (/** @type {string} */ page) => `parlance:page:${page}`;

  /** @param {string} page */
  function read(page) {
    try {
      return localStorage().getItem(keyOf(page));
    } catch {
      return null; // storage is forbidden here
    }
  }

  /** @param {string} page @param {string} state '' strikes it off */
  function write(page, state) {
    try {
      if (state) localStorage().setItem(keyOf(page), `${state} ${id}`);
      else localStorage().removeItem(keyOf(page));
    } catch {
      // Then asking has to do.
    }
  }

  const say = (/** @type {string} */ state) => { for (const page of own) write(page, state); };
  window.addEventListener('pagehide', () => say(''), { signal: stop.signal });
  window.addEventListener('pageshow', () => say('awake'), { signal: stop.signal });
  document.addEventListener('freeze', () => say('frozen'), { signal: stop.signal });
  document.addEventListener('resume', () => say('awake'), { signal: stop.signal });
  say('awake');

  return {
    /** Whether the record with that id is ours to use. @param {string} wanted */
    async claim(wanted) {
      const listed = read(wanted);
      // What was thrown out of the memory while it was frozen is this very tab's.
      if (listed?.startsWith('frozen') && !document.wasDiscarded) return false;
      write(wanted, 'awake');
      if (!(await isSilent(wanted, listed ? patience.listed : patience.gone))) return false;
      // Of two that came at once, the one that wrote last.
      const now = read(wanted);
      if (now !== null && !now.endsWith(` ${id}`)) return false;
      own.add(wanted);
      return true;
    },
    /** Somebody asks after a page of ours, and has written over its line. */
    answered() { say('awake'); },
    destroy() {
      stop.abort();
      say('');
    },
  };
}
