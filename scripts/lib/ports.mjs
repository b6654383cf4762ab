// SPDX-License-Identifier: MIT
// Loopback ports: finding free ones, waiting until something listens, making sure that nothing does any more.

import http from 'node:http';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { patience } from './patience.mjs';

const loopback = '127.0.0.1';

/**
 * Asks the kernel for free ports. All are held until the last one is known, so that no two are the same. Another
 * program may still take one before our server does: those who start servers try again with new ports then.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => /** @type {net.AddressInfo} */ (server.address()).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** @param {number} port @returns {Promise<net.Server>} */
function listen(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port, host: loopback, exclusive: true }, () => resolve(server));
  });
}

/** Whether a server of ours could listen there now. */
export async function isFree(port) {
  try {
    const server = await listen(port);
    await new Promise((done) => server.close(done));
    return true;
  } catch {
    return false;
  }
}

/** Whether something accepts connections there. */
export function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: loopback });
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}

/**
 * Connects again and again until something listens. `signal` ends the wait early (the program died).
 * @param {number} port
 * @param {{ signal?: AbortSignal }} [options]
 */
export async function untilAccepts(port, { signal } = {}) {
  const deadline = Date.now() + patience;
  while (!(await accepts(port))) {
    signal?.throwIfAborted();
    if (Date.now() > deadline) throw new Error(`Nothing listens on ${loopback}:${port} after ${patience} ms.`);
    await delay(15, undefined, { signal });
  }
}

/**
 * Waits until a web server on that port answers a request for `path`, with whatever status: only then does it do more
 * than hold the port.
 * @param {number} port
 * @param {string} path
 * @param {{ signal?: AbortSignal }} [options]
 */
export async function untilAnswers(port, path, { signal } = {}) {
  await untilAccepts(port, { signal });
  await new Promise((resolve, reject) => {
    const request = http.get({ port, host: loopback, path, agent: false, signal, timeout: patience }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once('timeout', () => request.destroy(new Error(`${loopback}:${port} does not answer within ${patience} ms.`)));
    request.once('error', reject);
  });
}

/** Waits until a port that a stopped server used can be bound again. */
export async function untilFree(port) {
  const deadline = Date.now() + patience;
  while (!(await isFree(port))) {
    if (Date.now() > deadline) throw new Error(`Port ${port} is still in use ${patience} ms after its server ended.`);
    await delay(15);
  }
}
