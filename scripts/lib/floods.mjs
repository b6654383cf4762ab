// SPDX-License-Identifier: MIT
// Many people at once: from the moment the server sends the first until the page shows the last.

import { alice, lastContact, room } from './crowd.mjs';

/**
 * Logs in, until the contact whose presence comes last is shown to be there.
 * @param {import('./chat-page.mjs').ChatPage} page with the login form
 * @param {import('./crowd.mjs').Crowd} crowd what the page's server is told to be
 */
export async function fullRoster(page, crowd) {
  await page.untilLoginForm();
  await page.untilCore();
  await page.run((name) => {
    const look = () => {
      const online = [...parlanceProbe.hosts()[0].shadowRoot.querySelectorAll('button[aria-description^="Online"]')];
      if (online.some((row) => row.textContent.includes(name))) performance.mark('measure:present');
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, lastContact);
  await page.login(alice.jid, alice.password);
  const ended = await page.until(`${lastContact} to be online`, () => {
    const [mark] = performance.getEntriesByName('measure:present');
    return mark && performance.timeOrigin + mark.startTime;
  });
  return ended - crowd.began.roster;
}

/**
 * Logs in and joins, until the last message is painted.
 * @param {import('./chat-page.mjs').ChatPage} page with the login form
 * @param {import('./crowd.mjs').Crowd} crowd what the page's server is told to be
 */
export async function fullRoom(page, crowd) {
  await page.untilLoginForm();
  await page.untilCore();
  await page.login(alice.jid, alice.password);
  await page.untilQuiet();
  await page.run((address) => { location.hash = `#chat=${address}?join`; }, room);
  const ended = await paintedAt(page, await page.untilArticle(crowd.lastWords));
  return ended - crowd.began.room;
}

/** When the frame was painted that has this message as its last: ms since 1970. */
export function paintedAt(page, article) {
  return page.until('the mark of the frame that painted the last message', (id) => {
    const mark = performance.getEntriesByName('parlance:painted').find((entry) => entry.detail.last === id);
    return mark && performance.timeOrigin + mark.startTime;
  }, [article.id]);
}
