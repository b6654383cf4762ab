// SPDX-License-Identifier: MIT
// One running core and everything around it: builds Module.host (see src/platform/web/host.h) from the modules of lib/
// and turns what the page does into calls of the core.

import { createAlarm } from './lib/alarm.js';
import { createAnnouncer } from './lib/announcer.js';
import { createArrivals } from './lib/arrivals.js';
import { createCopy } from './lib/copy.js';
import { Core } from './lib/core.js';
import { createDrops } from './lib/drops.js';
import { createFields } from './lib/fields.js';
import { createHttp } from './lib/http.js';
import { createKeep } from './lib/keep.js';
import { createKeys } from './lib/keys.js';
import { createLayer } from './lib/layer.js';
import { createLifecycle } from './lib/lifecycle.js';
import { createOwnership } from './lib/locks.js';
import { createPointer } from './lib/pointer.js';
import { createPreferences } from './lib/prefs.js';
import { createSaver } from './lib/save_file.js';
import { createScheduler } from './lib/scheduler.js';
import { createSockets } from './lib/socket.js';
import { createStore } from './lib/store.js';
import { createSurface } from './lib/surface.js';
import { createTextEngine } from './lib/text_engine.js';
import { createTimer } from './lib/timer.js';
import { createUnicode } from './lib/unicode.js';

/** @typedef {{ chat: string, isRoom: boolean, unread: number }} Shown the open conversation ('': none); unread messages in all */

/**
 * What the outside hears.
 * @typedef {object} HostEvents
 * @property {(status: string, sentence: string, code: string) => void} status `code`: the reason for programs
 * @property {(shown: Shown) => void} shown
 * @property {() => void} failed the core trapped and is gone
 * @property {() => void} rosterPainted
 * @property {(detail: { chat: string, first: string, last: string, count: number }) => void} painted
 *
 * @typedef {{
 *   websocketUrl: string, boshUrl: string, allowedEndpoints: string[], servers: string[], domain: string, account: string, language: string, allowPlain: boolean,
 *   allowInsecure: boolean, remember: number, tellsTyping: boolean, givesReceipts: boolean, allowsMoreAccounts: boolean, theme: string,
 * }} Settings
 * @typedef {(overrides: Record<string, unknown>) => Promise<import('./lib/core.js').CoreExports>} Factory
 */

/**
 * @param {{
 *   window: Window & typeof globalThis, shadow: ShadowRoot, root: HTMLElement, canvas: HTMLCanvasElement,
 *   layerRoot: HTMLElement, announcements: HTMLElement, themeSheet: CSSStyleSheet, slot: string,
 *   startWorker: () => Worker | null, events: HostEvents,
 * }} options `slot` tells the messengers of one page apart
 */
export function createHost({ window, shadow, root, canvas, layerRoot, announcements, themeSheet, slot, startWorker, events }) {
  const { document, performance } = window;
  const now = () => performance.now();
  const later = {
    setTimeout: (/** @type {() => void} */ work, /** @type {number} */ ms) => window.setTimeout(work, ms),
    clearTimeout: (/** @type {number} */ timer) => window.clearTimeout(timer),
    requestAnimationFrame: (/** @type {(time: number) => void} */ work) => window.requestAnimationFrame(work),
    cancelAnimationFrame: (/** @type {number} */ frame) => window.cancelAnimationFrame(frame),
  };
  const stop = new AbortController();
  const { signal } = stop;
  /** @type {Core | null} */
  let core = null;
  let isDrawn = false; // by WebGL; otherwise the layer itself is seen
  let sentAt = -Infinity;
  const call = (/** @type {string} */ name, /** @type {import('./lib/core.js').Argument[]} */ ...args) =>
    core?.call(name, ...args) ?? 0;

  const preferences = createPreferences({ matchMedia: (query) => window.matchMedia(query), changed: preferencesChanged });
  const surface = createSurface({
    canvas, box: root, window, ResizeObserver: window.ResizeObserver,
    resized: sendViewport,
    lost: () => chooseDrawing(),
    restored: () => chooseDrawing(),
  });
  const engine = createTextEngine({
    document, container: root, fonts: document.fonts, now, context: () => surface.context, changed: () => call('fonts_changed'),
  });
  const arrivals = createArrivals({ MessageChannel: window.MessageChannel, now });
  const scheduler = createScheduler({ ...later, now, document, draw, isBusy: () => arrivals.isBehind });
  const timer = createTimer({ ...later, now, fire: () => call('tick') });
  const alarm = createAlarm({ document, now, startWorker, ring: timer.check });
  const sockets = createSockets({
    ...later, WebSocket: window.WebSocket, arrivals,
    events: {
      opened: (socket, protocol) => call('socket_opened', socket, protocol),
      text: (socket, data) => call('socket_text', socket, data),
      closed: (socket, code, reason, wasOpen) => call('socket_closed', socket, code, reason, wasOpen),
    },
  });
  const http = createHttp({
    ...later, fetch: (url, init) => window.fetch(url, init), AbortController: window.AbortController, arrivals,
    reply: (request, status, type, body) => call('http_reply', request, status, type, body),
  });
  const ownership = createOwnership({
    ...later, locks: window.navigator.locks, BroadcastChannel: window.BroadcastChannel,
    AbortController: window.AbortController, newId, localStorage: () => window.localStorage, window, document,
  });
  const keep = createKeep({
    ...later, indexedDB: () => window.indexedDB, sessionStorage: () => window.sessionStorage,
    BroadcastChannel: window.BroadcastChannel, ownership, slot,
    changed: (key, bytes) => call('kept', false, key, bytes),
  });
  const store = createStore({
    ...later, indexedDB: () => window.indexedDB, IDBKeyRange: window.IDBKeyRange, ownership,
    events: {
      opened: (name, owner, trouble) => call('store_opened', name, owner, trouble),
      written: (name, batch, trouble) => call('store_written', name, batch, trouble),
      rows: (name, request, records, trouble) => call('store_rows', name, request, records, trouble),
      lost: (name, trouble) => call('store_lost', name, trouble),
    },
  });
  const lifecycle = createLifecycle({
    window, document,
    events: {
      leaving(isGoing) {
        http.leave(isGoing);
        call('leaving'); // answered by keep() before it returns
      },
      stayed() {
        http.leave(false);
        keep.dropTab();
      },
      frozen() {
        http.leave(true); // what a frozen page still has to say must leave without it
        call('frozen');
        http.leave(false);
      },
      woke: () => call('woke'),
      visible: (isVisible) => call('visibility_changed', isVisible),
      network: (isOnline) => call('network_changed', isOnline),
    },
  });
  const fields = createFields({
    isTouch: () => preferences.isTouch,
    changed: (item, value) => call('field_changed', item, value),
    submitted: (item, value) => {
      sentAt = now();
      return call('field_submitted', item, value);
    },
    pressed: (item, key) => call('key', item, key),
  });
  const announcer = createAnnouncer({ ...later, region: announcements, isMuted: () => false });
  const layer = createLayer({
    document, root: layerRoot, fields, mayTakeFocus, arrived: announce, scale: () => surface.size.scale,
    findLayout: (text, style, width, maxLines, direction) => engine.find(text, style, width, maxLines, direction),
  });
  let whole = ''; // what the core answered last
  createCopy({
    document, shadow, root: layerRoot, signal, entries: () => layer.entries,
    folded: (id) => layer.entry(`${id}/all`) !== null && call('whole_message', id) === 0 ? whole : '',
  });
  const activate = (/** @type {string} */ item, /** @type {boolean} */ isSecondary) => {
    if (item === 'send') sentAt = now();
    call('activate', item, isSecondary);
  };
  const keys = createKeys({
    root, layer, now, activate,
    key: (item, key) => call('key', item, key),
    reveal: (x, y, dy) => call('scrolled', x, y, 0, dy),
  });
  const drops = createDrops({ root });
  const pointer = createPointer({
    ...later, root, now, hasSelection,
    targetOf: (event) => {
      const entry = layer.entryOf(event.composedPath()[0]);
      if (!entry) return null;
      const { id, role, press, menu, disabled } = entry.item;
      return { id, canPress: Boolean(press) && !disabled, hasMenu: Boolean(menu), isWords: role === 'article' };
    },
    hands: {
      activate,
      moved: (x, y) => call('pointer_moved', x, y),
      left: () => call('pointer_left'),
      scrolled: (x, y, dx, dy) => call('scrolled', x, y, dx, dy) === 1,
      pressed: (x, y) => call('pressed', x, y, false),
    },
  });

  /** A random id: base::store_owner_size letters and digits. */
  function newId() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(13));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  function draw() {
    if (!core?.isAlive) return;
    if (isDrawn) surface.fit();
    engine.beginFrame();
    call('frame');
  }

  function sendViewport() {
    const { width, height, scale } = surface.size;
    engine.setScale(scale);
    call('set_viewport', width, height, scale, preferences.isDark, preferences.isReducedMotion, true,
      -new Date().getTimezoneOffset());
  }

  function preferencesChanged() {
    sendViewport();
    chooseDrawing();
  }

  /** WebGL where there is any and the person's colours are not forced; the visible layer otherwise. */
  function chooseDrawing() {
    const wanted = surface.context !== null && !preferences.isForcedColors;
    isDrawn = call('use_gl', wanted) === 1;
    root.classList.toggle('seen', !isDrawn);
  }

  /** The focus is never taken from the page around, nor does it open a keyboard on the screen. */
  function mayTakeFocus(/** @type {import('./lib/layer_nodes.js').Item} */ item) {
    if (item.field?.multiline && preferences.isTouch) return false;
    const active = document.activeElement;
    return active === null || active === document.body || active === shadow.host || shadow.host.contains(active);
  }

  function hasSelection() {
    const own = /** @type {any} */ (shadow).getSelection?.() ?? document.getSelection();
    return own !== null && !own.isCollapsed && root.contains(own.anchorNode);
  }

  /** @param {import('./lib/layer_nodes.js').Item[]} items */
  function announce(items) {
    for (const { name, texts } of items) {
      if (now() - sentAt < 500) { // what the person just sent is no news
        sentAt = -Infinity;
        continue;
      }
      const said = (texts ?? []).filter(({ hidden }) => !hidden).map(({ t }) => t).join(' ');
      announcer.say(`${name ?? ''}: ${said}`);
    }
  }

  /** @type {import('./lib/core.js').Views | null} */
  let views = null;
  const memory = () => /** @type {import('./lib/core.js').Views} */ (views);

  /** Module.host: called from inside the core, so nothing here may call it back. */
  const glue = {
    attach(/** @type {import('./lib/core.js').Views} */ given) { views = given; },
    fillRandom(/** @type {Uint8Array<ArrayBuffer>} */ bytes) {
      for (let at = 0; at < bytes.length; at += 65536) window.crypto.getRandomValues(bytes.subarray(at, at + 65536));
    },
    openSocket: sockets.open,
    sendText: sockets.send,
    closeSocket: sockets.close,
    httpRequest: http.send,
    httpCancel: http.cancel,
    keep: keep.keep,
    storeOpen: store.open,
    storeClose: store.close,
    storeWrite: store.write,
    storeRange: store.range,
    storeClaim: store.claim,
    storeErase: store.erase,
    wakeAt(/** @type {number} */ at) {
      timer.wakeAt(at);
      alarm.set(at);
    },
    wholeMessage(/** @type {string} */ text) { whole = text; },
    /** For developers, in the order of base::LogLevel. @param {number} level @param {string} line */
    log(level, line) { [console.debug, console.info, console.warn, console.error][level](`parlance: ${line}`); },
    openLink(/** @type {string} */ url) { window.open(url, '_blank', 'noopener,noreferrer'); },
    saveFile: createSaver({ ...later, document, Blob: window.Blob, URL: window.URL }),
    requestFrame: scheduler.request,
    requestFrameAt: scheduler.requestAt,
    statusChanged: events.status,
    shownChanged: events.shown,
    show(/** @type {string} */ json) {
      layer.update(JSON.parse(json));
      keys.refresh();
    },
    setTheme(/** @type {string} */ css, /** @type {boolean} */ isDark) {
      themeSheet.replaceSync(css);
      root.classList.toggle('dark', isDark);
    },
    markPainted: events.painted,
    markRosterPainted: events.rosterPainted,
    glContext: () => surface.context,

    textLayout(/** @type {string} */ text, /** @type {number} */ style, /** @type {number} */ width,
      /** @type {number} */ maxLines, /** @type {number} */ direction, /** @type {number} */ out) {
      const { id, layout } = engine.layout(text, style, width, maxLines, direction);
      const floats = memory().f32();
      const words = memory().u32();
      floats[out >> 2] = layout.inkWidth;
      floats[(out >> 2) + 1] = layout.height;
      words[(out >> 2) + 2] = Number(layout.isRtl);
      words[(out >> 2) + 3] = Number(layout.isTruncated);
      words[(out >> 2) + 4] = layout.lines.length;
      return id;
    },
    textLines(/** @type {number} */ id, /** @type {number} */ out) {
      const floats = memory().f32();
      const words = memory().u32();
      let at = out >> 2;
      for (const line of engine.lines(id)) {
        words[at] = line.begin;
        words[at + 1] = line.end;
        floats.set([line.x, line.y, line.width, line.height, line.baseline], at + 2);
        words[at + 7] = Number(line.isRtl);
        at += 8;
      }
    },
    textRelease: engine.release,
    textHasTime: engine.hasTime,
    textRaster: engine.raster,
    textHit: engine.hit,
    textSelection(/** @type {number} */ id, /** @type {number} */ begin, /** @type {number} */ end,
      /** @type {number} */ out, /** @type {number} */ capacity) {
      const rects = engine.selection(id, begin, end);
      rects.slice(0, capacity).forEach(({ x, y, width, height }, i) => memory().f32().set([x, y, width, height], (out >> 2) + 4 * i));
      return rects.length;
    },

    ...createUnicode(),
  };

  return {
    /**
     * Starts the core. @param {Factory} factory @param {WebAssembly.Module} module @param {Settings} settings
     */
    async start(factory, module, settings) {
      const exports = await new Promise((/** @type {(core: import('./lib/core.js').CoreExports) => void} */ resolve, reject) => {
        factory({
          host: glue,
          instantiateWasm(/** @type {WebAssembly.Imports} */ imports, /** @type {(instance: WebAssembly.Instance) => void} */ done) {
            WebAssembly.instantiate(module, imports).then(done).catch(reject); // the factory would wait for ever
            return {};
          },
        }).then(resolve, reject);
      });
      if (signal.aborted) return;
      core = new Core({
        exports,
        views: { u8: () => memory().u8(), u32: () => memory().u32(), f32: () => memory().f32() },
        failed: (error) => {
          console.error(error);
          events.failed();
        },
      });
      // parlance_create hands over the views, but its own arguments need them first.
      exports._parlance_attach();
      core.create(settings.websocketUrl, settings.boshUrl, settings.allowedEndpoints.join('\n'),
        settings.servers.join('\n'), settings.domain,
        settings.account, settings.language, settings.allowPlain, settings.allowInsecure, settings.remember,
        settings.tellsTyping, settings.givesReceipts, settings.allowsMoreAccounts);
      sendViewport();
      call('set_theme', settings.theme);
      chooseDrawing();
      if (document.hidden) call('visibility_changed', false);
      // What an earlier page left behind, before anybody wishes anything.
      const { device, tab } = await keep.load();
      if (signal.aborted) return;
      for (const [key, bytes] of device) call('kept', false, key, bytes);
      if (tab) call('kept', true, tab.isCopy ? 'copy' : 'session', tab.bytes);
      call('all_kept');
    },
    call,
    get frames() { return scheduler.frames; },
    /** Whether the device keeps anything for us; known when start() has ended. */
    get isDurable() { return keep.isDurable; },
    /** What is still held, for tests: nothing after destroy(). */
    get held() { return { sockets: sockets.count, requests: http.count, layouts: engine.held, isTimerArmed: timer.isArmed, workers: Number(alarm.isRunning) }; },
    /** What was asked to be kept so far is safe. */
    get settled() { return Promise.all([keep.settled, store.settled]); },

    destroy() {
      call('log_out', false); // says goodbye to the server while the socket is still there
      stop.abort();
      pointer.destroy();
      keys.destroy();
      drops.destroy();
      announcer.destroy();
      scheduler.destroy();
      timer.cancel();
      alarm.destroy();
      sockets.destroy();
      http.destroy();
      lifecycle.destroy();
      keep.destroy();
      store.destroy();
      ownership.destroy();
      arrivals.destroy();
      core?.destroy();
      core = null;
      layer.destroy();
      engine.destroy();
      surface.destroy();
      preferences.destroy();
    },
  };
}
