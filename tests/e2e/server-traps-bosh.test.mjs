// SPDX-License-Identifier: MIT
// server-traps.test.mjs for what goes over BOSH (XEP-0124, XEP-0206).

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { attribute, plain } from '../../scripts/lib/raw.mjs';
import { account, enable, large, onEveryVersion, watch } from './support/traps.mjs';

onEveryVersion((world) => {
  const { is, later, newBosh, version } = world;

  it('trap 13: over BOSH ejabberd measures the whole body, Prosody each stanza', async () => {
    const bosh = newBosh();
    await bosh.bind(account);
    const answer = await bosh.send(large(150_000) + large(150_000) + bosh.ping('behind'));
    if (is.prosody) await bosh.gather(/id=['"]behind['"]/, answer);
    else assert.equal(answer.status, 403);
  });

  it('trap 16: two requests, one of them held, and no longer than the server likes', async () => {
    const { text } = await newBosh().create({ wait: 500 });
    const granted = Object.fromEntries(['requests', 'hold', 'wait'].map((name) => [name, attribute(text, name)]));
    assert.deepEqual(granted, { requests: '2', hold: '1', wait: is.prosody ? '120' : '300' });
  });

  it('trap 18: the same request again brings the same answer', async () => {
    const bosh = newBosh();
    await bosh.bind(account);
    const text = bosh.body(bosh.ping('once'));
    const first = await bosh.post(text);
    assert.match(first.text, /id=['"]once['"]/);
    assert.equal((await bosh.post(text)).text, first.text);
  });

  it('trap 18: a request that overtook another waits until the gap is filled', async () => {
    const bosh = newBosh();
    await bosh.bind(account);
    const { rid } = bosh;
    const late = watch(bosh.send(bosh.ping('second'), { rid: rid + 2 }));
    await later();
    assert.equal(late.answer, undefined);
    const early = watch(bosh.send(bosh.ping('first'), { rid: rid + 1 }));
    bosh.rid = rid + 2;
    // The answers to both may come on one of the requests, and the other one is held then.
    await Promise.any([early, late].map(({ promise }) => promise.then(({ text }) => assert.match(text, /id=['"]second['"]/))));
    // Two connections: what was answered first may be read last.
    if (!/id=['"]first['"]/.test(late.answer?.text ?? '')) await early.promise;
    const heard = [early, late].map(({ answer }) => answer?.text ?? '').join();
    assert.ok(/id=['"]first['"][^]*id=['"]second['"]/.test(heard), heard);
    bosh.abort();
  });

  it('trap 18: a gap of two numbers ends a session on ejabberd, and not one on Prosody', async () => {
    const bosh = newBosh();
    await bosh.bind(account);
    const { rid } = bosh;
    assert.match((await bosh.send(bosh.ping('far'), { rid: rid + 4 })).text, /item-not-found/);
    const next = await bosh.send(bosh.ping('near'), { rid: rid + 1 });
    assert.match(next.text, is.prosody ? /id=['"]near['"]/ : /item-not-found/);
  });

  it('trap 19: how a session that cannot be is refused', async () => {
    const unknown = await newBosh().create({ to: 'nowhere.example' });
    assert.equal(attribute(unknown.text, 'type'), 'terminate');
    assert.equal(attribute(unknown.text, 'condition'), is.prosody ? 'improper-addressing' : 'internal-server-error');
    const malformed = await newBosh().post('<body');
    if (is.prosody) assert.deepEqual([malformed.status, attribute(malformed.text, 'type')], [200, 'terminate']);
    else assert.deepEqual([malformed.status, malformed.text], [400, '']);
    const stranger = newBosh();
    stranger.sid = 'never-given';
    assert.equal(attribute((await stranger.send()).text, 'condition'), 'item-not-found');
  });

  it('trap 20: nobody acknowledges by BOSH, both by stream management', async () => {
    const bosh = newBosh();
    await bosh.bind(account);
    const answer = await bosh.send(bosh.ping('acked'), { attributes: 'ack="1"' });
    assert.match(answer.text, /id=['"]acked['"]/);
    assert.equal(attribute(/^<body.*?>/.exec(answer.text)?.[0] ?? '', 'ack'), undefined);
    assert.match((await bosh.send(enable)).text, /<enabled [^>]*xmlns='urn:xmpp:sm:3'/);
    assert.match((await bosh.send(`${bosh.ping('counted')}<r xmlns="urn:xmpp:sm:3"/>`)).text, /<a [^>]*h='1'/);
  });

  it('trap 21: a restart is a body of its own with the next number', async () => {
    const bosh = newBosh();
    await bosh.create();
    await bosh.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${plain(account.user, account.password)}</auth>`);
    const { text } = await bosh.send('', { attributes: 'to="localhost" xml:lang="en" xmlns:xmpp="urn:xmpp:xbosh" xmpp:restart="true"' });
    assert.match(text, /<stream:features.*urn:ietf:params:xml:ns:xmpp-bind/);
  });

  it('trap 22: stanzas carry their namespace, and the prefix of streams is declared on the body', async () => {
    const bosh = newBosh();
    assert.match((await bosh.create()).text, /^<body [^>]*xmlns:stream='http:\/\/etherx\.jabber\.org\/streams'/);
    await bosh.bind(account);
    assert.match((await bosh.send(bosh.ping('named'))).text, /<iq [^>]*xmlns='jabber:client'/);
  });

  it('trap 23: what a silent client may do', async () => {
    const { text } = await newBosh().create();
    const announced = Object.fromEntries(['inactivity', 'polling', 'maxpause'].map((name) => [name, attribute(text, name)]));
    assert.deepEqual(announced, is.prosody ? { inactivity: '60', polling: '5', maxpause: undefined }
      : { inactivity: '30', polling: '2', maxpause: '120' });
  });

  it('trap 23: neither enforces the interval it asks for', async () => {
    const bosh = newBosh();
    await bosh.bind(account, { wait: 0 }); // nothing is held, so that empty requests follow each other at once
    for (let i = 0; i < 3; i += 1) {
      const answer = await bosh.send();
      assert.equal(attribute(answer.text, 'condition'), undefined);
      assert.doesNotMatch(answer.text, /terminate/);
    }
    await bosh.gather(/id=['"]alive['"]/, await bosh.send(bosh.ping('alive')));
  });

  it('trap 23: a pause lets go what is held, is never answered on ejabberd, and ends with the next request', async () => {
    const bosh = newBosh();
    await bosh.bind(account);
    if (is.prosody) return void assert.equal(attribute((await bosh.create()).text, 'maxpause'), undefined, 'nobody may ask for one');
    const held = watch(bosh.send());
    await later();
    assert.equal(held.answer, undefined);
    const pause = watch(bosh.send('', { attributes: 'pause="120"' }));
    await held.promise; // it is answered
    await later();
    assert.equal(pause.answer, undefined);
    assert.match((await bosh.send(bosh.ping('back'))).text, /id=['"]back['"]/);
    bosh.abort();
  });

  it('trap 24: the answers to two requests under way are kept, in case both got lost', async () => {
    const bosh = newBosh();
    await bosh.bind(account);
    const lost = [bosh.body(bosh.ping('first')), bosh.body(bosh.ping('second'))];
    for (const text of lost) await bosh.post(text);
    assert.match((await bosh.post(lost[1])).text, /id=['"]second['"]/);
    assert.match((await bosh.post(lost[0])).text, /id=['"]first['"]/);
  });

  it('trap 24: a request whose connection broke before the next one came is unknown to Prosody, and nothing is lost', async () => {
    const bosh = newBosh();
    await bosh.bind(account);
    const held = bosh.body();
    await bosh.postAndBreak(held, { until: later, isNoticed: is.prosody }); // ejabberd notices when it writes
    await bosh.gather(/id=['"]second['"]/, await bosh.send(bosh.ping('second')));
    const again = await bosh.post(held);
    if (is.prosody) assert.match(again.text, /condition=['"]item-not-found['"]/);
    else assert.doesNotMatch(again.text, /condition/);
    await bosh.gather(/id=['"]third['"]/, await bosh.send(bosh.ping('third')));
  });

  it('trap 20: ejabberd resumes a session over BOSH, Prosody has no answer for it', async () => {
    const before = newBosh();
    await before.bind(account);
    const { text } = await before.gather(/<enabled/, await before.send(enable));
    const bosh = newBosh();
    bosh.rid = 5_000_000;
    await bosh.logIn(account);
    const answer = watch(bosh.send(`<resume xmlns="urn:xmpp:sm:3" previd="${attribute(/<enabled.*?>/.exec(text)?.[0] ?? '', 'id')}" h="0"/>`));
    if (is.ejabberd) {
      assert.match((await answer.promise).text, /<resumed/);
    } else {
      await later();
      assert.doesNotMatch(answer.answer?.text ?? '', /<resumed|<failed/);
    }
    bosh.abort();
    before.abort();
  });

  it('trap 25: a page of another origin may post text/xml, without cookies', async () => {
    const headers = { origin: 'https://portal.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const response = await fetch(world.server.boshUrl, { method: 'OPTIONS', headers });
    await response.text(); // an answer that nobody reads keeps its connection
    const allowed = response.headers;
    assert.ok(['*', 'https://portal.example'].includes(allowed.get('access-control-allow-origin') ?? ''));
    assert.match(allowed.get('access-control-allow-headers') ?? '', /content-type/i);
    assert.equal(allowed.get('access-control-allow-credentials'), null);
  });

  it('trap 26: host-meta names both transports, in no certain order, readable from everywhere', async () => {
    const response = await fetch(`http://localhost:${world.server.portHttp}/.well-known/host-meta.json`);
    const text = await response.text();
    if (version === '0.12') return void assert.equal(response.status, 404, 'mod_http_altconnect came later');
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    const { links } = JSON.parse(text);
    const hrefs = Object.fromEntries(links.map(({ rel, href }) => [rel, href]));
    // Over plain HTTP they name addresses without encryption: nothing for a client, except to this very machine.
    assert.match(hrefs['urn:xmpp:alt-connections:websocket'], /^ws:/);
    assert.match(hrefs['urn:xmpp:alt-connections:xbosh'], /^http:/);
  });
});
