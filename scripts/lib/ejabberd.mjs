// SPDX-License-Identifier: MIT
// Starts and stops an ejabberd of our own: loopback, free ports, private database, no root needed. The Erlang node has
// no name, so it neither starts nor asks the Erlang port mapper, and any number of copies run side by side.

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fillTemplate, root, serverTemplates } from './paths.mjs';
import { patience } from './patience.mjs';
import { freePorts, isFree, untilAccepts, untilAnswers, untilFree } from './ports.mjs';
import { Program } from './process.mjs';
import { registerAccount } from './servers.mjs';

/** Modules that only newer ejabberds have, with their options. */
const optionalModules = {
  mod_auth_fast: '{}',
  mod_muc_occupantid: '{}',
  mod_scram_upgrade: '{offered_upgrades: [sha256, sha512]}',
};

/** What scripts/setup unpacked beside the system's. */
const unpacked = join(root, '.deps', 'servers', 'ejabberd-24.12', 'usr', 'lib');

/** The folders that hold ejabberd-VERSION/ebin: lib/ARCH-linux-gnu on Debian, lib elsewhere; the system's come first. */
const installations = ['/usr/lib', '/usr/local/lib', unpacked].filter(existsSync).flatMap((lib) =>
  [...readdirSync(lib).filter((entry) => entry.endsWith('-linux-gnu')).map((entry) => join(lib, entry)), lib]
    .flatMap((folder) => {
      const entry = readdirSync(folder).find((name) => /^ejabberd-\d[\d.]*$/.test(name))
        ?? readdirSync(folder).find((name) => /^ejabberd-\d/.test(name));
      if (!entry || !existsSync(join(folder, entry, 'ebin'))) return [];
      return [{
        folder, version: versionOf(entry.slice('ejabberd-'.length)), ebin: realpathSync(join(folder, entry, 'ebin')),
        libraries: lib === unpacked ? libraryPaths(join(lib, 'erlang', 'lib')) : [],
      }];
    }));

/** What a version is called here: 24.12 of 24.12-3~bpo12+1. @param {string} full */
export function versionOf(full) {
  return /^\d+\.\d+/.exec(full)?.[0] ?? full;
}

/** The versions on this machine; each once. */
export const ejabberdVersions = [...new Set(installations.map(({ version }) => version))];

/** @param {string} [version] the system's without one */
function ejabberdLibrary(version) {
  const found = version ? installations.find((each) => each.version === version) : installations[0];
  if (found) return found;
  throw new Error(version ? `ejabberd ${version} is not on this machine; there is ${ejabberdVersions.join(' and ') || 'none'}.`
    : 'ejabberd is not installed. Run scripts/setup and try again.');
}

/** @param {import('./servers.mjs').ServerTls} tls */
const believing = (tls) => (tls.authority ? `    tls_verify: true\n    cafile: "${tls.authority}"\n` : '');
/** @param {import('./servers.mjs').ServerTls} tls */
const starttls = (tls) => `    starttls: true\n    starttls_required: true\n${believing(tls)}`;
/** @param {import('./servers.mjs').ServerTls} tls @param {number} port */
const directTls = (tls, port) => `  - port: ${port}\n    ip: "127.0.0.1"\n    module: ejabberd_c2s\n    tls: true\n${believing(tls)}`;

/** Its own Erlang libraries go before the system's. @param {string} folder */
function libraryPaths(folder) {
  return readdirSync(folder).flatMap((name) => ['-pa', join(folder, name, 'ebin')]);
}

/** Mnesia writes its log some seconds late; what a test has prepared is to survive. @param {import('./servers.mjs').XmppServer} server */
async function untilWritten(server) {
  const mark = `mark-${randomUUID()}`;
  await registerAccount(server, mark, 'unused');
  const spool = join(server.data, 'spool');
  const end = Date.now() + patience;
  const written = () => readdirSync(spool, { withFileTypes: true })
    .some((entry) => entry.isFile() && readFileSync(join(spool, entry.name), 'latin1').includes(mark));
  while (!written()) {
    if (Date.now() > end) throw new Error('ejabberd has not written what it was told.');
    await delay(50);
  }
}

/**
 * @param {string} data an empty folder for configuration, log and database
 * @param {{ domain?: string, passwordFormat?: 'scram' | 'plain', version?: string, disabled?: string[], boshMaxInactivity?: number,
 *   tls?: import('./servers.mjs').ServerTls, node?: string[] }} [options] `boshMaxInactivity`: seconds of silence that end a BOSH session. With 'plain' it offers every SCRAM, but with
 *   another salt each time, so that nobody can log in again without the password; with 'scram' SCRAM-SHA-1 alone.
 *   `node`: arguments that make the Erlang node one of a cluster (ejabberd-cluster.mjs).
 * @returns {Promise<import('./servers.mjs').XmppServer>}
 */
export async function startEjabberd(data, { domain = 'localhost', passwordFormat = 'scram', version, disabled = [], boshMaxInactivity = 30, tls, node = [] } = {}) {
  const library = ejabberdLibrary(version);
  mkdirSync(join(data, 'spool'), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const [portHttp, portC2s, portTls] = await freePorts(tls ? 3 : 2);
    const config = join(data, 'ejabberd.yml');
    const [major] = library.version.split('.').map(Number);
    writeFileSync(config, fillTemplate(readFileSync(join(serverTemplates, 'ejabberd.yml'), 'utf8'), {
      DOMAIN: domain,
      PASSWORD_FORMAT: passwordFormat,
      BOSH_MAX_INACTIVITY: boshMaxInactivity,
      DISABLED: ['DIGEST-MD5', 'X-OAUTH2', ...disabled].map((name) => `"${name}"`).join(', '),
      PORT_HTTP: portHttp,
      PORT_C2S: portC2s,
      CERTIFICATES: tls ? `certfiles: ["${tls.file}", "${tls.key}"]` : '',
      STARTTLS: tls ? starttls(tls) : '',
      DIRECT_TLS: tls ? directTls(tls, portTls) : '',
      HTTP_OPTIONS: major >= 24 ? '    allow_unencrypted_sasl2: true' : '',
      OPTIONAL_MODULES: Object.entries(optionalModules)
        .filter(([name]) => existsSync(join(library.ebin, `${name}.beam`)))
        .map(([name, options]) => `  ${name}: ${options}`).join('\n'),
    }));
    const inetrc = join(data, 'inetrc');
    writeFileSync(inetrc, '{lookup, [file, native]}.\n');
    /** @type {Program} */
    let program;
    const run = async () => {
      program = new Program('ejabberd', 'erl', [
        ...library.libraries, ...node, '-noinput', '-noshell', '+sbwt', 'none', '+S', '2:2',
        '-mnesia', 'dir', `"${join(data, 'spool')}"`,
        '-s', 'ejabberd',
      ], {
        log: join(data, 'console.log'),
        cwd: data,
        env: {
          ...process.env,
          ERL_LIBS: library.folder,
          ERL_INETRC: inetrc,
          ERL_CRASH_DUMP: join(data, 'erl_crash.dump'),
          EJABBERD_CONFIG_PATH: config,
          EJABBERD_LOG_PATH: join(data, 'ejabberd.log'),
          HOME: data,
        },
      });
      await untilAnswers(portHttp, '/xmpp-websocket', { signal: program.died });
      await untilAccepts(portC2s, { signal: program.died });
    };
    try {
      await run();
      return {
        kind: 'ejabberd',
        domain,
        data,
        get pid() { return program.pid; },
        get died() { return program.died; },
        portHttp,
        portC2s,
        portTls,
        websocketUrl: `ws://127.0.0.1:${portHttp}/xmpp-websocket`,
        boshUrl: `http://127.0.0.1:${portHttp}/http-bind`,
        anonymousDomain: `guests.${domain}`,
        /** Without waiting for what it has not written yet. */
        async die() { await program.stop({ signal: 'SIGKILL' }); },
        async kill() {
          await untilWritten(this);
          await program.stop({ signal: 'SIGKILL' });
          await Promise.all([untilFree(portHttp), untilFree(portC2s)]);
        },
        restart: run,
        pause(is) { program.signal(is ? 'SIGSTOP' : 'SIGCONT'); },
        async stop() {
          // Its data is thrown away: no need to wait for the orderly end of every Erlang application.
          await program.stop({ signal: 'SIGKILL' });
          await Promise.all([untilFree(portHttp), untilFree(portC2s)]);
        },
      };
    } catch (error) {
      await program.stop({ signal: 'SIGKILL' });
      const taken = !(await isFree(portHttp)) || !(await isFree(portC2s));
      if (!taken || attempt === 3) throw withLog(error, join(data, 'ejabberd.log'));
    }
  }
}

/** ejabberd says the reason in its own log, not on its console. */
function withLog(error, log) {
  const tail = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n') : '';
  return new Error(`ejabberd did not start: ${error.message}\n${tail}`, { cause: error });
}
