// SPDX-License-Identifier: MIT
// The part of the page driver that runs inside the page, put there before any script of the page. It sees what a
// person or a screen reader would (roles, names, the contract's attributes), through open shadow roots.

/* eslint-env browser */

/** Installed by evaluateOnNewDocument; must stand alone, because its text is what the browser gets. */
export function installProbe() {
  if (window.parlanceProbe) return;
  const probe = {
    /** Every value of <html data-status>, in order. */
    statuses: [],
    /** When it said "online", in ms of performance.now(). */
    onlineAt: [],
    /** What went wrong in the page: CSP reports, errors, unhandled rejections. */
    problems: [],

    /** Where the login form was seen until the core ran, frame by frame, and how far things jumped (Chromium). */
    places: new Set(),
    shifted: 0,

    /** Elements are looked for below this one: the whole page, or one of several instances on it. */
    scope: document,

    /** The elements that hold a messenger: they carry data-status, as <html> does only on the full page. */
    hosts() {
      return probe.all('[data-status]', document).filter((element) => element !== document.documentElement);
    },

    /** All elements that match, also inside open shadow roots, in document order. */
    all(selector, root = probe.scope) {
      const found = [];
      const walk = (node) => {
        for (const child of node.children) {
          if (child.matches(selector)) found.push(child);
          if (child.shadowRoot) walk(child.shadowRoot);
          walk(child);
        }
      };
      if (root.shadowRoot) walk(root.shadowRoot);
      walk(root);
      return found;
    },

    /** The accessible name, as far as the contract needs it (accname steps 2B, 2D and 2F). */
    name(element) {
      const root = element.getRootNode();
      const byId = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
        .map((id) => root.getElementById?.(id)?.textContent ?? '').join(' ').trim();
      const label = element.labels?.[0]?.textContent?.trim();
      return byId || element.getAttribute('aria-label')?.trim() || label || probe.spoken(element).trim();
    },

    /** The text without what is hidden from assistive technology. */
    spoken(node) {
      if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
      if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute('aria-hidden') === 'true') return '';
      return [...node.childNodes].map(probe.spoken).join('');
    },

    /** Rendered, and not hidden from assistive technology. */
    shown(element) {
      if (element.getClientRects().length === 0) return false;
      if (getComputedStyle(element).visibility !== 'visible') return false;
      for (let node = element; node; node = node.parentNode ?? node.host) {
        if (node.nodeType === Node.ELEMENT_NODE
          && (node.getAttribute('aria-hidden') === 'true' || node.hasAttribute('inert'))) return false;
      }
      return true;
    },

    find(selector, name, root) {
      return probe.all(selector, root).find((element) =>
        probe.shown(element) && (name === undefined || probe.name(element).includes(name)));
    },

    /** The middle of an element in the viewport, scrolled into view first. */
    middle(selector, name) {
      const element = probe.find(selector, name);
      if (!element) return null;
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = element.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    },

    /** The messages that the DOM layer holds. */
    articles() {
      const log = probe.find('[role=log]');
      if (!log) return [];
      return probe.all('article, [role=article]', log).map((article) => ({
        id: article.dataset.id ?? null,
        position: Number(article.getAttribute('aria-posinset')),
        size: Number(article.getAttribute('aria-setsize')),
        text: article.textContent,
        name: probe.name(article),
      }));
    },

    /** What the page says went wrong. */
    sentences() {
      return probe.all('[role=alert]').filter(probe.shown).map((element) => element.textContent.trim()).filter(Boolean);
    },

    /** Whether the focus is in that element, however deep. */
    focused() {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element ? { tag: element.localName, name: probe.name(element) } : null;
    },
  };

  const problem = (text) => probe.problems.push(text);
  addEventListener('securitypolicyviolation', (event) => problem(
    `CSP ${event.effectiveDirective} blocked ${event.blockedURI || 'inline'} at ${event.sourceFile}:${event.lineNumber}`));
  addEventListener('error', (event) => {
    if (event.message) problem(`error: ${event.message}`);
    else problem(`could not load ${event.target?.src ?? event.target?.href}`);
  }, true);
  addEventListener('unhandledrejection', (event) => problem(`unhandled rejection: ${event.reason?.stack ?? event.reason}`));

  if (PerformanceObserver.supportedEntryTypes.includes('layout-shift')) {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) probe.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  }
  const look = () => {
    const field = document.body && probe.all('input[autocomplete~=username]')[0];
    if (field && probe.shown(field)) {
      const { x, y, width } = field.getBoundingClientRect();
      probe.places.add([x, y, width].map(Math.round).join(' '));
    }
    if (performance.getEntriesByName('probe:core-ready').length === 0) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  const { error } = console;
  console.error = (...parts) => {
    problem(`console.error: ${parts.map((part) => `${part} ${part?.stack ?? ''}`).join(' ')}`);
    error.apply(console, parts);
  };

  let last;
  new MutationObserver(() => {
    const status = document.documentElement?.dataset.status;
    if (status === undefined || status === last) return;
    probe.statuses.push(last = status);
    if (status === 'online') probe.onlineAt.push(performance.now());
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-status'] });

  // When the core of the full page's messenger runs, as its handle says.
  void customElements.whenDefined('parlance-chat').then(async () => {
    const isRunning = await document.querySelector('parlance-chat')?.handle?.ready;
    if (isRunning) performance.mark('probe:core-ready');
  });

  Object.defineProperty(window, 'parlanceProbe', { value: probe, enumerable: false });
}
