// SPDX-License-Identifier: MIT
// A TCP proxy on loopback that remembers what a client sent as it went over the wire, and can cut every connection.

import net from 'node:net';

/** @param {number} portBehind */
export async function startTcpProxy(portBehind) {
  /** @type {{ sent: Buffer, received: Buffer, cut: () => void }[]} */
  const connections = [];
  const server = net.createServer((outside) => {
    const inside = net.connect(portBehind, '127.0.0.1');
    const cut = () => { outside.destroy(); inside.destroy(); };
    const connection = { sent: Buffer.alloc(0), received: Buffer.alloc(0), cut };
    connections.push(connection);
    outside.on('data', (data) => { connection.sent = Buffer.concat([connection.sent, data]); });
    inside.on('data', (data) => { connection.received = Buffer.concat([connection.received, data]); });
    for (const socket of [outside, inside]) {
      socket.on('error', cut);
      socket.on('close', cut);
    }
    outside.pipe(inside).pipe(outside);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  return {
    port,
    connections,
    cut() { for (const connection of connections) connection.cut(); },
    async stop() {
      this.cut();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
