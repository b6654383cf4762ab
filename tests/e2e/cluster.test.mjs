// SPDX-License-Identifier: MIT
// Two ejabberd nodes that are one server, with a web server in front: one node is killed while messages flow both ways. The
// page moves to the other, and nothing is lost, doubled or turned round. src/README.md, G1 to G5.

import assert from 'node:assert/strict';
import { patience } from '../../scripts/lib/patience.mjs';
import { matrix } from './support/matrix.mjs';
import { storedBodies } from './support/stored.mjs';

const count = 60;
const killedAt = 20;
const expected = [/websocket/i, /can.t establish a connection/i, /connection to .* was interrupted/i];

matrix('a cluster', (scene, it) => {
  it('loses a node while messages flow, and no message', async (test) => {
    const { account: alice, peer: alicePeer } = await scene.peer('juliet');
    const { account: bob, peer: bobPeer } = await scene.peer('romeo');
    const page = await scene.open(test, { expected });
    await page.login(alice.jid, alice.password);
    await bobPeer.sendChat(alice.jid, 'shall we begin');
    await page.untilContact(bob.user);
    await page.openChat(bob.user);
    await page.untilArticle('shall we begin');

    const texts = (who) => Array.from({ length: count }, (_, i) => `${who} ${i}.`);
    const [said, heard] = [texts('page says'), texts('peer says')];
    const began = Date.now();
    let killed;
    for (let i = 0; i < count; i += 1) {
      // Not before there is something on the way: the node dies in the middle of it.
      if (i === killedAt) killed = scene.cluster.first.die();
      await Promise.all([page.send(bob.user, said[i]), bobPeer.sendChat(alice.jid, heard[i])]);
    }
    await killed;
    await page.untilArticle(said.at(-1));
    for (const text of said) await bobPeer.message(text);

    // The last word of the page, said once all is well, stands below everything.
    await page.send(bob.user, 'that was all');
    await bobPeer.message('that was all');
    const archive = await alicePeer.archive(bob.jid);
    const ofPeer = bobPeer.messages().map(({ body }) => body).filter((body) => said.includes(body));
    assert.deepEqual(ofPeer, said, 'the other side has heard all of it, in order, once');
    assert.deepEqual(archive.filter((body) => said.includes(body)), said, 'and so has the archive');

    // What the server has kept the page has, too; a node that dies may take what it had not yet told its sister along.
    const kept = archive.filter((body) => heard.includes(body));
    let stored = [];
    const complete = () => [...said, ...kept].every((text) => stored.includes(text));
    for (const deadline = Date.now() + patience; !complete() && Date.now() < deadline;) {
      stored = await storedBodies(page, alice, bob.jid, '(page|peer) says \\d+\\.');
    }
    const had = stored.filter((text) => heard.includes(text)).length;
    console.log(`# cluster, ${scene.browserKind}: ${count} messages each way in ${Date.now() - began} ms, one node killed; the server `
      + `kept ${kept.length} of the other side's and lost ${heard.length - kept.length}, the page has ${had}`);
    assert.deepEqual(stored.filter((text) => said.includes(text)), said, 'own words stand in order, once');
    const received = stored.filter((text) => heard.includes(text));
    assert.equal(new Set(received).size, received.length, 'nothing twice');
    assert.deepEqual(received, heard.filter((text) => received.includes(text)), 'in order');
    assert.deepEqual(kept.filter((text) => !received.includes(text)), [], 'all that the server kept');
    assert.ok(heard.length - kept.length <= 3, `the server itself lost ${heard.length - kept.length}`);
    // (The server's word that it has the last one, and the frame that shows it, may come after the other side has read it.)
    await page.until('nothing to be waiting', () => parlanceProbe.articles()
      .every((article) => !JSON.stringify(article).includes('waiting to be sent')));
  });
}, { servers: ['ejabberd'], transports: ['websocket'], serverOptions: () => ({ isCluster: true }) });
