// SPDX-License-Identifier: MIT
// The other side of a conversation through slixmpp, with what it makes of messages by itself: receipts (XEP-0184), typing
// (XEP-0085), corrections (XEP-0308), rooms. Peer (peer.mjs) sends what a test writes; this one what its authors wrote.

import { fileURLToPath } from 'node:url';
import { patience } from './patience.mjs';
import { Program } from './process.mjs';
import { Waiting } from './waiting.mjs';

/** @typedef {{ event: string, sender: string, type: string, id: string, body: string, state: string, receipt: string, asks: boolean, replaces: string }} Heard */

export class SlixmppPeer {
  #program;
  #waiting = new Waiting();
  #orders = 0;
  /** Everything slixmpp told of, in order. @type {Heard[]} */
  events = [];

  /** @private use SlixmppPeer.connect */
  constructor(program) {
    this.#program = program;
    program.onLine((line) => {
      if (!line.startsWith('{')) return; // a warning: it is in the log
      this.events.push(JSON.parse(line));
      this.#waiting.look();
    });
    program.died.addEventListener('abort', () => this.#waiting.look());
  }

  /**
   * Logs in, fetches the roster and sends presence.
   * @param {import('./servers.mjs').XmppServer} server @param {{ jid: string, password: string }} account @param {string} log a file
   */
  static async connect(server, { jid, password }, log) {
    const script = fileURLToPath(new URL('slixmpp_peer.py', import.meta.url));
    const python = '/usr/bin/python3'; // Debian's own, which has slixmpp
    const peer = new SlixmppPeer(new Program('slixmpp', python, [script, '127.0.0.1', String(server.portC2s), jid, password], { log, isTold: true }));
    try {
      await peer.until('its login', () => peer.heard('online').length > 0);
      return peer;
    } catch (error) {
      await peer.stop();
      throw error;
    }
  }

  /** @param {string} event slixmpp's name for it */
  heard(event) { return this.events.filter((each) => each.event === event); }

  /** @template T @param {string} what @param {() => T} find @returns {Promise<NonNullable<T>>} */
  until(what, find) {
    return this.#waiting.until(find, () => new Error(`slixmpp waited ${patience} ms for ${what}. It heard:\n`
      + this.events.slice(-5).map((event) => JSON.stringify(event)).join('\n')), () => this.#program.died.reason);
  }

  /** @param {string} body @returns {Promise<Heard>} */
  message(body, { type = 'chat', event = 'message' } = {}) {
    return this.until(`"${body}" as ${event}`, () => this.heard(event).find((each) => each.body === body && each.type === type));
  }

  async #order(order) {
    this.#orders += 1;
    const number = this.#orders;
    this.#program.write(`${JSON.stringify(order)}\n`);
    return this.until(`the end of ${order.do}`, () => this.heard('done')[number - 1]);
  }

  /** Resolves when we are in. @param {string} room @param {string} nick */
  async join(room, nick) { await this.#order({ do: 'join', room, nick }); }

  /**
   * @param {{ to: string, type: string }} place @param {string} body
   * @param {{ replaces?: string, asks?: boolean }} [more] `asks`: for a receipt, also where slixmpp by itself does not
   * @returns {Promise<string>} the message's id
   */
  async say({ to, type }, body, more) { return (await this.#order({ do: 'say', to, type, body, ...more })).id; }

  /** @param {{ to: string, type: string }} place @param {string} state 'composing', 'paused', … */
  async state({ to, type }, state) { await this.#order({ do: 'state', to, type, state }); }

  stop() { return this.#program.stop(); }
}
