// SPDX-License-Identifier: MIT
// Starts and stops a Prosody of our own: loopback, free ports, its data in a folder of ours, no root needed.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillTemplate, root, serverTemplates } from './paths.mjs';
import { freePorts, untilAnswers, untilFree } from './ports.mjs';
import { Program } from './process.mjs';

/** Modules that only newer Prosodys or the package prosody-modules have: taken when they are installed. */
const optionalModules = ['http_altconnect', 'sasl2', 'sasl2_bind2', 'sasl2_fast', 'sasl2_sm', 'sasl_ssdp'];
const systemModules = ['/usr/lib/prosody/modules', '/usr/local/lib/prosody/modules'];

/** Where each version is: the system's own, and what scripts/setup unpacked beside it. */
const unpacked = join(root, '.deps', 'servers', 'prosody-13');
const installations = [
  { library: '/usr/lib/prosody', command: 'prosody', folders: systemModules },
  { library: '/usr/local/lib/prosody', command: 'prosody', folders: systemModules },
  { library: join(unpacked, 'usr/lib/prosody'), folders: [join(unpacked, 'usr/lib/prosody/modules')] },
].flatMap(({ library, ...rest }) => {
  const file = join(library, 'prosody.version');
  return existsSync(file) ? [{ ...rest, version: versionOf(readFileSync(file, 'utf8').trim()) }] : [];
});

/** What a version is called here: 0.12 of 0.12.3, 13 of 13.0.1. @param {string} full */
export function versionOf(full) {
  return (full.startsWith('0.') ? /^\d+\.\d+/ : /^\d+/).exec(full)?.[0] ?? full;
}

/** The versions on this machine; each once. */
export const prosodyVersions = [...new Set(installations.map(({ version }) => version))];

/** @param {string} [version] the system's without one */
function installation(version) {
  const found = version ? installations.find((each) => each.version === version) : installations[0];
  if (found) return found;
  throw new Error(version ? `Prosody ${version} is not on this machine; there is ${prosodyVersions.join(' and ') || 'none'}.`
    : 'Prosody is not installed. Run scripts/setup and try again.');
}

/** Prosody's own starter knows its folders by heart: a copy that knows where they are now. @param {string} data */
function starter(data) {
  mkdirSync(data, { recursive: true });
  const script = readFileSync(join(unpacked, 'usr/bin/prosody'), 'utf8')
    .replaceAll("'/usr/lib/prosody", `'${join(unpacked, 'usr/lib/prosody')}`);
  writeFileSync(join(data, 'prosody'), script, { mode: 0o755 });
  return join(data, 'prosody');
}

/**
 * @param {string} data an empty folder for configuration, log and data
 * @param {{ domain?: string, passwordHash?: 'SHA-1' | 'SHA-256', version?: string, disabled?: string[], boshMaxWait?: number, rotatesTokens?: boolean, tls?: import('./servers.mjs').ServerTls }} [options]
 *   With 'SHA-256' Prosody offers SCRAM-SHA-256 instead of SCRAM-SHA-1 (it keeps one hash per password). `boshMaxWait`:
 *   seconds that it holds a request at most, whatever the client asks for.
 * @returns {Promise<import('./servers.mjs').XmppServer>}
 */
export async function startProsody(data, { domain = 'localhost', passwordHash = 'SHA-1', version, disabled = [], boshMaxWait, rotatesTokens = false, tls } = {}) {
  const { folders, ...installed } = installation(version);
  const command = 'command' in installed && installed.command ? installed.command : starter(data);
  const hasModule = (/** @type {string} */ name) => folders.some((folder) =>
    existsSync(join(folder, `mod_${name}.lua`)) || existsSync(join(folder, `mod_${name}`)));
  const modules = optionalModules.filter(hasModule);
  // Prosody 13 logs in by OAUTHBEARER; 0.12 has the module, but not the mechanism.
  const hasTokens = folders.some((folder) => existsSync(join(folder, '..', 'util', 'roles.lua')));
  if (hasTokens) modules.push('tokenauth', 'issue_token');
  if (tls) modules.push('tls');
  mkdirSync(join(data, 'data'), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const [portHttp, portC2s, portTls] = await freePorts(tls ? 3 : 2);
    const config = join(data, 'prosody.cfg.lua');
    writeFileSync(config, fillTemplate(readFileSync(join(serverTemplates, 'prosody.cfg.lua'), 'utf8'), {
      DATA: data,
      DOMAIN: domain,
      PORT_HTTP: portHttp,
      PORT_C2S: portC2s,
      PORT_TLS: portTls ?? '',
      WITHOUT_TLS: tls ? '' : '"tls", ',
      TLS: tls ? `ssl = { certificate = "${tls.file}", key = "${tls.key}" }` : '',
      PASSWORD_HASH: passwordHash,
      TOKEN_MIN_TTL: rotatesTokens ? 0 : 86400,
      DISABLED: ['DIGEST-MD5', ...disabled].map((name) => `"${name}"`).join(', '),
      BOSH_MAX_WAIT: boshMaxWait === undefined ? '' : `bosh_max_wait = ${boshMaxWait}`,
      RUN_AS_ROOT: process.getuid?.() === 0 ? 'run_as_root = true -- a container without other users' : '',
      OPTIONAL_MODULES: modules.map((name) => `"${name}",`).join(' '),
      PLUGINS: join(serverTemplates, 'prosody-modules'),
    }));
    /** @type {Program} */
    let program;
    const run = async () => {
      program = new Program('Prosody', command, ['-F', '--config', config], { log: join(data, 'prosody.log'), cwd: data });
      const waiting = new Set([portHttp, portC2s, portTls].filter(Boolean).map((port) => `:${port}`));
      await program.line((line) => {
        if (line.includes('Failed to open server port')) throw new PortTaken();
        for (const port of waiting) {
          if (line.includes('Activated service') && line.includes(`127.0.0.1]${port}`)) waiting.delete(port);
        }
        return waiting.size === 0;
      });
      await untilAnswers(portHttp, '/xmpp-websocket', { signal: program.died });
    };
    try {
      await run();
      return {
        kind: 'prosody',
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
        /** A token of OAuth for a user of ours, good for so many seconds. */
        hasTokens,
        issueToken: hasTokens ? tokensOf(portHttp) : undefined,
        async kill() {
          await program.stop({ signal: 'SIGKILL' });
          await Promise.all([untilFree(portHttp), untilFree(portC2s)]);
        },
        restart: run,
        pause(is) { program.signal(is ? 'SIGSTOP' : 'SIGCONT'); },
        async stop() {
          await program.stop();
          await Promise.all([untilFree(portHttp), untilFree(portC2s)]);
        },
      };
    } catch (error) {
      await program.stop();
      if (!(error instanceof PortTaken) || attempt === 3) throw error;
    }
  }
}

/** Of the module that the tests' Prosody has for it. @param {number} portHttp @returns {(user: string, seconds: number) => Promise<string>} */
export function tokensOf(portHttp) {
  return async (user, seconds) => {
    const response = await fetch(`http://127.0.0.1:${portHttp}/issue-token?user=${encodeURIComponent(user)}&seconds=${seconds}`);
    if (!response.ok) throw new Error(`Prosody issued no token: ${response.status} ${await response.text()}`);
    return response.text();
  };
}

class PortTaken extends Error {
  constructor() { super('Prosody found its port in use, three times with three different ports.'); }
}
