// SPDX-License-Identifier: MIT
// The same account on two devices: what one sends and receives, the other shows (XEP-0280). On every server version:
// where the login does not bring carbons (Prosody 0.12, ejabberd 23.01) they are enabled after it.

import assert from 'node:assert/strict';
import { recordFrames } from './support/frames.mjs';
import { everyVersion } from './support/matrix.mjs';

everyVersion('carbons', (scene, it, version) => {
  // ejabberd offers SASL 2 over plain-HTTP BOSH to nobody.
  const isModern = version === '13' || (version === '24.12' && scene.transport === 'websocket');

  it('shows what another device sends and receives, once, and marks it read', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    const frames = await recordFrames(page);
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    const enabling = (frame) => frame.includes("<enable xmlns='urn:xmpp:carbons:2'/>");
    await page.untilOutside('carbons to be asked for', () => frames.sent.some(enabling));
    const rides = frames.sent.find(enabling).includes('<authenticate');
    assert.equal(rides, isModern, 'with the login where that is possible, and not once more after it');
    assert.equal(frames.sent.filter(enabling).length, 1);
    if (!isModern) {
      const id = /\sid='([^']+)'/.exec(frames.sent.find(enabling))[1];
      await page.untilOutside('carbons', () => frames.received.some((frame) => frame.includes(id) && /type=['"]result/.test(frame)));
    }

    const phone = await scene.connect({ ...alice, resource: 'phone' });
    // To the page only: the phone is told by carbons of its own, which it has not enabled.
    await bobPeer.sendChat(alice.jid, 'to all of you');
    const isUnread = (name) => parlanceProbe.all('button, [role=button]').some((button) =>
      parlanceProbe.name(button).includes(name) && /unread/.test(button.getAttribute('aria-description') ?? ''));
    await page.until('an unread mark', isUnread, [bob.name]);
    // Answered on the phone: read, and our own words.
    await phone.sendChat(bob.jid, 'answered on the phone');
    await bobPeer.message('answered on the phone');
    await page.until('the unread mark to go', (name) => parlanceProbe.all('button, [role=button]').every((button) =>
      !parlanceProbe.name(button).includes(name) || !/unread/.test(button.getAttribute('aria-description') ?? '')), [bob.name]);
    await page.openChat(bob.name);
    await page.untilArticle('answered on the phone');
    // A message to the phone alone comes to both.
    await bobPeer.sendChat(phone.jid, 'to your phone only');
    await phone.message('to your phone only');
    await page.untilArticle('to your phone only');
    // And ours to them is not told back to us.
    await page.send(bob.name, 'from the page');
    await bobPeer.message('from the page');
    // Not to be copied (XEP-0280 section 9).
    const secret = phone.chatMessage(bob.jid, 'not for the page');
    secret.append(phone.xml('private', { xmlns: 'urn:xmpp:carbons:2' }));
    secret.append(phone.xml('no-copy', { xmlns: 'urn:xmpp:hints' }));
    await phone.send(secret);
    await bobPeer.message('not for the page');
    await phone.sendChat(bob.jid, 'the last one');
    await page.untilArticle('the last one');

    const articles = await page.articles();
    const named = (text) => articles.filter((article) => article.text.includes(text));
    for (const text of ['to all of you', 'answered on the phone', 'to your phone only', 'from the page', 'the last one']) {
      assert.equal(named(text).length, 1, text);
    }
    assert.equal(named('not for the page').length, 0);
    const isOwn = (text) => /^You\b/.test(named(text)[0].name);
    assert.deepEqual(['to all of you', 'answered on the phone', 'to your phone only', 'from the page'].map(isOwn),
      [false, true, false, true], JSON.stringify(articles));
  });
});
