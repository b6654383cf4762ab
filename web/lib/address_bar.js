// SPDX-License-Identifier: MIT
// The address of the full page: "#chat=JID" opens a conversation, however often it is followed, and the address follows
// what is open. It is replaced, not added to, so that Back leaves the page; but where list and conversation take turns
// (phones) an opened conversation is a step of its own, and Back leads to the list.

import { addressOf, hashOf } from './settings.js';

const step = 'parlance-chat'; // the mark of such a step in history.state

/**
 * @param {{
 *   window: Pick<Window, 'addEventListener'> & { location: Pick<Location, 'hash' | 'pathname' | 'search'>, history: History },
 *   chat: { open(address: string, how: { join: boolean }): void, close(): void },
 *   isNarrow: () => boolean,
 * }} options
 */
export function createAddressBar({ window, chat, isNarrow }) {
  const { location, history } = window;
  let open = '';

  /** @param {boolean} isNew a step of its own @param {string} hash */
  function write(isNew, hash) {
    const url = `${location.pathname}${location.search}${hash}`;
    try {
      if (isNew) history.pushState(step, '', url);
      else history.replaceState(history.state, '', url);
    } catch {
      // A frame without an origin has no address of its own, and browsers allow only so many changes in a while.
    }
  }

  function follow() {
    const wanted = addressOf(location.hash);
    if (wanted) chat.open(wanted.address, { join: wanted.join });
    else if (open) chat.close();
  }

  // For a link that is followed again, too, which changes no hash.
  window.addEventListener('popstate', follow);
  if (location.hash) follow();

  return {
    /** @param {{ chat: string, isRoom: boolean }} shown */
    shown({ chat: now, isRoom }) {
      const before = open;
      open = now;
      const hash = hashOf(now, isRoom);
      if (now) {
        if (hash !== location.hash) write(!before && isNarrow(), hash);
      } else if (before) {
        if (history.state === step) history.back();
        else write(false, '');
      }
    },
  };
}
