// SPDX-License-Identifier: MIT
// Texts as CSS shows them with white-space: pre-line, and the way between UTF-16 and UTF-8 offsets.

/** Other line separators break lines like LF; each is one unit of UTF-16, so offsets stay. @param {string} text */
export function shown(text) {
  return /[\r\v\f\u0085\u2028\u2029]/.test(text) ? text.replace(/[\r\v\f\u0085\u2028\u2029]/g, '\n') : text;
}

/** Whether pre-line would show other characters than the text has. @param {string} text */
export function isCollapsible(text) {
  return /^[ \t]|[ \t]{2}|\t|[ \t]\n|\n[ \t]|[ \t]$/.test(text);
}

/** One line as pre-line shows it. @param {string} line */
export function collapsed(line) {
  return line.replace(/[ \t\n]+/g, ' ').replace(/^ | $/g, '');
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
