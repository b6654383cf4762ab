// SPDX-License-Identifier: MIT
// A server for one person who knows many people and sits in a crowded room, and that does nothing else: what it costs to show
// them is then the page's doing alone. For scripted-server.mjs.

import { scramLogin } from './scripted-server.mjs';

export const alice = { jid: 'alice@localhost', password: 'wonderland' };
export const room = 'crowd@conference.localhost';

const number = (/** @type {number} */ index) => String(index).padStart(4, '0');
const nameOf = (/** @type {number} */ index) => `Contact ${number(index)}`;
const jidOf = (/** @type {number} */ index) => `contact${number(index)}@localhost`;
/** Whose presence is told last. She stands at the top of the list, where it is seen. */
export const lastContact = nameOf(0);
const wordsOf = (/** @type {number} */ index) => `${index}: the quick brown fox jumps over the lazy dog`;

export class Crowd {
  /** When the roster, and what a room says to who joins it, began to be sent: ms since 1970. */
  began = { roster: 0, room: 0 };
  lastWords;
  #contacts;
  #occupants;
  #history;

  /** @param {{ contacts?: number, occupants?: number, history?: number }} sizes */
  constructor({ contacts = 0, occupants = 0, history = 0 }) {
    this.#contacts = contacts;
    this.#occupants = occupants;
    this.#history = history;
    this.lastWords = wordsOf(history - 1);
  }

  /** @type {import('./scripted-server.mjs').Script} */
  script = (connection) => {
    scramLogin('localhost', alice.password, (/** @type {string} */ id) => `<iq xmlns='jabber:client' type='result' id='${id}'>`
      + `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${alice.jid}/measured</jid></bind></iq>`)(connection);
    let isPresent = false;
    connection.onFrame((frame) => {
      const to = /\bto=['"]([^'"]+)/.exec(frame)?.[1] ?? '';
      if (/^<iq\b/.test(frame) && /\btype=['"][gs]et/.test(frame) && !frame.includes('xmpp-bind')) {
        connection.send(this.#answer(frame, to));
      } else if (/^<presence\b/.test(frame) && to.startsWith(room)) {
        this.began.room = performance.timeOrigin + performance.now();
        for (const each of this.#roomSays(to)) connection.send(each);
      } else if (/^<presence\b/.test(frame) && to === '' && !isPresent) {
        isPresent = true;
        for (let index = this.#contacts - 1; index >= 0; index -= 1) {
          connection.send(`<presence xmlns='jabber:client' from='${jidOf(index)}/phone' to='${alice.jid}/measured'/>`);
        }
      }
    });
  };

  #answer(/** @type {string} */ frame, /** @type {string} */ to) {
    const id = /\bid=['"]([^'"]+)/.exec(frame)?.[1];
    const result = (/** @type {string} */ payload) => `<iq xmlns='jabber:client' type='result' id='${id}'${to && ` from='${to}'`}>${payload}</iq>`;
    if (frame.includes('jabber:iq:roster')) {
      this.began.roster = performance.timeOrigin + performance.now();
      const items = Array.from({ length: this.#contacts }, (_, index) =>
        `<item jid='${jidOf(index)}' name='${nameOf(index)}' subscription='both'/>`);
      return result(`<query xmlns='jabber:iq:roster'>${items.join('')}</query>`);
    }
    if (frame.includes('disco#info') && to.startsWith(room)) {
      return result("<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='Crowd'/>"
        + "<feature var='http://jabber.org/protocol/muc'/></query>");
    }
    return `<iq xmlns='jabber:client' type='error' id='${id}'${to && ` from='${to}'`}><error type='cancel'>`
      + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
  }

  /** Who is there, that we are, what was said, what it is about: XEP-0045 7.1. */
  * #roomSays(/** @type {string} */ own) {
    const presence = (/** @type {string} */ from, /** @type {string} */ more = '') => `<presence xmlns='jabber:client' from='${from}'>`
      + `<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='participant'/>${more}</x></presence>`;
    for (let index = 0; index < this.#occupants - 1; index += 1) yield presence(`${room}/occupant${number(index)}`);
    yield presence(own, "<status code='110'/>");
    const begin = Date.now() - this.#history * 1000;
    for (let index = 0; index < this.#history; index += 1) {
      yield `<message xmlns='jabber:client' type='groupchat' from='${room}/occupant${number(index % 50)}' id='said-${index}'>`
        + `<body>${wordsOf(index)}</body><delay xmlns='urn:xmpp:delay' from='${room}' stamp='${new Date(begin + index * 1000).toISOString()}'/></message>`;
    }
    yield `<message xmlns='jabber:client' type='groupchat' from='${room}'><subject/></message>`;
  }
}
