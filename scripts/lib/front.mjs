// SPDX-License-Identifier: MIT
// The web server in front of page and XMPP server: one origin, the strict CSP, precompressed files. nginx, rootless.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillTemplate, serverTemplates } from './paths.mjs';
import { freePorts, isFree, untilAnswers, untilFree } from './ports.mjs';
import { Program } from './process.mjs';

const brotliModule = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

/**
 * @param {string} data a folder for configuration and log
 * @param {{ site: string, modules?: string, xmppPort: number, backupPort?: number, port?: number, connect?: string[],
 *   config?: object }} options
 *   `site` is the folder to serve, `modules` one more as /modules/ (a test looks at a part of the page by itself), `xmppPort` the XMPP server's HTTP port, `backupPort` that of another node, asked when
 *   the first does not answer, `connect` further origins that the page may connect to, `config` what config.json says
 *   (null: there is none).
 */
export async function startFront(data, { site, modules, xmppPort, backupPort, port: wanted, connect = [], config = null }) {
  mkdirSync(data, { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await freePorts(1))[0];
    if (wanted && !(await isFree(wanted))) {
      throw new Error(`Port ${wanted} is in use by another program. Choose another one with --port.`);
    }
    const file = join(data, 'nginx.conf');
    const withBrotli = existsSync(brotliModule);
    writeFileSync(file, fillTemplate(readFileSync(join(serverTemplates, 'nginx.conf'), 'utf8'), {
      DATA: data,
      SITE: site,
      MODULES: modules ? `location /modules/ { alias ${modules}/; }` : '',
      PORT: port,
      XMPP_PORT: xmppPort,
      XMPP_BACKUP: backupPort ? `server 127.0.0.1:${backupPort} backup;` : '',
      CONNECT: [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`, ...connect].join(' '),
      // Started by root, workers would switch to a user who may not read this checkout.
      USER: process.getuid?.() === 0 ? 'user root;' : '',
      LOAD_BROTLI: withBrotli ? `load_module ${brotliModule};` : '',
      BROTLI_STATIC: withBrotli ? 'brotli_static on;' : '',
    }));
    const front = {
      origin: `http://127.0.0.1:${port}`,
      port,
      websocketUrl: `ws://127.0.0.1:${port}/xmpp-websocket`,
      boshUrl: `http://127.0.0.1:${port}/http-bind`,
      /** What the page reads as config.json from now on. */
      setConfig(values) { front.setConfigText(`${JSON.stringify(values, null, 2)}\n`); },
      setConfigText(text) { writeFileSync(join(data, 'config.json'), text); },
    };
    front.setConfig(config ?? {});
    const program = new Program('nginx', nginxProgram(), ['-p', data, '-c', file, '-e', join(data, 'nginx-start.log')],
      { log: join(data, 'nginx.log'), cwd: data });
    try {
      await untilAnswers(port, '/config.json', { signal: program.died });
      return {
        ...front,
        pid: program.pid,
        died: program.died,
        async stop() {
          await program.stop();
          await untilFree(port);
        },
      };
    } catch (error) {
      await program.stop();
      if (wanted || attempt === 3 || (await isFree(port))) throw error;
    }
  }
}

/** Debian keeps it where only root's PATH looks. */
function nginxProgram() {
  return ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/local/bin/nginx'].find(existsSync) ?? 'nginx';
}
