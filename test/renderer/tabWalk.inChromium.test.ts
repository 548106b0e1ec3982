import { SCREENS } from '../../renderer/frame/screens';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { goTo } from './support/consoleInChromium';
import { type OnAppliance, onAppliance } from './support/onAppliance';
import { wrongByTab } from './support/tabWalk';

jest.setTimeout(300_000);

const LOOKS = SCREENS.flatMap(({ looks }) => looks);

describeWhere('Chromium', chromiumBinary(), 'the Tab key', (executable) => {
  test.each([
    ['in training mode', ['--training'], LOOKS.filter(({ on }) => on === undefined)],
    ['before the first set-up', [], LOOKS.filter(({ on }) => on === 'notSetUp')],
  ] as const)(
    '%s: stops at all that can be used, shows where it is, and leaves it again, on every screen',
    async (_when, flags, looks) => {
      const desk: OnAppliance = await onAppliance(executable, flags);
      const { page } = await desk.open();
      const wrong: Record<string, string[]> = {};
      for (const { name, hash, shows } of looks) {
        await goTo(page, hash);
        await page.locator('main', { hasText: shows }).waitFor({ timeout: 60_000 });
        const found = await wrongByTab(page);
        if (found.length > 0) wrong[name] = found;
      }
      expect(wrong).toEqual({});
      await desk.stop();
    },
  );
});
