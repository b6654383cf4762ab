// SPDX-License-Identifier: MIT
// A nameserver on loopback that knows SRV records. RFC 1035 section 4, RFC 2782.

import dgram from 'node:dgram';

/** @param {string} name */
const labels = (name) => Buffer.concat([...name.split('.').filter(Boolean)
  .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])), Buffer.from([0])]);

/** @param {Buffer} question */
function nameOf(question) {
  const out = [];
  for (let at = 12; question[at]; at += question[at] + 1) out.push(question.subarray(at + 1, at + 1 + question[at]).toString());
  return out.join('.');
}

/** @param {Record<string, { priority: number, port: number, target: string }[]>} records by name */
export async function startNameserver(records) {
  /** @type {string[]} */
  const asked = [];
  const socket = dgram.createSocket('udp4');
  socket.on('message', (question, from) => {
    const name = nameOf(question);
    asked.push(name);
    const found = records[name] ?? [];
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(found.length, 6);
    const answers = found.map(({ priority, port, target }) => {
      const where = labels(target);
      const fixed = Buffer.alloc(18);
      // A pointer to the question's name, SRV, IN, 60 seconds.
      [0xC00C, 33, 1, 0, 60, 6 + where.length, priority, 0, port].forEach((number, i) => fixed.writeUInt16BE(number, 2 * i));
      return Buffer.concat([fixed, where]);
    });
    socket.send(Buffer.concat([head, question.subarray(12), ...answers]), from.port, from.address);
  });
  await new Promise((resolve) => { socket.bind(0, '127.0.0.1', () => resolve(undefined)); });
  return {
    asked,
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise((resolve) => { socket.close(() => resolve(undefined)); }),
  };
}
