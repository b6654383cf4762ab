// SPDX-License-Identifier: MIT
// A TLS server of our own before a plain one, with a certificate made for the occasion.

import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';

export { makeCertificate } from '../../scripts/lib/certificates.mjs';

/** @param {{ file: string, key: string }} certificate @param {number} portBehind */
export async function startTlsFront(certificate, portBehind) {
  const serverNames = [];
  const sockets = new Set();
  let requests = 0;
  const server = tls.createServer({ cert: readFileSync(certificate.file), key: readFileSync(certificate.key) }, (outside) => {
    serverNames.push(outside.servername);
    const inside = net.connect(portBehind, '127.0.0.1');
    for (const socket of [outside, inside]) {
      sockets.add(socket);
      socket.on('error', () => { outside.destroy(); inside.destroy(); });
      socket.on('close', () => { sockets.delete(socket); });
    }
    outside.once('data', () => { requests += 1; });
    outside.pipe(inside).pipe(outside);
  });
  server.on('tlsClientError', () => {}); // a client that hangs up on a certificate is what some tests want
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  return {
    serverNames,
    get requests() { return requests; },
    url: (host) => `wss://${host}:${port}/xmpp-websocket`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
