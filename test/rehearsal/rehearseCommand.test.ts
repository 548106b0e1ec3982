import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyDraftView, PolicyVersionView } from '../../src/contract/policy';
import { PROJECT, RealAppliance, rigPerTest, until } from '../support/realAppliance';
import { run as runProcess } from '../support/runningProcess';

const rig = rigPerTest();
const HOUR = 3_600_000;

/** The draft: the profile of the tests, with a longer wait before somebody is told of it. */
function draft(change: (profile: ReturnType<typeof fixture>) => void): string {
  const json = fixture();
  change(json);
  const file = join(rig.directory(), 'draft.json');
  writeFileSync(file, JSON.stringify(json));
  return file;
}

function fixture() {
  const json = JSON.parse(readFileSync(join(PROJECT, 'test', 'fixtures', 'profile.json'), 'utf8'));
  json.ruleset.quietHours = null;
  json.ruleset.callTypes = [{ code: 'BURG-RES', stages: ['dispatched', 'delayed'], callerIsVictim: true }];
  json.ruleset.exclusions = [{ id: 'domestic', reason: 'Domestic', when: { callType: ['DV*'] } }];
  json.ruleset.delays = [{ id: 'late', cause: 'waiting', after: '20m' }];
  json.feeds = [{ id: 'units', url: 'tcp-listen://127.0.0.1:0?format=delimited&layout=events' }];
  return json;
}

interface Line {
  readonly at: number;
  readonly event: string;
  readonly incident: string;
  readonly values?: Record<string, string>;
}

function written(lines: readonly Line[]): string {
  const { columns } = fixture().layouts.events as { columns: string[] };
  return lines
    .map(({ at, event, incident, values }) => {
      const all: Record<string, string> = { occurredAt: new Date(at).toISOString(), event, incidentNumber: incident, ...values };
      return columns.map((column) => all[column] ?? '').join('|');
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** One call that waits for half an hour, one for a quarter, and one that is excluded. */
function evening(at: number): readonly Line[] {
  const caller = (n: number, callType: string) => ({ callType, priority: 'P3', callerPhone: `2025550${100 + n}` });
  return [
    { at, event: 'NEW', incident: '26-1', values: caller(1, 'BURG-RES') },
    { at: at + 60_000, event: 'NEW', incident: '26-2', values: caller(2, 'BURG-RES') },
    { at: at + 120_000, event: 'NEW', incident: '26-3', values: caller(3, 'DV-PAST') },
    { at: at + 16 * 60_000, event: 'DISP', incident: '26-2', values: { unit: 'A1' } },
    { at: at + 30 * 60_000, event: 'DISP', incident: '26-1', values: { unit: 'A2' } },
  ];
}

const run = async (...args: string[]) => {
  const running = RealAppliance.start(['rehearse', ...args]);
  const code = await running.ended;
  return { code, out: running.stdout(), err: running.stderr() };
};

// Whoever comes first says on stderr that it builds.
beforeAll(() => runProcess(process.execPath, [join(PROJECT, '.scripts', 'build.mjs'), '--if-stale'], {}).ended, 120_000);

it('a draft that raises a threshold, over a recording: who is no longer told, as JSON and as text', async () => {
  const recording = join(rig.directory(), 'evening.txt');
  writeFileSync(recording, written(evening(Date.UTC(2026, 2, 3, 20))));
  const against = rig.profile(fixture());
  const higher = draft((json) => {
    json.ruleset.delays[0].after = '45m';
  });
  const flags = [
    '--profile',
    higher,
    '--against',
    against,
    '--recording',
    recording,
    '--feed',
    'units=tcp-listen://127.0.0.1:0?format=delimited&layout=events',
  ];

  const json = await run(...flags, '--json');
  expect([json.code, json.err]).toEqual([0, '']);
  const found = JSON.parse(json.out);
  expect(found.headline.before).toMatchObject({ texted: 3, waiting: 0 });
  expect(found.headline.after).toMatchObject({ texted: 2 });
  for (const side of [found.headline.before, found.headline.after]) {
    expect(side.texted + side.skipped + side.waiting).toBe(side.considered);
    const reasons = (side.byReason as { count: number }[]).reduce((sum, { count }) => sum + count, 0);
    expect(reasons).toBe(side.considered);
  }
  expect(found.headline.differences).toMatchObject({ total: 1, noLongerTexted: 1 });
  expect(found.changes).toEqual([expect.objectContaining({ path: 'ruleset.delays[late].after', before: '20m', after: '45m' })]);
  expect(found.rows).toEqual([
    expect.objectContaining({
      incident: '26-1',
      stage: 'delayed',
      cause: 'waiting',
      to: '···101',
      change: 'noLongerTexted',
      before: expect.objectContaining({
        outcome: 'texted',
        at: Date.UTC(2026, 2, 3, 20, 20),
        text: expect.stringContaining('26-1'),
      }),
      after: null,
      because: expect.stringContaining('told after 45m instead of 20m'),
      changes: [0],
    }),
  ]);

  const text = await run(...flags);
  expect(text.out).toMatch(/ considered: −1 no longer texted, \d+ the same/);
  expect(text.out).toContain('noLongerTexted');
});

it('a draft that drops an exclusion is marked, through the appliance that runs, and can be put in force there', async () => {
  const profile = rig.profile(fixture());
  const data = join(rig.directory(), 'data');
  const appliance = await RealAppliance.ready(['--data', data, '--profile', profile]);
  try {
    const startedAt = Date.now();
    await appliance.feed('units', written(evening(startedAt - 60_000).slice(0, 3)));
    await appliance.feed('units', written([{ at: startedAt, event: 'DISP', incident: '26-3', values: { unit: 'A3' } }]));
    await until(
      () => appliance.status(),
      ({ feeds }) => feeds[0]?.frames === 4,
    );

    const open = draft((json) => {
      json.ruleset.exclusions = [{ id: 'other', reason: 'Other', when: { callType: ['XX*'] } }];
      json.ruleset.callTypes.push({ code: 'DV*', stages: ['dispatched'], callerIsVictim: true });
      json.ruleset.stages.dispatched.hold = '0s';
    });
    const { console, token } = appliance.ready;
    const flags = ['--profile', open, '--console', console, '--token', token, '--json'];
    const json = await run(
      ...flags,
      '--from',
      new Date(startedAt - HOUR).toISOString(),
      '--to',
      new Date(startedAt + HOUR).toISOString(),
    );
    expect([json.code, json.err]).toEqual([0, '']);
    const found = JSON.parse(json.out);
    expect(found.rows[0]).toMatchObject({
      incident: '26-3',
      change: 'newlyTexted',
      before: { outcome: 'skipped', code: 'excluded', rule: 'domestic' },
      after: { outcome: 'texted' },
      risk: { level: 'safety', sentence: expect.stringContaining('Domestic') },
      because: expect.stringContaining('“domestic” is gone'),
    });
    expect(found.headline.differences.safety).toBe(1);

    const ask = async <T>(path: string, input: unknown) => {
      const response = await fetch(new URL(`api${path}`, console), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      return { status: response.status, body: (await response.json()) as T };
    };
    const current = (await appliance.get<PolicyVersionView>('/policy/current')).body;
    const body = { ...current.body, ruleset: { ...current.body.ruleset, delays: [] } };
    const saved = await ask<PolicyDraftView>('/policy/saveDraft', { body, note: 'No waits', basedOn: current.id });
    expect([saved.status, saved.body.problems]).toEqual([200, []]);
    const put = await ask<PolicyVersionView>('/policy/putInForce', { draftHash: saved.body.hash, reason: 'Rehearsed' });
    expect([put.status, put.body.id, put.body.body.ruleset.delays]).toEqual([200, current.id + 1, []]);

    await appliance.feed(
      'units',
      written([{ at: Date.now(), event: 'NEW', incident: '26-9', values: { callType: 'UNHEARD-OF', callerPhone: '2025550109' } }]),
    );
    const late = await until(
      () => appliance.incident('26-9'),
      (incident) => (incident?.decisions.length ?? 0) > 0,
    );
    expect(late?.decisions.map(({ policyVersion }) => policyVersion)).toEqual([put.body.id]);
    const early = await appliance.incident('26-3');
    expect(new Set(early?.decisions.map(({ policyVersion }) => policyVersion))).toEqual(new Set([current.id]));
  } finally {
    await appliance.stop();
  }

  // What was put in force stays so although the profile file, which has not changed, says otherwise; and it can be rehearsed at rest.
  const atRest = await run('--profile', profile, '--data', data, '--json');
  expect([atRest.code, atRest.err]).toEqual([0, '']);
  expect(JSON.parse(atRest.out).changes).toEqual([expect.objectContaining({ kind: 'added', area: 'delays', subject: 'late' })]);
});

it('what is wrong with the flags is said in one line', async () => {
  expect(await run('--json')).toMatchObject({ code: 2, err: expect.stringContaining('--profile') });
  expect(await run('--profile', rig.profile(fixture()), '--from', 'soon')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--from'),
  });
});
