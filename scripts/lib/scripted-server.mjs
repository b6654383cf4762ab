// SPDX-License-Identifier: MIT
// A WebSocket and BOSH server that misbehaves as a test tells it, and otherwise passes everything to the real one. So a
// test can send what no server sends, and then prove that the same page still logs in.

import { createHmac, pbkdf2Sync } from 'node:crypto';
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { loadPackage } from './paths.mjs';
import { untilFree } from './ports.mjs';

/**
 * @typedef {(connection: Connection) => void} Script told once, when the connection is there
 *
 * @typedef {object} Connection
 * @property {(data: string | Uint8Array) => void} send to the page
 * @property {(bytes: Uint8Array) => void} sendText as text, whatever the bytes are
 * @property {(listener: (frame: string) => void) => void} onFrame from the page
 * @property {() => void} close
 * @property {string[]} frames everything that the page sent on this connection
 *
 * @typedef {{ status?: number, type?: string, body: string }} Answer of a BOSH request
 */

/** How long a stalled connection stands still: longer than a keystroke, shorter than anybody's patience. */
const stallMs = 3000;

export class ScriptedServer {
  /** Frames that the page sent, per connection. */
  connections = [];
  /** Frames that the real server sent, per connection. */
  answers = [];
  #http;
  #sockets;
  #live = new Set();
  #upstreams = new Set();
  /** @type {Script | 'no-websocket' | undefined} what to do with the next connections; undefined: pass to the server */
  script;
  /** @type {((body: string) => Answer) | undefined} answers the next BOSH requests; undefined: pass to the server */
  bosh;
  /**
   * What becomes of a frame between page and real server: it passes, it is swallowed, it is lost and the connection with
   * it, or it is the last that passes; it waits with everything behind it (stalled); nothing passes from it on, and nobody is
   * told (half-open); half of it passes (truncated). Over BOSH a frame is a body; behind the last one its answer is lost.
   * @type {(direction: 'up' | 'down', frame: string) => 'pass' | 'swallow' | 'lost' | 'last' | 'stalled' | 'half-open' | 'truncated'}
   */
  judge = () => 'pass';
  /** Bodies of the BOSH requests that the page sent. @type {string[]} */
  bodies = [];

  /**
   * @param {number} port
   * @param {{ realUrl: string, script?: Script | 'no-websocket', subprotocol?: boolean }} options
   */
  static async start(port, options) {
    const server = new ScriptedServer();
    await server.#start(port, options);
    return server;
  }

  async #start(port, { realUrl, script, subprotocol = true }) {
    const { default: WebSocket } = await loadPackage('ws');
    this.port = port;
    this.url = `ws://127.0.0.1:${port}/xmpp-websocket`;
    this.boshUrl = `http://127.0.0.1:${port}/http-bind`;
    this.script = script;
    this.subprotocol = subprotocol;
    this.#sockets = new WebSocket.WebSocketServer({
      noServer: true,
      handleProtocols: () => (this.subprotocol ? 'xmpp' : false),
    });
    const realBosh = new URL('/http-bind', realUrl.replace(/^ws/, 'http'));
    this.#http = http.createServer((request, response) => this.#answer(request, response, realBosh));
    this.#http.on('upgrade', (request, socket, head) => {
      if (this.script === 'no-websocket') {
        this.connections.push([]);
        this.answers.push([]);
        socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno\n');
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#connected(client, realUrl, WebSocket));
    });
    await new Promise((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, '127.0.0.1', resolve);
    });
  }

  /** Another origin than the page's: it must be allowed to ask (CORS). */
  async #answer(request, response, realBosh) {
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' };
    if (request.method !== 'POST') return void response.writeHead(204, cors).end();
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    this.bodies.push(body);
    if (this.bosh) {
      const { status = 200, type = 'text/xml; charset=utf-8', body: text } = this.bosh(body);
      return void response.writeHead(status, { ...cors, 'content-type': type }).end(text);
    }
    const fate = this.judge('up', body);
    if (fate === 'swallow' || fate === 'half-open') return;
    if (fate === 'lost' || fate === 'truncated') return void response.destroy();
    if (fate === 'stalled') await delay(stallMs);
    const upstream = http.request(realBosh, { method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8' } },
      async (answer) => {
        let text = '';
        for await (const part of answer.setEncoding('utf8')) text += part;
        const fateOfAnswer = fate === 'last' ? 'lost' : this.judge('down', text);
        if (fateOfAnswer === 'swallow' || fateOfAnswer === 'half-open') return;
        if (fateOfAnswer === 'stalled') await delay(stallMs);
        if (fateOfAnswer === 'truncated') {
          const bytes = Buffer.from(text);
          response.writeHead(answer.statusCode, { ...cors, 'content-type': answer.headers['content-type'] ?? '', 'content-length': bytes.length });
          return void response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
        }
        if (fateOfAnswer === 'lost' || fateOfAnswer === 'last') return void response.destroy();
        response.writeHead(answer.statusCode, { ...cors, 'content-type': answer.headers['content-type'] ?? '' }).end(text);
      });
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    upstream.end(body);
  }

  #connected(client, realUrl, WebSocket) {
    const frames = [];
    this.connections.push(frames);
    const answers = [];
    this.answers.push(answers);
    this.#live.add(client);
    client.on('close', () => this.#live.delete(client));
    client.on('error', () => {}); // the page may hang up in the middle of anything
    const listeners = [];
    client.on('message', (data) => {
      frames.push(String(data));
      for (const listener of listeners) listener(String(data));
    });
    if (this.script) {
      this.script({
        frames,
        send: (data) => client.send(data),
        sendText: (bytes) => client.send(bytes, { binary: false }),
        onFrame: (listener) => listeners.push(listener),
        close: () => client.close(1000),
      });
      return;
    }
    const upstream = new WebSocket(realUrl, 'xmpp');
    this.#upstreams.add(upstream);
    const early = [];
    let isCut = false;
    /** While it stalls: what waits. @type {(() => void)[] | null} */
    let waiting = null;
    const cut = () => {
      isCut = true;
      client.terminate();
      upstream.terminate();
    };
    /** @param {'up' | 'down'} direction @param {string} frame @param {(text: string, sent?: () => void) => void} pass */
    const judged = (direction, frame, pass) => {
      const fate = isCut ? 'swallow' : this.judge(direction, frame);
      if (fate === 'stalled') {
        waiting = [];
        setTimeout(() => { for (const each of waiting?.splice(0) ?? []) each(); waiting = null; }, stallMs);
      }
      if (fate === 'pass' || fate === 'stalled') {
        if (waiting) waiting.push(() => pass(frame));
        else pass(frame);
      }
      if (fate === 'lost') cut();
      if (fate === 'half-open') isCut = true;
      if (fate !== 'last' && fate !== 'truncated') return;
      isCut = true;
      pass(fate === 'last' ? frame : frame.slice(0, frame.length / 2), () => setImmediate(cut));
    };
    listeners.push((frame) => judged('up', frame, (text, sent) => (upstream.readyState === WebSocket.OPEN
      ? upstream.send(text, sent) : early.push([text, sent]))));
    upstream.on('open', () => { for (const [frame, sent] of early.splice(0)) upstream.send(frame, sent); });
    upstream.on('message', (data) => {
      answers.push(String(data));
      judged('down', String(data), (text, sent) => client.send(text, sent));
    });
    upstream.on('close', () => { this.#upstreams.delete(upstream); client.close(1000); });
    upstream.on('error', () => client.close(1011));
    client.on('close', () => upstream.close());
  }

  /** Sends frames to every page that is connected, as if they came from the server; bytes as text, whatever they are. */
  inject(frames) {
    for (const client of this.#live) for (const frame of frames) client.send(frame, { binary: false });
  }

  /** Cuts every connection without a word, as a lost network does. */
  drop() {
    for (const client of this.#live) client.terminate();
  }

  async stop() {
    for (const socket of [...this.#live, ...this.#upstreams]) socket.terminate();
    this.#http.closeAllConnections?.();
    await new Promise((resolve) => this.#http.close(resolve));
    await untilFree(this.port);
  }
}

const base64 = (text) => Buffer.from(text).toString('base64');
const inside = (frame) => Buffer.from(frame.replace(/^<[^>]*>|<[^>]*>$/g, ''), 'base64').toString();

/** A server that knows the password and logs in by SCRAM-SHA-1 (RFC 5802), up to the request to bind: `bind` answers it. */
export function scramLogin(domain, password, bind) {
  const sasl = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
  return (connection) => {
    let bare = '';
    let first = '';
    let isIn = false;
    connection.onFrame((frame) => {
      if (frame.startsWith('<open')) {
        const [open, features] = streamOpening(domain);
        connection.send(open);
        connection.send(isIn ? "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>"
          + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>" : features);
      } else if (frame.startsWith('<auth')) {
        bare = inside(frame).slice('n,,'.length);
        first = `${bare.slice(bare.indexOf(',r=') + 1)}server,s=${base64('salt')},i=4096`;
        connection.send(`<challenge ${sasl}>${base64(first)}</challenge>`);
      } else if (frame.startsWith('<response')) {
        const message = `${bare},${first},${inside(frame).split(',p=')[0]}`;
        const key = createHmac('sha1', pbkdf2Sync(password, 'salt', 4096, 20, 'sha1')).update('Server Key').digest();
        connection.send(`<success ${sasl}>${base64(`v=${createHmac('sha1', key).update(message).digest('base64')}`)}</success>`);
        isIn = true;
      } else if (frame.includes('urn:ietf:params:xml:ns:xmpp-bind')) {
        connection.send(bind(/\bid=['"]([^'"]+)/.exec(frame)?.[1]));
      }
    });
  };
}

/** Opens the stream as a server would, with features that offer SCRAM. */
export function streamOpening(domain) {
  return [
    `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='${domain}' id='scripted' version='1.0' xml:lang='en'/>`,
    "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>"
    + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>"
    + '</stream:features>',
  ];
}
