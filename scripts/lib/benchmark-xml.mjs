// SPDX-License-Identifier: MIT
// scripts/benchmark-xml: every reader takes the same frames, round after round in turns, so that a busy moment of the
// machine hits them all. Medians of wall time, and the best round's processor time where it can be had (not in a page):
// that one hardly depends on the machine's load. A frame is what a WebSocket hands over: a JavaScript string.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from './browser.mjs';
import { buildFolder, loadPackage } from './paths.mjs';
import { stanzaCorpus } from './stanza-corpus.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' }, kib: { type: 'string', default: '3000' }, seed: { type: 'string', default: '1' },
  },
});
const rounds = Number(options.rounds);
const frames = stanzaCorpus({ seed: Number(options.seed), bytes: Number(options.kib) * 1000 });
const corpus = Buffer.from(frames.map((frame) => `${frame}\0`).join(''));
const bytes = corpus.length - frames.length;
const wasmScript = join(buildFolder, 'web', 'xml_benchmark.js');
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** What RFC 6120 section 11 forbids, one way each. A reader that looks at less is faster. */
const broken = [
  "<message xmlns='jabber:client' to='a' to='b'/>", "<message xmlns='jabber:client'><x:y/></message>",
  "<message xmlns='jabber:client'><body>a & b</body></message>", "<message xmlns='jabber:client' to='a<b'/>",
  "<message xmlns='jabber:client'><body>x</message></body>", "<message xmlns='jabber:client'><body>\u0001</body></message>",
  "<message xmlns='jabber:client'><!-- x --></message>", "<!DOCTYPE x><message xmlns='jabber:client'/>",
];

/**
 * Runs in node and, as text, in the page. Each way reads all frames once; `others` are ways that are not ours.
 * @returns {Promise<{ ms: Record<string, number[]>, cpu: Record<string, number[]>, elements: Record<string, number>, refused: Record<string, number> }>}
 */
async function timed(createXmlBenchmark, frames, broken, others, rounds) {
  const module = await createXmlBenchmark();
  const encoder = new TextEncoder();
  const whole = encoder.encode(frames.map((frame) => `${frame}\0`).join(''));
  const room = (size) => {
    const pointer = module._benchmark_buffer(size); // may grow the memory, which replaces the view of it
    return module.HEAPU8.subarray(pointer, pointer + size);
  };
  const refuse = () => { throw new Error('The reader refused a frame of the corpus.'); };
  const ways = {
    'wasm, from strings': () => {
      for (const frame of frames) {
        // At most three bytes for each UTF-16 unit.
        const { written } = encoder.encodeInto(frame, room(frame.length * 3));
        if (!module._benchmark_read_one(written)) refuse();
      }
    },
    'wasm, from bytes': () => { if (!module._benchmark_read_all(whole.length)) refuse(); },
    ...Object.fromEntries(Object.entries(others).map(([name, { read }]) => [name, () => { for (const frame of frames) read(frame); }])),
  };
  const load = () => room(whole.length).set(whole);
  load();
  const elements = { wasm: module._benchmark_count(whole.length) };
  for (const [name, { read, count }] of Object.entries(others)) {
    elements[name] = frames.reduce((sum, frame) => sum + count(read(frame)), 0);
  }
  const take = (frame) => module._benchmark_read_one(encoder.encodeInto(frame, room(frame.length * 3)).written) === 1;
  const refused = { wasm: broken.filter((frame) => !take(frame)).length };
  for (const [name, { takes }] of Object.entries(others)) refused[name] = broken.filter((frame) => !takes(frame)).length;
  // The processor time of this process; a page has none to ask for.
  const processor = () => {
    if (typeof process === 'undefined') return 0;
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const ms = {};
  const cpu = {};
  for (let round = -2; round < rounds; round += 1) { // two to warm up
    for (const [name, way] of Object.entries(ways)) {
      if (name === 'wasm, from bytes') load();
      const [begun, begunCpu] = [performance.now(), processor()];
      way();
      const [took, tookCpu] = [performance.now() - begun, processor() - begunCpu];
      if (round < 0) continue;
      (ms[name] ??= []).push(took);
      (cpu[name] ??= []).push(tookCpu);
    }
  }
  return { ms, cpu, elements, refused };
}

async function inNode() {
  const require = createRequire(import.meta.url);
  const { parse } = (await loadPackage('ltx')).default ?? await loadPackage('ltx');
  const { xml: { FramedParser } } = await framedParser();
  const countLtx = (element) => 1 + element.getChildElements().reduce((sum, child) => sum + countLtx(child), 0);
  // @xmpp/client's way: one parser for the stream.
  const framed = new FramedParser();
  let last = null;
  framed.on('element', (element) => { last = element; });
  framed.on('error', (error) => { throw error; });
  const takes = (read) => (frame) => {
    try {
      return Boolean(read(frame));
    } catch {
      return false;
    }
  };
  const throughClient = (frame) => {
    last = null;
    framed.write(frame);
    return last;
  };
  return timed(require(wasmScript), frames, broken, {
    'ltx.parse': { read: parse, count: countLtx, takes: takes((frame) => parse(frame)) },
    'ltx as in @xmpp/client': { read: throughClient, count: countLtx, takes: takes((frame) => parse(frame)) },
  }, rounds);
}

/** The parser of @xmpp/client's WebSocket, which its package does not export. */
async function framedParser() {
  const { pathToFileURL } = await import('node:url');
  const { root } = await import('./paths.mjs');
  const module = await import(pathToFileURL(join(root, 'web/node_modules/@xmpp/websocket/lib/FramedParser.js')).href);
  return { xml: { FramedParser: module.default } };
}

async function inChromium() {
  const chromium = await startBrowser('chromium');
  try {
    const page = await chromium.browser.newPage();
    await page.addScriptTag({ content: readFileSync(wasmScript, 'utf8') });
    await page.addScriptTag({ content: `window.timed = ${timed}` });
    return await page.evaluate(async (frames, broken, rounds) => {
      const parser = new DOMParser();
      return window.timed(window.createXmlBenchmark, frames, broken, {
        DOMParser: {
          read: (frame) => parser.parseFromString(frame, 'text/xml'),
          count: (document) => document.getElementsByTagName('*').length,
          takes: (frame) => parser.parseFromString(frame, 'text/xml').querySelector('parsererror') === null,
        },
      }, rounds);
    }, frames, broken, rounds);
  } finally {
    await chromium.stop();
  }
}

function natively() {
  const file = join(buildFolder, 'benchmark-xml.corpus');
  writeFileSync(file, corpus);
  const lines = execFileSync(join(buildFolder, 'release', 'xml_benchmark'), [file, String(rounds + 2)], { encoding: 'utf8' });
  const [count, ...times] = lines.trim().split('\n');
  const timed = times.slice(2).map((line) => line.split(' ').map(Number));
  const name = 'native, from bytes';
  return {
    ms: { [name]: timed.map(([wall]) => wall) }, cpu: { [name]: timed.map(([, processor]) => processor) },
    elements: { native: Number(count) }, refused: {},
  };
}

const loadBefore = loadavg()[0];
const places = [['native', natively()], [`node ${process.versions.node}`, await inNode()], ['Chromium', await inChromium()]];
const counts = new Set(places.flatMap(([, { elements }]) => Object.values(elements)));
console.log(`${frames.length} stanzas, ${(bytes / 1e6).toFixed(2)} MB, ${[...counts].join(' or ')} elements; medians of ${rounds} rounds; `
  + `load ${loadBefore.toFixed(1)} to ${loadavg()[0].toFixed(1)}`);
console.log('| where | reader | MB/s | MB/s of processor time | stanzas/s | times ours | refuses |\n| --- | --- | --- | --- | --- | --- | --- |');
for (const [place, { ms, cpu, refused }] of places) {
  const ours = Object.entries(ms).find(([name]) => name === 'wasm, from strings');
  for (const [name, times] of Object.entries(ms)) {
    const isOther = ours && !name.startsWith('wasm');
    // DOMParser does what we do. ltx looks at much less (last column), and is not a target, only a neighbour.
    const ratio = isOther ? median(times) / median(ours[1]) : null;
    const rate = (each) => (each > 0 ? (bytes / 1e3 / each).toFixed(1) : '–');
    const count = refused[name] ?? refused.wasm ?? '';
    console.log(`| ${place} | ${name} | ${rate(median(times))} | ${rate(Math.min(...cpu[name]))} | ${Math.round(frames.length * 1000 / median(times))} | `
      + `${ratio === null ? '' : ratio.toFixed(2)} | ${count === '' ? '' : `${count} of ${broken.length}`} |`);
  }
}
if (counts.size !== 1) {
  console.error(`benchmark-xml: the readers disagree: ${JSON.stringify(places.map(([, { elements }]) => elements))}`);
  process.exit(1);
}
