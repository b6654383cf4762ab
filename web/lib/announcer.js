// SPDX-License-Identifier: MIT
// Says what arrived to people who listen: one sentence at a time, bursts as one. WAI-ARIA 1.2, live regions; the log
// itself is not live, because old messages that come into view would be read as new.

const pauseMs = 350;
const burst = 3;

/**
 * @param {{
 *   region: Element, setTimeout: (work: () => void, ms: number) => any, clearTimeout: (timer: any) => void,
 *   isMuted: () => boolean,
 * }} options `region` is polite; `isMuted`: the person is composing a character
 */
export function createAnnouncer({ region, setTimeout, clearTimeout, isMuted }) {
  /** @type {string[]} */
  let queue = [];
  /** @type {any} */
  let timer = null;

  function speak() {
    timer = null;
    if (queue.length === 0) {
      region.textContent = '';
      return;
    }
    if (!isMuted()) {
      const sentence = queue.length > burst ? `${queue.length} new messages. ${queue[queue.length - 1]}` : queue[0];
      queue = queue.length > burst ? [] : queue.slice(1);
      const notify = /** @type {any} */ (region).ariaNotify;
      if (typeof notify === 'function') notify.call(region, sentence);
      else region.textContent = sentence;
    }
    timer = setTimeout(speak, pauseMs);
  }

  return {
    /** @param {string} sentence */
    say(sentence) {
      queue.push(sentence);
      timer ??= setTimeout(speak, pauseMs);
    },
    destroy() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      queue = [];
    },
  };
}
