// SPDX-License-Identifier: MIT
// The text engine: the DOM breaks lines, Canvas 2D measures and draws them. What a line looks like here is what the
// same text looks like in the DOM layer above the canvas.

import { directionOf, hasRightToLeft, lineForDrawing } from './bidi.js';
import { createLineBreaker } from './line_breaker.js';
import { clusterEnds, shown, utf16Offset, utf8Length, visibleEnd } from './text_source.js';

// In the order of base::TextStyle; the classes t-NAME of parlance.css give them their fonts.
export const styleNames = /** @type {const} */ ([
  'body', 'body-strong', 'small', 'small-strong', 'meta', 'meta-strong', 'title', 'display', 'emoji', 'avatar', 'code',
]);

const directions = /** @type {const} */ (['auto', 'ltr', 'rtl']); // in the order of base::TextDirection

/**
 * One visual line, in UTF-16 offsets and CSS px. `end` is behind the white space that hangs at its end and has no width.
 * @typedef {{ begin: number, end: number, x: number, y: number, width: number, isRtl: boolean, parts: Part[] }} Line
 *
 * What stands between two tabs of a line: `x` from the line's left, `drawn` what the canvas draws for it.
 * @typedef {{ begin: number, end: number, x: number, drawn: string | null }} Part
 *
 * @typedef {object} Layout
 * @property {string} text as shown
 * @property {number} style
 * @property {number} width to wrap at; 0 = not wrapped
 * @property {number} maxLines
 * @property {'auto' | 'ltr' | 'rtl'} direction
 * @property {Line[]} lines
 * @property {number} inkWidth of the widest line
 * @property {number} height
 * @property {boolean} isRtl of the first paragraph
 * @property {boolean} isTruncated
 *
 * @typedef {object} StyleFacts
 * @property {string} font for measuring and drawing
 * @property {number} size
 * @property {number} lineHeight
 * @property {number} baseline from the line box's top
 * @property {number} glyphBottom of a range's rectangle, from the line box's top
 */

// LIMIT: layouts nobody holds any more are kept for so many texts, because conversations are opened again.
const maxIdle = 3000;
const frameBudgetMs = 4;
const frameLines = 6; // on a busy machine the clock alone would allow one
const minScratch = 256;
const sample = 'Hamburgefonstiv 123 \u{1f469}\u{1f3fd}\u200d\u{1f680}\u{1f600}';

/**
 * @param {{
 *   document: Document, container: Element | ShadowRoot, fonts: EventTarget | undefined, now: () => number,
 *   context: () => WebGL2RenderingContext | null, changed: () => void,
 * }} options `container` has parlance.css; `changed` hears of fonts that came in late
 */
export function createTextEngine({ document, container, fonts, now, context, changed }) {
  const breaker = createLineBreaker({ document, container });
  /** @type {StyleFacts[]} */
  let styles = [];
  /** @type {Map<string, Layout>} */
  let byKey = new Map();
  /** @type {Map<number, Layout>} */
  const byId = new Map();
  let nextId = 1;
  let scale = 1;
  let rastered = 0; // lines of this frame, and the time they took
  let spentMs = 0;

  // CPU-backed: uploading from it needs no readback from the GPU.
  const scratch = document.createElement('canvas');
  const pen = /** @type {CanvasRenderingContext2D} */ (scratch.getContext('2d', { willReadFrequently: true }));
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
  let rulerFont = '';
  // What one px of the fonts below is in CSS px. Engines differ in which size makes canvas and DOM round alike.
  let unit = 1;

  probe();

  function probe() {
    const probes = breaker.probe(styleNames.map((name) => `t t-${name}`), sample);
    const off = (/** @type {number} */ factor) => probes.reduce((sum, { weight, size, family, sampleWidth }) => {
      ruler.font = `${weight} ${size * factor}px ${family}`;
      return sum + Math.abs(ruler.measureText(sample).width / factor - sampleWidth);
    }, 0);
    unit = off(scale) <= off(1) + 0.05 ? 1 / scale : 1;
    styles = probes.map((facts) => ({ ...facts, font: `${facts.weight} ${facts.size / unit}px ${facts.family}` }));
    rulerFont = '';
  }

  /** @param {Event} event */
  function fontsLoaded(event) {
    if ('fontfaces' in event && Array.isArray(event.fontfaces) && event.fontfaces.length === 0) return;
    forget();
    changed();
  }
  fonts?.addEventListener('loadingdone', fontsLoaded);

  function forget() {
    byKey = new Map();
    probe();
  }

  /** @param {number} style @param {string} text */
  function measure(style, text) {
    if (rulerFont !== styles[style].font) ruler.font = rulerFont = styles[style].font;
    return ruler.measureText(text).width * unit;
  }

  /** @param {string} text @param {number} style @param {number} width @param {number} maxLines @param {string} direction */
  function keyOf(text, style, width, maxLines, direction) {
    return `${style}|${width}|${maxLines}|${direction}|${text}`;
  }

  /**
   * @param {string} text @param {number} style @param {number} width @param {number} maxLines
   * @param {'auto' | 'ltr' | 'rtl'} direction
   * @returns {Layout}
   */
  function layOut(text, style, width, maxLines, direction) {
    const { lineHeight, size } = styles[style];
    /** @type {Layout} */
    const layout = {
      text, style, width, maxLines, direction, lines: [], inkWidth: 0, height: 0, isRtl: false, isTruncated: false,
    };
    // A long text of which a few lines are wanted is not laid out as a whole.
    const enough = maxLines > 0 && width > 0 ? Math.ceil((width * maxLines * 8) / size) + 80 : Infinity;
    const source = text.length > enough ? text.slice(0, enough) : text;
    if (!fitsOneLine(layout, source)) {
      const paragraphs = paragraphsOf(source, direction);
      layout.lines = maxLines === 1 ? firstLine(layout, source, paragraphs[0]) : breaker.lines(source, paragraphs, {
        className: `t t-${styleNames[style]}`, width, lineHeight, glyphBottom: styles[style].glyphBottom, size, direction,
      });
      if (maxLines > 0 && (layout.lines.length > maxLines || source !== text)) truncate(layout, source);
    }
    for (const line of layout.lines) layout.inkWidth = Math.max(layout.inkWidth, line.width);
    // Lines that run from right to left stand at the right end of the width they were wrapped at.
    for (const line of layout.lines) line.x = line.isRtl ? (width || layout.inkWidth) - line.width : 0;
    layout.height = layout.lines.length * lineHeight;
    layout.isRtl = layout.lines[0]?.isRtl ?? false;
    return layout;
  }

  /** Most texts are one short line: canvas and DOM agree about its width. @param {Layout} layout @param {string} source */
  function fitsOneLine(layout, source) {
    if (source.length > 1000 || /[\n\t]/.test(source)) return false;
    const drawn = source.slice(0, visibleEnd(source, 0, source.length));
    const width = drawn === '' ? 0 : measure(layout.style, drawn);
    // Close calls are the DOM's to decide.
    if (layout.width > 0 && width > layout.width - (layout.maxLines === 1 ? 0 : 0.5)) return false;
    const isRtl = (layout.direction === 'auto' ? directionOf(drawn) : layout.direction) === 'rtl';
    layout.lines = [wholeLine(0, source.length, drawn, width, isRtl)];
    return true;
  }

  /** @param {Layout} layout @param {string} source @param {Paragraph} paragraph @returns {Line[]} */
  function firstLine(layout, source, { end, isRtl }) {
    const drawn = source.slice(0, visibleEnd(source, 0, end));
    const line = wholeLine(0, end, drawn, measure(layout.style, drawn), isRtl);
    // A second entry says that there is more.
    return layout.width > 0 && line.width > layout.width || end < source.length ? [line, line] : [line];
  }

  /** Cuts to maxLines; the last one ends in an ellipsis. @param {Layout} layout @param {string} source */
  function truncate(layout, source) {
    layout.isTruncated = true;
    layout.lines = layout.lines.slice(0, layout.maxLines);
    const last = layout.lines[layout.lines.length - 1];
    const newline = source.indexOf('\n', last.begin);
    const part = last.parts.pop() ?? { begin: last.begin, end: last.end, x: 0, drawn: null };
    const room = layout.width - part.x;
    const rest = source.slice(part.begin, newline < 0 ? undefined : newline).slice(0, 2000);
    const ends = [0, ...clusterEnds(rest)];
    let low = 0;
    let high = ends.length - 1;
    const cut = (/** @type {number} */ at) => `${rest.slice(0, ends[at]).replace(/\s+$/, '')}…`;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (layout.width === 0 || measure(layout.style, cut(middle)) <= room) low = middle;
      else high = middle - 1;
    }
    part.drawn = cut(low);
    last.parts.push(part);
    last.width = part.x + measure(layout.style, part.drawn);
    last.end = Math.min(source.length, part.begin + ends[low]);
  }

  /** What the canvas draws for a part of a line. @param {Layout} layout @param {Part} part */
  function drawnOf({ text }, part) {
    if (part.drawn === null) {
      if (hasRightToLeft(text)) {
        const begin = text.lastIndexOf('\n', part.begin - 1) + 1;
        const newline = text.indexOf('\n', part.begin);
        const paragraph = text.slice(begin, newline < 0 ? undefined : newline);
        part.drawn = lineForDrawing(paragraph, part.begin - begin, part.end - begin);
      } else {
        part.drawn = text.slice(part.begin, part.end);
      }
    }
    return part.drawn;
  }

  /** @param {number} id */
  function get(id) {
    const layout = byId.get(id);
    if (!layout) throw new Error(`There is no layout ${id}.`);
    return layout;
  }

  return {
    /** Device px per CSS px. @param {number} value */
    setScale(value) {
      if (value === scale) return;
      scale = value;
      forget();
    },
    /** The budget of a frame begins. */
    beginFrame() {
      rastered = 0;
      spentMs = 0;
    },
    /** @param {number} style */
    facts(style) { return styles[style]; },

    /**
     * @param {string} raw @param {number} style @param {number} width @param {number} maxLines @param {number} direction
     * @returns {{ id: number, layout: Layout }}
     */
    layout(raw, style, width, maxLines, direction) {
      const text = shown(raw);
      const key = keyOf(text, style, width, maxLines, directions[direction]);
      let layout = byKey.get(key);
      if (!layout) {
        layout = layOut(text, style, width, maxLines, directions[direction]);
        byKey.set(key, layout);
        if (byKey.size > maxIdle) for (const old of byKey.keys()) {
          byKey.delete(old);
          if (byKey.size <= maxIdle * 0.75) break;
        }
      }
      const id = nextId++;
      byId.set(id, layout);
      return { id, layout };
    },
    /** @param {number} id */
    release(id) { byId.delete(id); },

    /**
     * The layout that the core made of a text, for whoever must show the same lines.
     * @param {string} raw @param {number} style @param {number} width @param {number} maxLines @param {'auto' | 'ltr' | 'rtl'} direction
     */
    find(raw, style, width, maxLines, direction) {
      return byKey.get(keyOf(shown(raw), style, Math.fround(width), maxLines, direction));
    },

    /** Lines with byte offsets. @param {number} id */
    lines(id) {
      const layout = get(id);
      const { lineHeight, baseline } = styles[layout.style];
      let at = 0;
      let bytes = 0;
      return layout.lines.map((line) => {
        bytes += utf8Length(layout.text, at, line.begin);
        const begin = bytes;
        bytes += utf8Length(layout.text, line.begin, line.end);
        at = line.end;
        return { ...line, begin, end: bytes, height: lineHeight, baseline };
      });
    },

    /** Whether the budget of this frame allows another line. */
    hasTime() { return rastered < frameLines || spentMs < frameBudgetMs; },

    /**
     * Draws a line into a texture: all in device px. @param {number} id @param {number} index
     * @param {number} colour 0xRRGGBBAA @param {WebGLTexture} texture @param {number} x @param {number} y
     * @param {number} width @param {number} height @param {number} originX @param {number} originY
     */
    raster(id, index, colour, texture, x, y, width, height, originX, originY) {
      const gl = context();
      if (!gl) return;
      const start = now();
      const layout = get(id);
      const line = layout.lines[index];
      if (scratch.width < width) scratch.width = Math.max(minScratch, 2 ** Math.ceil(Math.log2(width)));
      if (scratch.height < height) scratch.height = 2 ** Math.ceil(Math.log2(height));
      const zoom = scale * unit;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, width, height);
      pen.setTransform(zoom, 0, 0, zoom, originX, originY);
      pen.font = styles[layout.style].font;
      pen.direction = line.isRtl ? 'rtl' : 'ltr';
      pen.textAlign = 'left';
      pen.textBaseline = 'alphabetic';
      pen.fillStyle = `#${colour.toString(16).padStart(8, '0')}`;
      for (const part of line.parts) pen.fillText(drawnOf(layout, part), part.x / unit, 0);

      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, null);
      gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
      gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, 0);
      gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 0);
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false); // the shader blends straight alpha
      gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, x, y, width, height, gl.RGBA, gl.UNSIGNED_BYTE, scratch);
      rastered += 1;
      spentMs += now() - start;
    },

    /** The byte offset nearest to a point. @param {number} id @param {number} x @param {number} y */
    hit(id, x, y) {
      const layout = get(id);
      const { lineHeight } = styles[layout.style];
      const line = layout.lines[Math.max(0, Math.min(layout.lines.length - 1, Math.floor(y / lineHeight)))];
      if (!line) return 0;
      const text = layout.text.slice(line.begin, line.end);
      let best = 0;
      let nearest = Infinity;
      for (const end of [0, ...clusterEnds(text)]) {
        const width = measure(layout.style, text.slice(0, end));
        const place = line.isRtl ? line.x + line.width - width : line.x + width;
        if (Math.abs(place - x) < nearest) {
          nearest = Math.abs(place - x);
          best = end;
        }
      }
      return utf8Length(layout.text, 0, line.begin + best);
    },

    /**
     * Rectangles that a byte range covers. @param {number} id @param {number} begin @param {number} end
     * @returns {{ x: number, y: number, width: number, height: number }[]}
     */
    selection(id, begin, end) {
      const layout = get(id);
      const { lineHeight } = styles[layout.style];
      const from = utf16Offset(layout.text, begin);
      const to = utf16Offset(layout.text, end);
      return layout.lines.filter((line) => line.begin < to && line.end > from).map((line) => {
        const before = measure(layout.style, layout.text.slice(line.begin, Math.max(line.begin, from)));
        const width = measure(layout.style, layout.text.slice(Math.max(line.begin, from), Math.min(line.end, to)));
        const x = line.isRtl ? line.x + line.width - before - width : line.x + before;
        return { x, y: line.y, width, height: lineHeight };
      });
    },

    /** Layouts that the core holds. */
    get held() { return byId.size; },

    destroy() {
      fonts?.removeEventListener('loadingdone', fontsLoaded);
      breaker.destroy();
      byKey.clear();
      byId.clear();
      scratch.width = scratch.height = 0;
    },
  };
}

/** A line without tabs. @param {number} begin @param {number} end @param {string} drawn @param {number} width @param {boolean} isRtl @returns {Line} */
function wholeLine(begin, end, drawn, width, isRtl) {
  return { begin, end, x: 0, y: 0, width, isRtl, parts: [{ begin, end: begin + drawn.length, x: 0, drawn }] };
}

/** @typedef {{ begin: number, end: number, isRtl: boolean }} Paragraph */

/** @param {string} text @param {'auto' | 'ltr' | 'rtl'} direction @returns {Paragraph[]} */
function paragraphsOf(text, direction) {
  /** @type {Paragraph[]} */
  const paragraphs = [];
  let begin = 0;
  for (const paragraph of text.split('\n')) {
    const own = direction === 'auto' ? directionOf(paragraph) : direction;
    paragraphs.push({ begin, end: begin + paragraph.length, isRtl: own === 'rtl' });
    begin += paragraph.length + 1;
  }
  // A line break at the very end begins no new line.
  if (paragraphs.length > 1 && paragraphs[paragraphs.length - 1].begin === text.length) paragraphs.pop();
  return paragraphs;
}
