// SPDX-License-Identifier: MIT
// The main job: messages go each way, once, in order, and are there for eyes, ears and programs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matrix } from './support/matrix.mjs';
import { brightness, decodePng } from './support/png.mjs';

/** Texts that break programs which treat text as bytes, markup or single code units. */
const texts = [
  'plain words',
  '<b>not bold</b> & "quoted" \'twice\' ]]>',
  'مرحبا بالعالم, שלום עולם, नमस्ते दुनिया, 你好世界',
  '👨‍👩‍👧‍👦 family, e\u0301 combining, 🇪🇺 flag',
];

matrix('chat', (scene, it) => {
  it('sends what was typed, and the other side receives exactly that, once', async (test) => {
    const { page, bob, bobPeer, alice } = await scene.openChatWithBob(test);
    for (const text of texts) {
      await page.send(bob.name, text);
      const message = await bobPeer.message(text);
      assert.equal(message.from.split('/')[0], alice.jid);
      assert.ok(message.id, 'a message needs an id');
      const article = await page.untilArticle(text);
      assert.ok(article.id);
    }
    for (const text of texts) {
      assert.equal(bobPeer.messages().filter((message) => message.body === text).length, 1, text);
    }
    const own = (await page.articles()).filter((article) => texts.some((text) => article.text.includes(text)));
    assert.equal(own.length, texts.length, 'each message has one article');
    const composer = await page.run(() => parlanceProbe.find('textarea').value);
    assert.equal(composer, '', 'what was sent leaves the composer');
  });

  it('shows what the other side sends as articles with their place in the log', async (test) => {
    const { page, bobPeer, alice } = await scene.openChatWithBob(test);
    for (const [index, text] of texts.entries()) {
      const marked = `${index} from bob: ${text}`;
      await bobPeer.sendChat(alice.jid, marked);
      const article = await page.untilArticle(marked);
      assert.ok(article.id, 'data-id');
      assert.ok(article.position >= 1 && article.position <= article.size, 'aria-posinset within aria-setsize');
    }
    const articles = await page.articles();
    const positions = articles.map((article) => article.position);
    assert.deepEqual(positions, positions.map((_, index) => positions[0] + index), 'places follow each other');
    assert.equal(new Set(articles.map((article) => article.id)).size, articles.length, 'data-id is unique');
    assert.equal(new Set(articles.map((article) => article.size)).size, 1);
    const order = articles.filter((a) => a.text.includes('from bob:')).map((a) => Number(a.text.match(/(\d) from bob/)[1]));
    assert.deepEqual(order, [0, 1, 2, 3]);
  });

  it('keeps indentation, tabs and columns, on the canvas where the layer has them', async (test) => {
    const { page, bobPeer, alice } = await scene.openChatWithBob(test);
    const table = 'name\tsize\nIIIIII        42\n\t\tindented\n      last';
    await bobPeer.sendChat(alice.jid, table);
    await page.untilArticle(table);
    await page.untilQuiet();
    const words = ['name', 'size', 'IIIIII', '42', 'indented', 'last'];
    const { box, places } = await page.run((text, wanted) => {
      const span = parlanceProbe.all('article .t').find((element) => element.textContent === text);
      const range = document.createRange();
      const { left, top, width, height } = span.getBoundingClientRect();
      return {
        box: { x: left, y: top, width, height },
        places: wanted.map((word) => {
          range.setStart(span.firstChild, text.indexOf(word));
          range.setEnd(span.firstChild, text.indexOf(word) + word.length);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x, y, width, height };
        }),
      };
    }, table, words);
    const [name, size, , number, indented, last] = places;
    assert.ok(Math.abs(indented.x - size.x) < 1, 'two tabs lead to the column of one behind a word as long as a tab');
    assert.ok(number.x - box.x > 60 && last.x - box.x > 15, 'spaces have room');
    const picture = join(scene.folder, 'white-space.png');
    await page.screenshot(picture);
    const png = decodePng(readFileSync(picture));
    for (const [index, place] of places.entries()) {
      assert.ok(brightness(png, place).contrast > 90, `"${words[index]}" is not where the layer has it: ${JSON.stringify(place)}`);
      const gap = { ...place, x: box.x, width: place.x - box.x - 3 };
      if (['indented', 'last'].includes(words[index])) assert.ok(brightness(png, gap).contrast < 20, `something stands before "${words[index]}"`);
    }
    const between = { ...size, x: name.x + name.width + 3, width: size.x - name.x - name.width - 6 };
    assert.ok(brightness(png, between).contrast < 20, 'something stands where the tab is');
  });

  it('copies two messages as a line each, and of one the words that are selected, also by a mouse that leaves the line', async (test) => {
    const { page, bob, bobPeer, alice } = await scene.openChatWithBob(test);
    for (const text of ['copy me first', 'copy me second']) {
      await bobPeer.sendChat(alice.jid, text);
      await page.untilArticle(text);
    }
    await page.untilQuiet();
    const copyKey = async () => {
      const { keyboard } = page.page;
      await keyboard.down('Control');
      await keyboard.press('c', { commands: ['Copy'] });
      await keyboard.up('Control');
    };
    // `past`: so far to the right of the end, where there is no text.
    const copied = async (from, to, past) => {
      const ends = await page.run((...places) => places.map(([text, at]) => {
        const { firstChild } = parlanceProbe.all('article .t').find((element) => element.textContent === text);
        const range = document.createRange();
        range.setStart(firstChild, at);
        range.setEnd(firstChild, at);
        const { x, y, height } = range.getBoundingClientRect();
        return { x, y: y + height / 2 };
      }), from, to);
      await page.run(() => {
        window.copied = null;
        getSelection().removeAllRanges(); // pressing on what is selected would drag it away
        addEventListener('copy', ({ clipboardData }) => {
          window.copied = { plain: clipboardData.getData('text/plain'), html: clipboardData.getData('text/html') };
        }, { once: true });
      });
      const { mouse } = page.page;
      await mouse.move(ends[0].x + 1, ends[0].y);
      await mouse.down();
      await mouse.move(ends[1].x - 30, ends[1].y, { steps: 5 });
      await mouse.move(ends[1].x + past + 1, ends[1].y); // a busy browser joins moves: the last place counts
      await mouse.move(ends[1].x + past, ends[1].y);
      await mouse.up();
      await copyKey();
      return page.until('what was copied', () => window.copied);
    };
    const both = await copied(['copy me first', 0], ['copy me second', 14], 150);
    assert.match(both.plain, new RegExp(`^\\[\\d\\d:\\d\\d\\] ${bob.name}: copy me first\\n\\[\\d\\d:\\d\\d\\] ${bob.name}: copy me second$`));
    assert.match(both.html, /copy me first<\/div><div/);
    const { plain } = await copied(['copy me second', 5], ['copy me second', 14], 20);
    assert.equal(plain, 'me second');
    // What is folded is copied whole.
    const lines = Array.from({ length: 2000 }, (_, index) => `line ${index} of many`).join('\n');
    await bobPeer.sendChat(alice.jid, lines);
    await page.untilArticle('line 39 of many');
    await page.untilQuiet();
    const pressed = await page.run((text) => {
      window.copied = null;
      addEventListener('copy', ({ clipboardData }) => { window.copied = clipboardData.getData('text/plain'); }, { once: true });
      const { firstChild } = parlanceProbe.all('article .t').find((element) => element.textContent.startsWith('line 0 of'));
      const selection = parlanceProbe.hosts()[0].shadowRoot.getSelection?.() ?? getSelection();
      selection.setBaseAndExtent(firstChild, 0, firstChild, firstChild.data.length);
      return true;
    }, lines);
    assert.ok(pressed);
    await copyKey();
    assert.equal(await page.until('the folded message', () => window.copied), lines);
  });

  it('marks the frame in which a message was painted', async (test) => {
    const { page, bob, bobPeer, alice } = await scene.openChatWithBob(test);
    await bobPeer.sendChat(alice.jid, 'painted when?');
    const article = await page.untilArticle('painted when?');
    const mark = await page.until('a mark parlance:painted for that message', (id) => performance
      .getEntriesByName('parlance:painted').map((entry) => entry.detail).find((detail) => detail.last === id),
    [article.id]);
    assert.equal(mark.chat, bob.jid);
    assert.ok(mark.count >= 1);
    assert.notEqual(mark.first, undefined);
  });

  it('keeps a line break typed with Shift+Enter and sends with Enter', async (test) => {
    const { page, bob, bobPeer } = await scene.openChatWithBob(test);
    await page.click('textarea', `Message ${bob.name}`);
    await page.type('first line');
    await page.page.keyboard.down('Shift');
    await page.page.keyboard.press('Enter');
    await page.page.keyboard.up('Shift');
    await page.type('second line');
    await page.page.keyboard.press('Enter');
    await bobPeer.message('first line\nsecond line');
  });

  it('does not send an empty message', async (test) => {
    const { page, bob, bobPeer } = await scene.openChatWithBob(test);
    await page.click('textarea', `Message ${bob.name}`);
    await page.page.keyboard.press('Enter');
    await page.type('   ');
    await page.page.keyboard.press('Enter');
    // The stream keeps order: had an empty one been sent, it would have arrived before this one.
    await page.send(bob.name, 'after nothing');
    const arrived = await bobPeer.until('the message after nothing',
      () => bobPeer.messages().find((message) => message.body.trim() === 'after nothing'));
    const index = bobPeer.messages().findIndex((message) => message.id === arrived.id);
    const before = bobPeer.messages()[index - 1];
    assert.ok(!before || before.body.trim() !== '', 'an empty message was sent');
  });

  it('sends ten messages in the order in which they were typed', async (test) => {
    const { page, bob, bobPeer } = await scene.openChatWithBob(test);
    const typed = Array.from({ length: 10 }, (_, index) => `in order ${index}`);
    for (const text of typed) await page.send(bob.name, text);
    await bobPeer.message(typed.at(-1));
    const received = bobPeer.messages().map((message) => message.body).filter((body) => body.startsWith('in order'));
    assert.deepEqual(received, typed);
    await page.untilArticle(typed.at(-1));
    const shown = (await page.articles()).map((article) => article.text.match(/in order \d/)?.[0]).filter(Boolean);
    assert.deepEqual(shown, typed.slice(-shown.length));
  });

  it('keeps a draft when another conversation is opened in between', async (test) => {
    const { page, bob, alice } = await scene.openChatWithBob(test);
    const { account: carol, peer: carolPeer } = await scene.peer('carol');
    await page.click('textarea', `Message ${bob.name}`);
    await page.type('half a thought');
    await carolPeer.sendChat(alice.jid, 'hello from someone new');
    await page.openChat(carol.user);
    await page.openChat(bob.name);
    const draft = await page.run(() => parlanceProbe.find('textarea').value);
    assert.equal(draft, 'half a thought');
  });
});
