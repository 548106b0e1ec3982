import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { SCREENS } from '../../renderer/frame/screens';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type OnAppliance, onAppliance } from './support/onAppliance';

jest.setTimeout(180_000);

const AXE = readFileSync(path.join(path.dirname(require.resolve('axe-core')), 'axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const LOOKS = SCREENS.flatMap(({ looks }) => looks);

/** Rules broken on the page, each with its first place. */
async function broken(page: Page): Promise<string[]> {
  // Through the debugger, which the content security policy does not concern.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(AXE);
  const found: { id: string; nodes: { html: string; failureSummary: string }[] }[] = await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary}`);
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
      const all: Record<string, string[]> = {};
      for (const { name, hash, shows } of LOOKS) {
        await page.evaluate((to) => {
          location.hash = to;
        }, hash);
        await page.locator('main', { hasText: shows }).waitFor();
        const wrong = await broken(page);
        if (wrong.length > 0) all[name] = wrong;
      }
      expect(all).toEqual({});
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );

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
