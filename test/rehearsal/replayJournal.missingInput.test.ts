import { formatByName } from '../../src/feed/formats/formatByName';
import type { E164 } from '../../src/incident/phone';
import type { Input } from '../../src/intake/input';
import type { JournalEntry } from '../../src/intake/journal';
import { keepLines } from '../../src/intake/numberLookups';
import { replayJournal } from '../../src/rehearsal/replayJournal';
import type { RuleStage } from '../../src/rules/ruleset';
import { openMemoryStore } from '../../src/store/memoryStore';
import { clearPersonal } from '../../src/store/personal';
import { shippedProfile } from '../scenarios/support/shippedProfile';
import { Desk } from '../support/desk';
import { decisionsOf, journalOf, messagesOf } from './support/replayed';

const BY = { identity: 'dispatcher', reason: 'a story' };
const SECOND = 1_000;

let desk: Desk;
let entries: JournalEntry[];
let truth: readonly string[];
beforeAll(async () => {
  desk = await Desk.open({ profile: shippedProfile({ rules: {} }) });
  await story();
  entries = [];
  for await (const entry of journalOf(desk.store)) entries.push(entry);
  truth = [...(await decisionsOf(desk.store)), ...(await messagesOf(desk.store))];
});
afterAll(() => desk.close());

/** One call after another gets an officer, and before its text leaves something keeps it, or sends it at once. */
async function story(): Promise<void> {
  const call = async (n: number) => {
    await desk.line('NEW', `25-${n}`, { callType: 'THEFT-GRAND', priority: 'P3', callerPhone: `941-555-010${n}` });
    await desk.line('DISP', `25-${n}`, { unit: `2A${n}`, officerId: '3266' });
  };
  await call(1);
  const { id } = await desk.incident('25-1');
  await desk.passSending(20 * SECOND);
  const selection = { incidentId: id, stage: 'dispatched' as const };
  const { confirm } = await desk.corrections.preview(selection);
  await desk.corrections.send({ ...BY, selection, confirm });
  await call(2);
  await desk.optOut.record({ ...BY, number: '941-555-0102', how: 'phone' });
  await call(3);
  await desk.reply('941-555-0103', 'STOP');
  await call(4);
  const shared = { store: desk.store, policy: () => desk.profile, mode: desk.mode, clock: desk.clock, onCommitted: () => {} };
  await keepLines(shared, [['+19415550104' as E164, 'landline']]);
  await call(5);
  await desk.commands.suppressNumber({ ...BY, number: '941-555-0105' });
  await call(6);
  await desk.outbox.suppress('+19415550106' as E164, 'unreachable', 'no such number');
  await desk.line('NEW', '25-7', { callType: 'THEFT-GRAND', priority: 'P3', callerPhone: '941-555-0107' });
  await byHand('25-7');
  await desk.passSending(20 * SECOND);
}

async function byHand(number: string): Promise<void> {
  const { id } = await desk.incident(number);
  const { choices = [] } = (await desk.handTexts.choices(id)) ?? {};
  const choice = choices.find(({ verdict }) => verdict.outcome !== 'skip');
  if (choice === undefined) throw new Error(`Nothing can be sent by hand: ${choices.map(({ verdict }) => verdict.code)}`);
  const { stage, cause } = choice.verdict;
  await desk.handTexts.send({ ...BY, incidentId: id, stage: stage as RuleStage, cause, contact: choice.contact });
}

async function replay(given: readonly JournalEntry[]): Promise<readonly string[]> {
  const store = await openMemoryStore(clearPersonal(new Uint8Array(32)));
  const { layouts, carrier } = desk.profile;
  try {
    await replayJournal({
      entries: given,
      store,
      formatOf: () => formatByName('delimited', layouts.events),
      versionOf: async () => undefined,
      begin: {
        policy: desk.profile,
        mode: 'live',
        formats: new Map([['units', formatByName('delimited', layouts.events)]]),
        answers: { texts: carrier.replies, networkConfirms: false },
      },
    });
    return [...(await decisionsOf(store)), ...(await messagesOf(store))];
  } finally {
    await store.close();
  }
}

it('the whole journal gives what was decided', async () => {
  expect(await replay(entries)).toEqual(truth);
});

const KINDS: readonly Input['kind'][] = [
  ...(['frames', 'timePassed', 'claimed', 'carrierSaid', 'carrierSuppressed', 'command'] as const),
  ...(['replied', 'linesLookedUp', 'sentByHand', 'corrected', 'optOutCommand'] as const),
];

it.each(KINDS)('without one input of kind %s something else is decided', async (kind) => {
  const without = entries.findIndex(({ input }) => input.kind === kind);
  expect(without).toBeGreaterThanOrEqual(0);
  expect(await replay(entries.toSpliced(without, 1))).not.toEqual(truth);
});
