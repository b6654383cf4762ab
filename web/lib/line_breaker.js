// SPDX-License-Identifier: MIT
// Asks the DOM where it breaks lines: lays a text out in an invisible box and reads the breaks back through ranges.
// The box has the classes that the DOM layer gives the same text, so both break alike. CSS Text 3, pre-wrap.

import { shownScale } from './shown_scale.js';
import { partsOf } from './text_source.js';

/**
 * @typedef {import('./text_engine.js').Line} Line
 * @typedef {import('./text_engine.js').Paragraph} Paragraph
 * @typedef {{
 *   className: string, width: number, lineHeight: number, glyphBottom: number, size: number,
 *   direction: 'auto' | 'ltr' | 'rtl',
 * }} Wrapping
 */

/**
 * @param {{ document: Document, container: Element | ShadowRoot }} options
 */
export function createLineBreaker({ document, container }) {
  const root = document.createElement('div');
  root.className = 'measure';
  root.setAttribute('aria-hidden', 'true');
  const box = document.createElement('div');
  const node = document.createTextNode('');
  box.append(node);
  // What the page says of it tells how large our px are there.
  const ruler = document.createElement('div');
  ruler.className = 'ruler';
  root.append(ruler, box);
  container.append(root);
  const range = document.createRange();
  let scale = { x: 1, y: 1 }; // of the measurement that is going on

  /** Where the glyphs of [begin, end) end, as the number of a line; -1 when nothing of it is shown. */
  function lastLine(/** @type {number} */ begin, /** @type {number} */ end, /** @type {number} */ top,
    /** @type {Wrapping} */ { glyphBottom, lineHeight }) {
    range.setStart(node, begin);
    range.setEnd(node, end);
    const rect = range.getBoundingClientRect();
    return rect.height === 0 ? -1 : Math.round(((rect.bottom - top) / scale.y - glyphBottom) / lineHeight);
  }

  /** @param {string} text @param {Paragraph} paragraph @param {number} first @param {number} top @param {Wrapping} wrapping */
  function endsOf(text, { begin, end }, first, top, wrapping) {
    /** @type {number[]} */
    const ends = [];
    const last = Math.max(first, lastLine(begin, end, top, wrapping));
    // More characters than a line can hold, unless they have no width.
    const stride = wrapping.width > 0 ? Math.ceil((wrapping.width / wrapping.size) * 8) : Infinity;
    for (let start = begin, line = first; line < last; line += 1) {
      let low = start + 1; // [start, low) is on this line
      let high = Math.min(end, start + stride);
      if (lastLine(start, high, top, wrapping) <= line) high = end;
      while (low < high) { // the first `high` with [start, high) reaching into the next line
        const middle = (low + high) >> 1;
        if (lastLine(start, middle, top, wrapping) > line) high = middle;
        else low = middle + 1;
      }
      start = Math.max(start + 1, high - 1);
      const unit = text.charCodeAt(start);
      if (unit >= 0xdc00 && unit < 0xe000 && start > begin) start -= 1; // never inside a surrogate pair
      ends.push(start);
    }
    ends.push(end);
    return ends;
  }

  return {
    /**
     * What the classes give: font and geometry of a line, and how wide a text is in them.
     * @param {string[]} classNames @param {string} sample
     */
    probe(classNames, sample) {
      const probes = classNames.map((className) => {
        const probe = document.createElement('div');
        probe.className = className;
        probe.style.width = 'max-content';
        const text = document.createTextNode(sample);
        const foot = document.createElement('span');
        foot.className = 'foot';
        probe.append(text, foot);
        return { probe, text, foot };
      });
      root.append(...probes.map(({ probe }) => probe));
      const view = /** @type {Window} */ (document.defaultView);
      const facts = probes.map(({ probe, text, foot }) => {
        const style = view.getComputedStyle(probe);
        scale = shownScale(ruler);
        const { top } = probe.getBoundingClientRect();
        range.selectNodeContents(text);
        const glyphs = range.getBoundingClientRect();
        return {
          size: parseFloat(style.fontSize),
          lineHeight: parseFloat(style.lineHeight),
          weight: style.fontWeight,
          family: style.fontFamily,
          baseline: (foot.getBoundingClientRect().bottom - top) / scale.y,
          glyphBottom: (glyphs.bottom - top) / scale.y,
          sampleWidth: glyphs.width / scale.x,
        };
      });
      for (const { probe } of probes) probe.remove();
      return facts;
    },

    /**
     * @param {string} text @param {Paragraph[]} paragraphs @param {Wrapping} wrapping
     * @returns {Line[]}
     */
    lines(text, paragraphs, wrapping) {
      box.className = wrapping.className;
      box.dir = wrapping.direction;
      box.style.width = wrapping.width > 0 ? `${wrapping.width}px` : 'max-content';
      node.data = text;
      scale = shownScale(ruler);
      const { top } = box.getBoundingClientRect();
      /** @type {Line[]} */
      const lines = [];
      for (const paragraph of paragraphs) {
        let { begin } = paragraph;
        for (const end of endsOf(text, paragraph, lines.length, top, wrapping)) {
          lines.push({ begin, end, x: 0, y: lines.length * wrapping.lineHeight, isRtl: paragraph.isRtl, ...extentOf(text, begin, end) });
          begin = end;
        }
      }
      node.data = '';
      return lines;
    },

    destroy() {
      range.detach();
      root.remove();
    },
  };

  /** How wide a line is, and where its parts begin. @param {string} text @param {number} begin @param {number} end */
  function extentOf(text, begin, end) {
    const parts = partsOf(text, begin, end);
    const last = parts.at(-1);
    if (!last) return { width: 0, parts: [] };
    const { left, right } = sidesOf(begin, last.end);
    return {
      width: right - left,
      parts: parts.map((part) => ({
        ...part, x: part.begin === begin && part === last ? 0 : sidesOf(part.begin, part.end).left - left, drawn: null,
      })),
    };
  }

  /** @param {number} begin @param {number} end */
  function sidesOf(begin, end) {
    range.setStart(node, begin);
    range.setEnd(node, end);
    let left = Infinity;
    let right = -Infinity;
    for (const rect of range.getClientRects()) {
      if (rect.width === 0) continue;
      left = Math.min(left, rect.left);
      right = Math.max(right, rect.right);
    }
    return right > left ? { left: left / scale.x, right: right / scale.x } : { left: 0, right: 0 };
  }
}
