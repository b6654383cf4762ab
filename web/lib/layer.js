// SPDX-License-Identifier: MIT
// The DOM layer over the canvas: the semantics list of a frame as elements, kept in step by id. It is what screen
// readers read, what is selected, found and copied, what tests press, and, made visible, the page without WebGL.

import { createEntry, styleOf, tagOf, updateEntry } from './layer_nodes.js';

/**
 * @typedef {import('./layer_nodes.js').Item} Item
 * @typedef {import('./layer_nodes.js').Entry} Entry
 * @typedef {import('./text_engine.js').Layout} Layout
 */

/**
 * @param {{
 *   document: Document, root: HTMLElement,
 *   findLayout: (text: string, style: number, width: number, maxLines: number, direction: 'auto' | 'ltr' | 'rtl') => Layout | undefined,
 *   scale: () => number,
 *   fields: { update(entry: Entry): void },
 *   mayTakeFocus: (item: Item) => boolean,
 *   arrived: (items: Item[]) => void,
 * }} options `arrived` hears of messages that are new at the end of the conversation on screen
 */
export function createLayer({ document, root, findLayout, scale, fields, mayTakeFocus, arrived }) {
  /** @type {Map<string, Entry>} */
  let entries = new Map();
  /** @type {WeakMap<Element, Entry>} */
  const byElement = new WeakMap();
  /** Rows that left while they had the focus: they stay until it moves on. @type {Set<Entry>} */
  const leaving = new Set();
  /** Where the focus was before a dialog took it, and which conversation was open. */
  let before = { element: /** @type {HTMLElement | null} */ (null), conversation: '' };
  /** The row of the list that had the focus last. */
  let lastRow = '';
  /** The log on screen and the last message of it that was there. */
  let seen = { log: '', last: '' };

  const find = (/** @type {import('./layer_nodes.js').Piece} */ piece) =>
    findLayout(piece.t, styleOf(piece), piece.w ?? 0, piece.lines ?? 0, piece.dir ?? 'auto');

  /** The focused element within the layer. */
  function focused() {
    const active = /** @type {Document | ShadowRoot} */ (root.getRootNode()).activeElement;
    return active instanceof HTMLElement && root.contains(active) ? active : null;
  }

  /** @param {Item} item @param {Map<string, Entry>} next */
  function entryFor(item, next) {
    const old = entries.get(item.id);
    const isInList = (item.parent !== undefined && next.get(item.parent)?.item.role === 'list');
    if (old && old.item.role === item.role && old.tag === tagOf(item) && old.isInList === isInList) return old;
    const entry = createEntry(document, item, isInList);
    byElement.set(entry.element, entry);
    byElement.set(entry.outer, entry);
    return entry;
  }

  /** @param {Entry} entry @param {HTMLElement | null} active */
  function remove(entry, active) {
    if (active && entry.outer.contains(active) && entry.item.role === 'button' && entry.isInList
      && entries.has(entry.item.parent ?? '')) {
      leaving.add(entry);
      entry.outer.classList.add('leaving');
      entry.outer.addEventListener('focusout', () => {
        leaving.delete(entry);
        entry.outer.remove();
      }, { once: true });
      return;
    }
    entry.outer.remove();
  }

  /**
   * Shows this list from now on.
   * @param {Item[]} items
   */
  function update(items) {
    const active = focused();
    const look = { scale: scale(), findLayout: find };
    /** @type {Map<string, Entry>} */
    const next = new Map();
    /** @type {Entry[]} */
    const fresh = [];
    for (const item of items) {
      const entry = entryFor(item, next);
      if (entries.get(item.id) !== entry) fresh.push(entry);
      next.set(item.id, entry);
      const parent = item.parent === undefined ? undefined : next.get(item.parent);
      updateEntry(document, entry, item, parent?.item.rect ?? [0, 0, 0, 0], look);
    }
    const previous = entries;
    entries = next;
    for (const [id, entry] of previous) if (next.get(id) !== entry) remove(entry, active);
    order(items);
    for (const entry of next.values()) if (entry.item.role === 'textbox') fields.update(entry);
    makeModal(items);
    announce(items);
    settleFocus(active, fresh);
  }

  /** Puts the elements into the order of the list, moving as few as possible. @param {Item[]} items */
  function order(items) {
    /** @type {Map<Element, Element | null>} */
    const last = new Map();
    for (const item of items) {
      const entry = /** @type {Entry} */ (entries.get(item.id));
      const parent = item.parent === undefined ? undefined : entries.get(item.parent);
      const container = parent?.element ?? root;
      const before = last.has(container) ? last.get(container) : (parent?.spans.at(-1) ?? null);
      let expected = before ? before.nextElementSibling : container.firstElementChild;
      while (expected?.classList.contains('leaving')) expected = expected.nextElementSibling;
      if (expected !== entry.outer) container.insertBefore(entry.outer, expected);
      last.set(container, entry.outer);
    }
  }

  /** What lies neither in the dialog nor above it is out of reach while it is there. @param {Item[]} items */
  function makeModal(items) {
    const at = items.findLastIndex(({ role }) => role === 'dialog');
    /** @type {Set<string>} */
    const around = new Set();
    for (let up = items[at]; up; up = /** @type {Item} */ (entries.get(up.parent ?? '')?.item)) around.add(up.id);
    items.forEach((item, index) => {
      const isCovered = index < at && !around.has(item.id) && (item.parent === undefined || around.has(item.parent));
      const { outer } = /** @type {Entry} */ (entries.get(item.id));
      if (outer.inert !== isCovered) outer.inert = isCovered;
    });
  }

  /** @param {Item[]} items */
  function announce(items) {
    const log = items.find(({ role }) => role === 'log');
    const articles = items.filter(({ role }) => role === 'article');
    const last = articles.at(-1);
    // Only the end of the conversation is watched: what comes in above it is history.
    const isEnd = last !== undefined && last.pos === last.size;
    const key = log ? `${log.parent ?? ''}|${log.name ?? ''}` : '';
    if (key !== seen.log) {
      seen = { log: key, last: isEnd ? last.id : '' };
      return;
    }
    if (!isEnd || last.id === seen.last) return;
    const from = articles.findIndex(({ id }) => id === seen.last);
    const isFirst = seen.last === '' && articles[0].pos === 1;
    seen.last = last.id;
    if (from >= 0 || isFirst) arrived(articles.slice(from + 1));
  }

  /** @param {HTMLElement | null} active @param {Entry[]} fresh */
  function settleFocus(active, fresh) {
    const left = active && byElement.get(active);
    if (left && isRow(left)) lastRow = left.item.id;
    const dialog = fresh.find(({ item }) => item.role === 'dialog');
    const wanting = fresh.find(({ item }) => item.field?.focus && mayTakeFocus(item));
    if (dialog && active) before = { element: active, conversation: conversation() };
    if (wanting && focused() !== wanting.element) wanting.element.focus({ preventScroll: true });
    else if (dialog && !wanting && (active || mayTakeFocus(dialog.item))) firstIn(dialog).focus({ preventScroll: true });
    else if (active && !focused()) {
      // What had the focus is gone. One dialog may have led to another.
      const open = [...entries.values()].findLast(({ item }) => item.role === 'dialog');
      (open ? firstIn(open) : next())?.focus({ preventScroll: true });
      if (!open) before = { element: null, conversation: '' };
    }
  }

  const isRow = (/** @type {Entry} */ { item, isInList }) => isInList && item.role === 'button';

  /** The conversation on screen. */
  function conversation() { return entries.get('conversation')?.item.name ?? ''; }

  /** Where the work goes on: in the conversation that a dialog led to, else where it was before the dialog, else in the
   *  text that is being written, in what was written, or in the list. */
  function next() {
    const isElsewhere = conversation() !== before.conversation && conversation() !== '';
    if (!isElsewhere && before.element?.isConnected && !before.element.closest('[inert]')) return before.element;
    const field = composer();
    const isWelcome = field !== null && mayTakeFocus(/** @type {Entry} */ (byElement.get(field)).item);
    const row = entries.get(lastRow) ?? [...entries.values()].find(isRow);
    return (isWelcome ? field : null) ?? /** @type {HTMLElement | null} */ (root.querySelector('.r-log')) ?? row?.element ?? null;
  }

  /** @param {Entry} dialog */
  function firstIn(dialog) {
    return /** @type {HTMLElement} */ (dialog.element.querySelector('input, textarea, button')) ?? dialog.element;
  }

  function composer() {
    return /** @type {HTMLTextAreaElement | null} */ (root.querySelector('textarea:not([hidden])'));
  }

  return {
    update,
    focused,
    composer,
    /** The item whose element this is, or lies in. @param {EventTarget | null} target @returns {Entry | null} */
    entryOf(target) {
      for (let node = target instanceof Element ? target : null; node && node !== root; node = node.parentElement) {
        const entry = byElement.get(node);
        if (entry) return entry;
      }
      return null;
    },
    /** @param {string} id */
    entry(id) { return entries.get(id) ?? null; },
    get entries() { return entries.values(); },
    /** Stops and takes every element out. */
    destroy() {
      entries = new Map();
      leaving.clear();
      before = { element: null, conversation: '' };
      root.replaceChildren();
    },
  };
}
