// SPDX-License-Identifier: MIT
// delay-proxy.mjs for a client over TCP (RFC 6120 section 4): stream headers and the elements below them are its frames.

import net from 'node:net';
import { loadPackage } from './paths.mjs';
import { patience } from './patience.mjs';
import { freePorts } from './ports.mjs';

export class DelayTcpProxy {
  /** Milliseconds that everything of the server is kept back. */
  delay = 0;
  #server;
  #sockets = new Set();
  #waiting = [];

  /** @param {number} realPort on loopback */
  static async start(realPort) {
    const proxy = new DelayTcpProxy();
    const { SaxesParser } = await loadPackage('saxes');
    const [port] = await freePorts(1);
    proxy.port = port;
    proxy.#server = net.createServer((client) => proxy.#connected(client, realPort, SaxesParser));
    await new Promise((resolve) => { proxy.#server.listen(port, '127.0.0.1', () => resolve(undefined)); });
    return proxy;
  }

  #connected(client, realPort, SaxesParser) {
    const opened = performance.now();
    let frames = 0;
    let flights = 0;
    let hasHeard = true;
    let isDone = false;
    let depth = 0;
    let parser;
    /** A restarted stream begins with another declaration or header. */
    const restart = () => {
      depth = 0;
      parser = new SaxesParser();
      parser.on('opentag', () => { if ((depth += 1) === 1) frames += 1; });
      parser.on('closetag', () => { if ((depth -= 1) === 1) frames += 1; });
      parser.on('error', () => {});
    };
    restart();
    const upstream = net.connect(realPort, '127.0.0.1');
    let sent = '';
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.setEncoding('utf8');
      socket.setNoDelay(true);
      socket.on('error', () => {});
    }
    client.on('data', (text) => {
      if (/^<(\?xml|stream:stream)/.test(text)) restart();
      parser.write(text);
      sent += text;
      if (hasHeard) flights += 1;
      hasHeard = false;
      upstream.write(text);
    });
    let heard = '';
    upstream.on('data', (text) => {
      heard += text;
      const soFar = { frames, flights, sent: [sent] };
      const isComplete = /<iq\b[^>]*>\s*<bind\b[^>]*>\s*<jid>/.test(heard);
      setTimeout(() => {
        client.write(text);
        hasHeard = true;
        if (isDone || !isComplete) return;
        isDone = true;
        for (const settle of this.#waiting.splice(0)) settle({ ...soFar, ms: performance.now() - opened });
      }, this.delay);
    });
    upstream.on('close', () => { setTimeout(() => client.end(), this.delay); });
    client.on('close', () => upstream.end());
  }

  /** The next session that comes up through here. @returns {Promise<import('./delay-proxy.mjs').Login>} */
  session() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No session came up within ${patience} ms.`)), patience);
      this.#waiting.push((result) => { clearTimeout(timer); resolve(result); });
    });
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => { this.#server.close(resolve); });
  }
}
