// SPDX-License-Identifier: MIT
// The life of a page: when it may end, when it comes back, when the machine slept, who looks. Page Lifecycle, HTML
// (pagehide, visibilitychange). A page that hides may be ended without another word, so that counts as leaving.

/**
 * @param {{
 *   window: EventTarget, document: EventTarget & { readonly hidden: boolean },
 *   events: { leaving(isGoing: boolean): void, stayed(): void, frozen(): void, woke(): void, visible(isVisible: boolean): void, network(isOnline: boolean): void },
 * }} options
 */
export function createLifecycle({ window, document, events }) {
  const stop = new AbortController();
  const { signal } = stop;
  let isGoing = false; // hiding is part of it then, and nothing more may be said to the server
  window.addEventListener('pagehide', () => {
    isGoing = true;
    events.leaving(true);
  }, { signal });
  window.addEventListener('pageshow', (event) => {
    if (!/** @type {PageTransitionEvent} */ (event).persisted) return;
    isGoing = false;
    events.stayed();
    events.woke();
  }, { signal });
  document.addEventListener('visibilitychange', () => {
    if (isGoing) return;
    if (document.hidden) {
      events.visible(false);
      events.leaving(false);
    } else {
      events.stayed();
      events.visible(true);
    }
  }, { signal });
  document.addEventListener('freeze', () => {
    if (!isGoing) events.frozen();
    events.leaving(isGoing);
  }, { signal });
  document.addEventListener('resume', () => {
    events.stayed();
    events.woke();
  }, { signal });
  window.addEventListener('online', () => events.network(true), { signal });
  window.addEventListener('offline', () => events.network(false), { signal });
  return { destroy() { stop.abort(); } };
}
