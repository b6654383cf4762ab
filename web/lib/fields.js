// SPDX-License-Identifier: MIT
// Text entry by the browser's own controls. The person's text belongs to the control: the core hears of every change
// and writes only what it has a newer version of, never into a running composition.

/**
 * @typedef {import('./layer_nodes.js').Entry} Entry
 * @typedef {HTMLInputElement | HTMLTextAreaElement} Control
 * @typedef {{ version: number, isComposing: boolean, isSet: boolean, pending: { value: string, version: number } | null }} State
 */

/**
 * @param {{
 *   changed: (item: string, value: string) => void,
 *   submitted: (item: string, value: string) => number,
 *   pressed: (item: string, key: string) => void,
 *   isTouch: () => boolean,
 * }} options `submitted` answers the version that the core has now
 */
export function createFields({ changed, submitted, pressed, isTouch }) {
  /** @type {WeakMap<Element, State>} */
  const states = new WeakMap();

  /** @param {Entry} entry */
  function adopt(entry) {
    const control = /** @type {Control} */ (entry.element);
    /** @type {State} */
    const state = { version: -1, isComposing: false, isSet: false, pending: null };
    states.set(control, state);
    control.classList.add('t', 't-body');
    control.dir = 'auto';
    // The layer is rebuilt in place and its nodes die with it: no listener needs to be taken off.
    control.addEventListener('compositionstart', () => { state.isComposing = true; });
    control.addEventListener('compositionend', () => {
      state.isComposing = false;
      const { pending } = state;
      state.pending = null;
      if (pending) write(control, state, pending.value, pending.version);
    });
    control.addEventListener('input', () => changed(entry.item.id, control.value));
    control.addEventListener('keydown', (event) => {
      const key = /** @type {KeyboardEvent} */ (event);
      if (key.key === 'ArrowUp' && entry.tag === 'textarea' && control.value === '' && !key.isComposing
        && !key.shiftKey && !key.ctrlKey && !key.altKey && !key.metaKey) {
        key.preventDefault();
        pressed(entry.item.id, 'ArrowUp'); // the last message comes back
        return;
      }
      if (key.key !== 'Enter' || key.isComposing || key.keyCode === 229) return; // 229: Safari ends a composition first
      const isLineBreak = entry.tag === 'textarea' && (key.shiftKey || isTouch());
      if (isLineBreak || key.ctrlKey || key.altKey || key.metaKey) return;
      key.preventDefault();
      submit(entry);
    });
  }

  /** @param {Entry} entry */
  function submit(entry) {
    const control = /** @type {Control} */ (entry.element);
    const state = /** @type {State} */ (states.get(control));
    const version = submitted(entry.item.id, control.value);
    // In this very task, so that what is typed next does not run together with what was sent.
    if (version !== 0 && version !== state.version) write(control, state, '', version);
  }

  /** @param {Control} control @param {State} state @param {string} value @param {number} version */
  function write(control, state, value, version) {
    if (control.value !== value) control.value = value;
    state.version = version;
    state.isSet = true;
  }

  return {
    /** Brings a control into step with its item. @param {Entry} entry */
    update(entry) {
      const control = /** @type {Control} */ (entry.element);
      if (!states.has(control)) adopt(entry);
      const state = /** @type {State} */ (states.get(control));
      const field = entry.item.field;
      if (!field) return;
      if (field.version !== state.version) {
        if (state.isComposing) state.pending = { value: field.value ?? '', version: field.version };
        else write(control, state, field.value ?? '', field.version);
      }
      const placeholder = field.placeholder ?? '';
      if (control.placeholder !== placeholder) control.placeholder = placeholder;
      if (control instanceof HTMLTextAreaElement) {
        if (control.rows !== 1) control.rows = 1;
        if (control.enterKeyHint !== (isTouch() ? 'enter' : 'send')) control.enterKeyHint = isTouch() ? 'enter' : 'send';
      } else {
        const type = field.secret ? 'password' : 'text';
        if (control.type !== type) control.type = type;
        if (field.address && control.inputMode !== 'email') {
          control.inputMode = 'email';
          control.autocapitalize = 'none';
          control.spellcheck = false;
          control.setAttribute('autocorrect', 'off');
        }
      }
      if (!field.secret && control.autocomplete !== 'off') control.autocomplete = 'off';
      const isHidden = Boolean(entry.item.disabled);
      if (control.hidden !== isHidden) control.hidden = isHidden;
    },
  };
}
