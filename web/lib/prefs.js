// SPDX-License-Identifier: MIT
// What the person asked of the system: colours, motion, contrast, the kind of pointer.

const queries = /** @type {const} */ ({
  isDark: '(prefers-color-scheme: dark)',
  isReducedMotion: '(prefers-reduced-motion: reduce)',
  isForcedColors: '(forced-colors: active)',
  isTouch: '(pointer: coarse)',
});

/**
 * @param {{ matchMedia: (query: string) => MediaQueryList, changed: () => void }} options
 */
export function createPreferences({ matchMedia, changed }) {
  const lists = Object.fromEntries(Object.entries(queries).map(([name, query]) => [name, matchMedia(query)]));
  for (const list of Object.values(lists)) list.addEventListener('change', changed);
  return {
    get isDark() { return lists.isDark.matches; },
    get isReducedMotion() { return lists.isReducedMotion.matches; },
    get isForcedColors() { return lists.isForcedColors.matches; },
    get isTouch() { return lists.isTouch.matches; },
    destroy() { for (const list of Object.values(lists)) list.removeEventListener('change', changed); },
  };
}
