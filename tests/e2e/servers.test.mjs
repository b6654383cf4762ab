// SPDX-License-Identifier: MIT
// The ground under the other tests: servers that stay on loopback, stand side by side and leave nothing behind, and a
// web server that sends what the page's safety rests on.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startFront } from '../../scripts/lib/front.mjs';
import { siteFolder } from '../../scripts/lib/paths.mjs';
import { Peer } from '../../scripts/lib/peer.mjs';
import { isFree } from '../../scripts/lib/ports.mjs';
import { askVersion, registerAccount, serverKinds, serverVersions, startServer, wantedVersions } from '../../scripts/lib/servers.mjs';
import { Started } from '../../scripts/lib/stopping.mjs';

function temporaryFolder(started) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-servers-'));
  started.onStop(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The addresses on which a process listens, as "HEXADDRESS:HEXPORT" of /proc/net/tcp and tcp6. */
function listening(pid) {
  const inodes = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).match(/^socket:\[(\d+)\]$/)?.[1];
    } catch {
      return undefined; // closed in the meantime
    }
  }));
  return ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode))
    .map(([, local]) => local));
}

for (const kind of serverKinds) {
  describe(kind, () => {
    it('stands twice side by side, on loopback only, and frees its ports', async (test) => {
      const started = new Started();
      test.after(() => started.stop());
      const servers = await Promise.all([1, 2].map((n) => startServer(kind, join(temporaryFolder(started), String(n)))));
      for (const server of servers) started.add(server);
      for (const server of servers) {
        const addresses = listening(server.pid);
        assert.ok(addresses.length >= 2, `${addresses.length} listening sockets`);
        for (const address of addresses) assert.match(address, /^0100007F:/, 'not on loopback');
      }
      // Two worlds: the same name registers in both, and each knows only its own password.
      for (const [index, server] of servers.entries()) {
        await registerAccount(server, 'twin', `password ${index}`);
        const peer = await Peer.connect(server, { user: 'twin', password: `password ${index}` });
        await peer.stop();
      }
      await assert.rejects(registerAccount(servers[0], 'twin', 'again'), /refused/);
      for (const server of servers) await server.stop();
      for (const { portHttp, portC2s } of servers) {
        assert.ok(await isFree(portHttp));
        assert.ok(await isFree(portC2s));
      }
    });
  });
}

describe('versions', () => {
  const names = (versions) => versions.map(({ kind, version }) => `${kind} ${version}`);

  it('are all there on Debian 12; elsewhere it is said which are not', () => {
    const missing = names(wantedVersions).filter((name) => !names(serverVersions).includes(name));
    console.log(`# servers on this machine: ${names(serverVersions).join(', ')}`);
    if (missing.length > 0) console.log(`# not on this machine, so that tables have fewer columns: ${missing.join(', ')}`);
    for (const kind of serverKinds) assert.ok(serverVersions.some((each) => each.kind === kind), `no ${kind} at all`);
    assert.equal(new Set(names(serverVersions)).size, serverVersions.length, 'each once');
    if (/VERSION_CODENAME=bookworm/.test(readFileSync('/etc/os-release', 'utf8'))) assert.deepEqual(missing, []);
  });

  for (const { kind, version } of serverVersions) {
    it(`${kind} ${version} says that it is ${version}`, async (test) => {
      const started = new Started();
      test.after(() => started.stop());
      const server = started.add(await startServer(kind, join(temporaryFolder(started), 'server'), { version }));
      const said = await askVersion(server);
      assert.ok(said === version || said.startsWith(`${version}.`) || said.startsWith(`${version}-`), said);
    });
  }

  for (const kind of serverKinds) {
    it(`${kind} is not started in another version than was asked for`, async (test) => {
      const started = new Started();
      test.after(() => started.stop());
      await assert.rejects(startServer(kind, join(temporaryFolder(started), 'server'), { version: '1.0' }), /1\.0 is not on this machine/);
    });
  }
});

describe('the web server in front', () => {
  const started = new Started();
  let front;
  before(async () => {
    front = started.add(await startFront(temporaryFolder(started), { site: siteFolder, xmppPort: 9 }));
  });
  after(() => started.stop());

  /** node's fetch decodes and hides what was encoded; http.get does not. */
  function get(path, headers = {}) {
    return new Promise((resolve, reject) => {
      http.get(`${front.origin}${path}`, { headers, agent: false }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
      }).once('error', reject);
    });
  }

  it('sends the right type for every file of the page', async () => {
    const types = {
      html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8',
      wasm: 'application/wasm', svg: 'image/svg+xml', webmanifest: 'application/manifest+json', map: 'application/json; charset=utf-8',
    };
    const files = readdirSync(siteFolder, { recursive: true }).map(String).filter((name) => /\.\w+$/.test(name));
    const checked = new Set();
    for (const file of files) {
      const extension = file.split('.').at(-1);
      if (['br', 'gz'].includes(extension)) continue;
      assert.ok(types[extension], `nobody said what ${file} is`);
      const { status, headers } = await get(`/${file}`);
      assert.equal(status, 200, file);
      assert.equal(headers['content-type'], types[extension], file);
      checked.add(extension);
    }
    for (const needed of ['html', 'js', 'wasm']) assert.ok(checked.has(needed), `no .${needed} in the page`);
  });

  it('sends the strict policy with every answer, also with errors', async () => {
    for (const path of ['/', '/config.json', '/no-such-file', '/xmpp-websocket']) {
      const { headers } = await get(path);
      const policy = headers['content-security-policy'];
      for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'",
        "require-trusted-types-for 'script'", 'trusted-types parlance', "base-uri 'none'", "object-src 'none'"]) {
        assert.ok(policy?.split('; ').includes(part), `${path}: ${part} is missing in ${policy}`);
      }
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval'? '?unsafe|\*/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
    }
  });

  it('sends the smallest form that the browser understands', async () => {
    const plain = await get('/parlance-core.wasm');
    assert.equal(plain.headers['content-encoding'], undefined);
    const brotli = await get('/parlance-core.wasm', { 'accept-encoding': 'gzip, deflate, br' });
    assert.equal(brotli.headers['content-encoding'], 'br');
    assert.equal(brotli.headers['content-type'], 'application/wasm');
    assert.ok(brotliDecompressSync(brotli.body).equals(plain.body));
    const gzip = await get('/parlance-core.wasm', { 'accept-encoding': 'gzip' });
    assert.equal(gzip.headers['content-encoding'], 'gzip');
    assert.ok(gunzipSync(gzip.body).equals(plain.body));
    assert.ok(brotli.body.length < gzip.body.length && gzip.body.length < plain.body.length);
  });

  it('answers "not modified" to a browser that has the file', async () => {
    const { headers } = await get('/index.html');
    const again = await get('/index.html', { 'if-none-match': headers.etag });
    assert.equal(again.status, 304);
  });

  it('says 502, not nothing, when the XMPP server is away', async () => {
    assert.equal((await get('/xmpp-websocket', { upgrade: 'websocket', connection: 'upgrade' })).status, 502);
  });
});
