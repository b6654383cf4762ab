// SPDX-License-Identifier: MIT
// The full page: merely the first embedder of <parlance-chat>. Repeats its status on <html>, keeps the page's address,
// title and icon in step with what is shown, and lets password managers see that the login worked.

import './parlance.js';
import { createAddressBar } from './lib/address_bar.js';
import { createUnreadSign } from './lib/unread_sign.js';

/** @type {any} */
const chat = document.querySelector('parlance-chat');
const { handle } = chat;
const addressBar = createAddressBar({ window, chat: handle, isNarrow: () => chat.clientWidth < 720 }); // see ui/ui.cpp
const unreadSign = createUnreadSign({
  document, icon: /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel=icon]')),
  signed: new URL('favicon-unread.svg', document.baseURI).href,
});

function statusChanged() {
  const { status } = handle;
  document.documentElement.dataset.status = status;
  // A navigation within the page after the form left tells password managers that the login worked.
  if (status === 'online') history.replaceState(history.state, '', location.href);
}

handle.addEventListener('status', statusChanged);
statusChanged();
handle.addEventListener('shown', (/** @type {CustomEvent} */ { detail }) => {
  addressBar.shown(detail);
  unreadSign.shown(detail);
});
