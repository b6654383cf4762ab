// SPDX-License-Identifier: MIT
// The full page: merely the first embedder of <parlance-chat>. Repeats its status on <html>, opens the conversation
// that the page's address names, and lets password managers see that the login worked.

import './parlance.js';
import { addressOf } from './lib/settings.js';

/** @type {any} */
const chat = document.querySelector('parlance-chat');
const { handle } = chat;

function statusChanged() {
  const { status } = handle;
  document.documentElement.dataset.status = status;
  // A navigation within the page after the form left tells password managers that the login worked.
  if (status === 'online') history.replaceState(history.state, '', location.href);
}

function openAddress() {
  const wanted = addressOf(location.hash);
  if (wanted) handle.open(wanted.address, { join: wanted.join });
}

handle.addEventListener('status', statusChanged);
statusChanged();
addEventListener('hashchange', openAddress);
openAddress();
