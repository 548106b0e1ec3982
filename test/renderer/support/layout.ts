import type { Page } from 'playwright-core';

export const TEXT_SIZES = ['normal', 'large', 'larger'] as const;

/** Beside a CAD window, 1366 x 768 at 200 % zoom, and the screens there are. */
export const SIZES = [
  { width: 480, height: 900 },
  { width: 683, height: 384 },
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
] as const;

/** As somebody has chosen it under "Display and sound". */
export async function atTextSize(page: Page, textSize: (typeof TEXT_SIZES)[number]): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem('herald.preferences', JSON.stringify({ textSize: chosen })), textSize);
  await page.reload();
  await page.waitForSelector('.statusLine a');
}

/** What does not fit the window it is in: the page, the screen, stop-all, a figure of the status, a list's rows. */
export async function tooWide(page: Page): Promise<string[]> {
  let wide: string[] = [];
  // A chart is drawn for the new width some frames later.
  for (let looks = 0; looks < 10; looks++) {
    wide = await lookTooWide(page);
    if (wide.length === 0) break;
  }
  return wide;
}

function lookTooWide(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    const isOver = (each: Element) => each.scrollWidth > each.clientWidth;
    const over = [
      document.documentElement,
      ...document.querySelectorAll('main, .statusLine, .cellValue, .cellMore:has(time), .grid, .row'),
    ].filter(isOver);
    const outside = [...document.querySelectorAll('.strip :is(a, button), .undoBar button')].filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      return left < 0 || right > innerWidth;
    });
    return [...over, ...outside].map((each) => `${each.tagName} ${each.className}: ${each.textContent?.slice(0, 60)}`);
  });
}

/** Which of these are not to be read in full where they are shown. */
export function cut(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((which) => {
    const shown = [...document.querySelectorAll(which)].filter((each) => each.getClientRects().length > 0);
    // The box that cuts: itself, or the cell it stands in.
    const isCut = (each: Element) => {
      const cell = each.closest('.row > div > *') ?? each;
      const range = document.createRange();
      range.selectNodeContents(each);
      return range.getBoundingClientRect().right > cell.getBoundingClientRect().right + 0.5;
    };
    return shown.filter(isCut).map((each) => each.textContent ?? '');
  }, selector);
}
