// SPDX-License-Identifier: MIT
// scripts/demo after the build: starts the demo's world and keeps it until Ctrl-C, or checks it with a browser.

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from './browser.mjs';
import { ChatPage } from './chat-page.mjs';
import { people, startDemoWorld } from './demo-world.mjs';
import { buildFolder, siteFolder } from './paths.mjs';
import { Peer } from './peer.mjs';
import { serverKinds } from './servers.mjs';
import { Started } from './stopping.mjs';

const demoFolder = join(buildFolder, 'demo');
const began = performance.now();
const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
const say = (text) => console.log(`demo: ${text}`);

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        check: { type: 'boolean', default: false },
        port: { type: 'string' },
        server: { type: 'string', default: 'prosody' },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
      throw new Error(`--port wants a number from 1 to 65535, not '${values.port}'.`);
    }
    if (!serverKinds.includes(/** @type {any} */ (values.server))) {
      throw new Error(`--server wants ${serverKinds.join(' or ')}, not '${values.server}'.`);
    }
    return { check: values.check, port, server: values.server };
  } catch (error) {
    console.error(`demo: ${error.message}`);
    process.exit(2);
  }
}

const started = new Started();
let stopping = false;

async function stopAndExit(code) {
  if (stopping) return;
  stopping = true;
  try {
    await started.stop();
  } catch (error) {
    console.error(`demo: ${error.message}`);
    code ||= 1;
  }
  process.exit(code);
}

/** A demo that was killed could not clean up after itself. */
function forgetEarlierDemos() {
  for (const pid of existsSync(demoFolder) ? readdirSync(demoFolder) : []) {
    try {
      if (Number(pid) !== process.pid) process.kill(Number(pid), 0); // throws when there is no such process
    } catch (error) {
      if (error.code === 'ESRCH') rmSync(join(demoFolder, pid), { recursive: true, force: true });
    }
  }
}

async function startWorld(options) {
  if (!existsSync(join(siteFolder, 'index.html'))) {
    throw new Error('There is no page in build/web/site. Run scripts/demo without --no-build.');
  }
  // Each start begins with empty accounts; several demos may run side by side.
  forgetEarlierDemos();
  const data = join(demoFolder, String(process.pid));
  mkdirSync(data, { recursive: true });
  started.onStop(() => rmSync(data, { recursive: true, force: true }));
  say(`starting ${options.server}`);
  return started.add(await startDemoWorld(data, { ...options, site: siteFolder }));
}

function printWelcome({ front, server, room }) {
  const row = ({ user, password }) => `  ${`${user}@${server.domain}`.padEnd(20)} password ${password}`;
  console.log(`
  Parlance   ${front.origin}

${row(people.alice)}
${row(people.bob)}

  Log in as alice here and as bob in a second browser window, or talk to the contact Echo: it answers
  with what it hears. It also sits in the room ${front.origin}/#chat=${room}?join
  (say "echo: hello" there). Everything is forgotten when you press Ctrl-C.

  Ready after ${seconds()} s.
`);
}

async function serve(options) {
  const world = await startWorld(options);
  for (const program of [world.server, world.front]) {
    program.died.addEventListener('abort', () => {
      // Ctrl-C reaches our children too: they may be gone before we know why.
      setTimeout(() => {
        if (stopping) return;
        console.error(`demo: ${program.died.reason.message}`);
        void stopAndExit(1);
      }, 300);
    });
  }
  printWelcome(world);
}

async function check(options) {
  const world = await startWorld(options);
  const { alice, bob } = people;
  const bobPeer = started.add(await Peer.connect(world.server, bob));
  const chromium = started.add(await startBrowser('chromium'));
  say(`checking ${world.front.origin} with Chromium`);
  const page = await ChatPage.open(chromium, world.front.origin);
  const picture = join(buildFolder, 'demo-check.png');
  try {
    await page.login(`${alice.user}@${world.server.domain}`, alice.password);
    say('alice is logged in');
    await page.openChat(bob.name);

    const greeting = 'Hello Bob, can you read me?';
    await page.send(bob.name, greeting);
    const received = await bobPeer.message(greeting);
    say(`bob received "${received.body}" from ${received.from}`);

    const answer = 'Loud and clear, Alice.';
    await bobPeer.sendChat(received.from, answer);
    const article = await page.untilArticle(answer);
    say(`alice's page shows "${answer}" as message ${article.position} of ${article.size}`);

    const copies = bobPeer.messages().filter((message) => message.body === greeting).length;
    if (copies !== 1) throw new Error(`bob received the message ${copies} times instead of once.`);
    await page.assertClean();
  } catch (error) {
    if (!error.described) error.message += `\nThe page: ${await page.describe()}`;
    throw error;
  } finally {
    await page.screenshot(picture).catch(() => {});
  }
  say(`a message went each way; screenshot in ${picture}; ${seconds()} s`);
}

const { check: checking, ...options } = readArguments();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!checking) say('stopping');
    void stopAndExit(checking ? 1 : 0);
  });
}
try {
  await (checking ? check(options) : serve(options));
  if (checking) await stopAndExit(0);
} catch (error) {
  if (!stopping) console.error(`demo: ${error.message}`);
  await stopAndExit(1);
}
