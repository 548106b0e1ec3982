import { failureReasons, skipReasons } from '../../renderer/screens/supervisor/reports/ByReason';
import { minutes, type Part, seconds } from '../../renderer/screens/supervisor/reports/figures';
import { QUESTIONS } from '../../renderer/screens/supervisor/reports/questions';
import { behindViews } from '../../src/console/behindViews';
import type { BehindEntryView } from '../../src/contract/behind';
import type { MeasuresReportView, MeasuresRowView } from '../../src/contract/measures';
import { Measures } from '../../src/measures/measures';
import { AlarmEpisodes } from '../../src/store/alarmEpisodes';
import { MeasureQueries } from '../../src/store/measureQueries';
import { OptOutQueries } from '../../src/store/optOutQueries';
import { AFTERNOON, Desk } from '../support/desk';
import { testProfile } from '../support/testProfile';
import { eventfulDays } from './eventfulDays';

jest.setTimeout(120_000);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Midnight in New York before the first call. */
const FROM = Date.UTC(2025, 5, 3, 4);
const TO = FROM + 12 * DAY;

let desk: Desk;
let measures: Measures;
let report: MeasuresReportView;

beforeAll(async () => {
  const profile = testProfile((json) => {
    json.ruleset.caps.minGap = '0s';
    json.ruleset.breaker.maxTextsPerMinute = 10_000;
  });
  desk = await Desk.open({ profile });
  const episodes = new AlarmEpisodes(desk.store.db, desk.store.personal);
  await eventfulDays(desk, 300);
  const was = { acknowledged: null, shelved: null, priority: 1 };
  // Over midnight: of both days. The last is not over.
  for (const [alarm, after, lasted] of [
    ['feedLost units', 6, 5],
    ['feedSilent units', 30, 1],
    ['feedSilent rms', 31, undefined],
  ] as const) {
    const raisedAt = AFTERNOON + after * HOUR;
    const clearedAt = lasted === undefined ? null : raisedAt + lasted * HOUR;
    await episodes.add({ ...was, alarm, code: alarm.split(' ')[0] ?? '', raisedAt, clearedAt });
  }
  const queries = new MeasureQueries(desk.store.db, desk.store.personal);
  const optOut = new OptOutQueries(desk.store.db, desk.store.personal);
  const policy = () => desk.profile;
  const views = behindViews({ queries: desk.queries, measures: queries, optOut, policy });
  measures = new Measures(queries, policy, 0.0083, () => desk.clock.now(), views);
  report = await measures.report({ from: FROM, to: TO, by: 'day' });
});
afterAll(() => desk?.close());

/** Everything behind a figure, a few at a time as a list that is scrolled asks for it. */
async function behind(part: Part, { from, to }: MeasuresRowView, limit = 23): Promise<BehindEntryView[]> {
  const items: BehindEntryView[] = [];
  let total: number | null = null;
  for (let next: string | undefined; ; ) {
    const page = await measures.behind({ ...part, from, to, limit, next });
    total ??= page.total;
    items.push(...page.items);
    if (page.next === null) break;
    next = page.next;
  }
  expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  expect({ part, total }).toEqual({ part, total: items.length });
  return items;
}

const spans = () => [...report.rows, report.total];

it('the days hold something of everything', () => {
  const { total } = report;
  expect(total.texts.due).toBeGreaterThan(200);
  const { delivered, accepted, undelivered, unconfirmed, expired, cancelled, open } = total.texts;
  for (const count of [delivered, accepted, undelivered, unconfirmed, expired, cancelled, open]) expect(count).toBeGreaterThan(0);
  expect(total.byStage.filter(({ sent }) => sent > 0).length).toBeGreaterThan(2);
  expect(total.repeatCalls.texted.repeats).toBeGreaterThan(0);
  expect(total.repeatCalls.notTexted.repeats).toBeGreaterThan(0);
  expect(total.optedOut).toBeGreaterThan(5);
  expect(total.failures.length).toBeGreaterThan(2);
  expect(total.skips.length).toBeGreaterThan(8);
  expect(total.late).toMatchObject({ calls: expect.any(Number), told: expect.any(Number) });
  expect(total.late.told).toBeLessThan(total.late.calls);
});

describe.each(QUESTIONS)('$title', ({ columns, sentence }) => {
  it('every figure of its table has a list of as many entries, in every row and together', async () => {
    for (const row of spans()) {
      for (const { name, value, part, workedOut } of columns(report.rows)) {
        const figure = value(row);
        if (workedOut || figure === null) continue;
        expect({ name, from: row.from, count: (await behind(part, row)).length }).toEqual({ name, from: row.from, count: figure });
      }
    }
  });

  it('every figure of its sentence too', async () => {
    for (const piece of sentence(report.total, report.targets)) {
      if (typeof piece === 'string' || piece.workedOut) continue;
      const said = Number(piece.said.replaceAll(',', '').split(' ')[0]);
      expect({ ...piece, count: (await behind(piece.part, report.total)).length }).toEqual({ ...piece, count: said });
    }
  });

  it('what is worked out, is worked out from the list behind it', async () => {
    for (const row of spans()) {
      for (const { name, value, part, workedOut } of columns(report.rows)) {
        if (!workedOut) continue;
        const entries = await behind(part, row, 500);
        const figure = value(row);
        const unit = /within \((s|min)\)/.exec(name)?.[1];
        if (unit !== undefined) {
          const measured = smallestNotExceededBy(name.startsWith('Half') ? 0.5 : 0.9, entries);
          expect(figure).toBe(unit === 's' ? seconds(measured) : minutes(measured));
        } else if (name === 'Segments')
          expect(figure).toBe(entries.reduce((sum, { message }) => sum + (message?.segments ?? 0), 0));
        else if (figure !== null && Number(figure) !== 0) expect(entries).not.toEqual([]);
      }
    }
  });
});

function smallestNotExceededBy(share: number, entries: readonly BehindEntryView[]): number | null {
  const sorted = entries.map(({ measuredMs }) => measuredMs ?? Number.NaN).sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? null;
}

describe.each([
  ['reasons not to text', skipReasons],
  ['what the carrier said', failureReasons],
] as const)('%s', (_, reasonsOf) => {
  it('each has a list of as many entries, each with this reason', async () => {
    for (const row of spans()) {
      for (const { words, count, part } of reasonsOf(row)) {
        const entries = await behind(part, row);
        expect({ words, from: row.from, count: entries.length }).toEqual({ words, from: row.from, count });
      }
    }
  });

  it('several together are a list of them all', async () => {
    const few = reasonsOf(report.total)
      .filter((each, _at, all) => each.part.state === all[0]?.part.state)
      .slice(0, 3);
    const code = few.map(({ part }) => part.code).join(',');
    const entries = await behind({ ...(few[0]?.part as Part), code }, report.total);
    expect(entries).toHaveLength(few.reduce((sum, { count }) => sum + count, 0));
  });
});

it('feeds: each interruption is in the list of every day that it touches', async () => {
  for (const row of spans()) {
    for (const { feed, outages, downMs } of row.feeds) {
      const entries = await behind({ number: 'outages', feed }, row, 1);
      expect(entries).toHaveLength(outages);
      const lasted = entries.map(({ at, outage }) => {
        const until = Math.min(outage?.until ?? desk.clock.now(), row.to);
        return until - Math.max(at, row.from);
      });
      expect(downMs).toBe(lasted.reduce((sum, ms) => sum + ms, 0));
    }
  }
  const units = report.rows.flatMap(({ feeds }) => feeds.filter(({ feed }) => feed === 'units'));
  // Five hours over midnight, and one hour.
  expect(units.map(({ outages }) => outages)).toEqual([1, 2]);
  expect(units.reduce((sum, { downMs }) => sum + downMs, 0)).toBe(6 * HOUR);
});

it('the strip shows hours with records, without, and down', async () => {
  const { feedStrip } = await measures.report({ from: FROM, to: FROM + 3 * DAY, by: 'day' });
  expect(feedStrip.cellMs).toBe(HOUR);
  const units = feedStrip.feeds.find(({ feed }) => feed === 'units')?.cells ?? [];
  expect(units).toHaveLength(72);
  // 16:00 is the first call; lost from 22:00 until 03:00.
  expect(units.slice(0, 16)).toEqual(Array(16).fill('unknown'));
  expect(units[16]).toBe('records');
  expect(units.slice(22, 27)).toEqual(Array(5).fill('down'));
  expect(units).toContain('none');
});

it('no list shows a number whole that it names a person by', async () => {
  for (const number of ['callsTexted', 'repeatsNotTexted', 'optedOut'] as const) {
    const entries = await behind({ number }, report.total);
    for (const { person } of entries) expect(person).toMatch(/^…\d{4}$/);
  }
});
