// SPDX-License-Identifier: MIT
// What came in from the network, handed to the core in slices of a few milliseconds and in order, so that a burst leaves
// the page responsive and frames are drawn in between. Tasks of a message channel: hidden tabs do not throttle them.

const sliceMs = 4;

/** @param {{ MessageChannel: typeof MessageChannel, now: () => number }} options */
export function createArrivals({ MessageChannel, now }) {
  /** @type {(() => void)[]} */
  let queue = [];
  let isScheduled = false;
  const channel = new MessageChannel();
  channel.port1.onmessage = drain;

  function schedule() {
    if (isScheduled) return;
    isScheduled = true;
    channel.port2.postMessage(null);
  }

  function drain() {
    isScheduled = false;
    const start = now();
    const batch = queue;
    queue = [];
    let done = 0;
    while (done < batch.length) {
      batch[done++]();
      if (now() - start >= sliceMs) break;
    }
    if (done < batch.length) queue = batch.slice(done).concat(queue);
    if (queue.length > 0) schedule();
  }

  return {
    /** @param {() => void} deliver */
    push(deliver) {
      queue.push(deliver);
      schedule();
    },
    /** Whether something has arrived that the core has not seen yet. */
    get isBehind() { return queue.length > 0; },
    destroy() {
      queue = [];
      channel.port1.onmessage = null;
      channel.port1.close();
      channel.port2.close();
    },
  };
}
