// SPDX-License-Identifier: MIT
// While nobody looks at the full page, its title and icon tell how much is unread.

/**
 * @param {{
 *   document: Pick<Document, 'hidden' | 'title' | 'addEventListener'>, icon: Pick<HTMLLinkElement, 'href'> | null,
 *   signed: string,
 * }} options `signed`: the address of the icon that says so
 */
export function createUnreadSign({ document, icon, signed }) {
  const { title } = document;
  const plain = icon?.href ?? '';
  let unread = 0;

  function show() {
    const count = document.hidden ? unread : 0;
    const wanted = count > 0 ? `(${count > 99 ? '99+' : count}) ${title}` : title;
    if (document.title !== wanted) document.title = wanted;
    const href = count > 0 ? signed : plain;
    if (icon && icon.href !== href) icon.href = href;
  }
  document.addEventListener('visibilitychange', show);

  return {
    /** @param {{ unread: number }} shown */
    shown(shown) {
      unread = shown.unread;
      show();
    },
  };
}
