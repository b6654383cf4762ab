// SPDX-License-Identifier: MIT
// Logging in through the form, by config.json, and what a person sees on the way.

import assert from 'node:assert/strict';
import { matrix } from './support/matrix.mjs';

matrix('login', (scene, it) => {
  it('is a real form that password managers and screen readers know', async (test) => {
    const page = await scene.open(test);
    await page.untilLoginForm();
    const form = await page.run(() => {
      const user = parlanceProbe.find('input[autocomplete~=username]');
      const password = parlanceProbe.find('input[autocomplete~=current-password]');
      return {
        userName: parlanceProbe.name(user),
        passwordName: parlanceProbe.name(password),
        passwordType: password.type,
        sameForm: user.form !== null && user.form === password.form,
        submit: parlanceProbe.name(parlanceProbe.find('button[type=submit], button:not([type])', undefined, user.form)),
      };
    });
    assert.equal(form.passwordType, 'password');
    assert.ok(form.sameForm);
    for (const name of [form.userName, form.passwordName, form.submit]) assert.notEqual(name, '');
    const marks = await page.marks('parlance:login-painted');
    assert.equal(marks.length, 1);
  });

  it('stays where it is while the rest of the page loads', async (test) => {
    const page = await scene.open(test);
    await page.untilCore();
    const { places, shifted } = await page.run(() => ({ places: [...parlanceProbe.places], shifted: parlanceProbe.shifted }));
    assert.equal(places.length, 1, `who clicks into a field must not hit another one: ${places.join('; ')}`);
    assert.ok(shifted < 0.01, `cumulative layout shift ${shifted}`);
  });

  it('goes through the states of the contract and shows the roster', async (test) => {
    const { alice, bob } = await scene.pair();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    // Over BOSH nothing is opened first: the login may begin before anybody could see that the page connects.
    const isSeen = (status) => status !== 'offline' && !(scene.transport === 'bosh' && status === 'connecting');
    const statuses = (await page.statuses()).filter(isSeen);
    assert.deepEqual(statuses, ['connecting', 'authenticating', 'online'].filter(isSeen));
    const host = await page.run(() => {
      const hosts = parlanceProbe.all('[data-status]').filter((element) => element !== document.documentElement);
      return hosts.map((element) => element.dataset.status);
    });
    assert.deepEqual(host, ['online']);
    await page.until('the mark parlance:roster-painted',
      () => performance.getEntriesByName('parlance:roster-painted').length > 0);
  });

  it('tells the server nothing but what it needs: the password leaves the page only as proof', async (test) => {
    const { alice } = await scene.pair();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    const kept = await page.run(() => parlanceProbe.all('input[type=password]').map((input) => input.value).join(''));
    assert.equal(kept, '', 'the password must not stay in a field after login');
    const inUrl = await page.run(() => location.href);
    assert.ok(!inUrl.includes('pass'), inUrl);
  });

  it('logs in by itself when config.json says so', async (test) => {
    const { alice, bob } = await scene.pair();
    scene.resetConfig({ jid: alice.jid, password: alice.password, auto_login: true });
    test.after(() => scene.resetConfig());
    const page = await scene.open(test);
    await page.untilOnline();
    await page.untilContact(bob.name);
  });

  it('opens the conversation that the address names', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const page = await scene.open(test, { path: `/#chat=${bob.jid}` });
    await page.login(alice.jid, alice.password);
    await page.untilComposer(bob.name);
    await page.send(bob.name, 'straight to you');
    await bobPeer.message('straight to you');
  });

  it('works with a name and a password that are not ASCII', async (test) => {
    const account = await scene.account('jürgen');
    const page = await scene.open(test);
    await page.login(account.jid, account.password);
  });
});
