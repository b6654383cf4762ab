// SPDX-License-Identifier: MIT
// What the full page does around the chat: its address, title and icon.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAddressBar } from '../lib/address_bar.js';
import { addressOf, hashOf } from '../lib/settings.js';
import { createUnreadSign } from '../lib/unread_sign.js';
import { FakeDocument } from './support/dom.js';

/** A browser's history, a person in front of it, and a chat that does what it is asked. */
function scene({ hash = '', narrow = false } = {}) {
  const entries = [{ hash, state: /** @type {unknown} */ (null) }];
  let at = 0;
  const window = new EventTarget();
  const go = (/** @type {number} */ to) => {
    at = to;
    window.dispatchEvent(new Event('popstate'));
  };
  const hashOfUrl = (/** @type {string} */ url) => /#.*$/.exec(url)?.[0] ?? '';
  Object.assign(window, {
    location: { pathname: '/', search: '', get hash() { return entries[at].hash; } },
    history: {
      get state() { return entries[at].state; },
      pushState: (/** @type {unknown} */ state, /** @type {string} */ _, /** @type {string} */ url) => { entries.splice(++at, Infinity, { state, hash: hashOfUrl(url) }); },
      replaceState: (/** @type {unknown} */ state, /** @type {string} */ _, /** @type {string} */ url) => { entries[at] = { state, hash: hashOfUrl(url) }; },
      back: () => go(at - 1),
    },
  });
  /** @type {string[]} */
  const wished = [];
  let open = '';
  const person = {
    open(/** @type {string} */ chat, isRoom = false) {
      if (chat === open) return;
      open = chat;
      bar?.shown({ chat, isRoom });
    },
    /** A link, or what is typed into the address bar. */
    follow(/** @type {string} */ link) {
      if (link !== entries[at].hash) entries.splice(at + 1, Infinity, { state: null, hash: link });
      go(link === entries[at].hash ? at : at + 1);
    },
    back() { if (at > 0) go(at - 1); else wished.push('left the page'); },
  };
  /** @type {ReturnType<typeof createAddressBar> | undefined} */
  let bar;
  bar = createAddressBar({
    window: /** @type {any} */ (window), isNarrow: () => narrow,
    chat: {
      open(address, { join }) { wished.push(`${address}${join ? ' join' : ''}`); person.open(address, join); },
      close() { wished.push('close'); person.open(''); },
    },
  });
  if (open) bar.shown({ chat: open, isRoom: false }); // asked for at once, and done a little later
  return { person, wished, shown: () => open, address: () => entries[at].hash, steps: () => entries.length };
}

test('the address follows what is open, by replacing it', () => {
  const { person, address, steps } = scene();
  person.open('bob@example.com');
  assert.equal(address(), '#chat=bob@example.com');
  person.open('tea?@rooms.example.com', true);
  assert.equal(address(), '#chat=tea%3F@rooms.example.com?join');
  assert.deepEqual(addressOf(address()), { address: 'tea?@rooms.example.com', join: true });
  person.open('');
  assert.equal(address(), '');
  assert.equal(steps(), 1);
});

test('the same #chat= link a second time acts', () => {
  const { person, wished, address } = scene({ hash: '#chat=bob@example.com' });
  assert.deepEqual(wished, ['bob@example.com']);
  person.open('carl@example.com');
  assert.equal(address(), '#chat=carl@example.com');
  person.follow('#chat=bob@example.com');
  person.follow('#chat=bob@example.com');
  assert.deepEqual(wished, ['bob@example.com', 'bob@example.com', 'bob@example.com']);
});

test('on a phone Back leads from the conversation to the list, then out of the page', () => {
  const { person, wished, shown, address, steps } = scene({ narrow: true });
  person.open('bob@example.com');
  assert.equal(steps(), 2);
  person.back();
  assert.deepEqual([shown(), address()], ['', '']);
  person.back();
  assert.deepEqual(wished, ['close', 'left the page']);
});

test('on a phone going back by the chat\'s own button leaves no step behind', () => {
  const { person, wished, address, steps } = scene({ narrow: true });
  for (let i = 0; i < 3; i += 1) {
    person.open('bob@example.com');
    person.open('carl@example.com');
    assert.equal(address(), '#chat=carl@example.com');
    person.open('');
    assert.equal(address(), '');
  }
  assert.equal(steps(), 2, 'the one ahead is that of the last conversation');
  person.back();
  assert.deepEqual(wished, ['left the page']);
});

test('a page opened by a link on a phone is left by Back, and its address goes with the conversation', () => {
  const { person, wished, address } = scene({ narrow: true, hash: '#chat=bob@example.com' });
  person.open('');
  assert.equal(address(), '');
  person.back();
  assert.deepEqual(wished, ['bob@example.com', 'left the page']);
});

test('a browser that lets nobody change the address stops nothing', () => {
  const refuse = () => { throw new DOMException('no', 'SecurityError'); };
  const window = Object.assign(new EventTarget(), {
    location: { pathname: '/', search: '', hash: '' }, history: { state: null, pushState: refuse, replaceState: refuse, back() {} },
  });
  const bar = createAddressBar({ window: /** @type {any} */ (window), isNarrow: () => true, chat: { open() {}, close() {} } });
  bar.shown({ chat: 'bob@example.com', isRoom: false });
  bar.shown({ chat: '', isRoom: false });
});

test('every address survives the way into the address bar and back', () => {
  for (const address of ['bob@example.com', 'a%20b@x', 'x?join@y', 'γιώργος@example.gr', 'r@x/nick #1', '100%@x', 'r@x/why?join', 'what?@x', "o'brien@x"]) {
    for (const join of [true, false]) assert.deepEqual(addressOf(hashOf(address, join)), { address, join });
  }
});

test('title and icon tell of unread messages while the page is hidden', () => {
  const document = Object.assign(new FakeDocument(), { title: 'Parlance' });
  const icon = { href: 'favicon.svg' };
  const sign = createUnreadSign({ document: /** @type {any} */ (document), icon, signed: 'favicon-unread.svg' });
  const see = (/** @type {boolean} */ isSeen) => {
    document.hidden = !isSeen;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  sign.shown({ unread: 2 });
  assert.deepEqual([document.title, icon.href], ['Parlance', 'favicon.svg'], 'somebody looks');
  see(false);
  assert.deepEqual([document.title, icon.href], ['(2) Parlance', 'favicon-unread.svg']);
  sign.shown({ unread: 100 });
  assert.equal(document.title, '(99+) Parlance');
  see(true);
  assert.deepEqual([document.title, icon.href], ['Parlance', 'favicon.svg']);
});
