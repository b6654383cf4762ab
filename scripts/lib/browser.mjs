// SPDX-License-Identifier: MIT
// Chromium over CDP and Firefox over WebDriver BiDi, both through puppeteer-core and both with WebGL2 by software.

import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPackage } from './paths.mjs';
import { patience } from './patience.mjs';
import { Program } from './process.mjs';

export const browserKinds = /** @type {const} */ (['chromium', 'firefox']);

/** Leads to this machine, as localhost does, but browsers trust it no more than any other name on plain HTTP. */
export const intranetHost = 'intranet.test';

/** Each leads a group of processes. When node exits for whatever reason, none is left behind. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.once('exit', () => {
  for (const { pid } of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It had ended.
    }
  }
});

const programs = {
  chromium: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  firefox: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

function programOf(kind) {
  const found = programs[kind].find(existsSync);
  if (!found) throw new Error(`${kind} is not installed (looked for ${programs[kind].join(', ')}). Run scripts/setup.`);
  return found;
}

/**
 * @param {'chromium' | 'firefox'} kind
 * @param {{ dark?: boolean, webgl?: boolean, isThrottled?: boolean, storage?: boolean }} [options] `dark`: the system theme
 *   that the page sees; `storage`: false blocks cookies and with them all that pages may store; `isThrottled`: timers of hidden pages are throttled at once as they are after minutes (Chromium), which drivers otherwise switch off
 * @returns {Promise<{ kind: string, browser: import('puppeteer-core').Browser, downloads: string, endpoint: string, stop: () => Promise<void> }>}
 *   `downloads`: the folder in which files that pages hand out are saved; `endpoint`: where another process reaches it,
 *   Firefox once this one has disconnected (it knows one session at a time)
 */
export async function startBrowser(kind, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), `parlance-${kind}-`));
  mkdirSync(downloadsIn(folder));
  const forget = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  try {
    const started = kind === 'chromium' ? await startChromium(folder, options) : await startFirefox(folder, options);
    const child = started.browser.process();
    running.add(child);
    child.once('exit', () => running.delete(child));
    return {
      kind,
      browser: started.browser,
      downloads: downloadsIn(folder),
      endpoint: started.browser.wsEndpoint(),
      async stop() {
        await started.stop();
        forget();
      },
    };
  } catch (error) {
    forget();
    throw error;
  }
}

/** A browser that another process started. @param {'chromium' | 'firefox'} kind @param {string} endpoint */
export async function connectBrowser(kind, endpoint) {
  const puppeteer = await loadPackage('puppeteer-core');
  return puppeteer.connect({
    browserWSEndpoint: endpoint, defaultViewport: null, ...(kind === 'firefox' ? { protocol: 'webDriverBiDi' } : {}),
  });
}

function downloadsIn(folder) { return join(folder, 'downloads'); }

const throttling = ['--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding'];

async function startChromium(folder, { dark = false, webgl = true, isThrottled = false, storage = true }) {
  const puppeteer = await loadPackage('puppeteer-core');
  if (!storage) {
    mkdirSync(join(folder, 'profile', 'Default'), { recursive: true });
    writeFileSync(join(folder, 'profile', 'Default', 'Preferences'),
      JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
  }
  const browser = await puppeteer.launch({
    executablePath: programOf('chromium'),
    headless: true,
    timeout: patience,
    userDataDir: join(folder, 'profile'),
    defaultViewport: null,
    ignoreDefaultArgs: isThrottled ? throttling : [],
    args: [
      ...(isThrottled ? ['--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/1'] : []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // its sandbox refuses to run for root
      ...(webgl ? ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] : ['--disable-3d-apis']),
      '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync',
      `--host-resolver-rules=MAP ${intranetHost} 127.0.0.1`,
      '--disable-quic', '--disable-dev-shm-usage', '--lang=en-US', '--window-size=1200,800',
      ...(dark ? ['--blink-settings=preferredColorScheme=0'] : []),
    ],
  });
  return { browser, stop: () => browser.close() };
}

/** Ends a browser whose session another process had. @param {import('node:child_process').ChildProcess} child */
async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL'); // it leads its group; nothing of its profile is kept
  await over;
}

/** Firefox has WebGL only with a display; a virtual one will do. */
async function startFirefox(folder, { dark = false, webgl = true, storage = true }) {
  const puppeteer = await loadPackage('puppeteer-core');
  const screen = new Program('Xvfb', 'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-noreset'], { log: join(folder, 'xvfb.log') });
  try {
    const display = await screen.line((line) => /^\d+$/.test(line) && line);
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: programOf('firefox'),
      headless: false,
      timeout: patience,
      userDataDir: join(folder, 'profile'),
      defaultViewport: null,
      args: ['--width=1200', '--height=900'],
      env: {
        ...process.env, DISPLAY: `:${display}`, LIBGL_ALWAYS_SOFTWARE: '1', MOZ_ENABLE_WAYLAND: '0', HOME: folder,
        LANG: 'en_US.UTF-8',
      },
      extraPrefsFirefox: {
        'webgl.force-enabled': webgl,
        'webgl.disabled': !webgl,
        'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
        'network.cookie.cookieBehavior': storage ? 5 : 2,
        'intl.accept_languages': 'en-US',
        'network.dns.localDomains': intranetHost,
        'app.update.disabledForTesting': true,
        'datareporting.policy.dataSubmissionEnabled': false,
        'network.captive-portal-service.enabled': false,
        'network.connectivity-service.enabled': false,
        'browser.download.folderList': 2,
        'browser.download.dir': downloadsIn(folder),
        'browser.download.useDownloadDir': true,
        'browser.download.alwaysOpenPanel': false,
      },
    });
    return {
      browser,
      async stop() {
        if (browser.connected) await browser.close();
        else await ended(browser.process());
        await screen.stop();
      },
    };
  } catch (error) {
    await screen.stop();
    throw error;
  }
}
