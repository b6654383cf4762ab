// SPDX-License-Identifier: MIT
// A TCP proxy on loopback whose gate can be shut: then nothing goes through either way and nobody is told, as on a network
// that is gone without a word (a half-open connection). What was on the way goes on when it is opened again.

import net from 'node:net';
import { untilFree } from './ports.mjs';

export class Gate {
  /** How many connections were made. */
  connections = 0;
  #server;
  #sockets = new Set();
  #isShut = false;
  #stopping;

  /** @param {number} port @param {number} target */
  static async start(port, target) {
    const gate = new Gate();
    gate.port = port;
    gate.url = `ws://127.0.0.1:${port}/xmpp-websocket`;
    gate.boshUrl = `http://127.0.0.1:${port}/http-bind`;
    gate.#server = net.createServer((client) => gate.#accept(client, target));
    await new Promise((resolve, reject) => {
      gate.#server.once('error', reject);
      gate.#server.listen(port, '127.0.0.1', resolve);
    });
    return gate;
  }

  #accept(client, target) {
    this.connections += 1;
    const upstream = net.connect(target, '127.0.0.1');
    for (const [from, to] of [[client, upstream], [upstream, client]]) {
      this.#sockets.add(from);
      from.on('data', (data) => { to.write(data); });
      from.on('error', () => {}); // said by close as well
      from.on('close', () => {
        this.#sockets.delete(from);
        if (!this.#isShut) to.destroy();
        else from.isOver = true;
      });
      from.other = to;
      if (this.#isShut) from.pause();
    }
  }

  shut() {
    this.#isShut = true;
    for (const socket of this.#sockets) socket.pause();
  }

  open() {
    this.#isShut = false;
    for (const socket of this.#sockets) {
      socket.resume();
      if (socket.other.isOver) socket.destroy();
    }
  }

  /** Ends every connection: the network is back, under another address say. */
  drop() { for (const socket of this.#sockets) socket.destroy(); }

  /** Again does no harm. */
  stop() {
    this.#stopping ??= (async () => {
      this.drop();
      await new Promise((resolve) => { this.#server.close(resolve); });
      await untilFree(this.port);
    })();
    return this.#stopping;
  }
}
