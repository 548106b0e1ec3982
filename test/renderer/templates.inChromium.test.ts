import type { Page } from 'playwright-core';
import { until } from '../support/realAppliance';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { broken } from './support/axe';
import { type OnAppliance, onAppliance } from './support/onAppliance';

jest.setTimeout(120_000);

describeWhere('Chromium', chromiumBinary(), 'the template editor, on a real appliance in training mode', (executable) => {
  let desk: OnAppliance;
  beforeAll(async () => {
    desk = await onAppliance(executable);
    await desk.cad({ incidentNumber: '26-000777', event: 'NEW', callType: 'BURG', priority: '3', callerPhone: '813-555-0177' });
    await until(
      () => desk.appliance.incident('26-000777'),
      (found) => found !== undefined,
    );
  });
  afterAll(() => desk?.stop());

  const box = (page: Page, language: string) => page.getByLabel(language, { exact: true }).locator('textarea');
  const phone = (page: Page, language: string) => page.getByRole('region', { name: `As a phone shows it, ${language}` });
  const api = async (way: string, input: unknown) => {
    const response = await fetch(new URL(`api/${way}`, desk.appliance.ready.console), {
      method: 'POST',
      headers: { authorization: `Bearer ${desk.appliance.ready.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return (await response.json()) as never;
  };

  test('shows the text on real calls in every language, and says in words which character makes it UCS-2', async () => {
    const { page, problems } = await desk.open({ hash: '#/templates/dispatched' });
    await phone(page, 'English').getByText('A short one').waitFor();
    await phone(page, 'English').getByText('Chosen from the last').waitFor();
    // Real ones: each leads to its incident.
    expect(await phone(page, 'English').getByRole('link').count()).toBeGreaterThan(0);

    await box(page, 'English').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' It’s noted.');
    const marked = phone(page, 'English').locator('.smsText mark').first();
    await marked.waitFor();
    expect(await marked.textContent()).toBe('’');
    await phone(page, 'English')
      .getByText(/typographic apostrophe \(U\+2019\): write “'” instead/)
      .waitFor();
    await phone(page, 'English')
      .getByText(/UCS-2 \(67 a segment\)/)
      .first()
      .waitFor();
    expect(await broken(page)).toEqual([]);

    await phone(page, 'English').getByRole('radio', { name: 'English' }).press('ArrowDown');
    await phone(page, 'Spanish').getByText('A short one').waitFor();
    expect(await phone(page, 'Spanish').locator('.smsText').first().getAttribute('lang')).toBe('es');
    expect(await phone(page, 'Spanish').locator('mark').count()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('sends a preview to a phone at hand, by keyboard, as a test that is on record and no message', async () => {
    const { page, problems } = await desk.open({ hash: '#/templates/dispatched' });
    const send = phone(page, 'English').getByRole('button', { name: 'Send to my phone…' }).first();
    await send.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Send this text to your own phone' }).waitFor();
    expect(await broken(page)).toEqual([]);
    await page.keyboard.type('813-555-0177');
    await page.keyboard.press('Enter');
    await page.getByText('somebody’s of a call here').waitFor();
    await page.getByLabel('Number of your own phone').fill('206-555-0161');
    await page.keyboard.press('Enter');
    await phone(page, 'English').getByText('The carrier took it').first().waitFor();
    await phone(page, 'English').getByText('Delivered.').waitFor();
    expect((await desk.appliance.outbox()).filter(({ to }) => to === '+12065550161')).toEqual([]);
    const { items } = (await desk.appliance.get<{ items: { action: string; subject: string }[] }>('/audit')).body;
    expect(items.filter(({ action, subject }) => action === 'testText' && subject === '...0161')).not.toEqual([]);
    // Over a reload what became of it is still there.
    await page.reload();
    await phone(page, 'English').getByText('Delivered.').waitFor();
    // The refusal above, and nothing else.
    expect(problems).toEqual([expect.stringContaining('409')]);
    await page.context().close();
  });

  test('the version before is the draft again by one press where no draft would be replaced', async () => {
    const current = (
      await desk.appliance.get<{ id: number; body: { templates: { stage: string; text: string }[] } }>('/policy/current')
    ).body;
    const templates = current.body.templates.map((each) =>
      each.stage === 'dispatched' ? { ...each, text: `${each.text} Thank you.` } : each,
    );
    const draft: { hash: string } = await api('policy/saveDraft', {
      body: { ...current.body, templates },
      basedOn: current.id,
      replaces: null,
    });
    await api('policy/putInForce', { draftHash: draft.hash, reason: 'Thanks' });

    const { page } = await desk.open({ hash: '#/templates/dispatched' });
    await page.getByText('Thank you.').first().waitFor();
    await page.getByRole('link', { name: 'Rehearse and put in force' }).click();
    await page.getByRole('button', { name: `Restore version ${current.id}`, exact: true }).click();
    await page.getByText('You see the draft that').waitFor();
    await page.evaluate('location.hash = "#/templates/dispatched"');
    await box(page, 'English').waitFor();
    expect(await box(page, 'English').inputValue()).not.toContain('Thank you.');
    await page.context().close();
  });
});
