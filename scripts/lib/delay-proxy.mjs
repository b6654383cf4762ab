// SPDX-License-Identifier: MIT
// A WebSocket proxy on loopback that keeps back every frame of the server for a while, and counts until a client's session
// is there: its frames, its flights, its time. A flight is what a client sends without waiting: frames between which no
// frame of the server reached it. So the flights are the round trips, whatever the machine's load, once the delay is longer
// than a turn of the client's own work.

import http from 'node:http';
import { loadPackage } from './paths.mjs';
import { patience } from './patience.mjs';
import { freePorts } from './ports.mjs';

/** The frame that completes a session: a bound resource, or an old session taken up again. */
const completes = (frame) => /<bound\b/.test(frame) || /<resumed\b/.test(frame)
  || (/^<iq\b/.test(frame) && frame.includes('urn:ietf:params:xml:ns:xmpp-bind') && frame.includes('<jid>'));

/** @typedef {{ frames: number, flights: number, ms: number, sent: string[] }} Login */

export class DelayProxy {
  /** Milliseconds that each frame of the server is kept back. */
  delay = 0;
  #http;
  #sockets;
  #live = new Set();
  /** @type {((result: Login) => void)[]} */
  #waiting = [];

  /** @param {string} realUrl */
  static async start(realUrl) {
    const proxy = new DelayProxy();
    const { default: WebSocket } = await loadPackage('ws');
    const [port] = await freePorts(1);
    proxy.url = `ws://127.0.0.1:${port}/xmpp-websocket`;
    proxy.#http = http.createServer((_, response) => { response.writeHead(404).end(); });
    proxy.#sockets = new WebSocket.WebSocketServer({ server: proxy.#http, handleProtocols: () => 'xmpp' });
    proxy.#sockets.on('connection', (client) => proxy.#connected(client, realUrl, WebSocket));
    await new Promise((resolve) => { proxy.#http.listen(port, '127.0.0.1', () => resolve(undefined)); });
    return proxy;
  }

  #connected(client, realUrl, WebSocket) {
    const opened = performance.now();
    /** @type {string[]} */
    const sent = [];
    let flights = 0;
    let hasHeard = true; // since it last sent something
    let isDone = false;
    this.#live.add(client);
    const upstream = new WebSocket(realUrl, 'xmpp');
    const early = [];
    client.on('message', (data) => {
      const frame = String(data);
      sent.push(frame);
      if (hasHeard) flights += 1;
      hasHeard = false;
      if (upstream.readyState === WebSocket.OPEN) upstream.send(frame);
      else early.push(frame);
    });
    upstream.on('open', () => { for (const frame of early.splice(0)) upstream.send(frame); });
    upstream.on('message', (data) => {
      const frame = String(data);
      // What is on its way already does not count as needed.
      const soFar = { frames: sent.length, flights, sent: [...sent] };
      setTimeout(() => {
        if (client.readyState === WebSocket.OPEN) client.send(frame);
        hasHeard = true;
        if (isDone || !completes(frame)) return;
        isDone = true;
        for (const settle of this.#waiting.splice(0)) settle({ ...soFar, ms: performance.now() - opened });
      }, this.delay);
    });
    upstream.on('close', () => { setTimeout(() => client.close(), this.delay); });
    upstream.on('error', () => client.terminate());
    client.on('error', () => {});
    client.on('close', () => { this.#live.delete(client); upstream.close(); });
  }

  /** The next session that comes up through here. @returns {Promise<Login>} */
  session() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No session came up within ${patience} ms.`)), patience);
      this.#waiting.push((result) => { clearTimeout(timer); resolve(result); });
    });
  }

  async stop() {
    for (const client of this.#live) client.terminate();
    this.#http.closeAllConnections?.();
    await new Promise((resolve) => { this.#http.close(resolve); });
  }
}
