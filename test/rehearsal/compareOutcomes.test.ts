import type { PolicyChangeView } from '../../src/contract/policy';
import type { RehearsedOutcomeView } from '../../src/contract/rehearsal';
import { compareOutcomes } from '../../src/rehearsal/compareOutcomes';
import { countsOf, headlineOf } from '../../src/rehearsal/headline';
import type { Outcome } from '../../src/rehearsal/outcomes';

const NOON = Date.UTC(2026, 10, 3, 17);
const TEXT = 'Port Alden Police: Officer J. Ramirez has report 26-1.';

let incidents = 0;
function sides(before: Partial<RehearsedOutcomeView> | undefined, after: Partial<RehearsedOutcomeView> | undefined) {
  incidents += 1;
  const of = (view: Partial<RehearsedOutcomeView> | undefined): Outcome[] =>
    view === undefined
      ? []
      : [
          {
            ...{ incidentKey: `26-${incidents}|1`, incident: `26-${incidents}`, callType: 'THEFT', priority: 'P3' },
            ...{ stage: 'completed', cause: null, occurrence: '1', role: 'caller', phone: '+16565550101', detail: null },
            view: {
              ...{ outcome: 'texted', code: 'due', reason: 'It is due and true', rule: null, at: NOON },
              ...{ text: TEXT, language: 'en', segments: 1 },
              ...view,
            },
          },
        ];
  return { before: of(before), after: of(after) };
}

const WAITS = { outcome: 'waiting', code: 'quietHours', reason: 'Waits for the end of quiet hours', segments: 0 } as const;
const SKIPPED = { outcome: 'skipped', code: 'excluded', reason: 'Excluded: Domestic', text: null, segments: 0 } as const;
const NOBODY = { before: [], after: [] };

function changed(change: Pick<PolicyChangeView, 'area' | 'subject' | 'path'> & Partial<PolicyChangeView>): PolicyChangeView {
  return { kind: 'changed', before: null, after: null, sentence: `${change.area} ${change.subject}`, loosens: false, ...change };
}

test.each([
  ['texted, and now still to come', {}, WAITS, 'waitsLonger'],
  ['to come, and now texted', WAITS, {}, 'waitsLess'],
  ['to come, and now kept back', WAITS, SKIPPED, 'noLongerTexted'],
  ['kept back, and now to come', SKIPPED, WAITS, 'newlyTexted'],
  ['nothing, and now to come', undefined, WAITS, 'newlyTexted'],
  ['to come until another hour', WAITS, { ...WAITS, at: NOON + 60_000 }, 'otherTime'],
  ['to come as before', WAITS, WAITS, 'same'],
] as const)('%s', (_what, before, after, change) => {
  const { before: was, after: is } = sides(before, after);
  expect(compareOutcomes(was, is, [], NOBODY)).toMatchObject([{ change }]);
});

test('a call that was kept back for somebody’s safety is a risk also where its text only waits yet', () => {
  const { before, after } = sides(SKIPPED, WAITS);
  expect(compareOutcomes(before, after, [], NOBODY)[0]?.risk).toMatchObject({ level: 'safety' });
});

test('the numbers of the headline sum to what was considered', () => {
  const all = [sides({}, WAITS), sides({}, WAITS), sides(WAITS, {}), sides(SKIPPED, {}), sides({}, SKIPPED), sides({}, {})];
  const [before, after] = [all.flatMap((each) => each.before), all.flatMap((each) => each.after)];
  const rows = compareOutcomes(before, after, [], NOBODY);
  const coverage = { period: '7 days', sentence: null, beginsAt: null, lastAt: null };
  const frames = { read: 6, rejected: 0, incidents: 6 };
  const { differences, sentence } = headlineOf(countsOf(before, 0), countsOf(after, 0), rows, frames, coverage);
  expect(differences).toMatchObject({ total: 5, newlyTexted: 1, noLongerTexted: 1, waitsLonger: 2, waitsLess: 1, same: 1 });
  expect(sentence).toContain('6 texts considered: ');
  const parts = sentence.replace(/^.*considered: |; .*$/g, '').match(/\d+/g) ?? [];
  expect(parts.reduce((sum, each) => sum + Number(each), 0)).toBe(6);
});

test('why it differs names only what bears on that very text', () => {
  const ramirez = { id: '7', name: 'Officer J. Ramirez', phone: '' };
  const osei = { id: '8', name: 'Officer K. Osei', phone: '' };
  const rosters = {
    before: [ramirez, osei],
    after: [
      { ...ramirez, name: 'Officer Ramirez-Lee' },
      { ...osei, name: 'K. Osei' },
    ],
  };
  const { before, after } = sides({}, { text: TEXT.replace('Officer J. Ramirez', 'Officer Ramirez-Lee') });
  const changes = [
    changed({ area: 'roster', subject: '8', path: 'roster[8].name' }),
    changed({ area: 'roster', subject: '7', path: 'roster[7].name' }),
    changed({ area: 'templates', subject: 'completed es', path: 'templates[completed es].text' }),
    changed({ area: 'agency', subject: '', path: 'agency.secondPerson' }),
    changed({ area: 'caps', subject: '', path: 'ruleset.caps.perNumberPerDay' }),
  ];
  expect(compareOutcomes(before, after, changes, rosters)).toMatchObject([
    { change: 'otherText', changes: [1], because: 'roster 7' },
  ]);
});
