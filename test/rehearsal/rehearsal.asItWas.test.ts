import { formatByName } from '../../src/feed/formats/formatByName';
import type { JournalEntry } from '../../src/intake/journal';
import { openRehearsalStore } from '../../src/rehearsal/memory/memoryRehearsal';
import { outcomesOf } from '../../src/rehearsal/outcomes';
import type { RehearsalStore } from '../../src/rehearsal/rehearse';
import { Simulation } from '../../src/rehearsal/simulation';
import { openMemoryStore } from '../../src/store/memoryStore';
import { everyIncident } from '../../src/store/outcomeQueries';
import { clearPersonal } from '../../src/store/personal';
import { shippedProfile } from '../scenarios/support/shippedProfile';
import { Desk } from '../support/desk';
import { journalOf } from './support/replayed';

const MINUTE = 60_000;
const TYPES = ['THEFT-GRAND', 'BURG-AUTO', 'MISCHIEF', 'PARKING', 'HOLD-SUBJ', 'DV', 'SPECIAL-7'];

/** Always the same, and in no order. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Sixty calls of a few people who call again, with officers who are moved on, late lines, repeated ones and opt-outs. */
async function busyEvening(desk: Desk): Promise<void> {
  const pick = numbers(20_250_603);
  const phone = () => `941-555-01${10 + pick(15)}`;
  const lines: string[] = [];
  for (let n = 0; n < 60; n += 1) {
    const incident = `25-${n}`;
    const callType = TYPES[pick(TYPES.length)] as string;
    lines.push(await desk.line('NEW', incident, { callType, priority: `P${2 + pick(3)}`, callerPhone: phone() }));
    for (let step = pick(5); step > 0; step -= 1) {
      const of = `25-${Math.max(0, n - pick(8))}`;
      const event = ['DISP', 'DISP', 'ENR', 'ARR', 'UNASG', 'CLR', 'CLOSE', 'CANCEL', 'REOPEN', 'NOTE', 'RPT'][pick(11)] as string;
      const values: Record<string, string> =
        event === 'NOTE'
          ? { narrative: pick(4) === 0 ? 'he has a gun' : 'door found open' }
          : event === 'RPT'
            ? { reportNumber: `R${of}` }
            : ['CLOSE', 'CANCEL', 'REOPEN'].includes(event)
              ? {}
              : { unit: `2A${pick(6)}`, officerId: '3266' };
      lines.push(await desk.line(event, of, values, pick(5) === 0 ? 90_000 : 0));
      await desk.passSending(1 + pick(2 * MINUTE));
    }
    if (pick(6) === 0) await desk.receive('units', lines[pick(lines.length)] as string);
    if (pick(12) === 0) await desk.reply(phone(), pick(2) === 0 ? 'STOP' : 'no me manden mas');
    if (pick(15) === 0) await desk.optOut.record({ identity: 'x', reason: 'asked', number: phone(), how: 'desk' });
    if (pick(15) === 0) await desk.commands.suppressNumber({ identity: 'x', reason: 'asked', number: phone() });
  }
  await desk.passSending(60 * MINUTE);
}

let desk: Desk;
const entries: JournalEntry[] = [];
beforeAll(async () => {
  desk = await Desk.open({ profile: shippedProfile({ rules: {} }) });
  await busyEvening(desk);
  for await (const entry of journalOf(desk.store)) entries.push(entry);
});
afterAll(() => desk.close());

/** As a rehearsal of the policy in force has it; whatever the store, compared by what is the same in each. */
async function rehearsed(store: RehearsalStore) {
  const simulation = new Simulation({ policy: desk.profile, store });
  simulation.feeds(new Map([['units', formatByName('delimited', desk.profile.layouts.events)]]));
  for (const entry of entries) await simulation.play(entry);
  await simulation.passUntil(desk.clock.now());
  const outcomes = [];
  for await (const incident of store.incidents()) outcomes.push(...outcomesOf(incident, desk.profile));
  await store.close();
  return { outcomes, breakerTrips: simulation.breakerTrips };
}

it('rehearsing what was in force gives the texts that left, to the same people at the same moments', async () => {
  const { outcomes, breakerTrips } = await rehearsed(await openRehearsalStore());
  const rows = await desk.store.db.selectFrom('message').selectAll().where('sendingAt', 'is not', null).execute();
  const left = rows.map(({ phone, text, sendingAt, stage }) => {
    const { personal } = desk.store;
    return `${sendingAt} ${stage} ${personal.open(phone, 'message.phone')} ${personal.open(text, 'message.text')}`;
  });
  const texted = outcomes
    .filter(({ view }) => view.outcome === 'texted')
    .map(({ view, stage, phone }) => `${view.at} ${stage} ${phone} ${view.text}`);
  expect(left.length).toBeGreaterThan(20);
  expect(breakerTrips).toBe(0);
  expect(texted.sort()).toEqual(left.sort());
});

it('records in maps say what records in the store say', async () => {
  const store = await openMemoryStore(clearPersonal(new Uint8Array(32)));
  const overStore: RehearsalStore = {
    transaction: (work) => store.transaction(work),
    framesRejected: () => 0,
    incidents: () => everyIncident(store.db, store.personal),
    close: () => store.close(),
  };
  const inMaps = await rehearsed(await openRehearsalStore());
  expect(inMaps).toEqual(await rehearsed(overStore));
  expect(inMaps.outcomes.length).toBeGreaterThan(60);
});
