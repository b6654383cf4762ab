// SPDX-License-Identifier: MIT
// What an end-to-end test stands on: a server, the page in front of it, a browser, people.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChatPage } from '../../../scripts/lib/chat-page.mjs';
import { startCluster } from '../../../scripts/lib/ejabberd-cluster.mjs';
import { startFront } from '../../../scripts/lib/front.mjs';
import { root, siteFolder } from '../../../scripts/lib/paths.mjs';
import { befriend, Peer } from '../../../scripts/lib/peer.mjs';
import { freePorts } from '../../../scripts/lib/ports.mjs';
import { ScriptedServer } from '../../../scripts/lib/scripted-server.mjs';
import { registerAccount, startServer } from '../../../scripts/lib/servers.mjs';
import { SlixmppPeer } from '../../../scripts/lib/slixmpp-peer.mjs';
import { Started } from '../../../scripts/lib/stopping.mjs';
import { lendServer } from './lent.mjs';

/**
 * @typedef {object} Account
 * @property {string} user
 * @property {string} password
 * @property {string} jid
 * @property {string} name what others call this person
 */

export class Scene {
  #started = new Started();
  #browser;
  #count = 0;
  #open = []; // pages of the running test

  #serverOptions;
  #isOwn;
  /** In every name that this scene gives: others may live on the same server. */
  tag = randomBytes(3).toString('hex');

  /**
   * @param {string} serverKind
   * @param {Parameters<typeof startServer>[2] & { isCluster?: boolean, isOwn?: boolean, transport?: 'websocket' | 'bosh' }} [options]
   *   `isOwn`: the server is this scene's alone, to be killed, stopped and started as it likes; `transport`: what
   *   config.json tells the page to take
   */
  constructor(serverKind, { transport = 'websocket', isOwn = false, ...serverOptions } = {}) {
    this.serverKind = serverKind;
    this.transport = transport;
    this.#isOwn = isOwn;
    this.#serverOptions = serverOptions;
  }

  /** @param {Awaited<ReturnType<import('../../../scripts/lib/browser.mjs').startBrowser>>} browser */
  async start(browser) {
    if (!existsSync(join(siteFolder, 'index.html'))) {
      throw new Error('There is no page in build/web/site. Build it first: cmake --build --preset web');
    }
    this.#browser = browser;
    this.folder = mkdtempSync(join(tmpdir(), 'parlance-e2e-'));
    this.#started.onStop(() => rmSync(this.folder, { recursive: true, force: true }));
    const { isCluster, ...serverOptions } = this.#serverOptions;
    if (isCluster) this.cluster = this.#started.add(await startCluster(join(this.folder, 'server')));
    // Of a cluster the page meets the first node first; accounts and peers live on the second.
    this.server = this.cluster?.second ?? (this.#isOwn
      ? this.#started.add(await startServer(this.serverKind, join(this.folder, 'server'), serverOptions))
      : await lendServer(this.serverKind, serverOptions));
    /** Two more ports that the page may connect to: a scripted server for bad input, and nobody at all. */
    [this.scriptedPort, this.deadPort] = await freePorts(2);
    this.front = this.#started.add(await startFront(join(this.folder, 'front'), {
      site: siteFolder,
      modules: join(root, 'web'),
      xmppPort: (this.cluster?.first ?? this.server).portHttp,
      backupPort: this.cluster?.second.portHttp,
      connect: [this.scriptedPort, this.deadPort].map((port) => `ws://127.0.0.1:${port}`)
        .concat(`http://127.0.0.1:${this.scriptedPort}`),
    }));
    this.resetConfig();
  }

  stop() { return this.#started.stop(); }

  get browserKind() { return this.#browser.kind; }
  get browser() { return this.#browser.browser; }
  get downloads() { return this.#browser.downloads; }
  get domain() { return this.server.domain; }

  /** What the page is told of its server; a page of another origin gives the front's. */
  get config() {
    const { websocketUrl, boshUrl } = this.front;
    return { ...(this.transport === 'bosh' ? { websocket_url: '', bosh_url: boshUrl } : { websocket_url: websocketUrl }), domain: this.domain };
  }

  /** config.json for this scene's transport, with these keys changed. */
  resetConfig(changes = {}) { this.front.setConfig({ ...this.config, ...changes }); }

  /** Registers a new account; every one has its own name, so that tests and scenes do not meet each other's. */
  async account(base) {
    this.#count += 1;
    const user = `${base}${this.#count}-${this.tag}`;
    const name = user[0].toUpperCase() + user.slice(1);
    const account = { user, password: `pass word ${user}`, jid: `${user}@${this.domain}`, name };
    await registerAccount(this.server, user, account.password);
    return account;
  }

  /** An account that is online through the independent client. */
  async peer(base) {
    const account = await this.account(base);
    return { account, peer: await this.connect(account) };
  }

  async connect(account) {
    const peer = await Peer.connect(this.server, account);
    this.#started.onStop(() => peer.stop());
    return peer;
  }

  /**
   * Alice, who will use the page, and Bob, who is online through the independent client; contacts of each other.
   * Made once per scene: tests tell their messages apart by their texts.
   * @returns {Promise<{ alice: Account, bob: Account, bobPeer: Peer }>}
   */
  pair() {
    this.pairing ??= (async () => {
      const [alice, bob] = [await this.account('alice'), await this.account('bob')];
      const [alicePeer, bobPeer] = await Promise.all([this.connect(alice), this.connect(bob)]);
      await befriend(alicePeer, alice.name, bobPeer, bob.name);
      await alicePeer.stop();
      return { alice, bob, bobPeer };
    })();
    return this.pairing;
  }

  /**
   * The same two, with Bob online through slixmpp and nothing else.
   * @returns {Promise<{ alice: Account, bob: Account, peer: SlixmppPeer }>}
   */
  slixmppPair() {
    this.slixmppPairing ??= (async () => {
      const { alice, bob, bobPeer } = await this.pair();
      await bobPeer.stop();
      return { alice, bob, peer: this.#started.add(await SlixmppPeer.connect(this.server, bob, join(this.folder, 'slixmpp.log'))) };
    })();
    return this.slixmppPairing;
  }

  /**
   * Between page and server for one test: every frame is seen, and the connection can be dropped.
   * @param {import('node:test').TestContext} test @param {object} [changes] more of config.json
   */
  async behindProxy(test, changes = {}) {
    const proxy = await ScriptedServer.start(this.scriptedPort, { realUrl: this.server.websocketUrl });
    test.after(() => proxy.stop());
    this.resetConfig({ websocket_url: proxy.url, ...changes });
    test.after(() => this.resetConfig());
    return proxy;
  }

  /** Alice's page behind such a proxy, with Bob's conversation open. @param {import('node:test').TestContext} test @param {RegExp[]} expected */
  async chatBehindProxy(test, expected) {
    const people = await this.pair();
    const server = await this.behindProxy(test);
    const page = await this.open(test, { expected });
    await page.login(people.alice.jid, people.alice.password);
    await page.openChat(people.bob.name);
    return { ...people, server, page };
  }

  /**
   * Opens the page for one test. When the test ends, whatever went wrong in the page fails it.
   * @param {import('node:test').TestContext} test
   * @param {{ path?: string, expected?: RegExp[], site?: string, host?: string, width?: number, height?: number, scale?: number,
   *   before?: (page: ChatPage) => Promise<unknown> }} [options]
   *   `expected`: problems that the test provokes on purpose; `site`: another folder to serve; `host`: another name of
   *   this machine; `before`: what to do before the page is asked for (to miss nothing of it)
   */
  async open(test, { path = '/', expected = [], site, host, ...options } = {}) {
    let { front } = this;
    if (site) {
      front = await startFront(join(this.folder, 'other-front'), { site, xmppPort: this.server.portHttp });
      test.after(() => front.stop());
    }
    const origin = host ? `http://${host}:${front.port}` : front.origin;
    const page = await ChatPage.open(this.#browser, `${origin}${path}`, options);
    this.#open.push({ page, expected });
    return page;
  }

  /**
   * The end of each test, before anything else of it is taken away (see matrix.mjs): a page whose server goes first has
   * something to complain of.
   */
  async closePages() {
    const open = this.#open.splice(0);
    try {
      for (const { page, expected } of open) {
        for (const tab of [page, ...page.tabs]) await tab.assertClean(expected);
      }
    } finally {
      for (const { page } of open) await page.close();
    }
  }

  /** The page, logged in as Alice, with the conversation with Bob open. */
  async openChatWithBob(test, options) {
    const people = await this.pair();
    const page = await this.open(test, options);
    await page.login(people.alice.jid, people.alice.password);
    await page.openChat(people.bob.name);
    return { ...people, page };
  }
}
