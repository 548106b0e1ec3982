import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { onPath } from '../../support/whereAvailable';
import { ApplianceProcess, PROJECT } from '../applianceProcess';
import { benchProfile, writeProfile } from '../benchProfile';
import { rounded, spreadOf } from '../figures';
import type { Part } from '../part';
import { seededNumber, seedStore } from '../seedStore';

const INCIDENTS = 50_000;
const TEXTS_EACH = 4;
const OPEN = 400;
const TIMES = 15;
/** A desktop keeps compiled code from the third opening on. */
const OPENINGS = 4;
/** Quiet is a browser that uses less than a tenth of one core, looked at five times in a row. */
const LOOK_EVERY_MS = 250;
const QUIET_SHARE = 0.1;
const QUIET_LOOKS = 5;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** What a dispatcher feels: a board over years of calls, in a real Chromium. */
export const console: Part = async ({ directory }) => {
  const executablePath = onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
  if (executablePath === undefined) return { figures: { skipped: 'no Chromium here' }, rows: [], wrong: [] };
  const profile = benchProfile();
  const profileFile = writeProfile(directory, profile);
  const callTypes: string[] = profile.ruleset.callTypes.map(({ code }: { code: string }) => code);
  const home = join(directory, 'console');
  const seedingAt = performance.now();
  await seedStore({ dataDirectory: join(home, 'data'), incidents: INCIDENTS, textsEach: TEXTS_EACH, open: OPEN, callTypes });
  const seededMs = performance.now() - seedingAt;
  const appliance = await ApplianceProcess.start({ directory: home, profileFile });
  const playwright = createRequire(join(PROJECT, 'package.json'))('playwright-core') as typeof import('playwright-core');
  const start = () =>
    playwright.chromium.launchPersistentContext(join(directory, 'browser'), {
      executablePath,
      args: ARGUMENTS,
      viewport: { width: 1366, height: 768 },
    });
  const openings: Opening[] = [];
  let browser = await start();
  const restart = async () => {
    await browser.close();
    browser = await start();
    return browser.newPage();
  };
  try {
    let page = await browser.newPage();
    await settled(browser);
    openings.push(await openBoard(page, appliance));
    while (openings.length < OPENINGS) {
      page = await restart();
      await settled(browser);
      openings.push(await openBoard(page, appliance));
    }
    const [first, ...later] = openings as [Opening, ...Opening[]];
    const again = later.at(-1) ?? first;
    page = await restart();
    const whileStarting = await openBoard(page, appliance);

    const seen = await eventsOnScreen(page, appliance, callTypes[0] ?? '');
    const search = await searches(page);
    const frames = await scrollAndType(page);
    const wanted = { open: '1 s', search: '200 ms', event: '250 ms', frame: '50 ms' };
    return {
      figures: {
        incidents: INCIDENTS,
        texts: INCIDENTS * TEXTS_EACH,
        seededMs,
        openings,
        whileStarting,
        search,
        event: seen,
        frames,
      },
      rows: [
        { what: 'board usable, 50,000 incidents, first opening of a profile', value: said(first), wanted: wanted.open },
        { what: `board usable, opening ${OPENINGS} of that profile`, value: said(again), wanted: wanted.open },
        { what: 'the same while Chromium itself still starts', value: said(whileStarting) },
        { what: 'search answered, slowest', value: `${search.max} ms`, wanted: wanted.search },
        { what: 'event on the feed to row on screen, p90', value: `${seen.p90} ms`, wanted: wanted.event },
        { what: 'longest frame while scrolling and typing', value: `${rounded(frames.max)} ms`, wanted: wanted.frame },
        { what: 'frames over 50 ms, of all', value: `${frames.over50} of ${frames.count}`, wanted: '0' },
      ],
      wrong: [],
    };
  } finally {
    await browser.close();
    await appliance.stop();
  }
};

interface Opening {
  /** Rows painted, by the page's own clock from the start of its loading. */
  readonly paintedMs: number;
  /** From asking for the page until its rows are there and one has the focus, as the key for the next row asks. */
  readonly usableMs: number;
}

const said = ({ usableMs, paintedMs }: Opening) => `${Math.round(usableMs)} ms (rows painted: ${Math.round(paintedMs)} ms)`;

/**
 * Waits until the browser has done what it does for itself when it starts: for seconds it fills both cores with pages of its
 * own address bar, which Electron does not have.
 */
async function settled(context: BrowserContext): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error('This browser has no session to ask for its processes');
  const used = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((seconds, { cpuTime }) => seconds + cpuTime, 0);
  };
  let quiet = 0;
  for (let before = await used(); quiet < QUIET_LOOKS; ) {
    await delay(LOOK_EVERY_MS);
    const now = await used();
    quiet = now - before < (LOOK_EVERY_MS / 1000) * QUIET_SHARE ? quiet + 1 : 0;
    before = now;
  }
  await session.detach();
}

async function openBoard(page: Page, appliance: ApplianceProcess): Promise<Opening> {
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelectorAll('[role="row"]').length <= 5) requestAnimationFrame(look);
      // The frame after the one that has them.
      else requestAnimationFrame(() => Object.assign(window, { paintedAt: performance.now() }));
    };
    requestAnimationFrame(look);
  });
  const askedAt = performance.now();
  await page.goto(`${appliance.ready.console}#token=${appliance.ready.token}`);
  await page.locator('[role="row"]').nth(5).waitFor();
  await page.keyboard.press('j');
  await page.locator('[role="row"]:focus, [role="row"] :focus').waitFor();
  const usableMs = performance.now() - askedAt;
  // A list in use keeps its rows where they are.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.waitForFunction(() => 'paintedAt' in window);
  return { paintedMs: await page.evaluate(() => (window as unknown as { paintedAt: number }).paintedAt), usableMs };
}

/** From the line's last byte to the row in the document; the page and this process read the same clock. */
async function eventsOnScreen(page: Page, appliance: ApplianceProcess, callType: string) {
  const socket = await appliance.connectFeed('cad');
  const taken: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const number = `26-${String(900_000 + n)}`;
    const there = page.evaluate(
      (wanted) =>
        new Promise<number>((done) => {
          const look = () => {
            if (document.querySelector('main')?.textContent?.includes(wanted)) done(Date.now());
            else requestAnimationFrame(look);
          };
          look();
        }),
      number,
    );
    const at = new Date();
    const sentAt = Date.now();
    socket.write(`${at.toISOString()}|${number}|NEW|${callType}|3|||||\n`);
    taken.push((await there) - sentAt);
  }
  socket.destroy();
  return spreadOf(taken);
}

/** By the palette's own question, from the page. */
async function searches(page: Page) {
  const wanted = ['25', '25-01', seededNumber(123), '4567', '0142', seededNumber(INCIDENTS - 1).slice(-5), 'nothing'];
  const taken: number[] = [];
  for (const find of wanted) {
    taken.push(
      await page.evaluate(async (asked) => {
        const token = sessionStorage.getItem('herald.token');
        const from = performance.now();
        const answer = await fetch(`/api/incidents?limit=50&find=${asked}`, { headers: { authorization: `Bearer ${token}` } });
        await answer.json();
        return performance.now() - from;
      }, find),
    );
  }
  return spreadOf(taken);
}

/** Frame by frame, while the list of all incidents is scrolled and something is typed. */
async function scrollAndType(page: Page) {
  await page.evaluate(() => {
    location.hash = '#/incidents';
  });
  await page.locator('[role="row"]').nth(5).waitFor();
  await page.evaluate(() => {
    const gaps: number[] = [];
    Object.assign(window, { gaps });
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await page.mouse.move(600, 500);
  for (let n = 0; n < 60; n++) await page.mouse.wheel(0, 240);
  await page.keyboard.press('/');
  await page.keyboard.type('25-0123', { delay: 40 });
  const gaps = await page.evaluate(() => (window as unknown as { gaps: number[] }).gaps);
  return {
    count: gaps.length,
    max: Math.max(...gaps),
    over50: gaps.filter((gap) => gap > 50).length,
    ...{ p99: spreadOf(gaps).p99 },
  };
}
