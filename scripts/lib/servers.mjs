// SPDX-License-Identifier: MIT
// The XMPP servers that tests and demo run against, by name, and their accounts.

import { loadPackage } from './paths.mjs';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

/**
 * @typedef {object} XmppServer
 * @property {'prosody' | 'ejabberd'} kind
 * @property {string} domain
 * @property {string} data the folder of its configuration, log and data
 * @property {number} pid
 * @property {AbortSignal} died aborted when it ends though nobody stopped it
 * @property {number} portHttp serves /xmpp-websocket and /http-bind
 * @property {number} portC2s plain TCP
 * @property {string} websocketUrl
 * @property {string} boshUrl
 * @property {string} anonymousDomain whose guests have no accounts
 * @property {((user: string, seconds: number) => Promise<string>)} [issueToken] for OAUTHBEARER, where the server can
 * @property {() => Promise<void>} stop resolves when its ports are free again
 */

export const serverKinds = /** @type {const} */ (['prosody', 'ejabberd']);

/** Every version that tests run against; scripts/setup puts the newer ones beside Debian 12's own. */
export const serverVersions = /** @type {const} */ ([
  { kind: 'prosody', version: '0.12' }, { kind: 'prosody', version: '13' },
  { kind: 'ejabberd', version: '23.01' }, { kind: 'ejabberd', version: '24.12' },
]);

/**
 * @param {string} kind
 * @param {string} data
 * @param {{ domain?: string, passwordHash?: 'SHA-1' | 'SHA-256', passwordFormat?: 'scram' | 'plain', disabled?: string[], version?: any }} [options] `disabled`: mechanisms not to be offered
 * @returns {Promise<XmppServer>}
 */
export function startServer(kind, data, options) {
  if (kind === 'prosody') return startProsody(data, options);
  if (kind === 'ejabberd') return startEjabberd(data, options);
  throw new Error(`There is no server called '${kind}'; known are ${serverKinds.join(' and ')}.`);
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
