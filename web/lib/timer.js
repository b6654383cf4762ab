// SPDX-License-Identifier: MIT
// The core's one timer: fires at a time of performance.now(), never before it.

export const longest = 2 ** 31 - 1; // what setTimeout can count

/**
 * @param {{
 *   setTimeout: (work: () => void, ms: number) => any, clearTimeout: (timer: any) => void, now: () => number,
 *   fire: () => void,
 * }} options
 */
export function createTimer({ setTimeout, clearTimeout, now, fire }) {
  /** @type {any} */
  let timer = null;
  let due = Infinity;

  function arm() {
    disarm();
    timer = setTimeout(check, Math.min(longest, Math.max(0, Math.ceil(due - now()))));
  }

  function disarm() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  /** Fires if it is time. Browsers round delays down and throttle hidden pages: early is asked again, late is late. */
  function check() {
    if (due === Infinity) return;
    if (now() < due) {
      arm();
      return;
    }
    cancel();
    fire();
  }

  function cancel() {
    disarm();
    due = Infinity;
  }

  return {
    /** Replaces the time asked for before. @param {number} at */
    wakeAt(at) {
      cancel();
      due = at;
      if (at < Infinity) arm();
    },
    cancel,
    check,
    get isArmed() { return timer !== null; },
  };
}
