// SPDX-License-Identifier: MIT
// Mouse, wheel and touch: hover and scrolling go to the core as coordinates, presses as the item that was pressed.

import { shownScale } from './shown_scale.js';

const lineHeight = 21; // CSS px of a wheel "line"
const slop = 8; // CSS px a finger may stray and still press
const decayMs = 325;
const gesturePauseMs = 250; // a wheel that rests as long begins anew
const slowest = 0.02; // CSS px per ms at which a flung list stands still

/**
 * @typedef {{ id: string, canPress: boolean, hasMenu: boolean, isWords: boolean }} Target `isWords`: of a message, to be selected
 * @typedef {object} Hands
 * @property {(x: number, y: number) => void} moved
 * @property {() => void} left
 * @property {(x: number, y: number, dx: number, dy: number) => boolean} scrolled positive dy = towards newer messages;
 *   answers whether anything moves
 * @property {(id: string, isSecondary: boolean) => void} activate
 * @property {(x: number, y: number) => void} pressed where no element of the layer was hit
 */

/**
 * @param {{
 *   root: HTMLElement, targetOf: (event: Event) => Target | null, hands: Hands, now: () => number,
 *   requestAnimationFrame: (work: () => void) => number, cancelAnimationFrame: (frame: number) => void,
 *   hasSelection: () => boolean,
 * }} options `root` fills the host; coordinates count from its top left corner
 */
export function createPointer({ root, targetOf, hands, now, requestAnimationFrame, cancelAnimationFrame, hasSelection }) {
  const stop = new AbortController();
  const { signal } = stop;
  /** The finger that scrolls. @type {{ id: number, x: number, y: number, at: number, speed: number, isScroll: boolean } | null} */
  let finger = null;
  let glide = 0;
  let wasScroll = false;
  /** The wheel's turn that goes on. What began here does not run on into the page around when it reaches the end. */
  let turn = { at: -Infinity, isOurs: false };

  /** @param {MouseEvent} event @returns {[number, number]} */
  function place(event) {
    const { left, top, x, y } = shownScale(root);
    return [(event.clientX - left) / x, (event.clientY - top) / y];
  }

  /** Controls scroll and select by themselves. @param {Event} event */
  function isControl(event) {
    const [first] = event.composedPath();
    return first instanceof Element && first.closest('textarea, input, form') !== null;
  }

  let isOnWords = false; // the mouse was pressed there

  /**
   * While the mouse drags over words, what lies beside and below a text belongs to it (parlance.css): over the canvas browsers
   * would not know where the selection ends.
   * @param {boolean} is
   */
  function drag(is) { root.classList.toggle('selecting', is && isOnWords); }

  function stopGlide() {
    if (glide !== 0) cancelAnimationFrame(glide);
    glide = 0;
  }

  /** @param {number} x @param {number} y @param {number} speed CSS px per ms, towards newer messages */
  function fling(x, y, speed) {
    let last = now();
    const step = () => {
      const time = now();
      const elapsed = Math.min(50, time - last);
      last = time;
      hands.scrolled(x, y, 0, speed * elapsed);
      speed *= Math.exp(-elapsed / decayMs);
      glide = Math.abs(speed) > slowest ? requestAnimationFrame(step) : 0;
    };
    glide = requestAnimationFrame(step);
  }

  /** @param {string} type @param {(event: any) => void} listener @param {AddEventListenerOptions} [options] */
  function on(type, listener, options) {
    root.addEventListener(type, listener, { ...options, signal });
  }

  on('pointermove', (/** @type {PointerEvent} */ event) => {
    const [x, y] = place(event);
    if (event.pointerType !== 'touch') {
      hands.moved(x, y);
      drag((event.buttons & 1) === 1);
      return;
    }
    if (!finger || finger.id !== event.pointerId) return;
    const dy = finger.y - y;
    if (!finger.isScroll && Math.abs(dy) < slop) return;
    finger.isScroll = true;
    const time = now();
    const elapsed = Math.max(1, time - finger.at);
    finger.speed = 0.6 * (dy / elapsed) + 0.4 * finger.speed;
    finger.x = x;
    finger.y = y;
    finger.at = time;
    hands.scrolled(x, y, 0, dy);
  });
  on('pointerdown', (/** @type {PointerEvent} */ event) => {
    stopGlide();
    wasScroll = false;
    if (event.pointerType !== 'touch') isOnWords = event.button === 0 && targetOf(event)?.isWords === true;
    if (event.pointerType !== 'touch' || isControl(event)) return;
    const [x, y] = place(event);
    finger = { id: event.pointerId, x, y, at: now(), speed: 0, isScroll: false };
  });
  on('pointerup', (/** @type {PointerEvent} */ event) => {
    if (!finger || finger.id !== event.pointerId) return;
    wasScroll = finger.isScroll;
    const rested = now() - finger.at > 100;
    if (finger.isScroll && !rested && Math.abs(finger.speed) > slowest) fling(finger.x, finger.y, finger.speed);
    finger = null;
  });
  on('pointercancel', () => { finger = null; });
  for (const type of ['pointerup', 'pointercancel']) {
    root.ownerDocument.addEventListener(type, () => {
      isOnWords = false;
      drag(false);
    }, { signal });
  }
  on('pointerleave', (/** @type {PointerEvent} */ event) => {
    if (event.pointerType !== 'touch') hands.left();
  });
  on('wheel', (/** @type {WheelEvent} */ event) => {
    if (event.ctrlKey || isControl(event)) return; // zoom; a control that scrolls itself
    stopGlide();
    const [x, y] = place(event);
    const isPixels = event.deltaMode === 0; // of the page
    const factor = event.deltaMode === 1 ? lineHeight : root.clientHeight * 0.9;
    const scale = shownScale(root);
    const isTaken = hands.scrolled(x, y, event.deltaX * (isPixels ? 1 / scale.x : factor), event.deltaY * (isPixels ? 1 / scale.y : factor));
    const goesOn = now() - turn.at < gesturePauseMs;
    turn = { at: now(), isOurs: isTaken || (goesOn && turn.isOurs) };
    if (turn.isOurs) event.preventDefault();
  }, { passive: false });
  on('click', (/** @type {MouseEvent} */ event) => {
    if (wasScroll) { // the end of a scroll is no press
      wasScroll = false;
      event.preventDefault();
      return;
    }
    if (isControl(event)) return;
    const target = targetOf(event);
    if (target?.canPress) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a link into another tab, a longer selection
      event.preventDefault();
      hands.activate(target.id, false);
    } else if (!target && !hasSelection()) {
      hands.pressed(...place(event));
    }
  });
  on('contextmenu', (/** @type {MouseEvent} */ event) => {
    if (isControl(event) || hasSelection()) return;
    const target = targetOf(event);
    if (!target?.hasMenu) return;
    event.preventDefault();
    hands.activate(target.id, true);
  });

  return {
    destroy() {
      stop.abort();
      stopGlide();
      drag(false);
      finger = null;
    },
  };
}
