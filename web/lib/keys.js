// SPDX-License-Identifier: MIT
// The keyboard: F6 between the panes, arrows in lists and in the calendar (one stop of Tab for all of it), paging in
// the log, Escape back to the composer. WAI-ARIA Authoring Practices: roving tabindex. Keys of the browser stay its own.
// What is used here goes no further: a page around that has shortcuts of one key looks whether its target is a text field,
// and sees only the element that holds us.

const paging = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown']);
const sideways = new Set(['ArrowLeft', 'ArrowRight']);
const typeaheadMs = 700;
const editing = new Set([...paging, 'ArrowLeft', 'ArrowRight', 'Enter', 'Backspace', 'Delete', 'Insert', 'Dead', 'Process', 'Unidentified']);

/** Whether a text field does something with a key: all that is typed, and the usual shortcuts. @param {KeyboardEvent} event */
export function isTyping(event) {
  const { key } = event;
  if (event.isComposing) return true;
  const isCharacter = key.length === 1;
  const isShortcut = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph');
  if (isShortcut) return isCharacter ? /[acvxyz]/i.test(key) : editing.has(key);
  return isCharacter ? !event.altKey || event.getModifierState('AltGraph') : editing.has(key);
}

/**
 * @typedef {import('./layer_nodes.js').Entry} Entry
 */

/**
 * @param {{
 *   root: HTMLElement,
 *   layer: { entryOf(target: EventTarget | null): Entry | null, entries: Iterable<Entry>, focused(): HTMLElement | null,
 *     composer(): HTMLTextAreaElement | null },
 *   key: (item: string, key: string) => void,
 *   reveal: (x: number, y: number, dy: number) => void,
 *   activate: (item: string, isSecondary: boolean) => void,
 *   now: () => number,
 * }} options `reveal` scrolls what lies at a point
 */
export function createKeys({ root, layer, key, reveal, activate, now }) {
  const stop = new AbortController();
  const { signal } = stop;
  /** The row that Tab reaches, of each list. @type {Map<string | undefined, string>} */
  const stops = new Map();
  let typed = '';
  let typedAt = 0;

  /** Rows that arrows move between. */
  function rows() {
    return [...layer.entries].filter(({ item, isInList }) => isInList && item.role === 'button');
  }

  /** The others of its list. @param {Entry} entry */
  function siblings(entry) {
    return rows().filter(({ item }) => item.parent === entry.item.parent);
  }

  /** How many stand side by side. @param {Entry[]} all */
  function columnsOf(all) {
    return all.filter(({ item }) => item.rect[1] === all[0]?.item.rect[1]).length;
  }

  /** Where F6 goes. */
  function panes() {
    const all = [...layer.entries];
    const row = rows().find(({ element }) => element.tabIndex === 0);
    const log = all.find(({ item }) => item.role === 'log');
    return [row?.element, log?.element, layer.composer()].filter((pane) => pane instanceof HTMLElement);
  }

  /** @param {HTMLElement | undefined} element */
  function focus(element) {
    element?.focus({ preventScroll: true });
  }

  /** @param {Entry | null} entry */
  function moveTo(entry) {
    if (!entry) return;
    stops.set(entry.item.parent, entry.item.id);
    refresh();
    focus(entry.element);
  }

  /** Exactly one row of each list is in the order of Tab. */
  function refresh() {
    const all = rows();
    for (const parent of new Set(all.map(({ item }) => item.parent))) {
      const list = all.filter(({ item }) => item.parent === parent);
      const current = list.find(({ item }) => item.id === stops.get(parent)) ?? list.find(({ item }) => item.current) ?? list[0];
      for (const entry of list) {
        const index = entry === current ? 0 : -1;
        if (entry.element.tabIndex !== index) entry.element.tabIndex = index;
      }
    }
  }

  /** @param {KeyboardEvent} event @param {Entry} entry */
  function inList(event, entry) {
    const all = siblings(entry);
    const index = all.indexOf(entry);
    const columns = columnsOf(all);
    const next = {
      ArrowDown: index + columns, ArrowUp: index - columns, Home: 0, End: all.length - 1, PageDown: index + 8 * columns, PageUp: index - 8 * columns,
      ...(columns > 1 && { ArrowLeft: index - 1, ArrowRight: index + 1 }),
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      moveTo(all[Math.max(0, Math.min(all.length - 1, next))]);
      return true;
    }
    if (event.key.length !== 1 || event.key === ' ') return false;
    typed = now() - typedAt > typeaheadMs ? event.key : typed + event.key;
    typedAt = now();
    const wanted = typed.toLocaleLowerCase();
    const order = [...all.slice(index + (typed.length === 1 ? 1 : 0)), ...all.slice(0, index + 1)];
    moveTo(order.find(({ item }) => item.name?.toLocaleLowerCase().startsWith(wanted)) ?? null);
    return true;
  }

  /** Whether a key is used by what has the focus. @param {KeyboardEvent} event */
  function isUsed(event) {
    const entry = layer.entryOf(event.composedPath()[0]);
    if (!entry) return false;
    if (entry.item.role === 'textbox') return isTyping(event);
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    if (entry.item.role !== 'button' && entry.item.role !== 'link') return paging.has(event.key);
    if (event.key === 'Enter' || event.key === ' ') return true;
    if (entry.isInList && sideways.has(event.key)) return columnsOf(siblings(entry)) > 1;
    return entry.isInList && (paging.has(event.key) || event.key.length === 1);
  }

  root.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const entry = layer.entryOf(event.composedPath()[0]);
    const isField = entry?.item.role === 'textbox';
    if (event.key === 'F6') {
      const all = panes();
      const at = all.findIndex((pane) => pane === layer.focused());
      if (all.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      focus(all[(at + (event.shiftKey ? all.length - 1 + Number(at < 0) : 1)) % all.length]);
    } else if (event.key === 'Escape') {
      const hadDialog = [...layer.entries].some(({ item }) => item.role === 'dialog');
      if (hadDialog || !isField || [...layer.entries].some(({ item }) => item.id === 'back')) event.stopPropagation();
      key(entry?.item.id ?? '', 'Escape');
      if (!hadDialog && !isField) focus(layer.composer() ?? undefined);
    } else if (isField || !entry) {
      // Text entry is the control's own business.
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      if (!entry.item.menu) return;
      event.preventDefault();
      activate(entry.item.id, true);
    } else if (entry.isInList && entry.item.role === 'button' && inList(event, entry)) {
      // Moved.
    } else if (paging.has(event.key) && !event.shiftKey && entry.item.role !== 'button') {
      event.preventDefault();
      key(entry.item.id, event.key);
    }
  }, { signal });

  // After that: what it used may have moved the focus.
  for (const type of /** @type {const} */ (['keydown', 'keypress', 'keyup'])) {
    root.addEventListener(type, (event) => { if (isUsed(event)) event.stopPropagation(); }, { signal });
  }
  for (const type of /** @type {const} */ (['copy', 'cut', 'paste'])) {
    root.addEventListener(type, (event) => {
      if (layer.entryOf(event.composedPath()[0])?.item.role === 'textbox') event.stopPropagation();
    }, { signal });
  }

  // Tab and the cursor of a screen reader reach what lies outside of the visible part: scroll it in.
  root.addEventListener('focusin', (event) => {
    const entry = layer.entryOf(event.composedPath()[0]);
    if (!entry) return;
    if (entry.isInList && entry.item.role === 'button' && entry.item.id !== stops.get(entry.item.parent)) {
      stops.set(entry.item.parent, entry.item.id);
      refresh();
    }
    const { rect, clip } = entry.item;
    if (!clip || entry.item.role === 'log') return;
    const above = clip[1] - rect[1];
    const below = rect[1] + rect[3] - clip[1] - clip[3];
    const x = clip[0] + clip[2] / 2;
    const y = clip[1] + clip[3] / 2;
    if (above > 0) reveal(x, y, -above - 8);
    else if (below > 0) reveal(x, y, below + 8);
  }, { signal });

  return {
    /** After the layer was updated. */
    refresh,
    destroy() { stop.abort(); },
  };
}
