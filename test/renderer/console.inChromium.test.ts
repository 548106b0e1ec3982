import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { type TestConsole, TOKEN } from '../support/consoleServer';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type ConsoleInChromium, goTo, startConsoleInChromium } from './support/consoleInChromium';

jest.setTimeout(60_000);

/** Each screen, and something that is on it only once its data has come. */
const SCREENS = [
  ['#/board', 'text=26-04141'],
  ['#/incidents', 'text=26-04144'],
  ['#/incidents/26-04137?id=37', 'text=What happened'],
  ['#/attention', 'text=may or may not have gone out'],
  ['#/messages', 'text=…0128'],
  ['#/frames', 'text=Read again'],
  ['#/feeds', 'text=newworld-xml'],
  ['#/feeds/cad', 'text=The whole call'],
  ['#/feeds/units?show=layout', 'text=As of'],
] as const;

const rowNumbers = (page: Page) => page.locator('[role="row"] .number').allInnerTexts();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

describeWhere('Chromium', chromiumBinary(), 'the console in Chromium', (executable) => {
  let chrome: ConsoleInChromium;
  let server: TestConsole;
  beforeAll(async () => {
    chrome = await startConsoleInChromium(executable);
    server = await chrome.serve();
  });
  afterAll(() => chrome?.stop());

  test('every screen opens without an error, within its content security policy', async () => {
    const { page, problems } = await chrome.open(server, '#/board', { theme: 'light' });
    for (const [hash, there] of SCREENS) {
      await goTo(page, hash);
      await page.locator(there).first().waitFor();
      expect([hash, problems]).toEqual([hash, []]);
      expect(await page.title()).toContain('TRAINING');
    }
    await page.context().close();
  });

  test('replies that cannot be had are said to be unknown, never to be none', async () => {
    const { page } = await chrome.open(server, '#/board');
    await page.route('**/rpc/optOut/inbound/list', (route) => route.fulfill({ status: 503, body: 'no' }));
    await goTo(page, '#/attention');
    await page.getByText('The appliance did not give the replies that have to be read').waitFor({ timeout: 20_000 });
    await page.context().close();
  });

  test('the alarm about replies leads to them by keys', async () => {
    const { status } = server.backend.data;
    const alarm = { ...(status.alarms[0] as (typeof status.alarms)[number]), id: 'repliesWait', code: 'repliesWait' };
    status.alarms.push(alarm);
    const { page } = await chrome.open(server, '#/attention');
    await page.getByRole('button', { name: 'Go to the replies' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#replies:focus').waitFor();
    status.alarms.splice(status.alarms.indexOf(alarm), 1);
    await page.context().close();
  });

  test('a screen whose file is gone after an update is had by loading the console again', async () => {
    const { page } = await chrome.open(server, '#/board');
    await page.locator('[role="row"]').first().waitFor();
    await page.route('**/assets/**', (route) => route.fulfill({ status: 404 }));
    await goTo(page, '#/roster');
    const again = page.getByRole('button', { name: 'Load the console again' });
    await again.waitFor();
    await page.unroute('**/assets/**');
    await again.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Roster' }).waitFor();
    await page.context().close();
  });

  test('the token leaves the address bar, and a reload stays signed in on the same screen', async () => {
    const { page } = await chrome.open(server, '#/messages?state=ready');
    expect(page.url()).not.toContain('token');
    await page.reload();
    await page.locator('text=Waits for the end of quiet hours').first().waitFor();
    expect(page.url()).toContain('#/messages?state=ready');
    await page.context().close();
  });

  test('the appliance is asked while what draws its answers is still fetched', async () => {
    const context = await chrome.browser.newContext();
    const page = await context.newPage();
    const asked = page.waitForRequest((request) => request.url().endsWith('/rpc/board/list'));
    await page.route(/\/assets\/index-.*\.js$/, async (route) => {
      await asked;
      await route.continue();
    });
    await page.goto(`${server.url}#token=${TOKEN}`);
    await page.locator('text=26-04141').first().waitFor();
    await context.close();
  });

  test('a refused token leads back to where one is pasted', async () => {
    const { page } = await chrome.open(server);
    await page.evaluate(() => sessionStorage.setItem('herald.token', 'not-the-token'));
    await page.reload();
    await page.locator('text=refused that token').waitFor();
    await page.context().close();
  });

  test('the keyboard reaches stop-all; Escape leaves all as it was; a reason is needed', async () => {
    const { page, problems } = await chrome.open(server);
    const stopAll = page.getByRole('button', { name: 'Stop all texts' });
    const onStopAll = () => stopAll.evaluate((button) => button === document.activeElement);
    for (let tabs = 0; tabs < 30 && !(await onStopAll()); tabs++) await page.keyboard.press('Tab');
    expect(await onStopAll()).toBe(true);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    expect(await dialog.getByRole('button', { name: 'Stop all texts' }).isDisabled()).toBe(true);
    for (let tabs = 0; tabs < 9; tabs++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('[role="alertdialog"]') !== null)).toBe(true);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(server.backend.commands.filter(({ name }) => name === 'stopAll')).toEqual([]);
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('Stop all texts') ?? false);
    expect(await onStopAll()).toBe(true);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('stop-all by keys alone stops, says so on every screen, and resume lets it go on', async () => {
    const own = await chrome.serve();
    const { page } = await chrome.open(own);
    await page.keyboard.press('Shift+S');
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.type('Wrong texts');
    await page.keyboard.press('Enter');
    await page.locator('.band.stopped').waitFor();
    await page.keyboard.press('3');
    await page.locator('.band.stopped', { hasText: 'Wrong texts' }).waitFor();
    await page.keyboard.press('Shift+S');
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.type('Mended');
    await page.keyboard.press('Enter');
    await page.locator('.band.stopped').waitFor({ state: 'detached' });
    expect(own.backend.commands.map(({ name, input }) => [name, input])).toEqual([
      ['stopAll', { reason: 'Wrong texts' }],
      ['resume', { reason: 'Mended' }],
    ]);
    await page.context().close();
  });

  test('from a row, h holds its text, and the row says so', async () => {
    const own = await chrome.serve();
    const { page } = await chrome.open(own, '#/board');
    await page.locator('text=26-04141').waitFor();
    await page.keyboard.press('j');
    while (!(await focused(page)).includes('26-04141')) await page.keyboard.press('j');
    await page.keyboard.press('h');
    await page.locator('.undo', { hasText: 'Held: ' }).waitFor();
    await page.locator('[role="row"]', { hasText: '26-04141' }).locator('text=Held by').waitFor();
    expect(own.backend.commands.map(({ name }) => name)).toEqual(['hold']);
    await page.keyboard.press('u');
    await page.locator('.undo', { hasText: 'Taken back' }).waitFor();
    expect(own.backend.commands.map(({ name }) => name)).toEqual(['hold', 'unhold']);
    await page.context().close();
  });

  test('of two texts that wait, one key holds both and takes both back; cancelling names both', async () => {
    const own = await chrome.serve();
    const messages = own.backend.data.incidents.find(({ incident }) => incident.number === '26-04141')?.messages ?? [];
    const [waiting] = messages.filter(({ state }) => state === 'ready' || state === 'held');
    if (waiting === undefined) throw new Error('nothing waits');
    messages.push({ ...waiting, id: 'second', stage: 'caseAssigned', state: 'held', notBefore: Date.now() + 3_600_000 });
    const { page } = await chrome.open(own, '#/board');
    await page.locator('[role="row"]', { hasText: '26-04141' }).locator('text=+1').waitFor();
    await page.keyboard.press('j');
    while (!(await focused(page)).includes('26-04141')) await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('alertdialog', { name: 'Cancel 2 texts of 26-04141' }).getByText('Detective assigned').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await page.keyboard.press('h');
    await page.locator('.undo', { hasText: /Held: .*, Detective assigned, 26-04141/ }).waitFor();
    await page.keyboard.press('u');
    await page.locator('.undo', { hasText: 'Taken back' }).waitFor();
    const ids = [waiting.id, 'second'];
    expect(own.backend.commands.map(({ name, input }) => [name, (input as { id: string }).id])).toEqual([
      ...ids.map((id) => ['hold', id]),
      ...ids.map((id) => ['unhold', id]),
    ]);
    await page.context().close();
  });

  test('the undo key does nothing on another screen; the line still offers it', async () => {
    const own = await chrome.serve();
    const { page } = await chrome.open(own, '#/board');
    await page.locator('text=26-04141').waitFor();
    await page.keyboard.press('j');
    while (!(await focused(page)).includes('26-04141')) await page.keyboard.press('j');
    await page.keyboard.press('h');
    await page.locator('.undo', { hasText: 'Held: ' }).waitFor();
    await page.keyboard.press('3');
    await page.getByRole('heading', { name: 'Attention' }).waitFor({ state: 'attached' });
    await page.keyboard.press('u');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.locator('.undo', { hasText: 'Taken back' }).waitFor();
    expect(own.backend.commands.map(({ name }) => name)).toEqual(['hold', 'unhold']);
    await page.context().close();
  });

  test('too late is said in the dialog, and nothing is claimed to be done', async () => {
    const own = await chrome.serve();
    const { page } = await chrome.open(own, '#/incidents/26-04141');
    await page.getByRole('button', { name: 'Cancel text' }).click();
    const message = own.backend.data.incidents.flatMap(({ messages }) => messages).find(({ incident }) => incident === '26-04141');
    Object.assign(message ?? {}, { state: 'sending' });
    await page.getByRole('button', { name: 'Told by phone' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel text' }).click();
    await page.locator('text=Too late').waitFor();
    await page.context().close();
  });

  test('while a row has the focus, new incidents wait behind a count', async () => {
    const own = await chrome.serve();
    const { page } = await chrome.open(own);
    await page.locator('text=26-04144').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const before = await rowNumbers(page);
    const row = await focused(page);
    const fresh = new Set<string>();
    for (let n = 0; fresh.size < 3 && n < 500; n++) {
      own.backend.step();
      for (const { incident } of own.backend.data.incidents) if (incident.id > 44) fresh.add(incident.number);
    }
    await page.getByRole('button', { name: 'Show 3 new rows' }).waitFor();
    expect((await rowNumbers(page)).slice(0, 10)).toEqual(before.slice(0, 10));
    expect((await focused(page)).slice(0, 8)).toBe(row.slice(0, 8));
    await page.keyboard.press('n');
    await page.locator(`text=${[...fresh].at(-1)}`).waitFor();
    expect((await rowNumbers(page))[0]).toBe([...fresh].at(-1));
    await page.context().close();
  });

  test('Enter opens an incident, and the way back leads to its row', async () => {
    const { page } = await chrome.open(server, '#/incidents');
    await page.locator('text=26-04144').waitFor();
    for (let n = 0; n < 6; n++) await page.keyboard.press('j');
    const row = await focused(page);
    await page.keyboard.press('Enter');
    await page.locator('text=Texted or not, and why').waitFor();
    await page.keyboard.press('b');
    await page.waitForFunction((text) => document.activeElement?.textContent?.slice(0, 8) === text, row.slice(0, 8));
    expect(page.url()).toContain('#/incidents');
    await page.context().close();
  });

  test('find narrows the board; a number is shown by its last four digits until asked for', async () => {
    const { page } = await chrome.open(server);
    await page.locator('text=26-04144').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('04137');
    await page.getByRole('option', { name: '26-04137' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('text=What happened').waitFor();
    // The focus goes along, and who cannot see where it went hears it.
    await page.waitForFunction(() => document.activeElement?.id === 'main');
    await page.getByRole('status').getByText('26-04137', { exact: true }).waitFor({ state: 'attached' });
    expect(await page.locator('main').textContent()).not.toContain('555 0137');
    await page.getByRole('button', { name: 'Show the number of the caller' }).first().click();
    await page.locator('text=+1 813 555 0137').waitFor();
    await page.context().close();
  });

  test('a key says the times of the row in focus in full; Enter closes that', async () => {
    const { page } = await chrome.open(server, '#/board');
    await page.locator('text=26-04141').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+T');
    const dialog = page.getByRole('dialog', { name: 'Times in full' });
    await dialog
      .getByText(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0\d:00/)
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('single keys can be turned off, and stay off', async () => {
    const { page } = await chrome.open(server, '#/board');
    await page.getByRole('button', { name: 'Host' }).click();
    await page.getByRole('menuitem', { name: 'Display and sound' }).click();
    await page.getByText('Shortcuts of a single key').click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.keyboard.press('3');
    await page.reload();
    await page.locator('text=26-04141').waitFor();
    await page.keyboard.press('3');
    expect(page.url()).toContain('#/board');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.context().close();
  });

  test('with nothing wrong, no alarm colour is on the board', async () => {
    const own = await chrome.serve();
    const { status, incidents } = own.backend.data;
    status.alarms.length = 0;
    for (const feed of status.feeds) Object.assign(feed, { state: 'open', silent: false, reason: null, lastFrameAt: Date.now() });
    const well = incidents.filter(({ incident }) => !['unconfirmed', 'failed'].includes(incident.texting));
    incidents.splice(0, incidents.length, ...well);
    for (const { messages } of incidents) messages.length = 0;
    const { page } = await chrome.open(own, '#/incidents');
    await page.locator('text=Nothing needs you').waitFor();
    await page.locator('text=26-04144').waitFor();
    const alarming = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      const hues = ['p1', 'p2', 'p3'].map((name) => {
        probe.className = name;
        return getComputedStyle(probe).color;
      });
      probe.remove();
      return [...document.querySelectorAll('body *')].filter((each) => {
        const { color, backgroundColor, borderColor, fill } = getComputedStyle(each);
        return [color, backgroundColor, borderColor, fill].some((used) => hues.includes(used));
      }).length;
    });
    expect(alarming).toBe(0);
    await page.context().close();
  });

  test('a lost appliance shows within ten seconds, and nothing is called well any more', async () => {
    const own = await chrome.serve();
    const { page } = await chrome.open(own);
    await page.locator('text=26-04144').waitFor();
    await own.stop();
    await page.locator('.band.lost').waitFor({ timeout: 10_000 });
    expect(await page.locator('.band.lost').textContent()).toMatch(/as of \d\d:\d\d:\d\d/);
    expect(await page.locator('.statusLine').textContent()).not.toMatch(/Ready|Heard|None/);
    expect(await page.getByRole('button', { name: 'Stop all texts' }).isDisabled()).toBe(true);
    expect(await page.title()).toContain('No link');
    await page.context().close();
  });

  test('the link that comes back brings the colours back', async () => {
    const { page } = await chrome.open(server);
    await page.locator('text=26-04144').waitFor();
    await page.route('**/rpc/**', (route) => route.abort());
    await page.locator('.band.lost').waitFor({ timeout: 10_000 });
    await page.unroute('**/rpc/**');
    await page.locator('.band.lost').waitFor({ state: 'detached', timeout: 10_000 });
    await page.locator('.statusLine', { hasText: 'Ready' }).waitFor();
    await page.context().close();
  });

  test('an appliance without a profile offers training at once', async () => {
    const own = await chrome.serve();
    const agency = await own.backend.agency();
    own.backend.agency = async () => ({ ...agency, configured: false, mode: 'live' });
    let started = 0;
    own.backend.startTraining = async () => {
      started += 1;
      own.backend.agency = async () => agency;
      own.backend.changes.publish({ topics: ['agency', 'status', 'incidents'], incidentIds: [] });
      return 'done';
    };
    const { page } = await chrome.open(own, '#/board');
    await page.locator('text=Herald is not set up yet').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('text=26-04141').waitFor();
    expect(started).toBe(1);
    await page.context().close();
  });

  test('the first load stays under 400 kB compressed', () => {
    const assets = path.join(chrome.directory, 'assets');
    const html = readFileSync(path.join(chrome.directory, 'index.html'), 'utf8');
    // What the page names, and what that imports before it can run; screens and charts come later.
    const first = new Set<string>();
    const follow = (name: string) => {
      if (first.has(name)) return;
      first.add(name);
      const text = readFileSync(path.join(assets, name), 'utf8');
      for (const [, imported] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) follow(imported as string);
    };
    for (const [, name] of html.matchAll(/assets\/([\w.-]+\.js)/g)) follow(name as string);
    expect(first.size).toBeGreaterThan(0);
    expect(readdirSync(assets).some((name) => name.startsWith('Messages-') && !first.has(name))).toBe(true);
    const compressed = [...first].reduce((sum, name) => sum + gzipSync(readFileSync(path.join(assets, name))).length, 0);
    expect(compressed).toBeLessThan(400_000);
  });
});
