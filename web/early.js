// SPDX-License-Identifier: MIT
// Runs as soon as the login form is there, long before the rest: a person who is quick (or whose password manager is)
// may submit before anything can log in. lib/login.js finds the mark and goes on from there.

(() => {
  const form = /** @type {HTMLFormElement} */ (document.querySelector('form.parlance-login'));
  try {
    // A reload: the session comes back by itself, and the form would only flash by. lib/keep.js writes this key.
    if (sessionStorage.getItem('parlance:tab:1') !== null) form.hidden = true;
  } catch {
    // Storage is forbidden here: nothing was left behind either.
  }
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return; // lib/login.js is there
    event.preventDefault();
    form.dataset.early = '';
  });
})();
