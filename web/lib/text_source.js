// SPDX-License-Identifier: MIT
// Texts as CSS shows them with white-space: pre-wrap, and the way between UTF-16 and UTF-8 offsets.

/** Other line separators break lines like LF; each is one unit of UTF-16, so offsets stay. @param {string} text */
export function shown(text) {
  return /[\r\v\f\u0085\u2028\u2029]/.test(text) ? text.replace(/[\r\v\f\u0085\u2028\u2029]/g, '\n') : text;
}

/** Where a line ends for the eye: white space behind it hangs, it has no room of its own. @param {string} text @param {number} begin @param {number} end */
export function visibleEnd(text, begin, end) {
  let at = end;
  while (at > begin && ' \t\n'.includes(text[at - 1])) at -= 1;
  return at;
}

/**
 * What stands between the tabs of a line: where each part goes on the screen is for the DOM to say.
 * @param {string} text @param {number} begin @param {number} end
 */
export function partsOf(text, begin, end) {
  const last = visibleEnd(text, begin, end);
  /** @type {{ begin: number, end: number }[]} */
  const parts = [];
  for (let at = begin; at < last;) {
    const tab = text.indexOf('\t', at);
    const to = tab < 0 || tab > last ? last : tab;
    if (to > at) parts.push({ begin: at, end: to });
    at = to + 1;
  }
  return parts;
}

/** Bytes of UTF-8 from one UTF-16 offset to another. @param {string} text @param {number} from @param {number} to */
export function utf8Length(text, from, to) {
  let bytes = 0;
  for (let i = from; i < to; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

/** The UTF-16 offset of a UTF-8 offset. @param {string} text @param {number} bytes */
export function utf16Offset(text, bytes) {
  let at = 0;
  while (at < text.length && bytes > 0) {
    const next = at + (/** @type {number} */ (text.codePointAt(at)) > 0xffff ? 2 : 1);
    bytes -= utf8Length(text, at, next);
    at = next;
  }
  return at;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where characters as people count them end: the only places at which a text may be cut. @param {string} text */
export function clusterEnds(text) {
  /** @type {number[]} */
  const ends = [];
  let at = 0;
  for (const { segment } of segmenter.segment(text)) ends.push(at += segment.length);
  return ends;
}
