// SPDX-License-Identifier: MIT
// A browser that blocks cookies lets a page store nothing at all, and several interfaces throw when they are only touched.
// The page works in memory then, and says what is not kept.

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';

/** Which of the interfaces that keep something throw, are missing, or work here. */
const kept = () => Object.fromEntries(['localStorage', 'sessionStorage', 'indexedDB', 'BroadcastChannel'].map((name) => {
  try {
    if (name === 'BroadcastChannel') new BroadcastChannel('probe').close();
    else if (name !== 'indexedDB') window[name].setItem('probe', '');
    else return [name, indexedDB ? 'there' : 'missing'];
    return [name, 'works'];
  } catch (error) {
    return [name, error.name];
  }
}));

matrix('without storage', (scene, it) => {
  it('a page with cookies blocked logs in and chats, says what is not kept, and blames no network', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test);
    test.diagnostic(JSON.stringify(await page.run(kept)));
    assert.equal(await page.run(() => { try { return sessionStorage.length; } catch (error) { return error.name; } }), 'SecurityError');
    await page.untilCore();
    assert.deepEqual(await page.sentences(), []);
    await page.login(alice.jid, alice.password);
    await page.openChat(bob.name);
    await page.send(bob.name, 'from memory alone');
    await bobPeer.message('from memory alone');
    await page.until('the sentence', () => parlanceProbe.sentences().length > 0);
    const sentences = await page.sentences();
    assert.equal(sentences.length, 1);
    assert.match(sentences[0], /^Messages and logins cannot be stored here: /);

    await page.page.reload();
    await page.untilLoginForm();
    await page.untilCore();
    await page.until('what cannot be kept not to be offered', () => !parlanceProbe.find('input[name=stay]'));
    const places = await page.run(() => [...parlanceProbe.places]);
    assert.equal(places.length, 1, `who clicks into a field must not hit another one: ${places.join('; ')}`);
  });
}, { storage: false, isEverywhere: false });
