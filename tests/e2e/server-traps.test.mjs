// SPDX-License-Identifier: MIT
// What this client relies on, asked of the real servers without any client: where they differ from the specifications or
// from each other, on every version there is here. The numbers are those of tests/traps.txt; the tests beside the sources
// prove what the client makes of it.

import assert from 'node:assert/strict';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { attribute, encode } from '../../scripts/lib/raw.mjs';
import { account, authenticate, enable, framing, from, large, onEveryVersion, open, proof, requestToken, tokenOf } from './support/traps.mjs';

onEveryVersion((world) => {
  const { bound, connect, is, managed, version } = world;

  // ---- RFC 7395 ----

  it('trap 1: without the subprotocol Prosody refuses to upgrade, ejabberd takes anything', async (test) => {
    assert.equal((await connect(test)).protocol, 'xmpp');
    if (is.prosody) await assert.rejects(connect(test, { protocol: '' }), { status: 501 });
    else assert.equal((await connect(test, { protocol: '' })).protocol, '');
  });

  it('trap 2: white space before a frame ends a connection to Prosody, and not one to ejabberd', async (test) => {
    const socket = (await connect(test)).send(` ${open}`);
    if (is.prosody) assert.equal((await socket.end()).code, 1007);
    else await socket.frame(/features/);
  });

  it('trap 3: a binary frame ends a connection to Prosody, and not one to ejabberd', async (test) => {
    const socket = (await connect(test)).send(Buffer.from(open));
    if (is.prosody) assert.equal((await socket.end()).code, 1003);
    else await socket.frame(/features/);
  });

  it('trap 4: two elements in one frame end a connection to ejabberd, and not one to Prosody', async (test) => {
    const socket = await bound(test);
    const ping = (/** @type {string} */ id) => `<iq xmlns="jabber:client" type="get" id="${id}" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>`;
    socket.send(ping('one') + ping('two'));
    if (is.prosody) {
      await socket.frame(/id=['"]two['"]/);
    } else {
      await socket.end();
      assert.match(socket.frames.join(), version === '23.01' ? /^<close/ : /not-well-formed.*<close/);
    }
  });

  it('trap 5: a stanza without its namespace ends a stream to Prosody, and not one to ejabberd', async (test) => {
    const socket = await bound(test);
    socket.send('<iq type="get" id="bare" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>');
    if (is.prosody) await socket.frame(/unsupported-stanza-type/);
    else await socket.frame(/id=['"]bare['"]/);
  });

  it('trap 6: who does not say who he is sees no SASL 2 on ejabberd and no FAST on Prosody', async (test) => {
    const stranger = await (await connect(test)).openStream();
    const known = await (await connect(test)).openStream({ from });
    const has = (features) => ({ sasl2: features.includes('urn:xmpp:sasl:2'), fast: features.includes('urn:xmpp:fast:0') });
    assert.deepEqual(has(known), { sasl2: is.modern, fast: is.modern });
    assert.deepEqual(has(stranger), { sasl2: is.modern && is.prosody, fast: false });
  });

  it('trap 7: binding without a new <open/> after SASL 1 ends the stream', async (test) => {
    const socket = await connect(test);
    await socket.openStream();
    await socket.authenticate(account);
    const before = socket.frames.length;
    socket.send('<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>');
    await socket.end();
    const [first, error, last] = socket.frames.slice(before);
    assert.match(first, /^<open /);
    assert.match(error, is.prosody ? /invalid-namespace/ : /invalid-xml/);
    assert.match(last, /^<close /);
  });

  it('trap 8: <close/> is not spelled as in the RFC', async (test) => {
    const socket = await connect(test);
    await socket.openStream();
    socket.send(`<close xmlns="${framing}"/>`);
    assert.equal(await socket.frame(/^<close/), `<close xmlns='${framing}'/>`);
    assert.equal((await socket.end()).code, 1000);
  });

  it('trap 10: Prosody 13 does not declare the prefix of its stream errors', async (test) => {
    const socket = (await connect(test)).send(open.replace('localhost', 'nowhere.example'));
    const error = await socket.frame(/^<stream:error/);
    assert.match(error, /host-unknown/);
    assert.equal(error.includes('xmlns:stream='), version !== '13');
    assert.equal((await bound(test)).frames.length, 0);
  });

  it('trap 10: ejabberd\'s features have no default namespace', async (test) => {
    const features = await (await connect(test)).openStream();
    assert.equal(/^<stream:features [^>]*xmlns='jabber:client'/.test(features), is.prosody);
  });

  it('trap 11: the error comes first, then <close/>, then "1000 normal"', async (test) => {
    const socket = (await connect(test)).send(open.replace('localhost', 'nowhere.example'));
    assert.equal((await socket.end()).code, 1000);
    const last = socket.frames.slice(-2);
    assert.match(last[0], /^<stream:error/);
    assert.match(last[1], /^<close/);
  });

  it('trap 13: only Prosody 13 announces its limits', async (test) => {
    const socket = await connect(test);
    const before = await socket.openStream();
    await socket.authenticate(account);
    const afterwards = await socket.openStream();
    for (const features of [before, afterwards]) {
      assert.equal(features.includes('urn:xmpp:stream-limits:0'), version === '13');
      if (version === '13') assert.match(features, /<max-bytes>262144<\/max-bytes><idle-seconds>840<\/idle-seconds>/);
    }
  });

  it('trap 13: a stanza of 256 KiB is taken; a larger one ends the session on Prosody, and not one on ejabberd', async (test) => {
    const socket = await bound(test);
    socket.send(large(256 * 1024));
    await socket.ping();
    socket.send(large(300 * 1024));
    if (is.ejabberd) return void await socket.ping();
    await socket.end();
    assert.match(socket.frames.join(), /policy-violation.*stanza too large/);
  });

  it('trap 13: one NUL ends the session', async (test) => {
    const socket = await bound(test);
    socket.send('<message xmlns="jabber:client" to="nobody@localhost"><body>a\0b</body></message>');
    await socket.end();
  });

  // ---- SASL ----

  it('trap 27: the order of mechanisms says nothing', async (test) => {
    const features = await (await connect(test)).openStream({ from });
    const offered = [...features.split('</mechanisms>')[0].matchAll(/<mechanism>(.*?)<\/mechanism>/g)].map(([, name]) => name);
    assert.ok(offered.includes('PLAIN') && offered.includes('SCRAM-SHA-1'), String(offered));
    // It differs from one connection to the next (Prosody) or puts the weakest first (ejabberd).
    if (is.ejabberd) assert.ok(offered.indexOf('PLAIN') < offered.indexOf('SCRAM-SHA-1'), String(offered));
    if (version === '13') assert.ok(offered.includes('OAUTHBEARER'), 'whether or not anybody has a token');
    if (version === '24.12') assert.match(features, /<mechanism>HT-SHA-256-UNIQ<\/mechanism>/, 'for a binding that there is not');
  });

  /** The server's first message of SCRAM, and the mechanisms it had offered. */
  async function firstOfScram(test) {
    const socket = await connect(test);
    const features = await socket.openStream();
    socket.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="SCRAM-SHA-1">${encode(`n,,n=${account.user},r=mine`)}</auth>`);
    const challenge = /<challenge [^>]*>(.*?)</.exec(await socket.frame(/^<challenge/))?.[1] ?? '';
    const attributes = Object.fromEntries(String(Buffer.from(challenge, 'base64')).split(',').map((part) => [part[0], part.slice(2)]));
    const list = /<mechanisms .*?<\/mechanisms>/.exec(features)?.[0] ?? '';
    return { ...attributes, offered: [...list.matchAll(/<mechanism>(.*?)<\/mechanism>/g)].map(([, name]) => name) };
  }

  it('trap 28: enough rounds, and a salt that stays', async (test) => {
    const [first, second] = [await firstOfScram(test), await firstOfScram(test)];
    assert.ok(first.r.startsWith('mine') && first.r !== second.r);
    assert.ok(Number(first.i) >= 4096, first.i);
    assert.equal(first.s, second.s);
  });

  it('trap 29: the newer versions sign the list of mechanisms they offer, the older do not', async (test) => {
    const { h, offered } = await firstOfScram(test);
    if (!is.modern) return void assert.equal(h, undefined);
    assert.equal(h, createHash('sha1').update(offered.sort().join('\x1e')).digest('base64'));
  });

  it('trap 35: ejabberd 24.12 asks for new keys of the password', async (test) => {
    const features = await (await connect(test)).openStream({ from });
    assert.equal(features.includes('UPGR-SCRAM-SHA-256'), version === '24.12');
  });

  if (is.modern) {
    const riders = (/** @type {string} */ inside) => `<bind xmlns="urn:xmpp:bind:0"><tag>Demo</tag>${inside}</bind>`;
    const modern = async (test) => {
      const socket = await connect(test);
      await socket.openStream({ from });
      return socket;
    };

    it('trap 30: the success names the account by the element of XEP-0388', async (test) => {
      const success = await authenticate(await modern(test), { agent: randomUUID(), riders: riders('') });
      assert.match(success, /<authorization-identifier>anna-\w+@localhost\/.+<\/authorization-identifier>/);
    });

    it('trap 31: without a user agent there is no token and no resource of one\'s own', async (test) => {
      const nameless = await authenticate(await modern(test), { riders: requestToken + riders('') });
      assert.doesNotMatch(nameless, /<token /);
      const agent = randomUUID();
      const resources = [];
      for (let i = 0; i < 2; i += 1) {
        const success = await authenticate(await modern(test), { agent, riders: requestToken + riders('') });
        assert.ok(tokenOf(success));
        resources.push(/@localhost\/(.+?)</.exec(success)?.[1] ?? '');
      }
      assert.match(resources[0], /^Demo/);
      assert.equal(resources[0], resources[1], 'made of device and tag: two tabs with the same would throw each other out');
    });

    it('trap 32: how a token is refused', async (test) => {
      const show = async (agent) => authenticate(await modern(test),
        { mechanism: 'HT-SHA-256-NONE', initial: proof('no such token'), agent, riders: '<fast xmlns="urn:xmpp:fast:0"/>' });
      assert.match(await show(randomUUID()), /^<failure xmlns='urn:xmpp:sasl:2'><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-sasl'\/>/);
      // Without a user agent: a condition without its namespace, or the end of the stream without a word.
      if (is.prosody) assert.match(await show(''), /^<failure xmlns='urn:xmpp:sasl:2'><malformed-request\/>/);
      else await assert.rejects(show(''), /Closed: {"code":1000/);
    });

    it('trap 33: what the answer to Bind 2 says, and what it does not', async (test) => {
      const success = await authenticate(await modern(test), {
        agent: randomUUID(), riders: riders('<enable xmlns="urn:xmpp:carbons:2"/><enable xmlns="urn:xmpp:sm:3" resume="true"/>'),
      });
      const managedBy = /<enabled [^>]*urn:xmpp:sm:3[^>]*>/.exec(success)?.[0] ?? '';
      assert.equal(attribute(managedBy, 'resume'), is.prosody ? '1' : 'true');
      assert.equal(/<enabled [^>]*urn:xmpp:carbons:2/.test(success), is.prosody);
      assert.doesNotMatch(success, /urn:xmpp:mam:2/);
    });

    it('trap 39: how a resumption inside the login is refused, and that the same answer binds', async (test) => {
      const success = await authenticate(await modern(test), {
        agent: randomUUID(), riders: `<resume xmlns="urn:xmpp:sm:3" previd="of yesterday" h="0"/>${riders('')}`,
      });
      assert.match(success, is.prosody ? /<failed [^>]*><error [^>]*><item-not-found/ : /<failed [^>]*><item-not-found/);
      assert.match(success, /<bound /);
    });

    it('trap 13: the features behind Bind 2 announce no limits: those before the login go on', async (test) => {
      const socket = await modern(test);
      const before = socket.frames.length;
      await authenticate(socket, { agent: randomUUID(), riders: riders('') });
      const features = await socket.frame(/^<stream:features/, before);
      assert.equal(features.includes('urn:xmpp:stream-limits:0'), false);
    });

    it('trap 34: a token proves the server, lives for weeks, and is taken back by whoever shows it so', async (test) => {
      const agent = randomUUID();
      const first = await authenticate(await modern(test), { agent, riders: requestToken + riders('') });
      const token = tokenOf(first);
      const days = (Date.parse(attribute(/<token .*?>/.exec(first)?.[0] ?? '', 'expiry') ?? '') - Date.now()) / 86_400_000;
      assert.ok(days > 20 && days < 31, `${days} days`);
      const show = async (fast) => authenticate(await modern(test), { mechanism: 'HT-SHA-256-NONE', initial: proof(token), agent, riders: fast + riders('') });
      const second = await show('<fast xmlns="urn:xmpp:fast:0"/>');
      const responder = createHmac('sha256', token).update('Responder').digest('base64');
      assert.ok(second.includes(`<additional-data>${responder}</additional-data>`), second);
      await show('<fast xmlns="urn:xmpp:fast:0" invalidate="true"/>');
      assert.match(await show('<fast xmlns="urn:xmpp:fast:0"/>'), /^<failure/);
    });

    it('trap 38: after a resumption inside the login ejabberd sends no features, Prosody behind the rest', async (test) => {
      const agent = randomUUID();
      const first = await modern(test);
      const login = await authenticate(first, { agent, riders: requestToken + riders('<enable xmlns="urn:xmpp:sm:3" resume="true"/>') });
      await first.ping(); // a stanza that is not acknowledged: it will come again
      const previous = attribute(/<enabled [^>]*urn:xmpp:sm:3[^>]*>/.exec(login)?.[0] ?? '', 'id');
      first.cut();
      const second = await modern(test);
      const before = second.frames.length;
      const success = await authenticate(second, {
        mechanism: 'HT-SHA-256-NONE', initial: proof(tokenOf(login)), agent,
        riders: `<fast xmlns="urn:xmpp:fast:0"/><resume xmlns="urn:xmpp:sm:3" previd="${previous}" h="0"/>`,
      });
      assert.match(success, /<resumed [^>]*urn:xmpp:sm:3/);
      await second.ping('behind');
      const heard = second.frames.slice(before).map((frame) => /^<([\w:]+)/.exec(frame)?.[1]);
      assert.equal(heard[0], 'success');
      const [replayed, features] = [heard.indexOf('iq'), heard.indexOf('stream:features')];
      assert.ok(replayed > 0, heard.join());
      if (is.ejabberd) assert.equal(features, -1);
      else assert.ok(features > replayed, heard.join());
    });
  }

  // ---- stream management ----

  it('trap 33: resume is spelled true in SASL 1', async (test) => {
    assert.equal(attribute((await managed(test)).enabled, 'resume'), 'true');
  });

  it('trap 37: an acknowledgement of what was never sent ends the stream', async (test) => {
    const { socket } = await managed(test);
    socket.send('<a xmlns="urn:xmpp:sm:3" h="7"/>');
    assert.match(await socket.frame(/^<stream:error/), /undefined-condition/);
  });

  it('trap 37: only stanzas count', async (test) => {
    const { socket } = await managed(test);
    socket.send('<active xmlns="urn:xmpp:csi:0"/>').send('<presence xmlns="jabber:client"/>').send('<r xmlns="urn:xmpp:sm:3"/>');
    assert.equal(attribute(await socket.frame(/^<a /), 'h'), '1');
  });

  it('trap 39: how a resumption is refused', async (test) => {
    const socket = await connect(test);
    await socket.logIn(account);
    socket.send('<resume xmlns="urn:xmpp:sm:3" previd="of yesterday" h="0"/>');
    const failed = await socket.frame(/^<failed/);
    assert.match(failed, /^<failed [^>]*><item-not-found/);
    // A login goes on from there.
    socket.send('<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>');
    await socket.frame(/<jid>/);
  });

  it('trap 40: what was not acknowledged comes again', async (test) => {
    const { socket, enabled } = await managed(test);
    await socket.ping('unacknowledged');
    // COMPAT(ejabberd 23.01 and 24.12): where a WebSocket breaks while the server writes to it, the session waits for
    // that writing, fifteen seconds, and no resumption is answered before. Its question comes last.
    await socket.frame(/^<r /);
    socket.cut();
    const second = await connect(test);
    await second.logIn(account);
    second.send(`<resume xmlns="urn:xmpp:sm:3" previd="${attribute(enabled, 'id')}" h="0"/>`);
    await second.frame(/^<resumed/);
    await second.frame(/id=['"]unacknowledged['"]/);
  });

  it('trap 41: how long a lost session is kept', async (test) => {
    assert.equal(attribute((await managed(test)).enabled, 'max'), is.prosody ? '600' : '300');
  });
});
