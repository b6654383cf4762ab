// SPDX-License-Identifier: MIT
// Many messages at once, from the moment the server's side sends the first until the page has painted the last.

import { paintedAt } from './floods.mjs';

/**
 * The messages are injected between the real server and the page, so that the time is the page's and not the server's.
 * @param {import('./chat-page.mjs').ChatPage} page with the conversation open
 * @param {import('./scripted-server.mjs').ScriptedServer} server the page is connected through it
 * @param {{ from: string, count: number }} options
 */
export async function burst(page, server, { from, count }) {
  const batch = Math.random().toString(36).slice(2, 8);
  const body = (index) => `${batch} ${index}: the quick brown fox jumps over the lazy dog`;
  const frames = Array.from({ length: count }, (_, index) =>
    `<message xmlns='jabber:client' type='chat' from='${from}' id='${batch}-${index}'><body>${body(index)}</body></message>`);

  const began = performance.timeOrigin + performance.now();
  server.inject(frames);
  const last = await page.untilArticle(body(count - 1));
  const ended = await paintedAt(page, last);
  return { milliseconds: ended - began, last };
}
