// SPDX-License-Identifier: MIT
// The server is told when nobody looks (XEP-0352): when the page is hidden and shown, after a login and after a
// resumption while it is hidden. On every server version, over one transport or the other.

import assert from 'node:assert/strict';
import { recordFrames } from './support/frames.mjs';
import { everyVersion } from './support/matrix.mjs';

const inactive = "<inactive xmlns='urn:xmpp:csi:0'/>";
const active = "<active xmlns='urn:xmpp:csi:0'/>";

everyVersion('client state', (scene, it) => {
  it('is told', async (test) => {
    const { alice, bob } = await scene.pair();
    const page = await scene.open(test, { expected: [/websocket/i] });
    const frames = await recordFrames(page);
    const said = () => {
      const text = frames.sent.splice(0).filter((frame) => !frame.includes('<authenticate')).join('');
      return (text.match(/<(?:in)?active xmlns='urn:xmpp:csi:0'\/>/g) ?? []);
    };
    const untilSaid = async (what) => {
      const heard = [];
      await page.untilOutside(what, () => {
        heard.push(...said());
        return heard.includes(what);
      });
      assert.deepEqual(heard, [what]);
    };
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await page.untilQuiet();
    assert.deepEqual(said(), [], 'every stream begins active');

    const other = await page.context.newPage();
    await other.bringToFront();
    await page.until('the page to be hidden', () => document.visibilityState === 'hidden');
    await untilSaid(inactive);
    await page.page.bringToFront();
    await page.until('the page to be shown', () => document.visibilityState === 'visible');
    await untilSaid(active);

    // A reload resumes; the stream is active again, and hidden again.
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    await page.untilQuiet();
    said();
    await other.bringToFront();
    await untilSaid(inactive);
  });
});
