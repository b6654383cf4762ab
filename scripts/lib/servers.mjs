// SPDX-License-Identifier: MIT
// The XMPP servers that tests and demo run against, by name, and their accounts.

import { loadPackage } from './paths.mjs';
import { ejabberdVersions, startEjabberd, versionOf as ejabberdVersionOf } from './ejabberd.mjs';
import { prosodyVersions, startProsody, versionOf as prosodyVersionOf } from './prosody.mjs';
import { RawSocket } from './raw.mjs';

/**
 * @typedef {object} XmppServer
 * @property {'prosody' | 'ejabberd'} kind
 * @property {string} domain
 * @property {string} data the folder of its configuration, log and data
 * @property {number} pid
 * @property {AbortSignal} died aborted when it ends though nobody stopped it
 * @property {number} portHttp serves /xmpp-websocket and /http-bind
 * @property {number} portC2s plain TCP, with STARTTLS where there is a certificate
 * @property {number} [portTls] TLS from the first byte
 * @property {string} websocketUrl
 * @property {string} boshUrl
 * @property {string} anonymousDomain whose guests have no accounts
 * @property {boolean} [hasTokens]
 * @property {((user: string, seconds: number) => Promise<string>)} [issueToken] for OAUTHBEARER, where the server can
 * @property {() => Promise<void>} kill ends it without a word, as a crash does; its ports are free then
 * @property {() => Promise<void>} restart starts it again with the same ports and data
 * @property {(is: boolean) => void} pause stops the process where it is, and lets it go on: connections stay open
 * @property {() => Promise<void>} stop resolves when its ports are free again
 */

/**
 * A certificate of the server. With an `authority` (a file) it asks clients for theirs, and takes those it signed for a
 * login (SASL EXTERNAL; ejabberd).
 * @typedef {{ file: string, key: string, authority?: string }} ServerTls
 */

export const serverKinds = /** @type {const} */ (['prosody', 'ejabberd']);

/** What tests run against where Debian 12 is: its own, and the newer ones that scripts/setup puts beside them. */
export const wantedVersions = /** @type {const} */ ([
  { kind: 'prosody', version: '0.12' }, { kind: 'prosody', version: '13' },
  { kind: 'ejabberd', version: '23.01' }, { kind: 'ejabberd', version: '24.12' },
]);

/**
 * Every version on this machine, and none twice: on Debian 13 the newer ones alone, because there are no others.
 * @type {readonly { kind: 'prosody' | 'ejabberd', version: string }[]}
 */
export const serverVersions = [
  ...prosodyVersions.map((version) => ({ kind: /** @type {const} */ ('prosody'), version })),
  ...ejabberdVersions.map((version) => ({ kind: /** @type {const} */ ('ejabberd'), version })),
];

/**
 * @param {string} kind
 * @param {string} data
 * @param {{ domain?: string, passwordHash?: 'SHA-1' | 'SHA-256', passwordFormat?: 'scram' | 'plain', disabled?: string[], version?: string, boshMaxWait?: number, boshMaxInactivity?: number, rotatesTokens?: boolean, tls?: ServerTls }} [options]
 *   `disabled`: mechanisms not to be offered; `rotatesTokens` (Prosody): each use of a token brings a new one
 * @returns {Promise<XmppServer>}
 */
export async function startServer(kind, data, options) {
  const start = { prosody: startProsody, ejabberd: startEjabberd }[kind];
  if (!start) throw new Error(`There is no server called '${kind}'; known are ${serverKinds.join(' and ')}.`);
  const server = await start(data, options);
  try {
    if (options?.version) await confirmVersion(server, options.version);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

const confirmed = new Set();
/** A column of a table must be what it says: the server is asked, once per run. @param {XmppServer} server @param {string} version */
async function confirmVersion(server, version) {
  const name = `${server.kind} ${version}`;
  if (confirmed.has(name)) return;
  const full = await askVersion(server);
  const is = server.kind === 'prosody' ? prosodyVersionOf(full) : ejabberdVersionOf(full);
  if (is !== version) throw new Error(`${name} was asked for, and what was started says that it is ${full}.`);
  confirmed.add(name);
}

/** What a server says it is (XEP-0092), to a guest. @param {XmppServer} server */
export async function askVersion(server) {
  const socket = await RawSocket.open(server, { domain: server.anonymousDomain });
  try {
    await socket.bind('ANONYMOUS');
    socket.send(`<iq xmlns="jabber:client" type="get" id="version" to="${server.anonymousDomain}"><query xmlns="jabber:iq:version"/></iq>`);
    const answer = await socket.frame(/id=['"]version['"]/);
    const version = /<version>(.*?)<\/version>/.exec(answer)?.[1];
    if (!version) throw new Error(`${server.kind} does not say which version it is: ${answer}`);
    return version;
  } finally {
    socket.stop();
  }
}

/**
 * Registers an account in-band (XEP-0077 section 3.1) before any authentication: the same on both servers, and no
 * file format of theirs is touched.
 * @param {XmppServer} server
 * @param {string} user
 * @param {string} password
 */
export async function registerAccount(server, user, password) {
  const { default: WebSocket } = await loadPackage('ws');
  const socket = new WebSocket(server.websocketUrl, 'xmpp');
  const set = `<iq xmlns="jabber:client" type="set" id="register" to="${server.domain}">`
    + `<query xmlns="jabber:iq:register"><username>${escape(user)}</username>`
    + `<password>${escape(password)}</password></query></iq>`;
  try {
    await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`${server.kind} closed the stream while registering ${user}.`)));
      socket.on('open', () => socket.send(
        `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${server.domain}" version="1.0"/>`));
      socket.on('message', (data) => {
        const frame = String(data);
        if (/^<(\w+:)?features/.test(frame)) socket.send(set);
        else if (/^<iq\b/.test(frame) && /\btype=['"]result['"]/.test(frame)) resolve(undefined);
        else if (/^<iq\b/.test(frame)) reject(new Error(`${server.kind} refused to register ${user}: ${frame}`));
      });
    });
  } finally {
    socket.close();
  }
}

function escape(text) {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
