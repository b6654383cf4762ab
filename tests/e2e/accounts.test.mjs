// SPDX-License-Identifier: MIT
// Two accounts at once in one page: on two servers, and on one where both know the same person and each other.

import assert from 'node:assert/strict';
import { befriend, Peer } from '../../scripts/lib/peer.mjs';
import { installProbe } from '../../scripts/lib/probe.mjs';
import { ScriptedServer } from '../../scripts/lib/scripted-server.mjs';
import { registerAccount } from '../../scripts/lib/servers.mjs';
import { lendServer } from './support/lent.mjs';
import { matrix } from './support/matrix.mjs';

const work = 'work.example';

/** The row of that name in the list, of the account whose label it has. */
const rowOf = (account) => `button[aria-description*="${account}"]`;

/** As a person does: the own name, "Add account", the form. */
async function addAccount(page, { jid, password }) {
  await page.click('button', await page.until('the own button', () => parlanceProbe.all('button').map(parlanceProbe.name)
    .find((name) => name.endsWith(', your account'))));
  await page.click('button', 'Add account');
  await page.fill('input', jid, 'Address');
  await page.fill('input[type=password]', password, 'Password');
  await page.page.keyboard.press('Enter');
  await page.until('the dialog to close', () => parlanceProbe.all('[role=dialog]').length === 0);
}

/** Its row stands where it will stand: what was said last has been read, and nothing moves under the mouse any more. */
const untilRead = (page, account, words) => page.until(`a row with "${words}"`, (selector, text) =>
  parlanceProbe.all(selector).some((row) => row.textContent.includes(text)), [rowOf(account), words]);

/** Somebody at the other server, with a colleague there. */
async function atWork(scene, test, versions = {}) {
  const kind = scene.serverKind === 'prosody' ? 'ejabberd' : 'prosody';
  const server = await lendServer(kind, { domain: work, version: versions[kind] });
  const people = await Promise.all(['alice', 'walter'].map(async (base) => {
    const user = `${base}-${scene.tag}`;
    const account = { user, password: `pass word ${user}`, jid: `${user}@${work}`, name: user[0].toUpperCase() + user.slice(1) };
    await registerAccount(server, user, account.password);
    return account;
  }));
  const [alicePeer, walterPeer] = await Promise.all(people.map((each) => Peer.connect(server, each)));
  test.after(() => walterPeer.stop());
  await befriend(alicePeer, people[0].name, walterPeer, people[1].name);
  await alicePeer.stop();
  const proxy = await ScriptedServer.start(scene.scriptedPort, { realUrl: server.websocketUrl });
  test.after(() => proxy.stop());
  scene.resetConfig({ servers: { [work]: proxy.url } });
  test.after(() => scene.resetConfig());
  return { own: people[0], walter: people[1], walterPeer };
}

matrix('two accounts', (scene, it) => {
  it('on two servers stand in one list, chat, and leave one by one', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const { own, walter, walterPeer } = await atWork(scene, test);
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await addAccount(page, own);
    await page.untilContact(walter.name);

    // Both ways, with either.
    await page.click(rowOf(work), walter.name);
    await page.send(walter.name, 'good morning');
    const asked = await walterPeer.message('good morning');
    assert.ok(asked.from.startsWith(`${own.jid}/`), asked.from);
    await walterPeer.sendChat(own.jid, 'you are late');
    await page.untilArticle('you are late');
    await page.openChat(bob.name);
    await page.send(bob.name, 'hello from home');
    const home = await bobPeer.message('hello from home');
    assert.ok(home.from.startsWith(`${alice.jid}/`), home.from);
    await walterPeer.sendChat(own.jid, 'one more thing');
    await page.until('the unread message of the other account', (selector) =>
      parlanceProbe.find(selector)?.getAttribute('aria-description').includes('1 unread message'), [rowOf(work)]);

    // The next page is as this one was, with either and both ways.
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    await page.untilArticle('hello from home');
    await untilRead(page, work, 'one more thing');
    await page.click(rowOf(work), walter.name);
    await page.untilArticle('one more thing');
    await page.send(walter.name, 'after the reload');
    assert.ok((await walterPeer.message('after the reload')).from.startsWith(`${own.jid}/`));
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    await page.untilArticle('after the reload');

    // The first leaves; the second goes on.
    await page.openChat(bob.name);
    await page.click('button', `${alice.user}, your account`);
    await page.click('button', 'Log out');
    await page.until('the other account alone', (name) => !parlanceProbe.find('button', name), [bob.name]);
    assert.equal(await page.status(), 'online');
    await walterPeer.sendChat(own.jid, 'still there?');
    await page.openChat(walter.name);
    await page.untilArticle('still there?');
    await page.click('button', `${own.user}, your account`);
    await page.click('button', 'Log out');
    await page.untilLoginForm();
  });

  it('on one server that know the same person, and each other, are kept apart', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const carol = await scene.account('carol');
    const carolPeer = await scene.connect(carol);
    await befriend(carolPeer, carol.name, bobPeer, bob.name);
    await carolPeer.stop();
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await addAccount(page, carol);
    await page.until('bob twice', (selectors) => selectors.every((each) => parlanceProbe.find(each)), [[rowOf(alice.jid), rowOf(carol.jid)]]);

    await bobPeer.sendChat(carol.jid, 'for carol alone');
    await page.click(rowOf(carol.jid), bob.name);
    await page.untilArticle('for carol alone');
    await page.click(rowOf(alice.jid), bob.name);
    await page.send(bob.name, 'from alice');
    assert.ok((await bobPeer.message('from alice')).from.startsWith(`${alice.jid}/`));
    const shown = (await page.articles()).map(({ text }) => text).join('\n');
    assert.ok(!shown.includes('for carol alone'), shown);

    // From one to the other: own here, a person's there.
    await page.run((address) => { location.hash = `#chat=${address}`; }, carol.jid);
    const name = carol.jid.split('@')[0];
    await page.untilComposer(name);
    await page.send(name, 'hello myself');
    await page.untilArticle('hello myself');
    await page.until('the message with the other account', (selector) => parlanceProbe.all(selector)
      .some((row) => row.getAttribute('aria-description').includes('1 unread message')), [rowOf(carol.jid)]);
  });

  it('is not offered where the deployer says so, and a wrong password leaves the first one alone', async (test) => {
    const { alice, bob } = await scene.pair();
    const carol = await scene.account('carol');
    const page = await scene.open(test);
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await addAccount(page, { jid: carol.jid, password: 'wrong' });
    await page.until('a sentence about the second account', (jid) => parlanceProbe.all('[role=alert]')
      .some((element) => element.textContent.includes(jid)), [carol.jid]);
    assert.equal(await page.status(), 'online');
    // The bar leads back to the password.
    await page.click('button', 'Log in');
    await page.fill('input[type=password]', carol.password, 'Password');
    await page.page.keyboard.press('Enter');
    await page.until('no bar', (jid) => !parlanceProbe.all('[role=alert]').some((element) => element.textContent.includes(jid)), [carol.jid]);

    scene.resetConfig({ one_account: true });
    test.after(() => scene.resetConfig());
    const other = await scene.open(test);
    await other.login(alice.jid, alice.password);
    await other.click('button', `${alice.user}, your account`);
    await other.until('the dialog', () => Boolean(parlanceProbe.find('button', 'Log out')));
    assert.equal(await other.run(() => Boolean(parlanceProbe.find('button', 'Add account'))), false);
  });
});

/** Those that give tokens: ejabberd does not over BOSH. */
const versions = { prosody: '13', ejabberd: '24.12' };

matrix('two accounts that stay signed in', (scene, it) => {
  it('both come back when the browser was closed, and the one that leaves takes only its own along', async (test) => {
    const { alice, bob, bobPeer } = await scene.pair();
    const { own, walter, walterPeer } = await atWork(scene, test, versions);
    const page = await scene.open(test);
    await page.untilLoginForm();
    await page.click('input[name=stay]');
    await page.login(alice.jid, alice.password);
    await page.untilContact(bob.name);
    await addAccount(page, own);
    await page.untilContact(walter.name);
    await page.click(rowOf(work), walter.name);
    await page.send(walter.name, 'good morning');
    await walterPeer.message('good morning');
    await page.untilQuiet();

    const next = await page.context.newPage();
    await page.page.close();
    page.page = next;
    await next.evaluateOnNewDocument(installProbe);
    await next.goto(scene.front.origin, { waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    await untilRead(page, work, 'good morning');
    await page.click(rowOf(work), walter.name);
    await page.untilArticle('good morning');
    await page.send(walter.name, 'I am back');
    assert.ok((await walterPeer.message('I am back')).from.startsWith(`${own.jid}/`));
    await page.openChat(bob.name);
    await page.send(bob.name, 'and here, too');
    assert.ok((await bobPeer.message('and here, too')).from.startsWith(`${alice.jid}/`));

    await page.click('button', `${alice.user}, your account`);
    await page.click('button', 'Log out');
    await page.until('nothing of the one on the device', async (jid) =>
      !(await indexedDB.databases()).some(({ name }) => name.endsWith(jid)), [alice.jid]);
    await page.page.reload({ waitUntil: 'domcontentloaded' });
    await page.untilOnline();
    await page.openChat(walter.name);
    await page.untilArticle('I am back');
    assert.equal(await page.run((name) => Boolean(parlanceProbe.find('button', name)), bob.name), false);
  });
}, { transports: ['websocket'], serverOptions: (kind) => ({ version: versions[kind] }) });
