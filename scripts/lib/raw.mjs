// SPDX-License-Identifier: MIT
// The two web transports without any client behind them: what is sent is exactly what a test says, and what the server
// makes of it is there to be read. RFC 7395, XEP-0124, XEP-0206.

import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { loadPackage } from './paths.mjs';
import { patience } from './patience.mjs';
import { Waiting } from './waiting.mjs';

const framing = 'urn:ietf:params:xml:ns:xmpp-framing';
const httpbind = 'http://jabber.org/protocol/httpbind';

/** Base64 of a text or of bytes. @param {string | Uint8Array} data */
export const encode = (data) => Buffer.from(data).toString('base64');
/** @param {string} user @param {string} password */
export const plain = (user, password) => encode(`\0${user}\0${password}`);
/** The value of the first attribute of that name. @param {string} text @param {string} name */
export const attribute = (text, name) => new RegExp(`\\s${name}=(['"])(.*?)\\1`).exec(text)?.[2];

/** A WebSocket, and every frame that came over it. */
export class RawSocket {
  /** @type {string[]} */
  frames = [];
  /** @type {{ code: number, reason: string } | undefined} how the server closed it */
  closed;
  #socket;
  #waiting = new Waiting();

  /**
   * @param {import('./servers.mjs').XmppServer} server
   * @param {{ protocol?: string, domain?: string }} [options] `protocol`: the subprotocol to offer; an empty one offers none
   * @returns {Promise<RawSocket>} rejects with the HTTP status in `status` where the server does not upgrade
   */
  static async open(server, { protocol = 'xmpp', domain = server.domain } = {}) {
    const { default: WebSocket } = await loadPackage('ws');
    const out = new RawSocket();
    out.#socket = protocol ? new WebSocket(server.websocketUrl, protocol) : new WebSocket(server.websocketUrl);
    out.domain = domain;
    out.#socket.on('message', (data) => { out.frames.push(String(data)); out.#waiting.look(); });
    out.#socket.on('close', (code, reason) => { out.closed = { code, reason: String(reason) }; out.#waiting.look(); });
    await new Promise((resolve, reject) => {
      out.#socket.once('open', resolve);
      out.#socket.once('unexpected-response', (request, response) => {
        request.destroy(); // or its connection stays
        reject(Object.assign(new Error(`HTTP ${response.statusCode}`), { status: response.statusCode }));
      });
      out.#socket.once('error', reject);
    });
    out.#socket.on('error', () => {}); // the end comes as 'close'
    return out;
  }

  get protocol() { return this.#socket.protocol; }

  /** @param {string | Uint8Array} data bytes go as a binary frame */
  send(data) { this.#socket.send(data); return this; }

  /**
   * The first frame from `from` on that matches; rejects with everything heard when there is none in time.
   * @param {RegExp} pattern @param {number} [from]
   * @returns {Promise<string>}
   */
  frame(pattern, from = 0) {
    return this.until(`a frame like ${pattern}`, () => this.frames.slice(from).find((frame) => pattern.test(frame)));
  }

  /** @returns {Promise<{ code: number, reason: string }>} */
  end() { return this.until('the end of the connection', () => this.closed); }

  /** @template T @param {string} what @param {() => T} find @returns {Promise<NonNullable<T>>} */
  until(what, find) {
    const heard = () => new Error(`The server did not send ${what}. Closed: ${JSON.stringify(this.closed)}. Heard:\n${this.frames.join('\n')}`);
    return this.#waiting.until(find, heard, () => (this.closed ? heard() : undefined));
  }

  /** Opens the stream; gives its features. @param {{ to?: string, from?: string }} [header] */
  async openStream({ to = this.domain, from } = {}) {
    const before = this.frames.length;
    this.send(`<open xmlns="${framing}" to="${to}" version="1.0"${from ? ` from="${from}"` : ''}/>`);
    return this.frame(/^<(\w+:)?features/, before);
  }

  /** SASL 1 up to its success. @param {{ user: string, password: string } | 'ANONYMOUS'} account */
  async authenticate(account) {
    const [mechanism, data] = account === 'ANONYMOUS' ? [account, ''] : ['PLAIN', plain(account.user, account.password)];
    this.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="${mechanism}">${data}</auth>`);
    await this.frame(/^<success/);
  }

  /** @param {{ user: string, password: string } | 'ANONYMOUS'} account @returns {Promise<string>} the features behind the login */
  async logIn(account) {
    await this.openStream();
    await this.authenticate(account);
    return this.openStream();
  }

  /** @param {{ user: string, password: string } | 'ANONYMOUS'} account @returns {Promise<string>} the full address */
  async bind(account) {
    await this.logIn(account);
    this.send('<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>');
    return /<jid>(.*?)<\/jid>/.exec(await this.frame(/id=['"]bind['"]/))?.[1] ?? '';
  }

  /** A stanza that the server answers: proof that the stream still lives and has read what came before. @param {string} id */
  async ping(id = `ping${this.frames.length}`) {
    this.send(`<iq xmlns="jabber:client" type="get" id="${id}" to="${this.domain}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    return this.frame(new RegExp(`<iq [^>]*id=['"]${id}['"]`));
  }

  /** Without a word, as a lost network does. */
  cut() { this.#socket.terminate(); }
  stop() { this.#socket.close(); }
}

/** A BOSH session whose numbers a test chooses itself. */
export class RawBosh {
  sid = '';
  rid = 1_000_000;
  #left = new AbortController();

  /** @param {import('./servers.mjs').XmppServer} server */
  constructor(server) {
    this.server = server;
  }

  /**
   * Posts a body. @param {string} text
   * @returns {Promise<{ status: number, text: string, headers: Headers }>}
   */
  async post(text) {
    const response = await fetch(this.server.boshUrl, {
      method: 'POST', body: text, headers: { 'content-type': 'text/xml; charset=utf-8' },
      signal: AbortSignal.any([this.#left.signal, AbortSignal.timeout(patience)]),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  /**
   * Posts a body that the server holds, and breaks the connection. @param {string} text
   * @param {{ until: () => Promise<unknown>, isNoticed: boolean }} how what to wait for before it is broken; whether to wait
   *   until the server closes its side, too: an answer that it writes before it has noticed is lost with the connection
   */
  async postAndBreak(text, { until, isNoticed }) {
    const { hostname, port, pathname } = new URL(this.server.boshUrl);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: text/xml; charset=utf-8\r\n`
      + `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    await until();
    if (isNoticed) {
      socket.end();
      await once(socket.resume(), 'close', { signal: AbortSignal.timeout(patience) });
    }
    socket.destroy();
  }

  /** @param {string} [payload] @param {{ rid?: number, attributes?: string }} [options] */
  body(payload = '', { rid = ++this.rid, attributes = '' } = {}) {
    return `<body xmlns="${httpbind}" rid="${rid}" sid="${this.sid}" ${attributes}>${payload}</body>`;
  }

  /** @param {string} [payload] @param {{ rid?: number, attributes?: string }} [options] */
  send(payload, options) { return this.post(this.body(payload, options)); }

  /** Asks for a session; the answer to it. @param {{ to?: string, wait?: number, from?: string }} [options] */
  async create({ to = this.server.domain, wait = 60, from } = {}) {
    const answer = await this.post(`<body xmlns="${httpbind}" rid="${++this.rid}" to="${to}" wait="${wait}" hold="1" `
      + `ver="1.11" content="text/xml; charset=utf-8" xml:lang="en" xmlns:xmpp="urn:xmpp:xbosh" xmpp:version="1.0"`
      + `${from ? ` from="${from}"` : ''}/>`);
    this.sid = attribute(answer.text, 'sid') ?? '';
    return answer;
  }

  /**
   * Asks until an answer matches: how many empty ones come before it is the server's affair, and how busy it is.
   * @param {RegExp} pattern @param {{ text: string }} answer what came last
   */
  async gather(pattern, answer) {
    for (const end = Date.now() + patience; !pattern.test(answer.text);) {
      if (Date.now() > end || /type=['"]terminate['"]/.test(answer.text)) {
        throw new Error(`The server did not answer with ${pattern} but with ${answer.text}`);
      }
      await delay(15); // a server that holds nothing answers at once
      answer = await this.send();
    }
    return answer;
  }

  /** Logged in, not bound. @param {{ user: string, password: string }} account */
  async logIn({ user, password }, options = {}) {
    await this.gather(/features/, await this.create(options));
    await this.gather(/<success/, await this.send(
      `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${plain(user, password)}</auth>`));
    await this.gather(/features/, await this.send('',
      { attributes: `to="${this.server.domain}" xml:lang="en" xmlns:xmpp="urn:xmpp:xbosh" xmpp:restart="true"` }));
  }

  /** Logged in and bound. @param {{ user: string, password: string }} account */
  async bind(account, options = {}) {
    await this.logIn(account, options);
    await this.gather(/<jid>/, await this.send(
      '<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>'));
  }

  /** Lets go of what is held. */
  abort() { this.#left.abort(); }

  /** A stanza that the server answers at once. @param {string} id */
  ping(id) {
    return `<iq xmlns="jabber:client" type="get" id="${id}" to="${this.server.domain}"><ping xmlns="urn:xmpp:ping"/></iq>`;
  }
}
