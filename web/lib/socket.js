// SPDX-License-Identifier: MIT
// WebSockets with the subprotocol "xmpp" (RFC 7395 3.1). What arrives is handed to the core in slices of a few
// milliseconds, so that a burst of messages leaves the page responsive and frames are drawn in between.

/**
 * @typedef {object} SocketEvents
 * @property {(socket: number, protocol: string) => void} opened
 * @property {(socket: number, data: string) => void} text
 * @property {(socket: number, code: number, reason: string, wasOpen: boolean) => void} closed
 *
 * @typedef {{ socket: number, kind: 'opened' | 'text' | 'closed', data: string, code: number, wasOpen: boolean }} Arrival
 */

// LIMIT: one message of more than this many UTF-16 units closes the socket with 1009 (RFC 6455 7.4.1). Both servers
// cap a stanza at far less.
export const maxMessageLength = 8 << 20;
const sliceMs = 4;

/**
 * @param {{
 *   WebSocket: typeof WebSocket, MessageChannel: typeof MessageChannel, now: () => number, events: SocketEvents,
 * }} options
 */
export function createSockets({ WebSocket, MessageChannel, now, events }) {
  /** @type {Map<number, WebSocket>} */
  const sockets = new Map();
  /** @type {Arrival[]} */
  let queue = [];
  let isScheduled = false;
  const channel = new MessageChannel();
  channel.port1.onmessage = drain;

  /** @param {Arrival} arrival */
  function arrived(arrival) {
    queue.push(arrival);
    schedule();
  }

  function schedule() {
    if (isScheduled) return;
    isScheduled = true;
    channel.port2.postMessage(null); // a task of its own, not throttled in hidden tabs
  }

  function drain() {
    isScheduled = false;
    const start = now();
    const batch = queue;
    queue = [];
    let done = 0;
    while (done < batch.length) {
      const { socket, kind, data, code, wasOpen } = batch[done++];
      if (kind === 'text') events.text(socket, data);
      else if (kind === 'opened') events.opened(socket, data);
      else events.closed(socket, code, data, wasOpen);
      if (now() - start >= sliceMs) break;
    }
    if (done < batch.length) queue = batch.slice(done).concat(queue);
    if (queue.length > 0) schedule();
  }

  /** @param {WebSocket} socket */
  function silence(socket) {
    socket.onopen = socket.onmessage = socket.onclose = null;
  }

  return {
    /** @param {number} id @param {string} url */
    open(id, url) {
      let socket;
      try {
        socket = new WebSocket(url, 'xmpp');
      } catch (error) {
        // A malformed address, or ws: from an https: page; the browser's words say which.
        arrived({
          socket: id, kind: 'closed', code: 1006, wasOpen: false, data: error instanceof Error ? error.message : String(error),
        });
        return;
      }
      let wasOpen = false;
      sockets.set(id, socket);
      socket.onopen = () => {
        wasOpen = true;
        arrived({ socket: id, kind: 'opened', data: socket.protocol, code: 0, wasOpen });
      };
      socket.onmessage = ({ data }) => {
        if (typeof data !== 'string') refuse(1003, 'The server sent binary data.'); // RFC 7395 3.2: text only
        else if (data.length > maxMessageLength) refuse(1009, 'The server sent a message that is too large.');
        else arrived({ socket: id, kind: 'text', data, code: 0, wasOpen });
      };
      const refuse = (/** @type {number} */ code, /** @type {string} */ reason) => {
        silence(socket);
        sockets.delete(id);
        socket.close(); // a page may not send these codes itself
        arrived({ socket: id, kind: 'closed', code, wasOpen, data: reason });
      };
      socket.onclose = ({ code, reason }) => {
        sockets.delete(id);
        arrived({ socket: id, kind: 'closed', code, data: reason, wasOpen });
      };
    },

    /** Whether something has arrived that the core has not seen yet. */
    get isBehind() { return queue.length > 0; },

    /** @param {number} id @param {string} data */
    send(id, data) {
      const socket = sockets.get(id);
      if (socket?.readyState === WebSocket.OPEN) socket.send(data); // otherwise its end is already on the way
    },

    /** @param {number} id */
    close(id) { sockets.get(id)?.close(); },

    /** How many sockets are not closed yet. */
    get count() { return sockets.size; },

    destroy() {
      for (const socket of sockets.values()) {
        silence(socket);
        socket.close();
      }
      sockets.clear();
      queue = [];
      channel.port1.onmessage = null;
      channel.port1.close();
      channel.port2.close();
    },
  };
}
