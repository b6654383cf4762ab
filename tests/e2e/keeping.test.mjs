// SPDX-License-Identifier: MIT
// What the server keeps of what is said is shown, and changed, and what others wrote down of single addresses stays (XEP-0441).

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { patience } from '../../scripts/lib/patience.mjs';
import { matrix } from './support/matrix.mjs';

const mam = 'urn:xmpp:mam:2';

matrix('keeping', (scene, it) => {
  it('what the server keeps is shown and chosen in the own account', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const other = await scene.connect(alice);
    test.after(() => other.stop());
    const { xml } = other;
    const friend = `friend@${scene.domain}`;
    await other.iqSet(xml('prefs', { xmlns: mam, default: 'roster' },
      xml('always', {}, xml('jid', {}, friend)), xml('never')));

    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await page.click('button, [role=button]', `${alice.user}, your account`);
    const chosen = (wanted) => page.until(`"${wanted}" to be chosen`, (name) => {
      const button = parlanceProbe.find('button, [role=radio], [role=button]', name);
      return button && (button.getAttribute('aria-pressed') ?? button.getAttribute('aria-checked') ?? button.getAttribute('aria-current')) === 'true';
    }, [wanted]);
    await chosen('From contacts');
    await page.click('button, [role=radio], [role=button]', 'Nothing');
    await chosen('Nothing');
    const end = Date.now() + patience;
    for (;;) {
      const prefs = await other.iqGet(xml('prefs', { xmlns: mam }), alice.jid);
      if (prefs.attrs.default === 'never') {
        assert.equal(prefs.getChild('always')?.getChildText('jid'), friend);
        break;
      }
      assert.ok(Date.now() < end, `The server keeps ${prefs}.`);
      await delay(100);
    }
    // Nothing is, and it is here all the same.
    await bobPeer.sendChat(alice.jid, 'unwritten');
    await page.click('button, [role=button]', 'Close');
    await page.openChat(bob.name);
    await page.untilArticle('unwritten');
  });
});
