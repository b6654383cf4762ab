// SPDX-License-Identifier: MIT
// Loads the WebAssembly module and the style sheet once per address, however many instances use them.

import { StartError, unreachable } from './start_error.js';

/** @typedef {{ module: Promise<WebAssembly.Module>, sheet: Promise<CSSStyleSheet> }} Loaded */

/**
 * @param {{
 *   fetch: (url: URL | string, init?: RequestInit) => Promise<Response>, WebAssembly: typeof WebAssembly | undefined,
 *   CSSStyleSheet: typeof CSSStyleSheet,
 * }} options browsers may have no WebAssembly: it can be switched off
 */
export function createLoader({ fetch, WebAssembly, CSSStyleSheet }) {
  /** @type {Map<string, Promise<any>>} */
  const loads = new Map();

  /** @template T @param {URL} url @param {(response: Response) => Promise<T>} take @returns {Promise<T>} */
  function once(url, take) {
    let load = loads.get(url.href);
    if (!load) {
      load = (async () => {
        const response = await fetch(url, { credentials: 'same-origin' }).catch((error) => { throw unreachable(error); });
        if (!response.ok) {
          throw new StartError(`A part of the chat could not be loaded (status ${response.status}). Reload the page, or ask who runs it.`,
            url.pathname);
        }
        return take(response);
      })();
      loads.set(url.href, load);
      load.catch(() => loads.delete(url.href)); // the next one may try again
    }
    return load;
  }

  return {
    /** @param {URL} url @returns {Promise<WebAssembly.Module>} */
    module(url) {
      return once(url, async (response) => {
        const refused = (/** @type {unknown} */ cause) =>
          new StartError('The chat needs WebAssembly, which this browser or page does not allow. Allow it, or use another browser.', cause);
        if (!WebAssembly) throw refused(undefined);
        const type = response.headers.get('content-type') ?? '';
        try {
          // A server that does not know application/wasm costs the streaming, not the chat.
          if (type.startsWith('application/wasm')) return await WebAssembly.compileStreaming(response);
          return await WebAssembly.compile(await response.arrayBuffer());
        } catch (error) {
          throw error instanceof WebAssembly.CompileError ? refused(error) : unreachable(error); // it broke off
        }
      });
    },
    /** @param {URL} url @returns {Promise<CSSStyleSheet>} */
    sheet(url) {
      return once(url, async (response) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(await response.text().catch((error) => { throw unreachable(error); }));
        return sheet;
      });
    },
    /** A module, by a name that is known only now. @param {URL} url @returns {Promise<any>} */
    script(url) {
      return import(url.href).catch(async (error) => {
        if (!(error instanceof TypeError)) throw error;
        await once(url, async () => null); // browsers do not say why: what is not there has a status
        throw error;
      });
    },
  };
}
