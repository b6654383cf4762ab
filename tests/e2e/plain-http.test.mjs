// SPDX-License-Identifier: MIT
// A page on an intranet without TLS: browsers keep crypto.subtle, crypto.randomUUID and Web Locks from it.

import assert from 'node:assert/strict';
import { intranetHost } from '../../scripts/lib/browser.mjs';
import { matrix } from './support/matrix.mjs';

matrix('plain HTTP', (scene, it) => {
  it('trap 36: a page without crypto.subtle logs in and chats all the same', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    scene.resetConfig({ ...(scene.transport === 'bosh' ? { bosh_url: '/http-bind' } : { websocket_url: '/xmpp-websocket' }), allow_insecure: true });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test, { host: intranetHost });
    assert.deepEqual(await page.run(() => [isSecureContext, typeof crypto.subtle, typeof crypto.randomUUID, typeof navigator.locks]),
      [false, 'undefined', 'undefined', 'undefined']);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.send(bob.name, 'from an intranet');
    await bobPeer.message('from an intranet');
  });
});
