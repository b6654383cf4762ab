// SPDX-License-Identifier: MIT
// The canvas: its WebGL2 context, its size in device pixels, loss and return of the context.

import { shownScale } from './shown_scale.js';

/**
 * @typedef {{ width: number, height: number, scale: number, deviceWidth: number, deviceHeight: number }} Size
 *   width and height in the element's own CSS px, fractions included, so that width * scale is exactly deviceWidth
 */

const attributes = /** @type {const} */ ({
  alpha: false, antialias: false, depth: false, stencil: false, premultipliedAlpha: true, preserveDrawingBuffer: false,
  powerPreference: 'low-power',
});

/**
 * @param {{
 *   canvas: HTMLCanvasElement, box: HTMLElement, ResizeObserver: typeof ResizeObserver,
 *   window: Pick<Window, 'devicePixelRatio' | 'matchMedia'>,
 *   resized: () => void, lost: () => void, restored: () => void,
 * }} options `box` is the element whose content box the canvas fills
 */
export function createSurface({ canvas, box, ResizeObserver, window, resized, lost, restored }) {
  const context = /** @type {WebGL2RenderingContext | null} */ (canvas.getContext('webgl2', attributes));
  let isLost = context?.isContextLost() ?? true;
  let own = ownSize();
  /** @type {Size} */
  let size = measured(own, undefined);

  /** Until the observer says it exactly. */
  function ownSize() {
    const { width, height } = box.getBoundingClientRect();
    const { x, y } = shownScale(box);
    return { width: width / x, height: height / y };
  }

  /** @param {{ width: number, height: number }} css @param {{ width: number, height: number } | undefined} device */
  function measured(css, device) {
    // An ancestor may be zoomed, which makes the letters larger; one that is scaled only enlarges the picture of them.
    const scale = (window.devicePixelRatio || 1) * (/** @type {any} */ (box).currentCSSZoom ?? 1);
    // The exact size settles which way a fraction rounds. Emulated ratios (developer tools) do not reach it.
    const isExact = device !== undefined && Math.abs(device.width - css.width * scale) < 1.5
      && Math.abs(device.height - css.height * scale) < 1.5;
    const deviceWidth = Math.max(1, Math.round(isExact ? device.width : css.width * scale));
    const deviceHeight = Math.max(1, Math.round(isExact ? device.height : css.height * scale));
    return { width: deviceWidth / scale, height: deviceHeight / scale, scale, deviceWidth, deviceHeight };
  }

  /** @param {Size} next */
  function become(next) {
    const isSame = next.deviceWidth === size.deviceWidth && next.deviceHeight === size.deviceHeight && next.scale === size.scale;
    size = next;
    if (!isSame) resized();
  }

  const observer = new ResizeObserver((entries) => {
    const entry = entries[entries.length - 1];
    const device = entry.devicePixelContentBoxSize?.[0]; // Safari does not have it
    own = entry.contentRect;
    become(measured(own, device && { width: device.inlineSize, height: device.blockSize }));
  });
  try {
    observer.observe(box, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(box);
  }

  // A move to another monitor changes the ratio without changing the size in CSS px.
  /** @type {MediaQueryList | undefined} */
  let resolution;
  function watchResolution() {
    resolution?.removeEventListener('change', resolutionChanged);
    resolution = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    resolution.addEventListener('change', resolutionChanged);
  }
  function resolutionChanged() {
    watchResolution();
    become(measured(own, undefined));
  }
  watchResolution();

  /** @param {Event} event */
  function contextLost(event) {
    event.preventDefault(); // otherwise it never comes back
    isLost = true;
    lost();
  }
  function contextRestored() {
    isLost = false;
    restored();
  }
  canvas.addEventListener('webglcontextlost', contextLost);
  canvas.addEventListener('webglcontextrestored', contextRestored);

  return {
    /** The context, unless there is none or it is lost. */
    get context() { return isLost ? null : context; },
    get size() { return size; },
    /** Gives the canvas its size; right before drawing, because it clears it. */
    fit() {
      if (canvas.width !== size.deviceWidth) canvas.width = size.deviceWidth;
      if (canvas.height !== size.deviceHeight) canvas.height = size.deviceHeight;
      canvas.style.width = `${size.width}px`;
      canvas.style.height = `${size.height}px`;
    },
    destroy() {
      observer.disconnect();
      resolution?.removeEventListener('change', resolutionChanged);
      canvas.removeEventListener('webglcontextlost', contextLost);
      canvas.removeEventListener('webglcontextrestored', contextRestored);
      // Browsers keep about sixteen contexts; waiting for the garbage collector would cost another page its own.
      context?.getExtension('WEBGL_lose_context')?.loseContext();
      isLost = true;
    },
  };
}
