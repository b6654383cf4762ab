// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLifecycle } from '../lib/lifecycle.js';

function setUp() {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { hidden: false });
  /** @type {string[]} */
  const heard = [];
  const lifecycle = createLifecycle({
    window, document,
    events: {
      leaving: (isGoing) => heard.push(isGoing ? 'going' : 'leaving'), stayed: () => heard.push('stayed'), frozen: () => heard.push('frozen'), woke: () => heard.push('woke'),
      visible: (is) => heard.push(is ? 'visible' : 'hidden'), network: (is) => heard.push(is ? 'online' : 'offline'),
    },
  });
  const fire = (/** @type {EventTarget} */ target, /** @type {string} */ type, more = {}) => {
    target.dispatchEvent(Object.assign(new Event(type), more));
    return heard.splice(0);
  };
  const hide = (/** @type {boolean} */ is) => { document.hidden = is; return fire(document, 'visibilitychange'); };
  return { window, document, fire, hide, lifecycle };
}

test('trap 15: a page that hides may end, and what it kept is dropped when it comes back', () => {
  const { hide } = setUp();
  assert.deepEqual(hide(true), ['hidden', 'leaving']);
  assert.deepEqual(hide(false), ['stayed', 'visible']);
});

test('nothing more is said once the page goes', () => {
  const { window, fire, hide } = setUp();
  assert.deepEqual(fire(window, 'pagehide'), ['going']);
  assert.deepEqual(hide(true), []);
});

test('a page out of the back-forward cache and a thawed one slept', () => {
  const { window, document, fire, hide } = setUp();
  assert.deepEqual(fire(window, 'pageshow', { persisted: false }), []);
  fire(window, 'pagehide');
  assert.deepEqual(fire(window, 'pageshow', { persisted: true }), ['stayed', 'woke']);
  assert.deepEqual(hide(true), ['hidden', 'leaving'], 'it lives again');
  assert.deepEqual(fire(document, 'freeze'), ['frozen', 'leaving']);
  assert.deepEqual(fire(document, 'resume'), ['stayed', 'woke']);
});

test('the network comes and goes', () => {
  const { window, fire } = setUp();
  assert.deepEqual(fire(window, 'offline'), ['offline']);
  assert.deepEqual(fire(window, 'online'), ['online']);
});

test('destroy leaves no listener', () => {
  const { window, fire, hide, lifecycle } = setUp();
  lifecycle.destroy();
  assert.deepEqual([...fire(window, 'pagehide'), ...hide(true)], []);
});
