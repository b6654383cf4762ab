// SPDX-License-Identifier: MIT
// Login as a real form in the light DOM, where password managers look. A page may bring the form as plain HTML (the
// full page does, so that it is there with the first bytes); otherwise it is made here.

/**
 * @param {Document} document
 * @returns {HTMLFormElement}
 */
function makeForm(document) {
  const make = (/** @type {string} */ tag, /** @type {Record<string, string>} */ attributes, /** @type {(Node | string)[]} */ ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  return /** @type {HTMLFormElement} */ (make('form', { class: 'parlance-login', method: 'post' },
    make('h2', {}, 'Log in'),
    make('p', { class: 'parlance-lead' }, 'With the address and password of your chat account.'),
    make('label', {}, make('span', {}, 'Address'), make('input', {
      name: 'username', type: 'text', inputmode: 'email', autocomplete: 'username', autocapitalize: 'none', autocorrect: 'off',
      spellcheck: 'false', required: '', placeholder: 'name@example.com',
    })),
    make('label', {}, make('span', {}, 'Password'), make('input', {
      name: 'password', type: 'password', autocomplete: 'current-password', required: '',
    })),
    make('label', { class: 'parlance-stay' }, make('input', { name: 'stay', type: 'checkbox' }),
      make('span', {}, 'Stay signed in on this device')),
    make('p', { class: 'parlance-error', role: 'alert' }),
    make('button', { type: 'submit' }, 'Log in'),
    make('p', { class: 'parlance-progress', role: 'status' })));
}

/**
 * @param {{
 *   document: Document, host: HTMLElement, id: string, focusesItself: boolean,
 *   submit: (address: string, password: string, stay: boolean) => void,
 *   report: () => void,
 * }} options `id` is unique in the page; `focusesItself`: the form may take the focus although nobody was in it
 */
export function createLogin({ document, host, id, focusesItself, submit, report }) {
  const stop = new AbortController();
  const own = /** @type {HTMLFormElement | null} */ (host.querySelector(':scope > form.parlance-login'));
  const form = own ?? makeForm(document);
  const pick = (/** @type {string} */ selector) => {
    const element = form.querySelector(selector);
    if (!element) throw new Error(`The login form needs an element that matches ${selector}.`);
    return /** @type {any} */ (element);
  };
  /** @type {HTMLInputElement} */
  const address = pick('input[autocomplete~=username]');
  /** @type {HTMLInputElement} */
  const password = pick('input[autocomplete~=current-password]');
  /** @type {HTMLButtonElement} */
  const button = pick('button');
  /** @type {HTMLElement} */
  const error = pick('[role=alert]');
  /** @type {HTMLElement} */
  const progress = pick('[role=status]');
  /** @type {HTMLInputElement | null} */
  const stay = form.querySelector('input[name=stay]');
  error.id ||= `${id}-error`;
  const problem = document.createElement('button');
  problem.type = 'button';
  problem.className = 'parlance-report';
  problem.textContent = 'Report a problem';
  problem.hidden = true;
  form.append(problem);
  let isBusy = false;
  let wasSubmitted = false;

  function submitted() {
    if (isBusy) return;
    wasSubmitted = true;
    complain('');
    submit(address.value.trim(), password.value, stay?.checked ?? false); // read now: password managers set values without any key
  }

  problem.addEventListener('click', report, { signal: stop.signal });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submitted();
  }, { signal: stop.signal, capture: true });

  /** @param {string} sentence */
  function complain(sentence) {
    if (error.textContent !== sentence) error.textContent = sentence;
    problem.hidden = !sentence;
    for (const field of [address, password]) {
      if (sentence) {
        field.setAttribute('aria-invalid', 'true');
        field.setAttribute('aria-describedby', error.id);
      } else {
        field.removeAttribute('aria-invalid');
        field.removeAttribute('aria-describedby');
      }
    }
  }

  /** @param {boolean} busy @param {string} what is going on */
  function occupy(busy, what) {
    isBusy = busy;
    form.classList.toggle('parlance-busy', busy);
    form.setAttribute('aria-busy', String(busy));
    // Not `disabled`: the focus would be lost.
    button.setAttribute('aria-disabled', String(busy));
    address.readOnly = password.readOnly = busy;
    if (progress.textContent !== what) progress.textContent = what;
  }

  function put() {
    if (form.isConnected) return;
    host.append(form);
  }

  return {
    get isShown() { return form.isConnected && !form.hidden; },
    get isHidden() { return form.hidden; },
    /** A session of before is on its way back: not needed, as far as anybody knows yet. */
    hide() { form.hidden = true; },
    /** Whether a person may ask to stay signed in. @param {boolean} may */
    offerStay(may) { if (stay?.parentElement) stay.parentElement.hidden = !may; },
    /** It cannot be kept. Its place stays: whoever is about to press something below it must not miss that. */
    withdrawStay() { if (stay?.parentElement) stay.parentElement.style.visibility = 'hidden'; },
    /** Whether the person submitted before this module was there; then that counts now. */
    catchUp() {
      if (!('early' in form.dataset)) return;
      delete form.dataset.early;
      submitted();
    },
    /** Fills in what is known, unless the person typed already. @param {string} known */
    suggest(known) { if (known && !address.value) address.value = known; },
    /** A login is under way. @param {string} what */
    work(what) {
      if (!form.isConnected) return;
      complain('');
      occupy(true, what);
    },
    /** The form is (again) what is to be used; a sentence says why. @param {string} sentence */
    show(sentence) {
      const wasGone = !form.isConnected || form.hidden;
      form.hidden = false;
      put();
      occupy(false, '');
      complain(sentence);
      const root = /** @type {Document | ShadowRoot} */ (host.getRootNode());
      const mayFocus = focusesItself || form.contains(root.activeElement) || wasGone;
      if (sentence && wasSubmitted && mayFocus) {
        password.focus({ preventScroll: true });
        password.select();
      }
    },
    /** It worked: the form leaves the page, which is when password managers offer to save. */
    leave() {
      if (!form.isConnected) return;
      form.remove();
      form.hidden = false;
      occupy(false, '');
      complain('');
      password.value = '';
    },
    destroy() {
      stop.abort();
      form.remove();
    },
  };
}
