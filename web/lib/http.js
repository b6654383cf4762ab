// SPDX-License-Identifier: MIT
// The core's HTTP requests (BOSH, host-meta) by fetch. Bodies travel as bytes: a reader of text would mend wrong UTF-8
// silently, and judging it is the core's business. XEP-0124 section 5.

/**
 * @param {{
 *   fetch: typeof fetch, AbortController: typeof AbortController,
 *   setTimeout: (work: () => void, ms: number) => any, clearTimeout: (timer: any) => void,
 *   arrivals: { push(deliver: () => void): void },
 *   reply: (request: number, status: number, type: string, body: Uint8Array) => void,
 * }} options
 */
export function createHttp({ fetch, AbortController, setTimeout, clearTimeout, arrivals, reply }) {
  /** @type {Map<number, AbortController>} */
  const open = new Map();
  let isLeaving = false; // fetch lets little outlive a page, so only when it really goes
  const nothing = new Uint8Array(0);

  /** Reads at most `most` bytes, and one more of a longer body: the core sees that it is too long. @param {Response} response
   *  @param {number} most */
  async function read(response, most) {
    const reader = response.body?.getReader();
    /** @type {Uint8Array[]} */
    const parts = [];
    let size = 0;
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      size += part.value.length;
      parts.push(part.value);
      if (size > most) {
        reader?.cancel().catch(() => {});
        break;
      }
    }
    const bytes = new Uint8Array(Math.min(size, most + 1));
    let at = 0;
    for (const part of parts) {
      bytes.set(part.subarray(0, bytes.length - at), at);
      at += part.length;
    }
    return bytes;
  }

  return {
    /** @param {number} request @param {string} url @param {string} body @param {number} timeout ms @param {number} most */
    async send(request, url, body, timeout, most) {
      const abort = new AbortController();
      open.set(request, abort);
      const timer = setTimeout(() => abort.abort(), timeout);
      let status = 0;
      let type = '';
      /** @type {Uint8Array} */
      let bytes = nothing;
      try {
        const response = await fetch(url, {
          method: body ? 'POST' : 'GET',
          ...(body ? { body, headers: { 'content-type': 'text/xml; charset=utf-8' } } : {}),
          // No cookies (protocol trap B 25), no way to another origin, nothing of a cache.
          credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer',
          keepalive: isLeaving, signal: abort.signal,
        });
        bytes = await read(response, most);
        ({ status } = response);
        type = (response.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
      } catch {
        // No network, a certificate, CORS, the time was up: the page is not told which, and neither is the core.
      }
      clearTimeout(timer);
      if (!open.delete(request)) return; // cancelled
      arrivals.push(() => reply(request, status, type, bytes));
    },

    /** @param {number} request */
    cancel(request) {
      const abort = open.get(request);
      open.delete(request);
      abort?.abort();
    },

    /** From now on the page may end: what is sent must leave without it. @param {boolean} is */
    leave(is) { isLeaving = is; },

    get count() { return open.size; },

    /** Nobody hears of an answer any more. What is on its way stays: the last of it is the good-bye. */
    destroy() { open.clear(); },
  };
}
