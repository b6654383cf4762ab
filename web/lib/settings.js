// SPDX-License-Identifier: MIT
// Where the settings of an instance come from: mount() options or attributes win over the deployer's config.json.

import { StartError, unreachable } from './start_error.js';

/**
 * What a page may say; the names are those of config.json.
 * @typedef {object} Options
 * @property {string} [config] address of a config.json
 * @property {string} [websocket_url] default, if neither this nor bosh_url is given: /xmpp-websocket of the page's origin
 * @property {string} [bosh_url] likewise /http-bind: what is used where WebSockets do not get through
 * @property {boolean} [discover] instead of these defaults the domain's host-meta is asked (XEP-0156)
 * @property {string[]} [allowed_endpoints] addresses to which a server may send the client on; a blank between two in the attribute
 * @property {string} [domain] added to an address without one
 * @property {string} [jid] fills in the form
 * @property {string} [password]
 * @property {boolean} [auto_login] with jid and password: without being asked
 * @property {boolean} [anonymous] no form: everybody is a guest of `domain`
 * @property {'no' | 'tab' | 'device'} [remember] what of a login outlives the page: nothing; a reload; a restart of the
 *   browser, if the person ticks "Stay signed in" (default)
 * @property {(request: { jid: string, reason: string }) => Promise<string>} [token] mount() only: asks the portal for a
 *   token of its user (OAUTHBEARER); asked again when one has expired
 * @property {boolean} [allow_plain] PLAIN, if the server has nothing better
 * @property {boolean} [allow_insecure] ws: to other hosts than this machine
 * @property {boolean} [no_typing] nobody hears that the person is typing
 * @property {boolean} [no_receipts] nor that a message arrived
 * @property {Record<string, string>} [servers] not as an attribute: the WebSocket address of each domain that is not served by
 *   the above, for those who have accounts there as well; of one that stands nowhere the host-meta is asked
 * @property {boolean} [one_account] nobody is logged in with two accounts at once
 * @property {'auto' | 'light' | 'dark'} [theme]
 * @property {string} [language]
 */

const texts = /** @type {const} */ (['config', 'websocket_url', 'bosh_url', 'domain', 'jid', 'password', 'theme', 'language', 'remember']);
const flags = /** @type {const} */ (['auto_login', 'allow_plain', 'allow_insecure', 'anonymous', 'discover', 'no_typing', 'no_receipts', 'one_account']);

/** The options that attributes give: websocket-url="…", auto-login. @param {Element} element @returns {Options} */
export function optionsOf(element) {
  /** @type {Record<string, unknown>} */
  const options = {};
  for (const name of texts) {
    const value = element.getAttribute(name.replace('_', '-'));
    if (value !== null) options[name] = value;
  }
  for (const name of flags) {
    if (element.hasAttribute(name.replace('_', '-'))) options[name] = true;
  }
  const allowed = element.getAttribute('allowed-endpoints');
  if (allowed !== null) options.allowed_endpoints = allowed.split(/\s+/).filter(Boolean);
  return options;
}

/**
 * Reads config.json. A page without one is fine; one that cannot be understood is a mistake its author must see.
 * @param {string} url @param {(url: string, init?: RequestInit) => Promise<Response>} fetch
 * @returns {Promise<Options>}
 */
export async function readConfig(url, fetch) {
  const response = await fetch(url, { credentials: 'same-origin' }).catch((error) => { throw unreachable(error); });
  if (response.status === 404) return {};
  const name = url.split(/[?#]/)[0].split('/').pop();
  if (!response.ok) throw new StartError(`The settings in ${name} could not be read (status ${response.status}). Try to reload the page.`);
  let config;
  try {
    config = JSON.parse(await response.text());
  } catch {
    throw new StartError(`The settings in ${name} are not valid JSON. Ask who runs this page to correct them.`);
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new StartError(`The settings in ${name} are no JSON object. Ask who runs this page to correct them.`);
  }
  /** @type {Record<string, unknown>} */
  const options = {};
  for (const name of texts) if (typeof config[name] === 'string') options[name] = config[name];
  for (const name of flags) if (typeof config[name] === 'boolean') options[name] = config[name];
  if (Array.isArray(config.allowed_endpoints)) {
    options.allowed_endpoints = config.allowed_endpoints.filter((/** @type {unknown} */ url) => typeof url === 'string');
  }
  const { servers } = config;
  if (typeof servers === 'object' && servers !== null) {
    options.servers = Object.fromEntries(Object.entries(servers).filter(([, url]) => typeof url === 'string'));
  }
  return options;
}

/**
 * The WebSocket address: absolute, or relative to the page.
 * @param {string | undefined} given @param {string} base the page's own address
 */
export function websocketUrl(given, base) {
  let url;
  try {
    url = new URL(given || '/xmpp-websocket', base);
  } catch {
    return given ?? '';
  }
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  return url.href;
}

/**
 * The BOSH address: absolute, or relative to the page.
 * @param {string | undefined} given @param {string} base
 */
export function boshUrl(given, base) {
  try {
    return new URL(given || '/http-bind', base).href;
  } catch {
    return given ?? '';
  }
}

/**
 * Where to connect. Without any address of the deployer's: the usual ones of the page's origin, or nothing, which makes
 * the core ask the domain.
 * @param {Options} options @param {string} base
 */
export function endpointsOf(options, base) {
  const { websocket_url: ws, bosh_url: bosh } = options;
  if (!ws && !bosh && options.discover) return { websocket: '', bosh: '' };
  if (!ws && !bosh) return { websocket: websocketUrl(undefined, base), bosh: boshUrl(undefined, base) };
  return { websocket: ws ? websocketUrl(ws, base) : '', bosh: bosh ? boshUrl(bosh, base) : '' };
}

/** The servers of other domains, as the core reads them. @param {Options} options @param {string} base */
export function serversOf({ servers = {} }, base) {
  return Object.entries(servers).map(([domain, url]) => `${domain.toLowerCase()} ${websocketUrl(url, base)}`);
}

/** As the core counts them. @param {Options} options */
export function rememberOf({ remember = 'device' }) {
  return remember === 'no' ? 0 : remember === 'tab' ? 1 : 2;
}

/** The other way round: what the address of the page says of an open conversation. @param {string} address @param {boolean} isRoom */
export function hashOf(address, isRoom) {
  return address ? `#chat=${encodeURIComponent(address).replaceAll('%40', '@')}${isRoom ? '?join' : ''}` : '';
}

/**
 * What "#chat=JID" or "#chat=ROOM?join" asks for. Only what stands in the link itself is its query: an escaped question mark
 * belongs to the address, unless the whole was escaped and no address could end so.
 * @param {string} hash
 * @returns {{ address: string, join: boolean } | null}
 */
export function addressOf(hash) {
  const query = '?join';
  const match = /^#chat=(.+)$/.exec(hash);
  if (!match) return null;
  const isAsked = match[1].endsWith(query);
  let address = isAsked ? match[1].slice(0, -query.length) : match[1];
  try {
    address = decodeURIComponent(address);
  } catch {
    // A lone percent sign: taken as it stands.
  }
  const isEscaped = !isAsked && address.endsWith(query) && !address.includes('/');
  return { address: isEscaped ? address.slice(0, -query.length) : address, join: isAsked || isEscaped };
}
