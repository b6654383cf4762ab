// SPDX-License-Identifier: MIT
// The contact that answers: accepts every subscription, returns every chat message, sits in a room.

import { bare, Peer } from './peer.mjs';

export class EchoContact {
  /** @param {Peer} peer */
  constructor(peer) {
    this.peer = peer;
    this.rooms = new Map();
    peer.onStanza = (stanza) => {
      if (stanza.is('message')) this.#answer(stanza);
      else if (stanza.is('presence') && stanza.attrs.type === 'subscribe') this.#accept(stanza);
    };
  }

  /**
   * @param {import('./servers.mjs').XmppServer} server
   * @param {{ user: string, password: string }} account
   */
  static async connect(server, account) {
    return new EchoContact(await Peer.connect(server, { ...account, resource: 'echo' }));
  }

  #accept({ attrs: { from } }) {
    void this.peer.presence('subscribed', bare(from));
    if (this.peer.roster.get(bare(from))?.subscription !== 'both') void this.peer.presence('subscribe', bare(from));
  }

  /** In a room it answers only when spoken to ("echo: text"), so that people can talk there. */
  #answer(stanza) {
    const { type = 'normal', from } = stanza.attrs;
    const body = stanza.getChildText('body');
    if (!body) return;
    if (type === 'chat' || type === 'normal') {
      void this.peer.sendChat(from, body);
      return;
    }
    const nick = this.rooms.get(bare(from));
    if (type !== 'groupchat' || !nick || from === `${bare(from)}/${nick}` || stanza.getChild('delay')) return;
    const address = `${nick}: `;
    if (body.startsWith(address)) {
      void this.peer.sendChat(bare(from), body.slice(address.length), { type: 'groupchat' });
    }
  }

  /** Enters a room and, as its owner, gives it a name and makes it stay (XEP-0045 section 10). */
  async sitIn(room, nick, name) {
    this.rooms.set(room, nick);
    await this.peer.join(room, nick);
    const { xml } = this.peer;
    const field = (variable, value) => xml('field', { var: variable }, xml('value', {}, value));
    await this.peer.iqSet(xml('query', { xmlns: 'http://jabber.org/protocol/muc#owner' },
      xml('x', { xmlns: 'jabber:x:data', type: 'submit' },
        field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig'),
        field('muc#roomconfig_roomname', name),
        field('muc#roomconfig_persistentroom', '1'),
        field('muc#roomconfig_publicroom', '1'))), room);
  }

  stop() { return this.peer.stop(); }
}
