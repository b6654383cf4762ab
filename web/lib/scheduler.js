// SPDX-License-Identifier: MIT
// When frames are drawn: once per wish, later ones at their time, none while nothing changes or the page is hidden.

import { createTimer } from './timer.js';

/**
 * @param {{
 *   requestAnimationFrame: (work: (time: number) => void) => number, cancelAnimationFrame: (frame: number) => void,
 *   setTimeout: (work: () => void, ms: number) => any, clearTimeout: (timer: any) => void, now: () => number,
 *   document: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>, draw: () => void,
 * }} options
 */
export function createScheduler({
  requestAnimationFrame, cancelAnimationFrame, setTimeout, clearTimeout, now, document, draw,
}) {
  let frame = 0;
  let isWanted = false;
  let isStopped = false;
  let drawn = 0;
  const timer = createTimer({ setTimeout, clearTimeout, now, fire: request });

  function request() {
    isWanted = true;
    if (frame === 0 && !document.hidden && !isStopped) frame = requestAnimationFrame(run);
  }

  function run() {
    frame = 0;
    isWanted = false;
    drawn += 1;
    draw();
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
