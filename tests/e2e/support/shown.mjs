// SPDX-License-Identifier: MIT
// What the page shows of receipts, typing and corrections, and how a person corrects.

/** @typedef {import('../../../scripts/lib/chat-page.mjs').ChatPage} ChatPage */

/** @param {ChatPage} page @param {string} text @param {string} state 'sent', 'delivered', … */
export const untilState = (page, text, state) => page.until(`"${text}" to be ${state}`, (wanted, end) => parlanceProbe.articles().some((article) =>
  article.text.includes(wanted) && article.name.endsWith(end)), [text, `, ${state}`]);

/** Anywhere on the page: below the name, or in the list. @param {ChatPage} page @param {string} text */
export const untilTyping = (page, text) => page.until(`"${text}"`, (wanted) => parlanceProbe.all('*').some((element) =>
  element.childElementCount === 0 && element.textContent.includes(wanted)), [text]);

/** @param {ChatPage} page */
export const untilNobodyTypes = (page) => page.until('nobody to type', () => parlanceProbe.all('*').every((element) =>
  element.childElementCount > 0 || !element.textContent.includes('typing…')));

/** Of the articles with that text, whether they say that they were changed. @param {ChatPage} page @param {string} text */
export const edited = async (page, text) => (await page.articles()).filter((article) => article.text.includes(text))
  .map(({ name }) => /edited/.test(name));

/** Brings the last message back into the field by the arrow key. @param {ChatPage} page @param {string} text what it says */
export async function takeBack(page, text) {
  await page.page.keyboard.press('ArrowUp');
  await page.until('the message in the field', (wanted) => parlanceProbe.find('textarea')?.value === wanted, [text]);
}

/** Corrects the last message, which says `text`. @param {ChatPage} page @param {string} name @param {string} text @param {string} words */
export async function correctLast(page, name, text, words) {
  await takeBack(page, text);
  await page.fill('textarea', words, `Message ${name}`);
  await page.page.keyboard.press('Enter');
}
