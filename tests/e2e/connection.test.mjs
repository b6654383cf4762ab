// SPDX-License-Identifier: MIT
// The connection breaks and comes back: the page says so, keeps what it shows, and nothing typed is lost or doubled.

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';

const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i];

matrix('connection', (scene, it) => {
  const chatThroughProxy = (test) => scene.chatBehindProxy(test, expected);

  it('comes back by itself after a loss, with everything still on the screen', async (test) => {
    const { server, page, alice, bob, bobPeer } = await chatThroughProxy(test);
    await page.send(bob.name, 'before the loss');
    await bobPeer.message('before the loss');
    server.drop();
    await page.until('the page to notice', () => parlanceProbe.statuses.includes('reconnecting'));
    await page.untilArticle('before the loss');
    await page.untilContact(bob.name);
    await page.untilStatus('online');
    await page.send(bob.name, 'after the loss');
    await bobPeer.message('after the loss');
    await bobPeer.sendChat(alice.jid, 'welcome back');
    await page.untilArticle('welcome back');
    const copies = (await page.articles()).filter((article) => article.text.includes('before the loss'));
    assert.equal(copies.length, 1);
  });

  it('delivers once what was written while it was away', async (test) => {
    const { server, page, bob, bobPeer } = await chatThroughProxy(test);
    server.script = (connection) => connection.close(); // nobody home for now
    server.drop();
    await page.until('the page to notice', () => parlanceProbe.statuses.includes('reconnecting'));
    await page.send(bob.name, 'written in a tunnel');
    await page.untilArticle('written in a tunnel');
    server.script = undefined;
    await page.untilStatus('online');
    await bobPeer.message('written in a tunnel');
    await page.send(bob.name, 'out of the tunnel');
    await bobPeer.message('out of the tunnel');
    const received = bobPeer.messages().map((message) => message.body).filter((body) => body.includes('tunnel'));
    assert.deepEqual(received, ['written in a tunnel', 'out of the tunnel']);
  });

  it('answers a ping of the server', async (test) => {
    const { server, page } = await chatThroughProxy(test);
    server.inject([`<iq xmlns='jabber:client' type='get' id='are-you-there' from='${scene.domain}'>`
      + "<ping xmlns='urn:xmpp:ping'/></iq>"]);
    const frames = server.connections.at(-1);
    const answered = () => frames.find((frame) => frame.startsWith('<iq') && frame.includes('are-you-there'));
    await page.untilOutside('an answer to the ping', answered);
    assert.match(answered(), /type=["']result["']/);
  });
}, { transports: ['websocket'] }); // behind a proxy that breaks WebSockets
