// SPDX-License-Identifier: MIT
// As much of the DOM as the modules of lib/ use: a tree with attributes, styles, events, focus and simple selectors.
// The end-to-end tests run the same modules in real browsers; here every step can be looked at.

class FakeStyle {
  /** @type {Record<string, string>} */
  custom = {};
  setProperty(/** @type {string} */ name, /** @type {string} */ value) { this.custom[name] = value; }
  removeProperty(/** @type {string} */ name) { delete this.custom[name]; }
}
for (const name of ['left', 'top', 'width', 'height', 'clipPath', 'borderRadius']) {
  Object.defineProperty(FakeStyle.prototype, name, {
    get() { return this.custom[name] ?? ''; },
    set(value) { this.custom[name] = value; },
  });
}

export class FakeNode extends EventTarget {
  /** @type {FakeElement | null} */
  parentElement = null;
  get parentNode() { return this.parentElement; }
  get isConnected() {
    for (let node = /** @type {any} */ (this); node; node = node.parentElement) if (node.isRoot) return true;
    return false;
  }
  remove() { this.parentElement?.take(/** @type {any} */ (this)); }
  getRootNode() {
    let node = /** @type {any} */ (this);
    while (node.parentElement) node = node.parentElement;
    return node;
  }
}

export class FakeElement extends FakeNode {
  /** @type {FakeElement[]} */
  children = [];
  /** @type {Map<string, string>} */
  attributes = new Map();
  style = new FakeStyle();
  dataset = /** @type {Record<string, string>} */ ({});
  isRoot = false;
  inert = false;
  hidden = false;
  tabIndex = -1;
  dir = '';
  #text = '';
  moves = 0;

  /** @param {FakeDocument} ownerDocument @param {string} localName */
  constructor(ownerDocument, localName) {
    super();
    this.ownerDocument = ownerDocument;
    this.localName = localName;
    this.classes = new Set();
    this.classList = {
      add: (/** @type {string[]} */ ...names) => names.forEach((name) => this.classes.add(name)),
      contains: (/** @type {string} */ name) => this.classes.has(name),
      toggle: (/** @type {string} */ name, /** @type {boolean} */ on) => { if (on) this.classes.add(name); else this.classes.delete(name); },
    };
  }

  get className() { return [...this.classes].join(' '); }
  set className(value) { this.classes = new Set(value.split(' ').filter(Boolean)); }
  /** @returns {string} */
  get textContent() { return this.#text + this.children.map((child) => child.textContent).join(''); }
  set textContent(text) {
    for (const child of [...this.children]) child.remove();
    this.#text = text;
  }

  setAttribute(/** @type {string} */ name, /** @type {string} */ value) { this.attributes.set(name, String(value)); }
  getAttribute(/** @type {string} */ name) { return this.attributes.get(name) ?? null; }
  removeAttribute(/** @type {string} */ name) { this.attributes.delete(name); }
  hasAttribute(/** @type {string} */ name) { return this.attributes.has(name); }

  take(/** @type {FakeElement} */ child) {
    const { activeElement } = this.ownerDocument;
    if (activeElement && child.contains(activeElement)) this.ownerDocument.blur(activeElement);
    this.children = this.children.filter((other) => other !== child);
    child.parentElement = null;
  }
  insertBefore(/** @type {FakeElement} */ child, /** @type {FakeElement | null} */ before) {
    if (child.parentElement) this.moves += 1;
    child.remove();
    this.children.splice(before ? this.children.indexOf(before) : this.children.length, 0, child);
    child.parentElement = this;
  }
  append(/** @type {(FakeElement | string)[]} */ ...nodes) {
    for (const node of nodes) {
      if (typeof node === 'string') this.#text += node;
      else this.insertBefore(node, null);
    }
  }
  prepend(/** @type {FakeElement} */ node) { this.insertBefore(node, this.children[0] ?? null); }
  after(/** @type {FakeElement} */ node) { this.parentElement?.insertBefore(node, this.nextElementSibling); }
  replaceWith(/** @type {FakeElement} */ node) {
    this.parentElement?.insertBefore(node, this);
    this.remove();
  }
  replaceChildren() { this.textContent = ''; }
  contains(/** @type {FakeElement | null} */ other) {
    for (let node = other; node; node = node.parentElement) if (node === this) return true;
    return false;
  }
  get firstElementChild() { return this.children[0] ?? null; }
  get nextElementSibling() {
    const siblings = this.parentElement?.children ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  get all() {
    /** @type {FakeElement[]} */
    const found = [];
    for (const child of this.children) found.push(child, ...child.all);
    return found;
  }
  matches(/** @type {string} */ selector) {
    return selector.split(',').some((part) => {
      const match = /^([a-z]*)((?:[.[][^.[]+)*?)(:not\(\[hidden\]\))?$/.exec(part.trim());
      if (!match) throw new Error(`The fake DOM does not know the selector ${part}.`);
      const [, tag, rest, shown] = match;
      if (tag && tag !== this.localName) return false;
      if (shown && this.hidden) return false;
      return (rest.match(/[.[][^.[]+/g) ?? []).every((one) => {
        if (one.startsWith('.')) return this.classes.has(one.slice(1));
        const [, name, value] = /** @type {RegExpExecArray} */ (/^\[([a-z-]+)(?:~?=([^\]]+))?\]$/.exec(one));
        if (name === 'inert') return this.inert;
        const own = this.getAttribute(name);
        return own !== null && (value === undefined || own.split(' ').includes(value));
      });
    });
  }
  querySelector(/** @type {string} */ selector) {
    const plain = selector.replace(':scope > ', '');
    return (plain === selector ? this.all : this.children).find((element) => element.matches(plain)) ?? null;
  }
  closest(/** @type {string} */ selector) {
    for (let node = /** @type {FakeElement | null} */ (this); node; node = node.parentElement) if (node.matches(selector)) return node;
    return null;
  }
  getBoundingClientRect() { return { left: 0, top: 0, width: 800, height: 600 }; }

  focus() {
    if (!this.isConnected) return;
    const before = this.ownerDocument.activeElement;
    if (before && before !== this) this.ownerDocument.blur(before);
    this.ownerDocument.activeElement = this;
    this.fire('focusin');
  }

  /** An event that bubbles to the root. @param {string} type @param {Record<string, unknown>} [values] */
  fire(type, values = {}) {
    /** @type {FakeElement[]} */
    const path = [];
    for (let node = /** @type {FakeElement | null} */ (this); node; node = node.parentElement) path.push(node);
    const event = { type, defaultPrevented: false, preventDefault() { this.defaultPrevented = true; }, composedPath: () => path, target: this, ...values };
    for (const node of path) for (const listener of node.listeners(type)) listener(event);
    return event;
  }

  /** @type {Map<string, { listener: (event: any) => void, once: boolean }[]>} */
  heard = new Map();
  addEventListener(/** @type {string} */ type, /** @type {any} */ listener, /** @type {any} */ options) {
    const entry = { listener, once: Boolean(options?.once) };
    this.heard.set(type, [...(this.heard.get(type) ?? []), entry]);
    options?.signal?.addEventListener('abort', () => this.forget(type, entry));
  }
  removeEventListener(/** @type {string} */ type, /** @type {any} */ listener) {
    for (const entry of this.heard.get(type) ?? []) if (entry.listener === listener) this.forget(type, entry);
  }
  forget(/** @type {string} */ type, /** @type {any} */ entry) {
    const left = (this.heard.get(type) ?? []).filter((other) => other !== entry);
    if (left.length > 0) this.heard.set(type, left);
    else this.heard.delete(type);
  }
  listeners(/** @type {string} */ type) {
    const entries = this.heard.get(type) ?? [];
    for (const entry of entries) if (entry.once) this.forget(type, entry);
    return entries.map(({ listener }) => listener);
  }
}

class FakeControl extends FakeElement {
  value = '';
  placeholder = '';
  autocomplete = '';
  type = 'text';
  readOnly = false;
  rows = 2;
  select() {}
}
class FakeInput extends FakeControl {}
class FakeTextArea extends FakeControl {}
class FakeButton extends FakeElement {}
class FakeAnchor extends FakeElement {}

export class FakeDocument extends EventTarget {
  hidden = false;
  /** @type {FakeElement | null} */
  activeElement = null;
  root = new FakeElement(this, 'body');

  constructor() {
    super();
    this.root.isRoot = true;
    // Where getRootNode() ends, activeElement is asked for.
    Object.defineProperty(this.root, 'activeElement', { get: () => this.activeElement });
  }
  createElement(/** @type {string} */ name) {
    const Kind = /** @type {Record<string, typeof FakeElement>} */ ({ input: FakeInput, textarea: FakeTextArea, button: FakeButton, a: FakeAnchor })[name] ?? FakeElement;
    return new Kind(this, name);
  }
  blur(/** @type {FakeElement} */ element) {
    this.activeElement = null;
    element.fire('focusout');
  }
}

/** The modules ask what kind of element they have. */
export function installElementClasses() {
  Object.assign(globalThis, {
    Element: FakeElement, HTMLElement: FakeElement, HTMLInputElement: FakeInput, HTMLTextAreaElement: FakeTextArea,
    HTMLButtonElement: FakeButton, HTMLAnchorElement: FakeAnchor,
  });
}
