// SPDX-License-Identifier: MIT
// Wakes a hidden page in time. Browsers let the timers of a hidden page fire once a minute, which is later than servers
// and proxies wait for a sign of life (protocol trap A 14); those of a worker keep their time. It is no replacement for
// the page's own timer but runs beside it: where no worker can be had, things are late and nothing else.

import { longest } from './timer.js';

/**
 * How a worker is started under `require-trusted-types-for 'script'`: its address must come out of a policy, and a page
 * may have forbidden ours, workers, or scripts of our origin. Answers null then.
 * @param {{ Worker: typeof Worker | undefined, trustedTypes: any, url: string }} options
 */
export function createWorkerStart({ Worker, trustedTypes, url }) {
  /** @type {any} */
  let trusted = null; // a name may be used once for a policy
  return () => {
    if (!Worker) return null;
    try {
      trusted ??= trustedTypes
        ? trustedTypes.createPolicy('parlance', { createScriptURL: () => url }).createScriptURL('')
        : url;
      return new Worker(trusted);
    } catch {
      return null;
    }
  };
}

/**
 * @param {{
 *   document: Pick<Document, 'hidden' | 'addEventListener'>, now: () => number, startWorker: () => Worker | null,
 *   ring: () => void,
 * }} options `ring` may come early, and late
 */
export function createAlarm({ document, now, startWorker, ring }) {
  const stop = new AbortController();
  let due = Infinity;
  let isSet = false;
  /** @type {Worker | null} */
  let worker = null;
  let isRefused = false;

  function begin() {
    worker = startWorker();
    isRefused = worker === null;
    if (!worker) return;
    worker.onmessage = () => {
      isSet = false;
      ring();
      if (!isSet && now() < due) tell(); // it was early
    };
    worker.onerror = (event) => { // its script may not be loaded
      event.preventDefault();
      isRefused = true;
      end();
    };
  }

  function end() {
    worker?.terminate();
    worker = null;
    isSet = false;
  }

  function tell() {
    const isWanted = document.hidden && due < Infinity;
    if (isWanted && !worker && !isRefused) begin();
    if (isWanted || isSet) worker?.postMessage(isWanted ? Math.min(longest, Math.max(0, Math.ceil(due - now()))) : -1);
    isSet = isWanted && worker !== null;
  }
  document.addEventListener('visibilitychange', tell, { signal: stop.signal });

  return {
    /** @param {number} at a time of performance.now(); replaces the one before */
    set(at) {
      due = at;
      tell();
    },
    /** Whether a worker runs. */
    get isRunning() { return worker !== null; },
    destroy() {
      stop.abort();
      end();
    },
  };
}
