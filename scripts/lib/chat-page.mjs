// SPDX-License-Identifier: MIT
// Drives the page as a person does: real key presses and clicks, and looks only at what the contract of the page
// promises (roles, names, data attributes, User Timing marks). Nothing of its inside is touched.

import { setTimeout as delay } from 'node:timers/promises';
import { patience } from './patience.mjs';
import { installProbe } from './probe.mjs';

const usernameField = 'input[autocomplete~=username]';
const passwordField = 'input[autocomplete~=current-password]';

export class ChatPage {
  /** Everything that went wrong, in the order it was noticed. */
  problems = [];
  /** The tabs that were opened from this one. @type {ChatPage[]} */
  tabs = [];
  /** @private use ChatPage.open */
  constructor(page, browserKind) {
    this.page = page;
    this.browserKind = browserKind;
    page.on('console', (message) => {
      // Firefox sends a mere reference instead of an Error object; the probe has its text.
      if (message.type() !== 'error' || message.text().includes('JSHandle@')) return;
      this.problems.push(`console: ${message.text()} ${message.location()?.url ?? ''}`);
    });
    page.on('pageerror', (error) => this.problems.push(`page error: ${error.stack ?? error}`));
    page.on('error', (error) => this.problems.push(`crashed: ${error}`));
  }

  /**
   * @param {{ kind: string, browser: import('puppeteer-core').Browser, downloads?: string }} browser
   * @param {string} url
   * @param {{ width?: number, height?: number, scale?: number, before?: (page: ChatPage) => Promise<unknown> }} [options]
   *   `before`: what to do before the page is asked for. Each page has its own context (storage, cookies), so that tests do not see each other's.
   */
  static async open({ kind, browser, downloads }, url, options) {
    // Of Firefox a preference says it (browser.mjs).
    const saves = kind === 'chromium' && downloads ? { downloadBehavior: { policy: 'allow', downloadPath: downloads } } : {};
    const context = await browser.createBrowserContext(saves);
    return ChatPage.#begin(await context.newPage(), kind, context, url, options);
  }

  static async #begin(page, kind, context, url, { width = 1000, height = 720, scale = 1, before } = {}) {
    const chat = new ChatPage(page, kind);
    chat.context = context;
    await page.setViewport({ width, height, deviceScaleFactor: scale });
    await page.evaluateOnNewDocument(installProbe);
    await before?.(chat);
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    return chat;
  }

  /** Another tab of the same profile; it comes to the front, which hides this one. Closed with this one. */
  async openTab(url = this.page.url()) {
    return this.#keep(await ChatPage.#begin(await this.context.newPage(), this.browserKind, this.context, url));
  }

  #keep(tab) {
    this.tabs.push(tab);
    return tab;
  }

  /** A copy of this tab, as "Duplicate tab" makes it: sessionStorage is copied as it is now (HTML 7.3.1). */
  async duplicate() {
    const opened = new Promise((resolve) => { this.page.once('popup', resolve); });
    const url = this.page.url();
    // While there is traffic a hidden page's record comes and goes; what is copied is one that is there.
    await this.until('a record to copy', () => sessionStorage.length > 0 && Boolean(window.open('about:blank')));
    return this.#keep(await ChatPage.#begin(await opened, this.browserKind, this.context, url));
  }

  /** Brings another tab to the front and waits until this one knows that nobody looks. */
  async hideBehind(other) {
    await other.page.bringToFront();
    await this.until('the page to be hidden', () => document.hidden);
  }

  async show() {
    await this.page.bringToFront();
    await this.until('the page to be seen', () => !document.hidden);
  }

  /** Runs a function inside the page. */
  run(work, ...args) { return this.page.evaluate(work, ...args); }

  /**
   * Asks the page again and again until `look` returns something truthy. (puppeteer's waitForFunction compiles its
   * predicate inside the page, which the strict CSP forbids.) A page that is seen asks itself for up to a second: each
   * question from outside costs both processes more than the look. A hidden one may have no timers.
   * @param {string} what for the error message
   * @param {(...args: any[]) => any} look runs inside the page
   * @param {any[]} [args]
   */
  async until(what, look, args = []) {
    const deadline = Date.now() + patience;
    const source = `(async () => {
      const look = ${look};
      const until = performance.now() + 1000;
      for (let pause = 15; ; pause = Math.min(60, pause + 3)) {
        const found = await look(...${JSON.stringify(args)});
        if (found || document.hidden || performance.now() > until) return found;
        await new Promise((done) => { setTimeout(done, pause); });
      }
    })()`;
    for (;;) {
      const found = await this.page.evaluate(source);
      if (found) return found;
      if (Date.now() > deadline) {
        const error = new Error(`Waited ${patience} ms for ${what}. The page: ${await this.describe()}`);
        throw Object.assign(error, { described: true });
      }
      await delay(40);
    }
  }

  /** The same for something outside the page that the page causes. */
  async untilOutside(what, look) {
    const deadline = Date.now() + patience;
    for (let found = look(); !found; found = look()) {
      if (Date.now() > deadline) throw new Error(`Waited ${patience} ms for ${what}. The page: ${await this.describe()}`);
      await delay(15);
    }
  }

  /** What a failure needs to be understood. */
  async describe() {
    const state = await this.page.evaluate(() => ({
      status: document.documentElement.dataset.status,
      statuses: parlanceProbe.statuses,
      sentences: parlanceProbe.sentences(),
      buttons: parlanceProbe.all('button, [role=button]').filter(parlanceProbe.shown).map(parlanceProbe.name),
      fields: parlanceProbe.all('input, textarea').filter(parlanceProbe.shown)
        .map((field) => `${parlanceProbe.name(field)}: ${field.type === 'password' ? '*'.repeat(field.value.length) : field.value}`),
      focus: parlanceProbe.focused(),
      articles: parlanceProbe.articles().slice(-5),
      problems: parlanceProbe.problems,
    })).catch((error) => ({ unreachable: String(error) }));
    return JSON.stringify({ ...state, noticed: this.problems }, null, 2);
  }

  /** From now on everything is looked for in one of several messengers on the page. */
  async within(index) {
    await this.until(`messenger number ${index + 1} on the page`, (i) => parlanceProbe.hosts().length > i, [index]);
    await this.run((i) => { parlanceProbe.scope = parlanceProbe.hosts()[i]; }, index);
  }

  /** How many frames the messengers of the page have drawn since they were mounted. */
  frames() {
    return this.run(() => parlanceProbe.hosts().reduce((sum, host) => sum + host.frames, 0));
  }

  /** Waits until no frame was drawn for a while: transitions are over, the caret is at rest. */
  async untilQuiet({ quiet = 400 } = {}) {
    const deadline = Date.now() + patience;
    let frames = await this.frames();
    let since = Date.now();
    while (Date.now() - since < quiet) {
      if (Date.now() > deadline) throw new Error(`The page still draws after ${patience} ms (${frames} frames so far).`);
      await delay(40);
      const now = await this.frames();
      if (now !== frames) [frames, since] = [now, Date.now()];
    }
  }

  status() { return this.run(() => document.documentElement.dataset.status); }
  statuses() { return this.run(() => parlanceProbe.statuses); }
  untilStatus(wanted) {
    return this.until(`<html data-status="${wanted}">`,
      (status) => document.documentElement.dataset.status === status, [wanted]);
  }

  /** Waits until the page is online again; a pause before the next try is cut short, as whoever looks may do. */
  untilBack() {
    return this.until('the page to be online again', () => {
      if (document.documentElement.dataset.status === 'online') return true;
      const isPausing = parlanceProbe.all('[role=status]').some((element) => /Trying again in \d+ s/.test(element.textContent));
      if (isPausing) parlanceProbe.find('button', 'Try now')?.click();
      return false;
    });
  }

  /** Clicks the middle of an element with the real mouse. */
  async click(selector, name) {
    // What still moves cannot be hit: it must stand in the same place in two looks with a frame in between (a busy page
    // answers both looks before it draws the next one).
    let seen = null;
    for (;;) {
      const place = await this.until(`${selector} ${name ?? ''} to click`,
        (s, n) => parlanceProbe.middle(s, n ?? undefined), [selector, name ?? null]);
      if (place.x === seen?.x && place.y === seen?.y) return this.page.mouse.click(place.x, place.y);
      seen = place;
      await this.run(() => document.hidden || new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    }
  }

  /** Replaces what a field holds by typing. */
  async fill(selector, text, name) {
    await this.click(selector, name);
    await this.page.keyboard.down('Control');
    await this.page.keyboard.press('a');
    await this.page.keyboard.up('Control');
    if (text === '') await this.page.keyboard.press('Backspace');
    else await this.type(text);
  }

  /** Types text; characters that no key gives arrive as an input method would insert them. */
  async type(text) {
    if (/^[\x20-\x7e]*$/.test(text)) return this.page.keyboard.type(text);
    for (const character of text) {
      if (/^[\x20-\x7e]$/.test(character)) await this.page.keyboard.type(character);
      else await this.page.keyboard.sendCharacter(character);
    }
  }

  /** Waits until a login form is there that can be used. */
  untilLoginForm() {
    return this.until('a usable login form', (user, password) => {
      const fields = [parlanceProbe.find(user), parlanceProbe.find(password)];
      const form = fields[0]?.closest('form');
      const button = form && parlanceProbe.find('button[type=submit], button:not([type]), input[type=submit]', undefined, form);
      return fields.every((field) => field && !field.disabled && !field.readOnly) && button && !button.disabled;
    }, [usernameField, passwordField]);
  }

  /** Waits until the wasm core runs; the login form is usable before that. */
  untilCore() {
    return this.until('the core to run',
      () => performance.getEntriesByName('probe:core-ready').length > 0);
  }

  /** Fills the form and presses Enter. */
  async submitLogin(jid, password) {
    await this.untilLoginForm();
    await this.fill(usernameField, jid);
    await this.fill(passwordField, password);
    await this.page.keyboard.press('Enter');
  }

  async login(jid, password) {
    await this.submitLogin(jid, password);
    await this.untilOnline();
  }

  /** Waits for the end of a login; a refused one fails at once instead of after the whole time allowed. */
  async untilOnline() {
    const status = await this.until('the login to end', () => {
      const { status } = (parlanceProbe.scope === document ? document.documentElement : parlanceProbe.scope).dataset;
      return ['online', 'failed'].includes(status) && status;
    });
    if (status === 'failed') throw new Error(`The login failed. The page: ${await this.describe()}`);
  }

  untilContact(name) {
    return this.until(`a button for ${name}`,
      (n) => Boolean(parlanceProbe.find('button, [role=button]', n)), [name]);
  }

  /** Opens a conversation from the roster and waits for its composer. */
  async openChat(name) {
    await this.click('button, [role=button]', name);
    await this.untilComposer(name);
  }

  untilComposer(name) {
    return this.until(`the composer "Message ${name}"`,
      (label) => Boolean(parlanceProbe.find('textarea', label)), [`Message ${name}`]);
  }

  /** Types into the composer and presses Enter. */
  async send(name, text) {
    await this.click('textarea', `Message ${name}`);
    await this.type(text);
    await this.page.keyboard.press('Enter');
  }

  articles() { return this.run(() => parlanceProbe.articles()); }

  /** Waits for an article that holds this text. */
  untilArticle(text) {
    return this.until(`an article with "${text}"`,
      (wanted) => parlanceProbe.articles().find((article) => article.text.includes(wanted)), [text]);
  }

  /** What the page says to the person right now. */
  sentences() { return this.run(() => parlanceProbe.sentences()); }

  /** User Timing marks of that name, oldest first. */
  marks(name) {
    return this.run((n) => performance.getEntriesByName(n, 'mark')
      .map((mark) => ({ at: mark.startTime, detail: mark.detail })), name);
  }

  async screenshot(path) { await this.page.screenshot({ path }); }

  /**
   * Throws when anything went wrong in the page that the test did not announce.
   * @param {RegExp[]} [expected] problems that this test provokes
   */
  async assertClean(expected = []) {
    if (this.page.isClosed()) return; // a test ended it
    const inside = await this.run(() => parlanceProbe.problems);
    const unexpected = [...this.problems, ...inside].filter((text) => !expected.some((pattern) => pattern.test(text)));
    if (unexpected.length > 0) throw new Error(`The page reported problems:\n${unexpected.join('\n')}`);
  }

  async close() { await this.context.close(); }
}
