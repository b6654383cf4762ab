// SPDX-License-Identifier: MIT
// The core's one timer: fires at a time of performance.now(), never before it.

const longest = 2 ** 31 - 1; // what setTimeout can count

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
    timer = setTimeout(() => {
      timer = null;
      // Browsers round delays down and throttle hidden pages; early is asked again, late is late.
      if (now() < due) arm();
      else {
        due = Infinity;
        fire();
      }
    }, Math.min(longest, Math.max(0, Math.ceil(due - now()))));
  }

  function cancel() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    due = Infinity;
  }

  return {
    /** Replaces the time asked for before. @param {number} at */
    wakeAt(at) {
      cancel();
      due = at;
      if (Number.isFinite(at)) arm();
    },
    cancel,
    get isArmed() { return timer !== null; },
  };
}
