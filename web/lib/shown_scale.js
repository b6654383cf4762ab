// SPDX-License-Identifier: MIT
// Rectangles and coordinates of the page are in its px; an element whose ancestor is zoomed or scaled has px of its own,
// in which everything here is laid out and drawn. What comes from the page is divided by this. CSSOM View 2, zoom and
// transforms.

/**
 * Where an element is shown, and how large one px of its own is there.
 * @param {HTMLElement} element
 */
export function shownScale(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  // Own sizes are rounded: what differs by that only is not scaled.
  const ratio = (/** @type {number} */ shown, /** @type {number} */ own) => (own > 0 && Math.abs(shown - own) > 0.5 ? shown / own : 1);
  return { left, top, x: ratio(width, element.offsetWidth), y: ratio(height, element.offsetHeight) };
}
