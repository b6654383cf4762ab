// SPDX-License-Identifier: MIT
// Stanzas as servers send them, made from a seed: messages of chats and rooms, presences, a roster, an archive, receipts,
// acknowledgements. Which kind comes next, how long a text is and in which script is drawn, not picked.

/** mulberry32: small, and the same on every machine. @param {number} seed */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6D2B79F5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const words = {
  latin: 'the a to and meeting tomorrow lunch is at noon Zürich über café señor please send me that file again thanks ok no yes maybe later I think we should ask them first'.split(' '),
  cyrillic: 'привет как дела завтра встреча в полдень спасибо хорошо нет да может быть потом'.split(' '),
  cjk: '你好 明天 见面 谢谢 今天 天气 很好 会議 は 何時 です か ありがとう'.split(' '),
  arabic: 'مرحبا كيف حالك غدا اجتماع شكرا نعم لا ربما لاحقا'.split(' '),
};
const marks = ['.', '!', '?', ' 🙂', ' 👍🏽', ' &amp; more', ' &lt;3', '\n', ' https://example.com/a?b=1&amp;c=2'];
const scripts = ['latin', 'latin', 'latin', 'latin', 'latin', 'cyrillic', 'cjk', 'arabic'];
const devices = ['Gajim.8K2L', 'Conversations.aBc1', 'dino.4f2a', 'Parlance.x7~q', 'phone', 'balcony'];
const nodes = ['https://gajim.org', 'https://conversations.im', 'https://dino.im'];

/** @param {{ seed?: number, bytes?: number }} options @returns {string[]} frames */
export function stanzaCorpus({ seed = 1, bytes = 3_000_000 } = {}) {
  const random = randomOf(seed);
  const below = (n) => Math.floor(random() * n);
  const of = (list) => list[below(list.length)];
  const hex = (n) => Array.from({ length: n }, () => below(16).toString(16)).join('');
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const contact = () => `contact${below(400)}@${of(['example.com', 'jabber.example.org', 'chat.example.net'])}`;
  const room = () => `room${below(12)}@conference.example.com`;
  const stamp = () => `2026-11-${String(1 + below(28)).padStart(2, '0')}T${String(below(24)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}.${String(below(1000)).padStart(3, '0')}Z`;
  /** Lengths of chat messages are spread like this: most short, a few very long. */
  const body = () => {
    const list = words[of(scripts)];
    const count = Math.min(400, Math.max(1, Math.round(Math.exp(1.6 + 0.9 * gauss()))));
    let text = '';
    for (let i = 0; i < count; i += 1) text += (i ? ' ' : '') + of(list) + (below(9) === 0 ? of(marks) : '');
    return text;
  };
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sm = '<r xmlns=\'urn:xmpp:sm:3\'/>';

  const chat = (attributes, payloads = '') => `<message ${attributes} type='chat' id='${uuid()}'><body>${body()}</body>`
    + `<active xmlns='http://jabber.org/protocol/chatstates'/><request xmlns='urn:xmpp:receipts'/>`
    + `<markable xmlns='urn:xmpp:chat-markers:0'/><origin-id xmlns='urn:xmpp:sid:0' id='${uuid()}'/>${payloads}</message>`;
  const stanzaId = (by) => `<stanza-id xmlns='urn:xmpp:sid:0' by='${by}' id='${uuid()}'/>`;
  const me = 'juliet@example.com';
  const kinds = [
    [30, () => chat(`xmlns='jabber:client' from='${contact()}/${of(devices)}' to='${me}/${of(devices)}'`, stanzaId(me))],
    [15, () => {
      const at = room();
      return `<message xmlns='jabber:client' from='${at}/nick${below(300)}' to='${me}/x' type='groupchat' id='${uuid()}'>`
        + `<body>${body()}</body><origin-id xmlns='urn:xmpp:sid:0' id='${uuid()}'/>${stanzaId(at)}`
        + `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${hex(43)}'/></message>`;
    }],
    [20, () => `<presence xmlns='jabber:client' from='${contact()}/${of(devices)}' to='${me}'>`
      + `${of(['', '<show>away</show>', '<show>dnd</show>', '<show>xa</show>'])}${below(3) ? '' : `<status>${body()}</status>`}`
      + `<priority>${below(60)}</priority><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='${of(nodes)}' ver='${hex(27)}='/>`
      + `<x xmlns='vcard-temp:x:update'><photo>${hex(40)}</photo></x><idle xmlns='urn:xmpp:idle:1' since='${stamp()}'/></presence>`],
    [5, () => `<presence xmlns='jabber:client' from='${room()}/nick${below(300)}' to='${me}/x'>`
      + `<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='${of(['none', 'member', 'owner'])}' role='participant' jid='${contact()}/${of(devices)}'/></x>`
      + `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${hex(43)}'/></presence>`],
    [20, () => {
      const inner = chat(`xmlns='jabber:client' from='${contact()}/${of(devices)}' to='${me}'`, stanzaId(me));
      return `<message xmlns='jabber:client' to='${me}/x'><result xmlns='urn:xmpp:mam:2' queryid='${hex(8)}' id='${uuid()}'>`
        + `<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='${stamp()}'/>${inner}</forwarded></result></message>`;
    }],
    [5, () => `<message xmlns='jabber:client' from='${me}' to='${me}/x' type='chat'><received xmlns='urn:xmpp:carbons:2'>`
      + `<forwarded xmlns='urn:xmpp:forward:0'>${chat(`xmlns='jabber:client' from='${contact()}/phone' to='${me}/phone'`)}</forwarded></received></message>`],
    [5, () => `<message xmlns='jabber:client' from='${contact()}/${of(devices)}' to='${me}/x' id='${uuid()}'>`
      + `<received xmlns='urn:xmpp:receipts' id='${uuid()}'/></message>`],
    [5, () => (below(2) ? sm : `<a xmlns='urn:xmpp:sm:3' h='${below(5000)}'/>`)],
  ];
  const all = kinds.reduce((sum, [share]) => sum + share, 0);

  const frames = [];
  // Once in a session: the roster, as one frame.
  const items = Array.from({ length: 500 }, (_, i) => `<item jid='contact${i}@example.com' name='${of(words.latin)} ${of(words[of(scripts)])}' subscription='both'>`
    + `<group>${of(['Friends', 'Work', 'Family', 'Друзья'])}</group></item>`);
  frames.push(`<iq xmlns='jabber:client' type='result' id='${uuid()}' to='${me}/x'><query xmlns='jabber:iq:roster' ver='${hex(8)}'>${items.join('')}</query></iq>`);
  let size = frames[0].length;
  while (size < bytes) {
    let drawn = below(all);
    const [, make] = kinds.find(([share]) => (drawn -= share) < 0);
    const frame = make();
    frames.push(frame);
    size += Buffer.byteLength(frame);
  }
  return frames;
}
