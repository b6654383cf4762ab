// SPDX-License-Identifier: MIT
// Whether a message arrived: the page says it to a contact's client, and shows it of its own (XEP-0184).

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';
import { untilState } from './support/shown.mjs';

const receipts = 'urn:xmpp:receipts';

matrix('receipts', (scene, it) => {
  it('says that a message arrived, and shows that its own did', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);

    // From the page to bob, whose client answers.
    await page.send(bob.name, 'did it reach you?');
    const asked = await bobPeer.message('did it reach you?');
    assert.ok(asked.stanza.getChild('request', receipts), `${asked.stanza}`);
    await untilState(page, 'did it reach you?', 'sent');
    await bobPeer.send(bobPeer.xml('message', { to: asked.from, type: 'chat', id: 'r1' },
      bobPeer.xml('received', { xmlns: receipts, id: asked.id })));
    await untilState(page, 'did it reach you?', 'delivered');

    // From bob to the page: with words, once, and with nothing beside it but what servers add.
    const asking = bobPeer.chatMessage(alice.jid, 'and did this?');
    asking.append(bobPeer.xml('request', { xmlns: receipts }));
    await bobPeer.send(asking);
    const isReceipt = (stanza) => stanza.is('message') && stanza.getChild('received', receipts)?.attrs.id === asking.attrs.id;
    const receipt = await bobPeer.until('a receipt', () => bobPeer.stanzas.find(isReceipt));
    assert.equal(receipt.getChild('body'), undefined);
    assert.equal(receipt.getChild('request', receipts), undefined);
    await page.untilArticle('and did this?');

    // Who may not see that we are here hears nothing: a later answer shows that nothing came before it.
    const { peer: stranger } = await scene.peer('stranger');
    const prying = stranger.chatMessage(alice.jid, 'are you there?');
    prying.append(stranger.xml('request', { xmlns: receipts }));
    await stranger.send(prying);
    await page.openChat(stranger.bareJid.split('@')[0]);
    await page.untilArticle('are you there?');
    await page.send(stranger.bareJid.split('@')[0], 'who are you?');
    await stranger.message('who are you?');
    assert.ok(!stranger.stanzas.some((stanza) => stanza.is('message') && stanza.getChild('received', receipts)));
    assert.equal(bobPeer.stanzas.filter(isReceipt).length, 1);
  });

  it('is still delivered after a reload', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.send(bob.name, 'keep this in mind');
    const { from, id } = await bobPeer.message('keep this in mind');
    await bobPeer.send(bobPeer.xml('message', { to: from, type: 'chat' }, bobPeer.xml('received', { xmlns: receipts, id })));
    await untilState(page, 'keep this in mind', 'delivered');
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await untilState(page, 'keep this in mind', 'delivered');
  });
});
