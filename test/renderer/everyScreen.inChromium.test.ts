import type { Page } from 'playwright-core';
import { SCREENS } from '../../renderer/frame/screens';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { broken } from './support/axe';
import { atTextSize, SIZES, TEXT_SIZES, tooWide } from './support/layout';
import { type OnAppliance, onAppliance } from './support/onAppliance';

jest.setTimeout(180_000);

/** What is said on a feed in training comes when it comes. */
const SHOWN = { timeout: 60_000 };
const CLOSE = SIZES.filter(({ width }) => width < 1366);
const LOOKS = SCREENS.flatMap(({ looks }) => looks);
const ON = { training: LOOKS.filter(({ on }) => on === undefined), notSetUp: LOOKS.filter(({ on }) => on === 'notSetUp') };

/** What is wrong at each of these places, by its name. */
async function wrongAt(page: Page, looks: typeof LOOKS): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const { name, hash, shows } of looks) {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.locator('main', { hasText: shows }).waitFor(SHOWN);
    const wrong = await broken(page);
    if (wrong.length > 0) all[name] = wrong;
  }
  return all;
}

describeWhere('Chromium', chromiumBinary(), 'every screen, on a real appliance in training mode', (executable) => {
  let desk: OnAppliance;
  beforeAll(async () => {
    desk = await onAppliance(executable);
  });
  afterAll(() => desk?.stop());

  test.each(['dark', 'light'] as const)(
    '%s: no violation of WCAG 2.2 AA, none of the content security policy, no error',
    async (theme) => {
      const { page, problems } = await desk.open({ theme });
      expect(await wrongAt(page, ON.training)).toEqual({});
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );

  test('nothing is scrolled sideways, and no figure of the status is cut, at any width and text size', async () => {
    const { page } = await desk.open();
    const wrong: Record<string, string[]> = {};
    for (const textSize of TEXT_SIZES) {
      await atTextSize(page, textSize);
      for (const { name, hash, shows } of ON.training) {
        // What is on top of each is the same on all; the others are looked at where they have least room.
        const sizes = name === 'board' ? SIZES : textSize === 'larger' ? CLOSE : textSize === 'normal' ? SIZES.slice(0, 1) : [];
        if (sizes.length === 0) continue;
        await page.evaluate((to) => {
          location.hash = to;
        }, hash);
        await page.locator('main', { hasText: shows }).waitFor(SHOWN);
        for (const size of sizes) {
          await page.setViewportSize(size);
          const what = await tooWide(page);
          if (what.length > 0) wrong[`${name} ${textSize} ${size.width}`] = what;
        }
      }
    }
    expect(wrong).toEqual({});
    await page.context().close();
  });

  test('dialogs, menus and the palette too', async () => {
    const { page, problems } = await desk.open();
    await page.locator('[role="row"]').first().waitFor();
    const opened: readonly (readonly [string, string])[] = [
      ['Control+k', '[role="dialog"] [role="listbox"]'],
      ['?', '[role="dialog"] kbd'],
      ['Shift+S', '[role="alertdialog"]'],
    ];
    for (const [keys, shows] of opened) {
      await page.keyboard.press(keys);
      await page.locator(shows).first().waitFor();
      expect([keys, await broken(page)]).toEqual([keys, []]);
      await page.keyboard.press('Escape');
      await page.locator(shows).first().waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Texts: any' }).click();
    await page.locator('[role="listbox"]').waitFor();
    expect(await broken(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describeWhere('Chromium', chromiumBinary(), 'the set-up, on a real appliance that is not set up', (executable) => {
  let desk: OnAppliance;
  beforeAll(async () => {
    desk = await onAppliance(executable, []);
  });
  afterAll(() => desk?.stop());

  test.each(['dark', 'light'] as const)('%s: no violation, no error, at any step', async (theme) => {
    const { page, problems } = await desk.open({ theme });
    await page.getByRole('link', { name: 'Set Herald up' }).waitFor();
    expect(await broken(page)).toEqual([]);
    expect(await wrongAt(page, ON.notSetUp)).toEqual({});
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
