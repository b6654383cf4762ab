// SPDX-License-Identifier: MIT
// What the core asks about characters, answered by the browser's own Unicode instead of tables in the wasm. Answers equal
// those of utf8proc, which the native program has: tests/wasm compares both for every code point.
// Unicode Standard Annexes #44 (properties), #15 (NFC, NFKC) and #29 (grapheme clusters).

/** In the order of base::Category (src/base/unicode_properties.h); unassigned is what none of them matches. */
const categories = ['Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Mn', 'Mc', 'Me', 'Nd', 'Nl', 'No', 'Pc', 'Pd', 'Ps', 'Pe', 'Pi', 'Pf',
  'Po', 'Sm', 'Sc', 'Sk', 'So', 'Zs', 'Zl', 'Zp', 'Cc', 'Cf', 'Cs', 'Co'].map((name) => new RegExp(`\\p{${name}}`, 'u'));
/** In the order of base::unicode_library::NormalForm (src/base/unicode_library.h). */
const forms = ['NFC', 'NFKC', 'NFKD'];
const defaultIgnorable = /\p{Default_Ignorable_Code_Point}/u;
const unstable = /\p{Changes_When_NFKC_Casefolded}/u;
// Names of one room use few different characters; who sends more only makes this slower.
const mostRemembered = 4096;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** String.fromCodePoint takes arguments, of which there may not be too many. @param {Uint32Array} points */
function textOf(points) {
  let text = '';
  for (let at = 0; at < points.length; at += 4096) text += String.fromCodePoint(...points.subarray(at, at + 4096));
  return text;
}

/** Module.host's part for src/platform/web/unicode_web.cpp. */
export function createUnicode() {
  /** @type {Map<number, number>} */
  const remembered = new Map();

  /** @param {number} point */
  function lookUp(point) {
    const text = String.fromCodePoint(point);
    const category = categories.findIndex((pattern) => pattern.test(text)) + 1;
    return category | (defaultIgnorable.test(text) ? 0x100 : 0) | (text.normalize('NFKC') === text ? 0 : 0x200) |
      (unstable.test(text) ? 0x400 : 0);
  }

  return {
    /**
     * General_Category, and above it one bit each for Default_Ignorable_Code_Point, having another NFKC form and
     * Changes_When_NFKC_Casefolded.
     * @param {number} point
     */
    unicodeProperties(point) {
      let properties = remembered.get(point);
      if (properties === undefined) {
        if (remembered.size >= mostRemembered) remembered.clear();
        properties = lookUp(point);
        remembered.set(point, properties);
      }
      return properties;
    },

    /** Simple_Lowercase_Mapping: of the only one that becomes two, U+0130, the first. @param {number} point */
    unicodeLower(point) { return /** @type {number} */ (String.fromCodePoint(point).toLowerCase().codePointAt(0)); },

    /** The decomposition of a code point if it is a single one, else the code point. @param {number} point */
    unicodeDecomposed(point) {
      const [first, ...more] = String.fromCodePoint(point).normalize('NFKD');
      return more.length === 0 ? /** @type {number} */ (first.codePointAt(0)) : point;
    },

    /**
     * A normal form, written to `out` if it has room.
     * @param {Uint32Array} points
     * @param {number} form its place in `forms`
     * @param {Uint32Array} out
     * @returns {number} how long it is
     */
    unicodeNormalise(points, form, out) {
      const normal = Array.from(textOf(points).normalize(forms[form]),
        (character) => /** @type {number} */ (character.codePointAt(0)));
      if (normal.length <= out.length) out.set(normal);
      return normal.length;
    },

    /**
     * Marks with 1 the code points that begin a grapheme cluster; the others it leaves alone.
     * @param {Uint32Array} points
     * @param {Uint8Array} starts
     */
    unicodeClusters(points, starts) {
      let at = 0;
      for (const { segment } of segmenter.segment(textOf(points))) {
        starts[at] = 1;
        for (const _ of segment) at += 1;
      }
    },
  };
}
