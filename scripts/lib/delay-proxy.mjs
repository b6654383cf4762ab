// SPDX-License-Identifier: MIT
// A WebSocket proxy on loopback that keeps back every frame of the server for a while, and counts: how many frames a
// client sends, and how long it takes, until its session is there.

import http from 'node:http';
import { loadPackage } from './paths.mjs';
import { freePorts } from './ports.mjs';

/** The frame that completes a session: a bound resource, or an old session taken up again. */
const completes = (frame) => /<bound\b/.test(frame) || /<resumed\b/.test(frame)
  || (/^<iq\b/.test(frame) && frame.includes('urn:ietf:params:xml:ns:xmpp-bind') && frame.includes('<jid>'));

export class DelayProxy {
  /** Milliseconds that each frame of the server is kept back. */
  delay = 0;
  #http;
  #sockets;
  #live = new Set();
  /** @type {((result: { frames: number, ms: number }) => void)[]} */
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
    let frames = 0;
    let isDone = false;
    this.#live.add(client);
    const upstream = new WebSocket(realUrl, 'xmpp');
    const early = [];
    client.on('message', (data) => {
      frames += 1;
      if (upstream.readyState === WebSocket.OPEN) upstream.send(String(data));
      else early.push(String(data));
    });
    upstream.on('open', () => { for (const frame of early.splice(0)) upstream.send(frame); });
    upstream.on('message', (data) => {
      const frame = String(data);
      const sentSoFar = frames;
      setTimeout(() => {
        if (client.readyState === WebSocket.OPEN) client.send(frame);
        if (isDone || !completes(frame)) return;
        isDone = true;
        // Frames that were on their way already do not count as needed.
        for (const settle of this.#waiting.splice(0)) settle({ frames: sentSoFar, ms: performance.now() - opened });
      }, this.delay);
    });
    upstream.on('close', () => { setTimeout(() => client.close(), this.delay); });
    upstream.on('error', () => client.terminate());
    client.on('error', () => {});
    client.on('close', () => { this.#live.delete(client); upstream.close(); });
  }

  /** The next session that comes up through here. */
  session(within = 20_000) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No session came up within ${within} ms.`)), within);
      this.#waiting.push((result) => { clearTimeout(timer); resolve(result); });
    });
  }

  async stop() {
    for (const client of this.#live) client.terminate();
    this.#http.closeAllConnections?.();
    await new Promise((resolve) => { this.#http.close(resolve); });
  }
}
