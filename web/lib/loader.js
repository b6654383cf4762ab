// SPDX-License-Identifier: MIT
// Loads the WebAssembly module and the style sheet once per address, however many instances use them.

/** @typedef {{ module: Promise<WebAssembly.Module>, sheet: Promise<CSSStyleSheet> }} Loaded */

/**
 * @param {{
 *   fetch: (url: URL | string, init?: RequestInit) => Promise<Response>, WebAssembly: typeof WebAssembly,
 *   CSSStyleSheet: typeof CSSStyleSheet,
 * }} options
 */
export function createLoader({ fetch, WebAssembly, CSSStyleSheet }) {
  /** @type {Map<string, Promise<any>>} */
  const loads = new Map();

  /** @template T @param {URL} url @param {(response: Response) => Promise<T>} take @returns {Promise<T>} */
  function once(url, take) {
    let load = loads.get(url.href);
    if (!load) {
      load = (async () => {
        const response = await fetch(url, { credentials: 'same-origin' });
        if (!response.ok) throw new Error(`${url.pathname} could not be loaded (status ${response.status}).`);
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
        const type = response.headers.get('content-type') ?? '';
        // A server that does not know application/wasm costs the streaming, not the chat.
        if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
        return WebAssembly.compile(await response.arrayBuffer());
      });
    },
    /** @param {URL} url @returns {Promise<CSSStyleSheet>} */
    sheet(url) {
      return once(url, async (response) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(await response.text());
        return sheet;
      });
    },
  };
}
