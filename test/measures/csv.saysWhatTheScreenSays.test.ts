import Papa from 'papaparse';
import { failureReasons, skipReasons } from '../../renderer/screens/supervisor/reports/ByReason';
import { QUESTIONS } from '../../renderer/screens/supervisor/reports/questions';
import { Measures } from '../../src/measures/measures';
import { MeasureQueries } from '../../src/store/measureQueries';
import { Desk } from '../support/desk';
import { eventfulDays } from './eventfulDays';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const FROM = Date.UTC(2025, 5, 3, 4);

/** What the CSV calls a column of the screen. */
const CALLED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sent: {
    Incidents: 'incidents',
    'Incidents with a text': 'incidents with a text',
    Texts: 'texts left',
    'Officer assigned': 'sent: dispatched',
    'Delay (no unit yet)': 'sent: delayed waiting',
    Completed: 'sent: completed',
  },
  texts: {
    Due: 'texts due',
    Delivered: 'delivered',
    Accepted: 'accepted',
    'Not delivered': 'undelivered',
    Unconfirmed: 'unconfirmed',
    Expired: 'expired',
    Cancelled: 'cancelled',
    'Not sent yet': 'open',
  },
  dispatchToText: {
    Texts: 'dispatch to text, texts',
    'Half within (s)': 'dispatch to text p50 s',
    'Nine in ten within (s)': 'dispatch to text p90 s',
  },
  callToText: {
    'Texted while under way': 'call to text, incidents',
    'Half within (min)': 'call to text p50 min',
    'Nine in ten within (min)': 'call to text p90 min',
  },
  late: { 'Late calls': 'late calls', Told: 'late calls told', 'Share told (%)': 'late calls told %' },
  repeats: {
    'People texted': 'people texted',
    'further calls 1': 'further calls, texted',
    'for every 100 2': 'further calls per 100, texted',
    'People not texted': 'people not texted',
    'further calls 4': 'further calls, not texted',
    'for every 100 5': 'further calls per 100, not texted',
  },
  optOuts: { 'Opted out': 'opted out', Segments: 'segments', 'Cost (USD)': 'cost' },
};

it('every figure of every table of the screen is in the CSV, in the same row', async () => {
  const desk = await Desk.open();
  await eventfulDays(desk, 60);
  const source = new MeasureQueries(desk.store.db, desk.store.personal);
  const measures = new Measures(
    source,
    () => desk.profile,
    0.01,
    () => desk.clock.now(),
    async () => [],
  );
  const query = { from: FROM, to: FROM + 4 * DAY, by: 'day' } as const;
  const { rows, total } = await measures.report(query);
  const lines = Papa.parse<Record<string, string>>((await measures.csv(query)).csv, { header: true, skipEmptyLines: true }).data;
  await desk.close();

  expect(total.texts.left).toBeGreaterThan(10);
  for (const [at, row] of [...rows, total].entries()) {
    const line = lines[at] ?? {};
    for (const { id, columns } of QUESTIONS) {
      for (const [index, { name, value }] of columns(rows).entries()) {
        const called = CALLED[id]?.[name] ?? CALLED[id]?.[`${name} ${index}`];
        expect([id, name, called]).toEqual([id, name, expect.any(String)]);
        const figure = value(row);
        expect([at, called, line[called ?? '']]).toEqual([at, called, figure === null ? '' : String(Number(figure))]);
      }
    }
    for (const { part, count } of skipReasons(row)) expect(line[`skipped: ${part.code}`]).toBe(String(count));
    for (const { part, count } of failureReasons(row)) expect(line[`${part.state}: ${part.code}`]).toBe(String(count));
  }
  expect(lines).toHaveLength(rows.length + 1);
});
