// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createLayer } from '../lib/layer.js';
import { FakeDocument, installElementClasses } from './support/dom.js';

installElementClasses();
/** @type {any} */
let scene;
beforeEach(() => {
  const document = new FakeDocument();
  const root = document.createElement('div');
  document.root.append(root);
  /** @type {string[][]} */
  const arrived = [];
  const layer = createLayer({
    document: /** @type {any} */ (document), root: /** @type {any} */ (root), findLayout: () => undefined, scale: () => 1,
    fields: { update() {} }, mayTakeFocus: () => true, arrived: (items) => arrived.push(items.map(({ id }) => id)),
  });
  scene = { document, root, layer, arrived, find: (/** @type {string} */ selector) => root.querySelector(selector) };
});

/** @param {string} id @param {string} role @param {object} [rest] @returns {any} */
const item = (id, role, rest = {}) => ({ id, role, rect: [0, 0, 100, 20], ...rest });
/** @param {number[]} keys @param {number} size */
const messages = (keys, size) => [item('log', 'log', { name: 'Messages' }), ...keys.map((key) => item(`m/${key}`, 'article', {
  parent: 'log', name: 'Bob, 12:30', dataId: `d${key}`, pos: key, size, texts: [{ t: `text ${key}`, c: '#000000ff' }],
}))];

test('messages are articles with their place in a log that is not live', () => {
  scene.layer.update(messages([1, 2], 2));
  const log = scene.find('[role=log]');
  assert.equal(log.getAttribute('aria-live'), 'off');
  assert.equal(log.tabIndex, 0);
  assert.deepEqual(log.children.map((/** @type {any} */ node) =>
    [node.localName, node.getAttribute('aria-posinset'), node.getAttribute('aria-setsize'), node.getAttribute('data-id'), node.textContent]),
  [['article', '1', '2', 'd1', 'text 1'], ['article', '2', '2', 'd2', 'text 2']]);
});

test('markup in a message is text', () => {
  const text = '<img src=x onerror=alert(1)>';
  scene.layer.update([item('m', 'article', { texts: [{ t: text, c: '#000000ff' }] })]);
  assert.equal(scene.find('article').textContent, text);
  assert.equal(scene.find('img'), null);
});

test('rows are buttons in list items, and are read once', () => {
  scene.layer.update([item('list', 'list'), item('bob', 'button', {
    parent: 'list', name: 'Bob', desc: 'Online', pos: 3, size: 9, current: true, press: true, texts: [{ t: 'Bob', c: '#000000ff' }],
  })]);
  const button = scene.find('button');
  assert.equal(button.parentElement.localName, 'li');
  assert.equal(button.parentElement.getAttribute('aria-posinset'), '3');
  assert.equal(button.getAttribute('aria-current'), 'true');
  // Named by an unseen text; what stands on it is for eyes only.
  const isSpoken = (/** @type {any} */ node) => node.getAttribute('aria-hidden') !== 'true';
  assert.deepEqual(button.children.filter(isSpoken).map((/** @type {any} */ node) => node.textContent), ['Bob']);
  assert.ok(button.children.some((/** @type {any} */ node) => !isSpoken(node)));
});

test('scrolling keeps the elements of what stays, and moves none', () => {
  scene.layer.update(messages([1, 2, 3], 4));
  const log = scene.find('[role=log]');
  const [, second, third] = log.children;
  scene.layer.update(messages([2, 3, 4], 4));
  assert.deepEqual(log.children.slice(0, 2), [second, third]);
  assert.equal(log.moves, 0);
});

test('only what is new at the end of the same conversation arrives', () => {
  scene.layer.update(messages([1, 2], 2));
  assert.deepEqual(scene.arrived, [], 'a conversation that is opened is no news');
  scene.layer.update(messages([1, 2, 3], 3));
  assert.deepEqual(scene.arrived, [['m/3']]);
  scene.layer.update(messages([1, 2], 3));
  assert.equal(scene.arrived.length, 1, 'scrolled up');
});

test('a dialog makes what lies below it inert, and gives the focus back', () => {
  const base = [item('list', 'list'), item('bob', 'button', { parent: 'list', name: 'Bob', press: true })];
  scene.layer.update(base);
  scene.find('button').focus();
  scene.layer.update([...base, item('dialog', 'dialog', { name: 'Add' }), item('ok', 'button', { parent: 'dialog', name: 'OK' })]);
  assert.equal(scene.layer.entry('list').outer.inert, true);
  assert.equal(scene.layer.entry('dialog').outer.inert, false);
  assert.equal(scene.document.activeElement, scene.layer.entry('ok').element);
  scene.layer.update(base);
  assert.equal(scene.layer.entry('list').outer.inert, false);
  assert.equal(scene.document.activeElement, scene.layer.entry('bob').element);
});

/** What a window shows. @param {{ open?: string, dialog?: string[], rows?: string[] }} shown */
const shown = ({ open, dialog, rows = [] }) => [
  item('list', 'list'), ...rows.map((row) => item(row, 'button', { parent: 'list', name: row, press: true })), item('join', 'button'),
  ...(open ? [item('conversation', 'region', { name: `With ${open}` }), item('log', 'log', { parent: 'conversation' }),
    item(`composer/${open}`, 'textbox', { parent: 'conversation', field: { version: 1, multiline: true }, disabled: Boolean(dialog) })] : []),
  ...(dialog ? [item('dialog', 'dialog'), ...dialog.map((id) => item(id, 'button', { parent: 'dialog' }))] : []),
];
const focusedItem = () => [...scene.layer.entries].find(({ element }) => element === scene.document.activeElement)?.item.id;

test('after a dialog the focus goes where the work goes on', () => {
  const ask = (/** @type {string | undefined} */ open) => {
    scene.layer.update(shown({ open }));
    scene.layer.entry('join').element.focus();
    scene.layer.update(shown({ open, dialog: ['ok'] }));
    assert.equal(focusedItem(), 'ok');
  };
  ask('bob');
  scene.layer.update(shown({ open: 'bob' }));
  assert.equal(focusedItem(), 'join', 'given up: back to where it was');
  ask('bob');
  scene.layer.update(shown({ open: 'garden' }));
  assert.equal(focusedItem(), 'composer/garden', 'it led to another conversation');
  ask(undefined);
  scene.layer.update(shown({ open: 'garden' }));
  assert.equal(focusedItem(), 'composer/garden');
});

test('one dialog that leads to another keeps the focus inside', () => {
  scene.layer.update(shown({ open: 'bob' }));
  scene.layer.entry('join').element.focus();
  scene.layer.update(shown({ open: 'bob', dialog: ['remove'] }));
  scene.layer.update(shown({ open: 'bob', dialog: ['really', 'cancel'] }));
  assert.equal(focusedItem(), 'really');
  scene.layer.update(shown({ open: 'bob' }));
  assert.equal(focusedItem(), 'join');
});

test('where a conversation takes the place of the list, the focus comes back to the row it came from', () => {
  scene.layer.update(shown({ rows: ['a', 'b', 'c'] }));
  scene.layer.entry('b').element.focus();
  scene.layer.update([item('conversation', 'region', { name: 'With b' }), item('log', 'log', { parent: 'conversation' })]);
  assert.equal(focusedItem(), 'log', 'no composer yet');
  scene.layer.update(shown({ rows: ['a', 'b', 'c'] }));
  assert.equal(focusedItem(), 'b');
});

test('a focused row that scrolls away stays until the focus moves on', () => {
  const row = (/** @type {string} */ id) => item(id, 'button', { parent: 'list', name: id, press: true });
  scene.layer.update([item('list', 'list'), row('a'), row('b')]);
  const { element } = scene.layer.entry('a');
  element.focus();
  scene.layer.update([item('list', 'list'), row('b')]);
  assert.equal(element.isConnected, true);
  assert.equal(scene.document.activeElement, element);
  scene.layer.entry('b').element.focus();
  assert.equal(element.isConnected, false);
});

test('destroy leaves no element', () => {
  scene.layer.update(messages([1], 1));
  scene.layer.destroy();
  assert.equal(scene.root.children.length, 0);
});
