// SPDX-License-Identifier: MIT
// browser.js CHROMIUM FOLDER PAGE...: opens pages in a headless Chromium, light, dark, on a phone, without
// scripts and on paper (FOLDER/NAME.pdf, FOLDER/NAME-LOOK.png), and prints "ok WHAT" or "failed WHAT: WHY", and
// behind "#" how long it took to open.
'use strict';
const fs = require('fs');
const path = require('path');
const {chromium} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core'), 'utf8');

const looks = {
  light: {colorScheme: 'light', viewport: {width: 1200, height: 900}},
  dark: {colorScheme: 'dark', viewport: {width: 1200, height: 900}},
  phone: {colorScheme: 'light', viewport: {width: 360, height: 740}},
  still: {javaScriptEnabled: false, viewport: {width: 1200, height: 900}},
};

function say(good, what, why) {
  console.log(good ? `ok ${what}` : `failed ${what}: ${why}`);
}

// Opens it and looks at what a browser notes: messages, errors, dialogs, requests.
async function open(context, file, noted) {
  const page = await context.newPage();
  const url = 'file://' + file;
  page.on('console', message => noted.push('console: ' + message.text()));
  page.on('pageerror', error => noted.push('error: ' + error.message));
  page.on('dialog', dialog => { noted.push('dialog'); dialog.dismiss(); });
  page.on('request', request => {
    if (request.url() !== url && !request.url().startsWith('data:')) noted.push('asks for ' + request.url());
  });
  const begin = Date.now();
  await page.goto(url, {waitUntil: 'load'});
  await page.evaluate(() => document.body.offsetHeight); // laid out
  console.log(`# ${path.basename(file)} opened in ${Date.now() - begin} ms`);
  return page;
}

// Each table's columns, sorted by a click and the other way by the Enter key, are in order; and no row is lost.
async function sorts(page) {
  const tables = await page.locator('table.sort').all();
  const wrong = [];
  for (const table of tables) {
    const titles = await table.locator('thead button').all();
    const rows = await table.locator('tbody tr').count();
    for (let column = 0; column < titles.length; column += Math.max(1, titles.length - 1)) {
      const values = () => table.evaluate((t, c) => [...t.tBodies[0].rows].map(r => r.cells[c].textContent), column);
      await titles[column].click();
      const up = await values();
      await titles[column].press('Enter');
      const down = await values();
      const number = text => (isNaN(parseFloat(text)) ? Infinity : parseFloat(text));
      const order = up.map(number);
      if (up.length !== rows || [...up].sort().join() !== [...down].sort().join()) wrong.push(column + ' loses rows');
      if (order.some((v, i) => i && v < order[i - 1])) wrong.push(column + ' up: ' + up);
      if (down.map(number).some((v, i, all) => i && v > all[i - 1])) wrong.push(column + ' down: ' + down);
      if (await titles[column].locator('..').getAttribute('aria-sort') !== 'descending') wrong.push(column + ' does not say so');
    }
  }
  return {wrong, tables: tables.length};
}

async function look(browser, name, file, folder) {
  const noted = [];
  const stem = path.basename(file, '.html'), what = `${stem}, ${name}: `;
  const context = await browser.newContext(looks[name]);
  const page = await open(context, file, noted);
  await page.screenshot({path: `${folder}/${stem}-${name}.png`, fullPage: true});
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  say(wide <= room, what + 'no wider than the screen', `${wide} of ${room}`);
  const seen = await page.evaluate(() => ({
    text: document.body.innerText, scripts: document.scripts.length, styles: document.styleSheets.length,
    colour: getComputedStyle(document.body).backgroundColor, shown: getComputedStyle(document.querySelector('h1')).display,
  }));
  say(seen.shown !== 'none' && seen.scripts === 1 && seen.styles === 1, what + 'its own script and style', JSON.stringify([seen.scripts, seen.styles]));
  if (name !== 'still') {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}));
    say(found.violations.length === 0 && found.passes.length > 10, what + 'axe',
      found.violations.map(v => `${v.id} in ${v.nodes[0].html.slice(0, 100)}`).join('; '));
  }
  if (name === 'light') {
    const {wrong, tables} = await sorts(page);
    say(!wrong.length, `${what}${tables} tables sort`, wrong.join('; ').slice(0, 300));
    await page.pdf({path: `${folder}/${stem}.pdf`, format: 'A4'});
  }
  say(!noted.length, what + 'nothing noted', noted.join('; ').slice(0, 300));
  await context.close();
  return seen;
}

(async () => {
  const [program, folder, ...files] = process.argv.slice(2);
  const args = ['--disable-dev-shm-usage'].concat(process.getuid() ? [] : ['--no-sandbox']);
  const browser = await chromium.launch({executablePath: program, args});
  for (const file of files) {
    const stem = path.basename(file, '.html'), seen = {};
    for (const name of Object.keys(looks)) seen[name] = await look(browser, name, path.resolve(file), folder);
    say(seen.light.colour !== seen.dark.colour, `${stem}: dark is another colour`, seen.dark.colour);
    say(seen.still.text === seen.light.text, `${stem}: the same text without scripts`,
      `${seen.still.text.length} and ${seen.light.text.length} characters`);
  }
  await browser.close();
})().catch(error => { say(false, 'the browser', error.message.split('\n')[0]); process.exit(1); });
