// SPDX-License-Identifier: MIT
// The public interface: mount(element, options) → handle, and the element <parlance-chat>. Everything an instance makes
// lies inside its element (an open shadow root, and the login form as the element's own child); destroy() takes it away.

import { createHost } from './host.js';
import { createWorkerStart } from './lib/alarm.js';
import { hasTabRecord } from './lib/keep.js';
import { createLoader } from './lib/loader.js';
import { createLogin } from './lib/login.js';
import { createMarks } from './lib/marks.js';
import { endpointsOf, optionsOf, readConfig, rememberOf, serversOf } from './lib/settings.js';
import { sentenceOf } from './lib/start_error.js';

/** @typedef {import('./lib/settings.js').Options} Options */

const loader = createLoader({ fetch: (url, init) => fetch(url, init), WebAssembly: globalThis.WebAssembly, CSSStyleSheet });
const base = new URL('.', import.meta.url);
const startWorker = createWorkerStart({
  Worker: globalThis.Worker, trustedTypes: /** @type {any} */ (globalThis).trustedTypes,
  url: new URL('lib/alarm_worker.js', base).href,
});
let instances = 0;

/**
 * Puts a messenger into an element, which needs a size of its own.
 * @param {HTMLElement} element
 * @param {Options} [options]
 */
export function mount(element, options = {}) {
  return new Handle(element, options);
}

/**
 * A mounted messenger. Events: "status" ({ status, reason }) whenever either changed; "shown" ({ chat, isRoom, unread })
 * whenever another conversation is open, or none, or the number of unread messages changed.
 */
class Handle extends EventTarget {
  #element;
  #options;
  #shadow;
  #root;
  /** @type {ReturnType<typeof createHost> | null} */
  #host = null;
  #login;
  #marks = createMarks(performance);
  /** @type {import('./host.js').Shown} */
  #shown = { chat: '', isRoom: false, unread: 0 };
  #isDestroyed = false;
  #isRunning = false;
  #drawn = 0;
  /** Wishes from before the core ran. @type {(() => void)[]} */
  #early = [];
  #slot = '';
  /** Asks the portal for a token, where there is one. @type {((reason: string) => void) | null} */
  #askToken = null;
  /** @type {{ address: string, password: string, stay: boolean } | null} */
  #wanted = null;
  /** @type {CSSStyleSheet | null} */
  #loginSheet = null;

  /** @param {HTMLElement} element @param {Options} options */
  constructor(element, options) {
    super();
    if (mounted.has(element)) throw new Error('This element holds a messenger already: destroy() its handle first.');
    mounted.add(element);
    this.#element = element;
    this.#options = options;
    const document = element.ownerDocument;
    this.#shadow = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    this.#root = build(document);
    this.#shadow.adoptedStyleSheets = [createEarlySheet()];
    this.#shadow.append(this.#root.root);
    instances += 1;
    this.#login = createLogin({
      document, host: element, id: `parlance-${instances}`,
      get focusesItself() { return document.activeElement === null || document.activeElement === document.body; },
      submit: (address, password, stay) => this.#logIn(address, password, stay),
      report: () => this.reportProblem(),
    });
    this.#slot = String(instances);
    // Whoever only reloaded the page shall not see the form flash by.
    if (hasTabRecord(() => sessionStorage, this.#slot)) this.#login.hide();
    this.#setStatus('offline', '');
    if (!this.#login.isHidden) this.#login.show('');
    requestAnimationFrame(() => {
      if (!this.#isDestroyed && this.#login.isShown) this.#marks.loginPainted();
    });
    this.#login.catchUp();
    /** Settled when the core runs (true), or cannot (false). @type {Promise<boolean>} */
    this.ready = this.#start();
  }

  get element() { return this.#element; }
  /** offline, connecting, authenticating, online, reconnecting or failed; '' after destroy(). */
  get status() { return this.#element.dataset.status ?? ''; }
  /** The sentence that explains the status, if it needs one. */
  get reason() { return this.#element.dataset.reason ?? ''; }
  /** The address of the open conversation, whether it is a room, and how many messages are unread in all. */
  get shown() { return this.#shown; }
  /** Frames drawn so far: stands still while nothing changes. */
  get frames() { return this.#host?.frames ?? this.#drawn; }
  /** What the core still holds, for tests. */
  get held() { return this.#host?.held ?? null; }

  /**
   * Opens the conversation with an address, now or as soon as it is known who is logged in.
   * @param {string} address @param {{ join?: boolean }} [how] `join`: it is a room
   */
  open(address, { join = false } = {}) {
    this.#whenRunning(() => this.#host?.call('open_address', address, join));
  }

  /** Back to the list, where only one of both is shown. */
  close() {
    this.#whenRunning(() => this.#host?.call('close_conversation'));
  }

  /** Ends the session; the login form comes back. */
  logOut() {
    this.#whenRunning(() => this.#host?.call('log_out', true));
  }

  /**
   * Hands the person a file that says what happened since the page was loaded, to be sent to whoever can help: addresses
   * and times, without messages and without passwords.
   */
  reportProblem() {
    this.#whenRunning(() => this.#host?.call('report_problem'));
  }

  /** @param {'auto' | 'light' | 'dark'} theme */
  setTheme(theme) {
    this.#whenRunning(() => this.#host?.call('set_theme', theme));
  }

  /** Takes everything away: connection, listeners, timers, WebGL context, elements. Again does no harm. */
  async destroy() {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#early = [];
    this.#wanted = null;
    this.#drawn = this.frames;
    this.#host?.destroy();
    this.#host = null;
    this.#login.destroy();
    this.#root.root.remove();
    this.#shadow.adoptedStyleSheets = [];
    if (this.#loginSheet) {
      const scope = this.#scope();
      const at = scope.adoptedStyleSheets.lastIndexOf(this.#loginSheet);
      if (at >= 0) scope.adoptedStyleSheets = scope.adoptedStyleSheets.toSpliced(at, 1);
    }
    delete this.#element.dataset.status;
    delete this.#element.dataset.reason;
    delete this.#element.dataset.reasonCode;
    // A shadow root cannot be taken back; an element without one shows its own children again.
    mounted.delete(this.#element);
  }

  /** @param {() => void} work */
  #whenRunning(work) {
    if (this.#isDestroyed) return;
    if (this.#isRunning) work();
    else this.#early.push(work);
  }

  /** Where the page's style sheets for the element's own children are. */
  #scope() {
    const scope = this.#element.getRootNode();
    return /** @type {Document | ShadowRoot} */ ('adoptedStyleSheets' in scope ? scope : this.#element.ownerDocument);
  }

  async #start() {
    try {
      const hasOwnForm = this.#element.querySelector('[data-styled]') !== null;
      const styled = hasOwnForm ? null : this.#styleLogin();
      const [config, module, sheet, { default: factory }] = await Promise.all([
        this.#options.config === undefined ? {} : readConfig(this.#options.config, (url, init) => fetch(url, init)),
        loader.module(new URL('parlance-core.wasm', base)),
        loader.sheet(new URL('parlance.css', base)),
        loader.script(new URL('parlance-core.js', base)),
        styled,
      ]);
      if (this.#isDestroyed) return false;
      await this.#run({ ...config, ...this.#options }, module, sheet, factory);
      return this.#isRunning;
    } catch (error) {
      if (this.#isDestroyed) return false;
      console.error(error);
      this.#fail(sentenceOf(error));
      return false;
    }
  }

  /** The form in a page that does not style it itself; unseen until then, because it would move under the pointer. */
  async #styleLogin() {
    const { style } = this.#root.login;
    style.visibility = 'hidden';
    try {
      const sheet = await loader.sheet(new URL('login.css', base));
      if (this.#isDestroyed) return;
      this.#loginSheet = sheet;
      const scope = this.#scope();
      scope.adoptedStyleSheets = [...scope.adoptedStyleSheets, sheet];
    } catch (error) {
      console.error(error); // an unstyled form works
    } finally {
      style.visibility = '';
    }
  }

  /** @param {Options} options @param {WebAssembly.Module} module @param {CSSStyleSheet} sheet @param {import('./host.js').Factory} factory */
  async #run(options, module, sheet, factory) {
    const { root, canvas, layer, announcements, login } = this.#root;
    const themeSheet = new CSSStyleSheet();
    this.#shadow.adoptedStyleSheets = [sheet, themeSheet];
    for (const styled of [root, canvas, layer, announcements, login]) styled.style.display = '';
    this.#login.suggest(options.jid ?? '');
    const host = createHost({
      window, shadow: this.#shadow, root, canvas, layerRoot: layer, announcements, themeSheet, slot: this.#slot, startWorker,
      events: {
        status: (status, sentence, code) => {
          this.#setStatus(status, sentence, code);
          if (status === 'failed' && code === 'TokenExpired') this.#askToken?.(sentence);
        },
        shown: (shown) => {
          this.#shown = shown;
          this.dispatchEvent(new CustomEvent('shown', { detail: shown }));
        },
        failed: () => this.#fail('The chat stopped because of an error of its own. Reload the page to go on.'),
        rosterPainted: () => this.#marks.rosterPainted(),
        painted: (detail) => this.#marks.painted(detail),
      },
    });
    this.#host = host;
    const endpoints = endpointsOf(options, document.baseURI);
    const mayStay = rememberOf(options) === 2;
    this.#login.offerStay(mayStay);
    await host.start(factory, module, {
      websocketUrl: endpoints.websocket,
      boshUrl: endpoints.bosh,
      allowedEndpoints: options.allowed_endpoints ?? [],
      servers: serversOf(options, document.baseURI),
      remember: rememberOf(options),
      domain: options.domain ?? '',
      // A page that logs people in by itself knows who is there: nobody else's session comes back.
      account: (options.token || (options.auto_login && options.password)) ? options.jid ?? '' : '',
      language: options.language || document.documentElement.lang || 'en',
      allowPlain: options.allow_plain ?? false,
      allowInsecure: options.allow_insecure ?? false,
      tellsTyping: !options.no_typing,
      givesReceipts: !options.no_receipts,
      allowsMoreAccounts: !options.one_account,
      theme: options.theme ?? 'auto',
    });
    if (this.#isDestroyed) return;
    if (!host.isDurable) this.#login.withdrawStay();
    this.#isRunning = true;
    const { token, jid = '' } = options;
    if (token) this.#askToken = (reason) => this.#logInWithToken(token, jid, reason);
    if (this.#wanted) this.#logIn(this.#wanted.address, this.#wanted.password, this.#wanted.stay);
    else if (this.status !== 'offline') { /* an earlier session is on its way back */ }
    else if (this.#askToken) this.#askToken('');
    else if (options.anonymous) host.call('log_in_anonymously', options.domain ?? '');
    else if (options.auto_login && jid && options.password) this.#logIn(jid, options.password, false);
    else if (this.#login.isHidden) this.#login.show('');
    for (const work of this.#early.splice(0)) work();
  }

  /** @param {NonNullable<Options['token']>} token @param {string} jid @param {string} reason */
  async #logInWithToken(token, jid, reason) {
    try {
      const given = await token({ jid, reason });
      if (!this.#isDestroyed && given) this.#host?.call('log_in_with_token', jid, given);
    } catch (error) {
      console.error(error);
      this.#setStatus('failed', 'The page could not log you in. Reload it, or ask who runs it.');
    }
  }

  /** @param {string} address @param {string} password @param {boolean} stay */
  #logIn(address, password, stay) {
    if (this.#isRunning) {
      this.#wanted = null;
      this.#host?.call('log_in', address, password, stay);
      // Refused at once for the same reason as the last time: the status did not change, yet it must be said again.
      if (this.status === 'failed') this.#login.show(this.reason);
    } else {
      this.#wanted = { address, password, stay };
      this.#login.work('Starting…');
    }
  }

  /** @param {string} sentence */
  #fail(sentence) {
    this.#isRunning = false;
    this.#wanted = null;
    this.#setStatus('failed', sentence);
  }

  /** @param {string} status @param {string} sentence @param {string} [code] the reason for programs */
  #setStatus(status, sentence, code = '') {
    const { dataset } = this.#element;
    dataset.status = status;
    if (sentence) dataset.reason = sentence;
    else delete dataset.reason;
    if (code && sentence) dataset.reasonCode = code;
    else delete dataset.reasonCode;
    if (status === 'online') this.#login.leave();
    else if (status === 'connecting') this.#login.work('Connecting…');
    else if (status === 'authenticating') this.#login.work('Logging in…');
    else if (status !== 'reconnecting' || this.#login.isShown) {
      if (!this.#login.isHidden || status === 'failed') this.#login.show(status === 'failed' ? sentence : '');
    }
    this.#root.root.classList.toggle('with-login', this.#login.isShown);
    this.dispatchEvent(new CustomEvent('status', { detail: { status, reason: sentence } }));
  }
}

/** @type {WeakSet<HTMLElement>} */
const mounted = new WeakSet();

/** Until parlance.css is there nothing but the form shows, in the place where it stays: who types already must not see
 *  it jump. */
function createEarlySheet() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: grid; place-items: center; }
    ::slotted(form) { margin: auto; }`);
  return sheet;
}

/** What lies in the shadow root. @param {Document} document */
function build(document) {
  const make = (/** @type {string} */ tag, /** @type {string} */ className) => {
    const element = document.createElement(tag);
    element.className = className;
    return element;
  };
  const root = make('div', 'root seen');
  const canvas = /** @type {HTMLCanvasElement} */ (make('canvas', 'canvas'));
  canvas.setAttribute('aria-hidden', 'true');
  const layer = make('div', 'layer');
  const announcements = make('div', 'sr');
  announcements.setAttribute('aria-live', 'polite');
  const login = make('div', 'login');
  login.append(document.createElement('slot'));
  root.append(canvas, layer, announcements, login);
  // Until the style sheet is there, the form stands where it stood without a shadow root.
  root.style.display = login.style.display = 'contents';
  canvas.style.display = layer.style.display = announcements.style.display = 'none';
  return { root, canvas, layer, announcements, login };
}

/**
 * <parlance-chat websocket-url domain jid theme config …>: mounts itself while it is in a document.
 */
class ParlanceChat extends HTMLElement {
  /** @type {Handle | null} */
  #handle = null;

  /** The handle of mount(), while the element is in a document. */
  get handle() { return this.#handle; }
  get status() { return this.#handle?.status ?? ''; }
  get frames() { return this.#handle?.frames ?? 0; }

  connectedCallback() {
    this.#handle ??= mount(this, optionsOf(this));
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return; // it was only moved
      this.#handle?.destroy();
      this.#handle = null;
    });
  }
}

if (!customElements.get('parlance-chat')) customElements.define('parlance-chat', ParlanceChat);
