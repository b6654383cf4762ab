// SPDX-License-Identifier: MIT
// What is copied out of a conversation: of several messages who wrote each and when, a line each; of one message the
// very words that are selected. Clipboard API and events; CSS places the texts, so that the browser's own way of joining
// them knows nothing of lines.

/**
 * The selected words of one message: `by` is what stands before them among others.
 * @typedef {{ by: string, words: string }} Excerpt
 */

/** @param {Excerpt[]} excerpts */
export function plainOf(excerpts) {
  return excerpts.length === 1 ? excerpts[0].words : excerpts.map(({ by, words }) => by + words).join('\n');
}

/** As elements, which are never shown: they only become text. @param {Document} document @param {Excerpt[]} excerpts */
export function elementsOf(document, excerpts) {
  return excerpts.map(({ by, words }) => {
    const element = document.createElement(excerpts.length === 1 ? 'span' : 'div');
    element.style.whiteSpace = 'pre-wrap';
    element.textContent = excerpts.length === 1 ? words : by + words;
    return element;
  });
}

/**
 * @param {{
 *   document: Document, shadow: ShadowRoot, root: HTMLElement, signal: AbortSignal,
 *   entries: () => Iterable<import('./layer_nodes.js').Entry>, folded: (id: string) => string,
 * }} options `root` is within `shadow` and holds the elements of the entries, which come in reading order; `folded` has all
 *   words of a message of which only a part is shown, and nothing for others
 */
export function createCopy({ document, shadow, root, signal, entries, folded }) {
  /** What is selected, when both of its ends lie in here. @returns {Range | null} */
  function selected() {
    const selection = /** @type {any} */ (shadow).getSelection?.() ?? document.getSelection();
    if (!selection || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    return !range.collapsed && root.contains(range.startContainer) && root.contains(range.endContainer) ? range : null;
  }

  /** The part of a text within the selection. @param {Node | null} node @param {Range} range */
  function within(node, range) {
    if (!(node instanceof Text) || !range.intersectsNode(node)) return '';
    return node.data.slice(node === range.startContainer ? range.startOffset : 0, node === range.endContainer ? range.endOffset : undefined);
  }

  document.addEventListener('copy', (event) => {
    const range = selected();
    if (!range || !event.clipboardData || event.composedPath()[0] instanceof HTMLTextAreaElement) return;
    /** @type {Excerpt[]} */
    const excerpts = [];
    for (const { item, spans, pieces } of entries()) {
      if (item.role !== 'article') continue;
      const shown = spans.filter((_, index) => !pieces[index].hidden);
      const words = shown.map((span) => within(span.firstChild, range)).join('');
      // Whoever selects all that is shown of a long message means all of it. (A line break at the end is not always within.)
      const isAll = words.trimEnd() === shown.map((span) => span.textContent).join('').trimEnd();
      if (words) excerpts.push({ by: item.by ?? '', words: (isAll && folded(item.id)) || words });
    }
    if (excerpts.length === 0) return;
    event.clipboardData.setData('text/plain', plainOf(excerpts));
    event.clipboardData.setData('text/html', elementsOf(document, excerpts).map((element) => element.outerHTML).join(''));
    event.preventDefault();
  }, { signal });
}
