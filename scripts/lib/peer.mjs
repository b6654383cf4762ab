// SPDX-License-Identifier: MIT
// An independent XMPP client (xmpp.js) for the other side of a conversation: the demo's echo contact, bob in the
// tests. It remembers every stanza, so that a test can wait for one that came before it asked.

import { loadPackage } from './paths.mjs';
import { patience } from './patience.mjs';
import { Waiting } from './waiting.mjs';

const rosterNs = 'jabber:iq:roster';
const mucNs = 'http://jabber.org/protocol/muc';

let library;
/** xmpp.js expects a global that only Node 22 has. */
async function xmppJs() {
  globalThis.WebSocket ??= (await loadPackage('ws')).default;
  return (library ??= await loadPackage('@xmpp/client'));
}

/**
 * xmpp.js 0.14 starts counting stanzas anew when it hears that stream management is on, although some may have come
 * with that news; the server then ends the stream for acknowledging too little. So it never sees the offer.
 */
function withoutResumption(element) {
  if (!element.is('features')) return;
  for (const offer of [element.getChild('sm', 'urn:xmpp:sm:3'), element.getChild('authentication', 'urn:xmpp:sasl:2')]) {
    if (offer) element.remove(offer);
  }
}

export class Peer {
  #client;
  #waiting = new Waiting();
  #stopped = false;
  /** Every stanza received since login, in order. */
  stanzas = [];
  /** The roster as pushed and fetched: bare JID → { name, subscription }. */
  roster = new Map();

  /** @private use Peer.connect */
  constructor(client, xml, domain, user) {
    this.#client = client;
    this.xml = xml;
    this.bareJid = `${user}@${domain}`;
    this.domain = domain;
  }

  /**
   * Logs in, fetches the roster and sends presence.
   * @param {import('./servers.mjs').XmppServer} server
   * @param {{ user: string, password: string, resource?: string }} account
   */
  static async connect(server, { user, password, resource = 'peer' }) {
    const { client, xml } = await xmppJs();
    const entity = client({
      service: server.websocketUrl, domain: server.domain, username: user, password, resource, timeout: patience,
    });
    entity.reconnect.stop(); // a peer that loses its connection is a failed test, not something to paper over
    entity.prependListener('element', withoutResumption);
    const peer = new Peer(entity, xml, server.domain, user);
    entity.on('error', (error) => { peer.failure ??= error; });
    entity.on('stanza', (stanza) => peer.#received(stanza));
    entity.on('disconnect', () => peer.#disconnected());
    entity.iqCallee.set(rosterNs, 'query', (context) => {
      peer.#readRoster(context.element);
      return true;
    });
    await entity.start();
    const query = await entity.iqCaller.get(xml('query', { xmlns: rosterNs }), undefined, patience);
    peer.#readRoster(query);
    await peer.send(xml('presence'));
    return peer;
  }

  get jid() { return this.#client.jid.toString(); }

  #readRoster(query) {
    for (const item of query.getChildren('item')) {
      const { jid, name, subscription } = item.attrs;
      if (subscription === 'remove') this.roster.delete(jid);
      else this.roster.set(jid, { name, subscription });
    }
    this.#waiting.look();
  }

  #received(stanza) {
    this.stanzas.push(stanza);
    this.onStanza?.(stanza);
    this.#waiting.look();
  }

  #disconnected() {
    if (this.#stopped) return;
    this.failure ??= new Error(`${this.bareJid} lost its connection.`);
    this.#waiting.look();
  }

  /**
   * Resolves as soon as `find` returns something truthy; it is asked now and after every stanza.
   * @template T
   * @param {string} what for the error message
   * @param {() => T} find
   * @returns {Promise<NonNullable<T>>}
   */
  until(what, find) {
    return this.#waiting.until(find, () => new Error(`${this.bareJid} waited ${patience} ms for ${what}. Its last stanzas:\n`
      + this.stanzas.slice(-5).map(String).join('\n')), () => this.failure);
  }

  /** Messages with a body received so far, oldest first. */
  messages({ type = 'chat' } = {}) {
    return this.stanzas.filter((s) => s.is('message') && (s.attrs.type ?? 'normal') === type && s.getChild('body'))
      .map((s) => ({ from: s.attrs.from, id: s.attrs.id, body: s.getChildText('body'), stanza: s }));
  }

  /** @param {string} body @returns {Promise<{ from: string, id: string, body: string }>} */
  message(body, { type = 'chat' } = {}) {
    return this.until(`the message "${body}"`, () => this.messages({ type }).find((m) => m.body === body));
  }

  send(element) { return this.#client.send(element); }

  /** Many stanzas in as few writes as the library can. */
  sendMany(elements) { return this.#client.sendMany(elements); }

  chatMessage(to, body, { type = 'chat', id = globalThis.crypto.randomUUID() } = {}) {
    return this.xml('message', { to, type, id }, this.xml('body', {}, body));
  }

  /** @returns {Promise<string>} the message's id */
  async sendChat(to, body, options) {
    const stanza = this.chatMessage(to, body, options);
    await this.send(stanza);
    return stanza.attrs.id;
  }

  iqSet(child, to) { return this.#client.iqCaller.set(child, to, patience); }
  iqGet(child, to) { return this.#client.iqCaller.get(child, to, patience); }

  /** Puts a contact into the roster under a name. */
  addContact(jid, name) {
    return this.iqSet(this.xml('query', { xmlns: rosterNs }, this.xml('item', { jid, name })));
  }

  presence(type, to) { return this.send(this.xml('presence', { type, to })); }

  /** @param {string} type 'subscribe', 'subscribed', … */
  presenceFrom(jid, type) {
    return this.until(`presence "${type ?? 'available'}" from ${jid}`, () => this.stanzas.find((s) =>
      s.is('presence') && s.attrs.type === type && bare(s.attrs.from) === jid));
  }

  /** Enters a room and waits until the server says that we are in (XEP-0045 section 7.1: status 110). */
  async join(room, nick) {
    await this.send(this.xml('presence', { to: `${room}/${nick}` },
      this.xml('x', { xmlns: mucNs }, this.xml('history', { maxstanzas: '0' }))));
    await this.until(`the room ${room}`, () => this.stanzas.find((s) => {
      if (!s.is('presence') || bare(s.attrs.from) !== room) return false;
      if (s.attrs.type === 'error') throw new Error(`${this.bareJid} may not enter ${room}: ${s}`);
      return s.getChild('x', `${mucNs}#user`)?.getChildren('status').some((status) => status.attrs.code === '110');
    }));
  }

  /** The bodies of all that the account's archive has with somebody, oldest first (XEP-0313), page by page. @param {string} other */
  async archive(other) {
    const { xml } = this;
    const field = (name, value) => xml('field', { var: name }, xml('value', {}, value));
    const rsm = 'http://jabber.org/protocol/rsm';
    const bodies = [];
    for (let after = ''; ;) {
      const seen = this.stanzas.length;
      const queryid = globalThis.crypto.randomUUID();
      const reply = await this.#client.iqCaller.request(xml('iq', { type: 'set' }, xml('query', { xmlns: 'urn:xmpp:mam:2', queryid },
        xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, field('FORM_TYPE', 'urn:xmpp:mam:2'), field('with', other)),
        xml('set', { xmlns: rsm }, xml('max', {}, '50'), ...(after ? [xml('after', {}, after)] : [])))), patience);
      const fin = reply.getChild('fin', 'urn:xmpp:mam:2');
      for (const stanza of this.stanzas.slice(seen)) {
        const result = stanza.getChild('result', 'urn:xmpp:mam:2');
        if (result?.attrs.queryid !== queryid) continue;
        const body = result.getChild('forwarded', 'urn:xmpp:forward:0')?.getChild('message')?.getChildText('body');
        if (body) bodies.push(body);
      }
      const last = fin.getChild('set', rsm)?.getChildText('last');
      if (fin.attrs.complete === 'true' || !last || last === after) return bodies;
      after = last;
    }
  }

  /** What the account's archive calls the newest message with somebody. @param {string} other */
  async newest(other) {
    const { xml } = this;
    const rsm = 'http://jabber.org/protocol/rsm';
    const field = (name, value) => xml('field', { var: name }, xml('value', {}, value));
    const reply = await this.#client.iqCaller.request(xml('iq', { type: 'set' }, xml('query', { xmlns: 'urn:xmpp:mam:2' },
      xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, field('FORM_TYPE', 'urn:xmpp:mam:2'), field('with', other)),
      xml('set', { xmlns: rsm }, xml('max', {}, '1'), xml('before')))), patience);
    return reply.getChild('fin', 'urn:xmpp:mam:2').getChild('set', rsm)?.getChildText('last');
  }

  async stop() {
    this.#stopped = true;
    await this.#client.stop();
  }
}

export function bare(jid) { return (jid ?? '').split('/')[0]; }

/**
 * Makes two peers contacts of each other, both ways, by the real subscription exchange (RFC 6121 section 3).
 * @param {Peer} first @param {string} firstName how the second calls the first
 * @param {Peer} second @param {string} secondName
 */
export async function befriend(first, firstName, second, secondName) {
  await Promise.all([
    first.addContact(second.bareJid, secondName),
    second.addContact(first.bareJid, firstName),
  ]);
  const oneWay = async (from, to) => {
    await from.presence('subscribe', to.bareJid);
    await to.presenceFrom(from.bareJid, 'subscribe');
    await to.presence('subscribed', from.bareJid);
  };
  await oneWay(first, second);
  await oneWay(second, first);
  const both = (peer, other) => peer.until(`subscription "both" with ${other.bareJid}`,
    () => peer.roster.get(other.bareJid)?.subscription === 'both');
  await Promise.all([both(first, second), both(second, first)]);
}
