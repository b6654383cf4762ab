// SPDX-License-Identifier: MIT
// Hands the person a text as a file: the browser asks, or puts it where downloads go.

/**
 * @param {{
 *   document: Document, Blob: typeof Blob, URL: Pick<typeof URL, 'createObjectURL' | 'revokeObjectURL'>,
 *   setTimeout: (work: () => void, ms: number) => unknown,
 * }} options
 */
export function createSaver({ document, Blob, URL, setTimeout }) {
  /** How long a browser may take to begin with it: it says nothing. */
  const patience = 60_000;
  return (/** @type {string} */ name, /** @type {string} */ text) => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), patience);
  };
}
