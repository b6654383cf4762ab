// SPDX-License-Identifier: MIT
// One item of the semantics list as DOM: which element a role is, what it is called, where it lies, what it says.
// WAI-ARIA 1.2; the format of the items is described in src/ui/semantics_json.cpp.

import { styleNames } from './text_engine.js';

/**
 * @typedef {{ t: string, s?: string, x?: number, y?: number, w?: number, lines?: number, dir?: 'ltr' | 'rtl', c: string, hidden?: boolean }} Piece
 * @typedef {{
 *   value?: string, version: number, placeholder?: string, multiline?: boolean, secret?: boolean, address?: boolean, focus?: boolean,
 * }} Field
 * @typedef {[number, number, number, number]} Box
 * @typedef {object} Item
 * @property {string} id
 * @property {string} [parent]
 * @property {string} role
 * @property {string} [name]
 * @property {string} [desc]
 * @property {Box} rect
 * @property {Box} [clip]
 * @property {number} [level]
 * @property {number} [pos]
 * @property {number} [size]
 * @property {boolean} [current]
 * @property {boolean} [disabled]
 * @property {string} [dataId]
 * @property {string} [by]
 * @property {string} [bg]
 * @property {number} [radius]
 * @property {Piece[]} [texts]
 * @property {Field} [field]
 * @property {boolean} [press]
 * @property {boolean} [menu]
 *
 * An item and its elements: `outer` lies in the parent's element, `element` has the role.
 * @typedef {{
 *   item: Item, outer: HTMLElement, element: HTMLElement, spans: HTMLElement[], pieces: Piece[], tag: string, isInList: boolean,
 * }} Entry
 * @typedef {{ scale: number, findLayout: (piece: Piece) => import('./text_engine.js').Layout | undefined }} Look
 *   `scale`: device px per CSS px
 */

const tags = /** @type {Record<string, string>} */ ({
  region: 'section', navigation: 'nav', list: 'ul', button: 'button', link: 'a', article: 'article',
});

/** Roles that are named by what they contain; an aria-label would hide it. */
const namedByContent = new Set(['heading', 'text', 'status', 'alert']);
/** Roles whose name must be text, because assistive technology reads a label there only on focus, or not at all. */
const textual = new Set(['text', 'status', 'alert']);
/** Roles whose label stands for everything inside: the texts are for eyes only, or they would be read, too. */
const labelled = new Set(['button', 'link', 'img', 'separator']);

/** @param {Item} item */
export function tagOf({ role, level, field }) {
  if (role === 'heading') return `h${Math.min(6, Math.max(1, level ?? 2))}`;
  if (role === 'textbox') return field?.multiline ? 'textarea' : 'input';
  return tags[role] ?? 'div';
}

/** @param {Document} document @param {Item} item @param {boolean} isInList @returns {Entry} */
export function createEntry(document, item, isInList) {
  const tag = tagOf(item);
  const element = document.createElement(tag);
  element.className = `i r-${item.role}`;
  if (tag === 'div' || tag === 'a') element.setAttribute('role', item.role === 'text' ? 'none' : item.role);
  if (element instanceof HTMLButtonElement) element.type = 'button';
  if (tag === 'a') element.tabIndex = 0;
  if (item.role === 'log') {
    // Old messages that come into view are not news; the announcer speaks of those that are.
    element.setAttribute('aria-live', 'off');
    element.tabIndex = 0;
  }
  if (item.role === 'dialog') {
    element.setAttribute('aria-modal', 'true');
    element.tabIndex = -1;
  }
  let outer = element;
  if (isInList) {
    outer = document.createElement('li');
    outer.append(element);
  }
  outer.dataset.item = item.id;
  return { item: { id: item.id, role: item.role, rect: [0, 0, -1, -1] }, outer, element, spans: [], pieces: [], tag, isInList };
}

/**
 * Makes the elements say what the item says. Only what differs from before is touched.
 * @param {Document} document @param {Entry} entry @param {Item} item @param {Box} origin of the parent
 * @param {Look} look
 */
export function updateEntry(document, entry, item, origin, look) {
  const before = entry.item;
  entry.item = item;
  const { element, outer } = entry;
  place(outer, item, before, origin, look.scale);
  const owner = entry.isInList ? outer : element;
  attribute(owner, 'aria-posinset', item.pos, before.pos);
  attribute(owner, 'aria-setsize', item.size, before.size);
  attribute(element, 'aria-current', item.current ? 'true' : undefined, before.current ? 'true' : undefined);
  attribute(element, 'aria-disabled', item.disabled ? 'true' : undefined, before.disabled ? 'true' : undefined);
  attribute(element, 'aria-description', item.desc, before.desc);
  attribute(element, 'data-id', item.dataId, before.dataId);
  attribute(element, 'aria-label', labelOf(item), labelOf(before));
  if (item.press !== before.press) element.classList.toggle('press', Boolean(item.press));
  if (item.bg !== before.bg) property(element, '--bg', item.bg);
  if (item.radius !== before.radius) element.style.borderRadius = item.radius ? `${item.radius}px` : '';
  if (element instanceof HTMLAnchorElement && item.name !== before.name && /^https?:\/\//i.test(item.name ?? '')) {
    element.href = item.name ?? '';
    element.rel = 'noopener noreferrer';
    element.target = '_blank';
  }
  if (item.role !== 'textbox') updateTexts(document, entry, item, look);
}

/** @param {HTMLElement} outer @param {Item} item @param {Item} before @param {Box} origin @param {number} scale */
function place(outer, item, before, origin, scale) {
  const [x, y, width, height] = item.rect;
  const { style } = outer;
  length(style, 'left', distance(x, origin[0], scale));
  length(style, 'top', distance(y, origin[1], scale));
  if (width !== before.rect[2]) length(style, 'width', width);
  if (height !== before.rect[3]) length(style, 'height', height);
  const clip = item.clip ? inset(item.rect, item.clip) : '';
  if (style.clipPath !== clip) style.clipPath = clip;
}

/** The part of a box outside of which nothing shows, as CSS. @param {Box} rect @param {Box} clip */
function inset([x, y, width, height], [cx, cy, cw, ch]) {
  const top = Math.max(0, cy - y);
  const left = Math.max(0, cx - x);
  const bottom = Math.max(0, y + height - cy - ch);
  const right = Math.max(0, x + width - cx - cw);
  if (top === 0 && left === 0 && bottom === 0 && right === 0) return '';
  if (top >= height || bottom >= height || left >= width || right >= width) return 'inset(50%)';
  return `inset(${round(top)}px ${round(right)}px ${round(bottom)}px ${round(left)}px)`;
}

/** A button with texts on it is named by an unseen one: a label beside other visible words would be two different names
 *  (WCAG 2.5.3), and the visible ones (initials, a time, a preview) make no name. @param {Item} item */
function isNamedUnseen({ role, name, texts }) {
  return role === 'button' && Boolean(name) && (texts ?? []).length > 0;
}

/** @param {Item} item */
function labelOf(item) {
  const { role, name, texts } = item;
  if (!name || textual.has(role) || isNamedUnseen(item)) return undefined;
  if (namedByContent.has(role) && texts?.some(({ hidden }) => !hidden)) return undefined;
  return name;
}

/** @param {Document} document @param {Entry} entry @param {Item} item @param {Look} look */
function updateTexts(document, entry, item, look) {
  const { spans } = entry;
  const isUnseen = isNamedUnseen(item);
  const texts = item.texts ?? [];
  const pieces = isUnseen ? texts.map((piece) => ({ ...piece, hidden: true })) : texts;
  const isSpoken = isUnseen || (textual.has(item.role) && !pieces.some(({ hidden }) => !hidden));
  const spoken = isSpoken ? item.name ?? '' : '';
  const wanted = spoken ? [...pieces, { t: spoken, c: '', s: 'spoken' }] : pieces;
  for (let i = 0; i < wanted.length; i += 1) {
    const piece = wanted[i];
    let span = spans[i];
    let before = entry.pieces[i];
    if (span && before.s !== piece.s) {
      const fresh = document.createElement('span');
      span.replaceWith(fresh);
      spans[i] = span = fresh;
      before = /** @type {any} */ (undefined);
    } else if (!span) {
      span = document.createElement('span');
      spans.push(span);
      // Texts come before children, so that what is read first is the item's own.
      if (i === 0) entry.element.prepend(span);
      else spans[i - 1].after(span);
    }
    if (!before) span.className = piece.s === 'spoken' ? 'sr' : `t t-${piece.s ?? 'body'}`;
    if (before?.t !== piece.t) span.textContent = piece.t;
    if (piece.s === 'spoken') continue;
    attribute(span, 'aria-hidden', isSilent(item, piece) ? 'true' : undefined, span.getAttribute('aria-hidden') ?? undefined);
    placePiece(span, piece, before, item.rect, look);
  }
  for (const span of spans.splice(wanted.length)) span.remove();
  entry.pieces = wanted;
}

/** Whether a text repeats what is said already. @param {Item} item @param {Piece} piece */
function isSilent(item, piece) {
  return piece.hidden || (labelled.has(item.role) && Boolean(item.name));
}

/** @param {HTMLElement} span @param {Piece} piece @param {Piece | undefined} before @param {Box} rect @param {Look} look */
function placePiece(span, piece, before, rect, { scale, findLayout }) {
  const { style } = span;
  length(style, 'left', distance(piece.x ?? 0, rect[0], scale));
  length(style, 'top', distance(piece.y ?? 0, rect[1], scale));
  if (before?.c !== piece.c) property(span, '--c', piece.c);
  const dir = piece.dir ?? 'auto';
  if (span.dir !== dir) span.dir = dir;
  if (before && before.t === piece.t && before.w === piece.w && before.lines === piece.lines && before.dir === piece.dir) return;
  const layout = findLayout(piece);
  const isCut = layout?.isTruncated ?? false;
  span.classList.toggle('cut', isCut && piece.lines === 1);
  span.classList.toggle('cut-lines', isCut && piece.lines !== 1);
  if (isCut && piece.lines !== 1) property(span, '--lines', String(piece.lines));
  // A box just wide enough for the widest line breaks like the wider one it was wrapped in, and does not lie over
  // what stands beside the text. Lines from right to left stand at the far end of the wider one.
  if (!piece.w) style.width = 'max-content';
  else if (isCut || !layout || layout.lines.some(({ isRtl }) => isRtl)) length(style, 'width', piece.w);
  else style.width = `${Math.ceil(layout.inkWidth * 64 + 1) / 64}px`;
  span.classList.toggle('line', piece.lines === 1 || !piece.w);
}

/** The index of a piece's style in base::TextStyle. @param {Piece} piece */
export function styleOf({ s }) {
  return Math.max(0, styleNames.indexOf(/** @type {any} */ (s ?? 'body')));
}

/** @param {CSSStyleDeclaration} style @param {'left' | 'top' | 'width' | 'height'} name @param {number} value */
function length(style, name, value) {
  const text = `${round(value)}px`;
  if (style[name] !== text) style[name] = text;
}

/**
 * From one coordinate to another, both on device pixels; the list rounds them to hundredths. The little on top keeps an
 * engine that cuts to 1/64 px on the right one.
 * @param {number} to @param {number} from @param {number} scale
 */
function distance(to, from, scale) {
  if (Number.isInteger(scale)) return to - from;
  return (Math.round(to * scale) - Math.round(from * scale) + 0.0005) / scale;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 1e5) / 1e5;
}

/** @param {HTMLElement} element @param {string} name @param {string | undefined} value */
function property(element, name, value) {
  if (value) element.style.setProperty(name, value);
  else element.style.removeProperty(name);
}

/** @param {Element} element @param {string} name @param {string | number | undefined} value @param {string | number | undefined} before */
function attribute(element, name, value, before) {
  if (value === before) return;
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}
