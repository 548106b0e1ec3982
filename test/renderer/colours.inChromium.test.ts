import type { Page } from 'playwright-core';
import type { AlarmView } from '../../src/contract/views';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type ConsoleInChromium, goTo, startConsoleInChromium } from './support/consoleInChromium';

jest.setTimeout(120_000);

const alarm = (priority: 1 | 2 | 3): AlarmView => ({
  ...{ id: `test ${priority}`, code: 'feedLost', text: 'Feed cad is lost', effect: 'Nobody is texted.', action: 'Look at it.' },
  ...{ priority, since: 1, count: 1, acknowledged: null, shelved: null },
});

const ABNORMAL = new Set(['failed', 'unconfirmed', 'undelivered', 'expired']);

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Looks at the pixels of a picture within boxes: how many have a colour, and the contrast of the lightest and the darkest. */
async function pixels(blank: Page, picture: Buffer, boxes: readonly Box[]) {
  return blank.evaluate(
    async ({ data, boxes }) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(bitmap, 0, 0);
      const linear = (byte: number) => (byte <= 10 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
      return boxes.map(({ x, y, width, height }) => {
        const { data: bytes } = context.getImageData(Math.floor(x), Math.floor(y), Math.ceil(width), Math.ceil(height));
        let coloured = 0;
        let [darkest, lightest] = [1, 0];
        for (let at = 0; at < bytes.length; at += 4) {
          const [red = 0, green = 0, blue = 0] = bytes.subarray(at, at + 3);
          if (Math.max(red, green, blue) - Math.min(red, green, blue) > 40) coloured += 1;
          const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
          darkest = Math.min(darkest, luminance);
          lightest = Math.max(lightest, luminance);
        }
        return { coloured, contrast: (lightest + 0.05) / (darkest + 0.05) };
      });
    },
    { data: picture.toString('base64'), boxes: [...boxes] },
  );
}

describeWhere('Chromium', chromiumBinary(), 'colour is for what is abnormal, and never alone', (executable) => {
  let chromium: ConsoleInChromium;
  beforeAll(async () => {
    chromium = await startConsoleInChromium(executable);
  });
  afterAll(() => chromium?.stop());

  test('only the mark of an urgent alarm pulses', async () => {
    const server = await chromium.serve();
    const { data } = server.backend;
    const moving = async (...alarms: readonly AlarmView[]) => {
      data.status.alarms = [...alarms];
      const { page } = await chromium.open(server, '#/board');
      await page
        .locator('.alarmCount')
        .nth(alarms.length - 1)
        .waitFor();
      const marks = await page
        .locator('.alarmCount')
        .evaluateAll((all) => all.map((mark) => [mark.textContent, mark.getAnimations({ subtree: true }).length]));
      await page.context().close();
      return marks;
    };
    expect(await moving(alarm(1), alarm(2), alarm(3))).toEqual([
      [expect.stringContaining('P1'), 1],
      [expect.stringContaining('P2'), 0],
      [expect.stringContaining('P3'), 0],
    ]);
    expect(await moving(alarm(2))).toEqual([[expect.stringContaining('P2'), 0]]);
  });

  test.each(['dark', 'light'] as const)(
    '%s: a board with nothing wrong has no coloured pixel; with an alarm it has',
    async (theme) => {
      const server = await chromium.serve();
      const { data } = server.backend;
      data.status.alarms = [];
      // What failed or is not known is abnormal, and says so in colour; so does a row's last text.
      for (const { incident, messages } of data.incidents) {
        if (ABNORMAL.has(incident.texting)) incident.texting = 'sent';
        for (const message of messages) if (ABNORMAL.has(message.state)) message.state = 'accepted';
      }
      data.status.feeds = data.status.feeds.filter(({ state, silent }) => !silent && (state === 'open' || state === 'listening'));
      const { page } = await chromium.open(server, '#/board', { theme });
      const blank = await page.context().newPage();
      await page.locator('[role="row"]').first().waitFor();
      const whole = [{ x: 0, y: 0, width: 1366, height: 768 }];
      expect(await pixels(blank, await page.screenshot(), whole)).toMatchObject([{ coloured: 0 }]);

      data.status.alarms = [alarm(1)];
      server.backend.changes.publish({ topics: ['status'], incidentIds: [] });
      await page.locator('.statusLine', { hasText: 'Urgent' }).waitFor();
      const [alarmed] = await pixels(blank, await page.screenshot(), whole);
      expect(alarmed?.coloured).toBeGreaterThan(50);
      await page.context().close();
    },
  );

  test.each(['dark', 'light'] as const)(
    '%s: priorities have a shape, a digit and a word, and can be read without telling colours apart',
    async (theme) => {
      const server = await chromium.serve();
      server.backend.data.status.alarms = [alarm(1), alarm(2), alarm(3)];
      const { page } = await chromium.open(server, '#/attention', { theme });
      const blank = await page.context().newPage();
      await goTo(page, '#/attention');
      const marks = page.locator('main .mark', { hasText: /P[123]/ });
      await marks.nth(2).waitFor();
      expect(await marks.allTextContents()).toEqual([
        expect.stringMatching(/P1 Urgent/),
        expect.stringMatching(/P2 Soon/),
        expect.stringMatching(/P3 Note/),
      ]);
      const shapes = await marks.locator('svg').evaluateAll((all) => all.map((svg) => svg.innerHTML));
      expect(new Set(shapes).size).toBe(3);
      const boxes = await marks.evaluateAll((all) =>
        all.map((each) => {
          const { x, y, width, height } = each.getBoundingClientRect();
          return { x, y, width, height };
        }),
      );
      const cdp = await page.context().newCDPSession(page);
      for (const type of ['none', 'achromatopsia', 'protanopia', 'deuteranopia', 'tritanopia'] as const) {
        await cdp.send('Emulation.setEmulatedVisionDeficiency', { type });
        const seen = await pixels(blank, await page.screenshot(), boxes);
        for (const { contrast } of seen) expect([type, contrast > 4.5]).toEqual([type, true]);
        if (type === 'achromatopsia') expect(seen.map(({ coloured }) => coloured)).toEqual([0, 0, 0]);
      }
      await page.context().close();
    },
  );
});
