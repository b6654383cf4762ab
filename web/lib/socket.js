// SPDX-License-Identifier: MIT
// WebSockets with the subprotocol "xmpp" (RFC 7395 3.1).

/**
 * @typedef {object} SocketEvents
 * @property {(socket: number, protocol: string) => void} opened
 * @property {(socket: number, data: string) => void} text
 * @property {(socket: number, code: number, reason: string, wasOpen: boolean) => void} closed
 */

// LIMIT: one message of more than this many UTF-16 units closes the socket with 1009 (RFC 6455 7.4.1). Both servers
// cap a stanza at far less.
export const maxMessageLength = 8 << 20;

const lingerMs = 1000;

/**
 * @param {{
 *   setTimeout: (work: () => void, ms: number) => any, clearTimeout: (timer: any) => void,
 *   WebSocket: typeof WebSocket, arrivals: { push(deliver: () => void): void }, events: SocketEvents,
 * }} options
 */
export function createSockets({ setTimeout, clearTimeout, WebSocket, arrivals, events }) {
  /** @type {Map<number, WebSocket>} */
  const sockets = new Map();
  let isDestroyed = false;

  /** @param {() => void} deliver */
  function arrived(deliver) {
    arrivals.push(() => { if (!isDestroyed) deliver(); });
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
        const reason = error instanceof Error ? error.message : String(error);
        arrived(() => events.closed(id, 1006, reason, false));
        return;
      }
      let wasOpen = false;
      sockets.set(id, socket);
      socket.onopen = () => {
        wasOpen = true;
        arrived(() => events.opened(id, socket.protocol));
      };
      socket.onmessage = ({ data }) => {
        if (typeof data !== 'string') refuse(1003, 'The server sent binary data.'); // RFC 7395 3.2: text only
        else if (data.length > maxMessageLength) refuse(1009, 'The server sent a message that is too large.');
        else arrived(() => events.text(id, data));
      };
      const refuse = (/** @type {number} */ code, /** @type {string} */ reason) => {
        silence(socket);
        sockets.delete(id);
        socket.close(); // a page may not send these codes itself
        arrived(() => events.closed(id, code, reason, wasOpen));
      };
      socket.onclose = ({ code, reason }) => {
        sockets.delete(id);
        arrived(() => events.closed(id, code, reason, wasOpen));
      };
    },

    /** @param {number} id @param {string} data */
    send(id, data) {
      const socket = sockets.get(id);
      if (socket?.readyState === WebSocket.OPEN) socket.send(data); // otherwise its end is already on the way
    },

    /**
     * Nothing more is heard of it. An open one is left to the server for a moment: what it still says to our good-bye would
     * otherwise come after the end, which browsers report as an error.
     * @param {number} id
     */
    close(id) {
      const socket = sockets.get(id);
      if (!socket) return;
      if (socket.readyState !== WebSocket.OPEN) {
        socket.close();
        return;
      }
      const timer = setTimeout(() => socket.close(), lingerMs);
      const ended = socket.onclose;
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string' && /^<([a-z]+:)?close\b/.test(data)) socket.close();
      };
      socket.onclose = (event) => {
        clearTimeout(timer);
        ended?.call(socket, event);
      };
    },

    /** How many sockets are not closed yet. */
    get count() { return sockets.size; },

    destroy() {
      for (const socket of sockets.values()) {
        silence(socket);
        socket.close();
      }
      sockets.clear();
      isDestroyed = true;
    },
  };
}
