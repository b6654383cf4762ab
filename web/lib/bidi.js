// SPDX-License-Identifier: MIT
// The little that must be known of text directions to draw one line as it looks inside its paragraph.
// UAX #9: P2 and P3 (first strong character), L1 and X10 (what surrounds a line counts).

const rightToLeft = /[\u0590-\u08ff\u200f\u202b\u202e\u2067\u061c\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const arabic = /[\u0600-\u07bf\u0860-\u08ff\u061c\ufb50-\ufdff\ufe70-\ufefc\u{10d00}-\u{10d3f}\u{1ee00}-\u{1eeff}]/u;
const joining = /[\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\u0710-\u072f\u0750-\u077f\u07ca-\u07ea\u08a0-\u08c9]/;
const letter = /[\p{L}\p{Nl}]/u;

/** @typedef {'L' | 'R' | 'AL'} Strong */

/** Whether anything in it runs from right to left. @param {string} text */
export function hasRightToLeft(text) {
  return rightToLeft.test(text);
}

/** The strong type of one code point, if it is strong. @param {string} point @returns {Strong | null} */
function strongType(point) {
  if (point === '\u200e') return 'L';
  if (point === '\u200f') return 'R';
  if (point === '\u061c') return 'AL';
  if (!letter.test(point)) return null;
  if (!rightToLeft.test(point)) return 'L';
  return arabic.test(point) ? 'AL' : 'R';
}

/**
 * The direction of a paragraph: that of its first strong character outside isolates, else left to right.
 * @param {string} text
 * @returns {'ltr' | 'rtl'}
 */
export function directionOf(text) {
  let depth = 0;
  for (const point of text) {
    if (point >= '\u2066' && point <= '\u2068') depth += 1;
    else if (point === '\u2069') depth = Math.max(0, depth - 1);
    else if (depth === 0) {
      const strong = strongType(point);
      if (strong) return strong === 'L' ? 'ltr' : 'rtl';
    }
  }
  return 'ltr';
}

/** @type {Record<Strong, string>} */
const marks = { L: '\u200e', R: '\u200f', AL: '\u061c' };

/**
 * A line of a wrapped paragraph, with what makes it look alone as it does inside: marks for the strong characters
 * before and behind it, joiners where a word was broken between letters that join.
 * @param {string} paragraph
 * @param {number} begin
 * @param {number} end
 */
export function lineForDrawing(paragraph, begin, end) {
  let line = paragraph.slice(begin, end);
  if (!hasRightToLeft(paragraph)) return line;
  const open = openControls(paragraph.slice(0, begin));
  if (begin > 0) {
    if (joining.test(paragraph[begin - 1]) && joining.test(paragraph[begin])) line = `\u200d${line}`;
    const before = lastStrong(paragraph.slice(0, begin));
    if (before) line = marks[before] + line;
  }
  if (end < paragraph.length) {
    if (joining.test(paragraph[end - 1]) && joining.test(paragraph[end])) line += '\u200d';
    const behind = firstStrong(paragraph.slice(end));
    // Spaces at a line's end belong to the paragraph (L1); a mark behind them would take them into the line.
    if (behind && !/\s$/.test(line)) line += marks[behind];
  }
  return open + line;
}

/** What began before and goes on (UAX #9, X2 to X7): a line alone must be turned as its paragraph turns it. @param {string} text */
function openControls(text) {
  /** @type {string[]} */
  const open = [];
  for (const point of text) {
    if (/[\u202a\u202b\u202d\u202e\u2066-\u2068]/.test(point)) open.push(point);
    else if (point === '\u202c' && (open.at(-1) ?? '\u2066') < '\u2066') open.pop();
    else if (point === '\u2069') open.length = Math.max(0, open.findLastIndex((control) => control >= '\u2066'));
  }
  return open.slice(0, 125).join(''); // deeper ones have no effect (BD2)
}

/** @param {string} text */
function firstStrong(text) {
  for (const point of text) {
    const strong = strongType(point);
    if (strong) return strong;
  }
  return null;
}

/** @param {string} text */
function lastStrong(text) {
  const points = Array.from(text);
  for (let i = points.length - 1; i >= 0; i -= 1) {
    const strong = strongType(points[i]);
    if (strong) return strong;
  }
  return null;
}
