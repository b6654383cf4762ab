// SPDX-License-Identifier: MIT
// When frames are drawn: once per wish, later ones at their time, none while nothing changes or the page is hidden.

import { createTimer } from './timer.js';

/**
 * @param {{
 *   requestAnimationFrame: (work: (time: number) => void) => number, cancelAnimationFrame: (frame: number) => void,
 *   setTimeout: (work: () => void, ms: number) => any, clearTimeout: (timer: any) => void, now: () => number,
 *   document: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>, draw: () => void,
 *   isBusy?: () => boolean,
 * }} options `isBusy`: whether more has arrived than was worked off
 */
export function createScheduler({
  requestAnimationFrame, cancelAnimationFrame, setTimeout, clearTimeout, now, document, draw, isBusy = () => false,
}) {
  let frame = 0;
  let isWanted = false;
  let isStopped = false;
  let drawn = 0;
  // While a burst arrives, drawing gets a quarter of the time: what it shows is outdated by the next frame.
  let notBefore = -Infinity;
  const timer = createTimer({ setTimeout, clearTimeout, now, fire: request });

  function request() {
    isWanted = true;
    if (frame === 0 && !document.hidden && !isStopped) frame = requestAnimationFrame(run);
  }

  function run() {
    if (isBusy() && now() < notBefore) {
      frame = requestAnimationFrame(run);
      return;
    }
    frame = 0;
    isWanted = false;
    drawn += 1;
    const start = now();
    draw();
    const end = now();
    notBefore = end + Math.min(100, 3 * (end - start));
  }

  function visibilityChanged() {
    if (document.hidden) {
      if (frame !== 0) cancelAnimationFrame(frame);
      frame = 0;
    } else if (isWanted) {
      request();
    }
  }
  document.addEventListener('visibilitychange', visibilityChanged);

  return {
    request,
    /** Replaces an earlier wish of this kind. @param {number} at a time of performance.now() */
    requestAt(at) { if (!isStopped) timer.wakeAt(at); },
    /** Frames drawn so far. */
    get frames() { return drawn; },
    destroy() {
      isStopped = true;
      document.removeEventListener('visibilitychange', visibilityChanged);
      if (frame !== 0) cancelAnimationFrame(frame);
      frame = 0;
      timer.cancel();
    },
  };
}
