import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type ConsoleInChromium, goTo, startConsoleInChromium } from './support/consoleInChromium';
import { atTextSize, cut, TEXT_SIZES } from './support/layout';

jest.setTimeout(60_000);

const LISTS = [
  ['#/board', '.row .number'],
  ['#/incidents', '.row .number'],
  ['#/messages', '.row .number'],
  ['#/frames', '.row .number'],
  ['#/numbers', '.row .number'],
] as const;

describeWhere('Chromium', chromiumBinary(), 'how the console is laid out', (executable) => {
  let chrome: ConsoleInChromium;
  beforeAll(async () => {
    chrome = await startConsoleInChromium(executable);
  });
  afterAll(() => chrome?.stop());

  test('the strip speaks of the feed that needs looking at first, then of the one heard longest ago', async () => {
    const server = await chrome.serve();
    const { status } = server.backend.data;
    const [cad, units, rms, county] = status.feeds;
    const { page } = await chrome.open(server, '#/board');
    const says = async (...words: readonly string[]) => {
      server.backend.changes.publish({ topics: ['status'], incidentIds: [] });
      for (const text of words) await page.locator('.feedsCell', { hasText: text }).waitFor();
    };
    await says('county lost', '1 other too. 2 of 4 heard 3 h 10 ago');
    Object.assign(county ?? {}, { state: 'open', lastFrameAt: Date.now() });
    await says('units silent', '3 of 4 heard 3 h 10 ago');
    Object.assign(units ?? {}, { silent: false, lastFrameAt: null });
    Object.assign(rms ?? {}, { lastFrameAt: null });
    await says('units never heard', '1 other too. 2 of 4 heard');
    for (const feed of [cad, units, county]) Object.assign(feed ?? {}, { lastFrameAt: Date.now() });
    Object.assign(rms ?? {}, { lastFrameAt: Date.now() - 5 * 60_000 });
    await says('Heard 5 min ago', '4 feeds, longest ago rms');
    await page.context().close();
  });

  test('what leaves by itself is due everywhere, and held is only what a person must let go', async () => {
    const server = await chrome.serve();
    const all = server.backend.data.incidents.flatMap(({ messages }) => messages);
    const timed = all.filter(({ state, notBefore }) => state === 'held' && notBefore !== null).length;
    const byPerson = all.filter(({ state, notBefore }) => state === 'held' && notBefore === null).length;
    const due = timed + all.filter(({ state }) => state === 'ready').length;
    const sending = all.filter(({ state }) => state === 'sending').length;
    expect(Math.min(timed, byPerson)).toBeGreaterThan(0);
    const { page } = await chrome.open(server, '#/messages');
    await page.locator('.textsCell', { hasText: `${due + sending} due, ${byPerson} held` }).waitFor();
    for (const [name, count] of [
      ['Due', due],
      ['Held', byPerson],
    ] as const) {
      await page.getByRole('radio', { name: new RegExp(`^${name} ${count}$`) }).click();
      await page.waitForFunction(
        ([word, wanted]) => {
          const marks = [...document.querySelectorAll('.row .mark')].map((mark) => mark.textContent?.trim());
          return marks.length === wanted && marks.every((mark) => mark === word);
        },
        [name, count] as const,
      );
    }
    await page.context().close();
  });

  test('what tells one row from another is whole: number, phone ending, age and state, in every list at every text size', async () => {
    const server = await chrome.serve();
    // As long as numbers of agencies are.
    for (const { incident, messages } of server.backend.data.incidents) {
      const number = `26-8543${incident.number.slice(-4)}`;
      Object.assign(incident, { number });
      for (const message of messages) Object.assign(message, { incident: number });
    }
    // Times of yesterday have their day.
    for (const frame of server.backend.data.frames) Object.assign(frame, { receivedAt: frame.receivedAt - 86_400_000 });
    const { page } = await chrome.open(server, '#/board');
    const wrong: Record<string, string[]> = {};
    for (const textSize of TEXT_SIZES) {
      await atTextSize(page, textSize);
      for (const [hash, there] of LISTS) {
        await goTo(page, hash);
        await page.locator(there).first().waitFor();
        for (const width of [480, 1366, 1920]) {
          await page.setViewportSize({ width, height: 900 });
          const which = '.row :is(.number, .phoneEnding, .mark:not(:has(.hidden)), time, .button)';
          const what = await cut(page, which);
          if (what.length > 0) wrong[`${hash} ${textSize} ${width}`] = what;
        }
      }
    }
    expect(wrong).toEqual({});
    await page.context().close();
  });
});
