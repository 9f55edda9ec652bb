// HTML reports in a real browser: the Jusoor forecasts in both languages, on a phone, a laptop, a
// large screen and paper, with and without scripts; and a report full of ill will.
//   SIGNPOST   the program (default: build/signpost of this checkout)
//   CHROMIUM   the browser (default: /usr/bin/chromium)
//   SHOTS      a folder for small pictures of what was seen; none without it
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(process.env.SIGNPOST ?? join(root, 'build/signpost'));
const folder = mkdtempSync(join(tmpdir(), 'signpost-browser-'));
const shots = process.env.SHOTS;
const kAsOf = ['--as-of', '2022-06-30', '--known-at', 'as-of'];
const kScenarios = 14;
let browser;

/// What `import` takes as a name: it refuses invisible characters there.
const visible = (text) => text.replace(/\p{Cf}/gu, '');

// What a report full of ill will says in every field.
const kHarm = [
  '<script>window.harmed = 1</script>',
  '<img src=x onerror="window.harmed = 2">',
  '"><svg onload=alert(3)>',
  '</script><script>window.harmed = 4</script>',
  "' onmouseover='window.harmed = 5",
  '](javascript:alert(6)) [x](javascript:alert(7))',
  '\u202Etxet\u202C \u2066\u2069\u2069\u200F\u061C right to left',
  '`code` *em* | cell # \u0430\u0301\u0301',
  '{{title}} {{{policy}}} {{#scenarios}}',
  '<!-- <style>*{display:none}</style>',
  'W'.repeat(300),
];
const harm = (at) => kHarm[at % kHarm.length];

function signpost(store, ...words) {
  return execFileSync(program, ['--store', join(folder, store), '--now', '2026-06-01T00:00Z', ...words],
                      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function report(store, name, ...words) {
  signpost(store, 'report', '--format', 'html', '--output', join(folder, name), ...words);
}

before(async () => {
  signpost('jusoor.db', 'init');
  signpost('jusoor.db', 'load', join(root, 'scenarios/jusoor-2022-01-28.toml'));
  signpost('jusoor.db', 'import', join(root, 'scenarios/jusoor-2022-01-28.jsonl'));
  for (const lang of ['en', 'ar']) report('jusoor.db', `${lang}.html`, '--lang', lang, ...kAsOf);
  report('jusoor.db', 'pages/', '--lang', 'ar', ...kAsOf);
  makeHostile();
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
           '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/// Opens a file of the folder; `seen` collects what must not happen.
async function open(name, { width = 1024, height = 900, scheme = 'light', scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  const seen = { errors: [], requests: [], dialogs: [] };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.errors.push(message.text());
  });
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('dialog', (dialog) => { seen.dialogs.push(dialog.message()); return dialog.dismiss(); });
  context.on('request', (request) => seen.requests.push(request.url()));
  await page.goto(`file://${join(folder, name)}`);
  return { page, seen, close: () => context.close() };
}

function assertQuiet(seen, name) {
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.dialogs, []);
  assert.deepEqual(seen.requests, [`file://${join(folder, name)}`]);
}

async function shoot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
}

/// The elements that stick out of the page at a side; what is clipped on purpose is not there.
function sticksOut() {
  const clipped = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (getComputedStyle(at).clipPath !== 'none' || at.matches('svg, .uplot')) return true;
    }
    return false;
  };
  const wide = document.documentElement.clientWidth;
  const found = [...document.body.querySelectorAll('*')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > wide + 1 || box.left < -1) && !clipped(element.parentElement);
  });
  if (document.documentElement.scrollWidth > wide) found.push(document.documentElement);
  return found.slice(0, 5).map((element) => element.outerHTML.slice(0, 160));
}

/// How many pixels of each canvas have the colour of the line.
function painted() {
  const probe = document.createElement('canvas').getContext('2d');
  probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--accent').trim();
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  return [...document.querySelectorAll('.live canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let pixels = 0;
    for (let at = 0; at < data.length; at += 4) {
      pixels += data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === 255;
    }
    return pixels;
  });
}

async function accessibilityProblems(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter((violation) => ['serious', 'critical'].includes(violation.impact))
    .map(({ id, nodes }) => `${id}: ${nodes.length}, e.g. ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`);
}

/// The chart with the most marks: where it is, its data, and where on the screen a mark is.
async function busiestChart(page) {
  const index = await page.evaluate(() => {
    const marks = [...document.querySelectorAll('figure.chart script')]
      .map((script) => JSON.parse(script.textContent).marks.length);
    return marks.indexOf(Math.max(...marks));
  });
  const figure = page.locator('figure.chart').nth(index);
  const data = JSON.parse(await figure.locator('script').textContent());
  assert.ok(data.marks.length > 1);
  await figure.scrollIntoViewIfNeeded();
  const box = await figure.locator('.u-over').boundingBox();
  const times = [...data.t, ...data.marks.map((mark) => mark[0])];
  const from = Math.min(...times);
  const to = Math.max(...times);
  const at = ([t, p]) => [box.x + (t - from) / (to - from) * box.width, box.y + (1 - p) * box.height];
  return { figure, data, box, at };
}

const plain = (text) => text.replace(/[\u2068\u2069]/g, '');

for (const lang of ['en', 'ar']) {
  const name = `${lang}.html`;
  describe(`the report in ${lang}`, () => {
    for (const width of [390, 1024, 1600]) {
      for (const scheme of ['light', 'dark']) {
        test(`at ${width} pixels, ${scheme}: quiet, within the page, drawn, accessible`, async () => {
          const { page, seen, close } = await open(name, { width, scheme });
          assert.equal(await page.locator('article.scenario').count(), kScenarios);
          assert.deepEqual(await page.evaluate(sticksOut), []);
          await page.evaluate(() => { document.querySelectorAll('details').forEach((it) => { it.open = true; }); });
          assert.deepEqual(await page.evaluate(sticksOut), []);
          const canvases = await page.evaluate(painted);
          assert.equal(canvases.length, kScenarios);
          for (const pixels of canvases) assert.ok(pixels > width / 4, `${pixels} pixels`);
          assert.deepEqual(await accessibilityProblems(page), []);
          const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
          const [red] = ground.match(/\d+/g).map(Number);
          assert.ok(scheme === 'dark' ? red < 60 : red > 200, ground);
          assertQuiet(seen, name);
          await shoot(page, `${lang}-${width}-${scheme}`);
          await close();
        });
      }
    }

    test('a pointer on a mark shows the item, and beside it the day', async () => {
      const { page, seen, close } = await open(name);
      const { figure, data, box, at } = await busiestChart(page);
      const tip = figure.locator('.tip');
      for (const mark of [data.marks[0], data.marks.at(-1)]) {
        await page.mouse.move(...at(mark));
        await tip.waitFor({ state: 'visible' });
        assert.ok((await tip.textContent()).includes(mark[3]), mark[3]);
      }
      await shoot(page, `${lang}-chart`);
      await page.mouse.move(box.x + 1, box.y + 2);
      assert.ok((await tip.textContent()).includes(data.said[0][2]), 'time begins at the left');
      await page.mouse.move(box.x + box.width - 2, box.y + 2);
      assert.ok((await tip.textContent()).includes(data.said.at(-1)[2]), 'and ends at the right');
      assertQuiet(seen, name);
      await close();
    });

    test('the arrow keys go from event to event', async () => {
      const { page, close } = await open(name);
      const { figure, data } = await busiestChart(page);
      const tip = figure.locator('.tip');
      await figure.locator('.live').focus();
      await page.keyboard.press('ArrowRight');
      assert.ok((await tip.textContent()).includes(data.marks[0][3]));
      await page.keyboard.press('ArrowRight');
      assert.ok((await tip.textContent()).includes(data.marks[1][3]));
      await page.keyboard.press('ArrowLeft');
      assert.ok((await tip.textContent()).includes(data.marks[0][3]));
      await page.keyboard.press('Escape');
      assert.equal(await tip.isVisible(), false);
      await close();
    });

    test('without scripts everything is there, the drawings included', async () => {
      const { page, seen, close } = await open(name, { scripts: false });
      assert.equal(await page.locator('article.scenario').count(), kScenarios);
      assert.equal(await page.locator('canvas').count(), 0);
      const drawings = page.locator('.still svg.history');
      assert.equal(await drawings.count(), kScenarios);
      for (const drawing of await drawings.all()) {
        assert.ok(await drawing.isVisible());
        assert.ok((await drawing.boundingBox()).height > 100);
      }
      assertQuiet(seen, name);
      await close();
    });

    test('tables and text run as the language does, time and marks from left to right', async () => {
      const { page, close } = await open(name, { scripts: false });
      const order = async (locator) => {
        const boxes = [];
        for (const element of await locator.all()) boxes.push((await element.boundingBox()).x);
        return boxes;
      };
      const columns = await order(page.locator('table.glance thead th'));
      assert.ok(columns.length > 3, `${columns.length} columns`);
      const sorted = [...columns].sort((a, b) => (lang === 'ar' ? b - a : a - b));
      assert.deepEqual(columns, sorted);
      const labels = page.locator('svg.history').first().locator('.grid text');
      const named = (await labels.allTextContents()).map((text, index) => [text, index]);
      const months = lang === 'ar' ? ['شباط', 'حزيران'] : ['Feb', 'Jun'];
      const boxes = await order(labels);
      const [first, last] = months.map((month) => boxes[named.find(([text]) => text === month)[1]]);
      assert.ok(first < last, `${first} < ${last}`);
      // −0.70 is not 0.70−: the minus stands to the left of its number.
      const minus = await page.evaluate(() => {
        const bdi = [...document.querySelectorAll('td.number')].find((cell) => /^\u200e?\u2212/.test(cell.textContent));
        const text = document.createTreeWalker(bdi, NodeFilter.SHOW_TEXT).nextNode();
        const box = (at) => {
          const range = document.createRange();
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          return range.getBoundingClientRect().x;
        };
        const minus = text.data.indexOf('\u2212');
        return box(minus) < box(minus + 1);
      });
      assert.ok(minus);
      await close();
    });

    test('on paper it is light, with the drawings and with all that is folded away', async () => {
      const { page, seen, close } = await open(name, { scheme: 'dark', width: 794 });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      assert.equal(await page.locator('details:not([open])').count(), 0);
      assert.ok(await page.locator('.still svg').first().isVisible());
      assert.equal(await page.locator('.live').first().isVisible(), false);
      const ink = await page.evaluate(() => getComputedStyle(document.body).color);
      assert.ok(Number(ink.match(/\d+/)[0]) < 60, ink);
      assert.deepEqual(await page.evaluate(sticksOut), []);
      await shoot(page, `${lang}-print`);
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      assert.notEqual(await page.locator('details:not([open])').count(), 0);
      const pdf = await page.pdf({ format: 'A4' });
      assert.ok(pdf.length > 50_000);
      assertQuiet(seen, name);
      await close();
    });

    test('likelihood and confidence stand apart, and the file is small', async () => {
      const { page, close } = await open(name);
      const rows = await page.locator('table.glance tbody tr').all();
      assert.equal(rows.length, kScenarios);
      for (const row of rows) {
        assert.match(await row.locator('.likelihood').innerText(), /\d/);
        assert.doesNotMatch(await row.locator('.level').innerText(), /\d/);
      }
      assert.ok(readFileSync(join(folder, name)).length < 1_000_000);
      await close();
    });
  });
}

test('in a folder, the overview leads to a page a scenario and back', async () => {
  const files = readdirSync(join(folder, 'pages'));
  assert.equal(files.length, kScenarios + 1);
  const { page, seen, close } = await open('pages/index.html');
  const title = await page.locator('table.glance tbody a').first().innerText();
  await page.locator('table.glance tbody a').first().click();
  assert.equal(await page.locator('h2').first().innerText(), title);
  assert.equal(await page.locator('canvas').count(), 1);
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.locator('.back a').click();
  assert.equal(await page.locator('table.glance tbody tr').count(), kScenarios);
  assert.deepEqual(seen.errors, []);
  assert.ok(seen.requests.length >= 3, 'each page was asked for');
  assert.ok(seen.requests.every((url) => url.startsWith(`file://${folder}/pages/`)));
  await close();
});

// ---- How the forecasts fared ----

/// Two dozen questions, some likely, some not; of those that were said to be so likely about as many
/// came true.
function makeSettled() {
  const chances = [0.1, 0.2, 0.4, 0.6, 0.8, 0.9];
  const rows = Array.from({ length: 24 }, (_, at) => ({ id: `q${at}`, chance: chances[at % 6], yes: (at * 7) % 24 < 24 * chances[at % 6] }));
  writeFileSync(join(folder, 'settled.toml'), `[[indicator]]
id = "calls"
title.en = "Calls"
observable.en = "A call in the log of the watch."
` + rows.map(({ id, chance }) => `[[scenario]]
id = "${id}"
title.en = "Question ${id} of the log"
title.ar = "السؤال ${id} من السجل"
asks = "fact"
prior = ${chance}
persistence = "forever"
opened = 2022-01-01
horizon = 2022-06-30
resolves.yes = "One call by the log."
resolves.no = "No call by the log."
expects = [{ indicator = "calls", if_true = "1 per year", if_false = "1.2 per year" }]
`).join(''));
  const at = (day, ...words) => execFileSync(program, ['--store', join(folder, 'settled.db'), '--now', day, ...words],
                                             { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  at('2022-01-01T08:00Z', 'init');
  at('2022-01-01T08:00Z', 'load', join(folder, 'settled.toml'));
  for (const { id, yes } of rows) {
    at('2022-07-02T08:00Z', 'resolve', id, yes ? 'yes' : 'no', '--on', '2022-06-30', '--because', 'the log');
  }
  return (...words) => at('2022-07-03T08:00Z', 'report', '--format', 'html', ...words);
}

test('the track record is a page of its own, with the diagram, in both languages', async () => {
  const settled = makeSettled();
  for (const lang of ['en', 'ar']) {
    settled('--lang', lang, '--output', join(folder, `fared-${lang}/`));
    for (const width of [390, 1024]) {
      const { page, seen, close } = await open(`fared-${lang}/index.html`, { width });
      await page.locator('a[href="track-record.html"]').click();
      assert.equal(await page.locator('svg.reliability circle').count(), 6);
      assert.equal(await page.locator('article.record table').count(), 3);
      assert.deepEqual(await page.evaluate(sticksOut), []);
      assert.deepEqual(await accessibilityProblems(page), []);
      assert.deepEqual(seen.errors, []);
      await shoot(page, `track-record-${lang}-${width}`);
      await close();
    }
  }
  // In one file it is a place.
  settled('--output', join(folder, 'fared.html'), 'q0');
  const { page, close } = await open('fared.html');
  assert.equal(await page.locator('a[href="#track-record"]').count(), 1);
  assert.equal(await page.locator('#track-record svg.reliability').count(), 1);
  await close();
});

// ---- Ill will ----

/// A text in TOML, where all of it is escaped. (Control characters are refused by `load`.)
function toml(text) {
  return '"' + [...text].map((c) => (/[ -~]/.test(c) && c !== '"' && c !== '\\'
    ? c : `\\U${c.codePointAt(0).toString(16).padStart(8, '0')}`)).join('') + '"';
}

function makeHostile() {
  const lines = ['[publication]', 'id = "p"', 'published = 2022-01-28', `publisher = ${toml(harm(0))}`,
                 `via = ${toml(harm(1))}`, `title.en = ${toml(harm(2))}`, 'language = "en"'];
  kHarm.forEach((text, at) => {
    lines.push('[[source]]', `id = "s${at}"`, `title.en = ${toml(text)}`, `aliases = [${toml(`source ${at} ${text}`)}]`,
               'reliability = "B"');
    lines.push('[[indicator]]', `id = "i${at}"`, `title.en = ${toml(text)}`, `observable.en = ${toml(harm(at + 1))}`);
    lines.push('[[scenario]]', `id = "x${at}"`, 'role = "effect"', `title.en = ${toml(text)}`,
               `forecast.en = ${toml(harm(at + 2))}`, `forecast.ar = ${toml(harm(at + 3))}`,
               `wording.en = ${toml(harm(at + 4))}`, 'prior = 0.4', `prior_because = ${toml(harm(at + 5))}`,
               'lasts = "11 months"', 'opened = 2022-01-28', 'horizon = 2023-01-28',
               `resolves.yes = ${toml(harm(at + 6))}`, `resolves.no = ${toml(harm(at + 7))}`,
               `resolves.open = ${toml(harm(at + 8))}`);
    lines.push('[[scenario.assumes]]', `en = ${toml(harm(at + 9))}`, `broken_by = ["i${(at + 1) % kHarm.length}"]`);
    for (const other of [at, (at + 1) % kHarm.length]) {
      lines.push('[[scenario.expects]]', `indicator = "i${other}"`, 'if_true = "3 per month"',
                 'if_false = "1 per month"', `because = ${toml(harm(at + 10))}`);
    }
  });
  writeFileSync(join(folder, 'hostile.toml'), lines.join('\n'));
  const items = kHarm.flatMap((text, at) => [1, 2].map((month) => ({
    occurred: `2022-0${month + 2}-1${month}`, available: `2022-0${month + 2}-1${month + 2}`,
    indicators: [`i${at}`], text: harm(at + month), source: `source ${at} ${text}`, grade: 'B2', event: visible(`e${at} ${harm(at + month + 1)}`),
    origin: visible(harm(at + month + 2)), place: harm(at + 3), note: harm(at + 4), by: harm(at + 5),
    url: `https://example.org/?"><script>window.harmed=8</script>&at=${at}.${month}`,
  })));
  writeFileSync(join(folder, 'hostile.jsonl'), items.map((item) => JSON.stringify(item)).join('\n'));
  signpost('hostile.db', 'init');
  signpost('hostile.db', 'load', join(folder, 'hostile.toml'));
  signpost('hostile.db', 'import', join(folder, 'hostile.jsonl'));
  for (const lang of ['en', 'ar']) report('hostile.db', `hostile-${lang}.html`, '--lang', lang, ...kAsOf);
}

for (const lang of ['en', 'ar']) {
  for (const width of [390, 1024]) {
    test(`ill will in every field does nothing, in ${lang} at ${width} pixels`, async () => {
      const name = `hostile-${lang}.html`;
      const { page, seen, close } = await open(name, { width });
      const found = await page.evaluate(() => ({
        harmed: window.harmed ?? 0,
        images: document.querySelectorAll('img, iframe, object, embed, link').length,
        handlers: [...document.querySelectorAll('*')].filter((element) =>
          [...element.attributes].some(({ name }) => name.startsWith('on') || name === 'style')
          && !element.closest('.uplot')).length,
        scripts: document.querySelectorAll('script:not([type="application/json"])').length,
        schemes: [...new Set([...document.querySelectorAll('a')].map((a) => a.protocol))].sort(),
        controls: /[\u202A-\u202E\u2066\u2067\u200E\u200F\u061C\u0000-\u0008\u000B-\u001F\u007F-\u009F]/
          // Our own mark that keeps a sign before its number apart.
          .test(document.body.innerText.replace(/\u200E(?=[+\u2212])/g, '')),
        charts: document.querySelectorAll('figure.chart canvas').length,
      }));
      assert.deepEqual(found, { harmed: 0, images: 0, handlers: 0, scripts: 1, schemes: ['file:', 'https:'],
                                controls: false, charts: kHarm.length });
      const { figure, data, at } = await busiestChart(page);
      await page.mouse.move(...at(data.marks[0]));
      assert.equal(plain(await figure.locator('.tip span').first().textContent()), plain(data.marks[0][3]));
      assert.deepEqual(await page.evaluate(sticksOut), []);
      assert.equal(await page.evaluate(() => window.harmed ?? 0), 0);
      assertQuiet(seen, name);
      await close();
    });
  }
}

test('a script that somebody adds to the file does not run', async () => {
  const file = readFileSync(join(folder, 'en.html'), 'utf8');
  writeFileSync(join(folder, 'changed.html'),
                file.replace('<main>', '<main><script>window.harmed = 1</script><p id="p" style="color:red" onclick="window.harmed = 2">x</p>'));
  const { page, seen, close } = await open('changed.html');
  await page.locator('#p').click();
  assert.equal(await page.evaluate(() => window.harmed ?? 0), 0);
  assert.ok(seen.errors.length >= 3, 'the browser says that it refused');
  await close();
});

test('the chart library in the program is the one of the package', () => {
  for (const name of ['uPlot.iife.min.js', 'uPlot.min.css']) {
    assert.equal(readFileSync(join(root, 'engine/report/vendor/uplot', name), 'utf8'),
                 readFileSync(join(import.meta.dirname, 'node_modules/uplot/dist', name), 'utf8'));
  }
});
