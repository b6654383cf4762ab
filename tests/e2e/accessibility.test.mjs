// SPDX-License-Identifier: MIT
// What a machine can check of accessibility: axe-core finds nothing, and the browser's own accessibility tree holds
// what the contract promises.

import assert from 'node:assert/strict';
import { packageFile } from '../../scripts/lib/paths.mjs';
import { matrix } from './support/matrix.mjs';

const axe = packageFile('axe-core/axe.min.js');

/** Rules that axe could not decide are shown, because a transparent text layer makes some of them undecidable. */
async function audit(test, page, what) {
  await page.page.evaluate(axe);
  const { violations, incomplete } = await page.run(async () => {
    const results = await window.axe.run(document, { resultTypes: ['violations', 'incomplete'] });
    const brief = ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.flat().join(' ')).join('; ')})`;
    return { violations: results.violations.map(brief), incomplete: results.incomplete.map(({ id }) => id) };
  });
  if (incomplete.length > 0) test.diagnostic(`${what}: axe could not decide ${incomplete.join(', ')}`);
  assert.deepEqual(violations, [], what);
}

matrix('accessibility', (scene, it) => {
  it('axe finds nothing on the login form, not even with an error shown', async (test) => {
    const page = await scene.open(test);
    await page.untilLoginForm();
    await audit(test, page, 'login');
    await page.submitLogin('not an address', 'x');
    await page.until('the error', () => parlanceProbe.sentences().length > 0);
    await audit(test, page, 'login with an error');
    const related = await page.run(() => {
      const field = parlanceProbe.find('input[autocomplete~=username]');
      return { invalid: field.getAttribute('aria-invalid'), alerts: parlanceProbe.all('[role=alert]').length };
    });
    assert.ok(related.alerts > 0, 'an error is announced as an alert');
  });

  it('axe finds nothing in roster and conversation', async (test) => {
    const { page, alice, bob, bobPeer } = await scene.openChatWithBob(test);
    await bobPeer.sendChat(alice.jid, 'one with https://example.org/ in it');
    await page.untilArticle('example.org');
    await page.send(bob.name, 'and one of mine');
    await page.untilArticle('and one of mine');
    await audit(test, page, 'conversation');
  });

  it('has one log, named, in a region that names the contact', async (test) => {
    const { page, bob } = await scene.openChatWithBob(test);
    const log = await page.run(() => {
      const element = parlanceProbe.find('[role=log]');
      return {
        name: parlanceProbe.name(element),
        region: parlanceProbe.name(element.closest('section, [role=region]') ?? element),
        logs: parlanceProbe.all('[role=log]').length,
      };
    });
    assert.equal(log.logs, 1);
    assert.notEqual(log.name, '');
    assert.ok(log.region.includes(bob.name), `the region's name "${log.region}" holds ${bob.name}`);
  });
});

matrix('the accessibility tree', (scene, it) => {
  it('holds contact, log, messages and composer', async (test) => {
    const { page, alice, bob, bobPeer } = await scene.openChatWithBob(test);
    await bobPeer.sendChat(alice.jid, 'can you hear this?');
    await page.untilArticle('can you hear this?');
    const tree = await page.page.accessibility.snapshot({ interestingOnly: false });
    const nodes = [];
    const walk = (node) => { nodes.push(node); node.children?.forEach(walk); };
    walk(tree);
    const has = (role, name) => nodes.some((node) => node.role === role && (node.name ?? '').includes(name));
    assert.ok(has('button', bob.name), 'the contact');
    assert.ok(nodes.some((node) => node.role === 'log'), 'the log');
    assert.ok(has('textbox', `Message ${bob.name}`), 'the composer');
    assert.ok(nodes.some((node) => node.role === 'article'), 'a message');
    assert.ok(nodes.some((node) => (node.name ?? '').includes('can you hear this?')), 'its text');
  });
}, { browsers: ['chromium'] }); // only CDP shows the tree
