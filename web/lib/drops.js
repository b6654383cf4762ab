// SPDX-License-Identifier: MIT
// What is dragged over the chat. A browser shows a file or a link that nobody takes in place of the whole page; here it is
// refused instead. Text fields take text by themselves, and the page around may still take what it wants.

/** @param {{ root: HTMLElement }} options */
export function createDrops({ root }) {
  const stop = new AbortController();

  /** @param {DragEvent} event */
  function refuse(event) {
    if (event.defaultPrevented || !event.dataTransfer) return; // the page around knows what to do
    const [first] = event.composedPath();
    const isField = first instanceof Element && first.closest('textarea, input') !== null;
    if (isField && !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  }

  for (const type of /** @type {const} */ (['dragenter', 'dragover', 'drop'])) root.addEventListener(type, refuse, { signal: stop.signal });
  return { destroy() { stop.abort(); } };
}
