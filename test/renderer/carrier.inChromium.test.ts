import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type ConsoleInChromium, startConsoleInChromium } from './support/consoleInChromium';

jest.setTimeout(120_000);

describeWhere('Chromium', chromiumBinary(), 'carrier settings where the machine keeps secrets', (executable) => {
  let browser: ConsoleInChromium;
  beforeAll(async () => {
    browser = await startConsoleInChromium(executable);
  });
  afterAll(() => browser?.stop());

  test('say at each field what is missing, survive a reload but for the secret, and are given all at once', async () => {
    const server = await browser.serve();
    const { page, problems } = await browser.open(server, '#/carrier');
    const enter = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Keep these settings' }).click();
    await page.locator('text=Which number do texts come from?').waitFor();
    expect(await page.locator('[data-invalid]').count()).toBeGreaterThan(4);

    await enter('Account id', '9900123');
    await enter('Application id', 'app-456');
    await enter('Number that texts come from', '+12065550100');
    await enter('Client id', 'herald-api');
    await enter('Client secret', 'hunter2-and-more');
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('hunter2');
    await page.reload();
    await page.getByLabel('Client secret', { exact: true }).waitFor();
    expect(await page.getByLabel('Account id', { exact: true }).inputValue()).toBe('9900123');
    expect(await page.getByLabel('Client secret', { exact: true }).inputValue()).toBe('');

    await enter('Client secret', 'hunter2-and-more');
    // The reason of the test text has the same name; this form's own is the first.
    await page.getByRole('form', { name: 'Carrier settings' }).getByLabel('Reason, for the record').fill('first set-up');
    await page.getByRole('button', { name: 'Keep these settings' }).click();
    await page.locator('text=The carrier settings are kept').waitFor();
    expect(server.backend.commands.at(-1)).toMatchObject({
      name: 'carrierSettings.set',
      input: {
        accountId: '9900123',
        credentials: { type: 'clientCredentials', clientSecret: 'hunter2-and-more' },
        reason: 'first set-up',
      },
    });
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
