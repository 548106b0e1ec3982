import { formatByName } from '../../src/feed/formats/formatByName';
import type { JournalEntry } from '../../src/intake/journal';
import { policyHash, writtenPolicy } from '../../src/policy/policyBody';
import type { Profile } from '../../src/profile';
import { replayJournal } from '../../src/rehearsal/replayJournal';
import { openMemoryStore } from '../../src/store/memoryStore';
import { clearPersonal } from '../../src/store/personal';
import { decisionsOf, journalOf, messagesOf } from '../rehearsal/support/replayed';
import { type Desk, deskPerTest } from '../support/desk';
import { testProfile } from '../support/testProfile';

const desks = deskPerTest();
const MINUTES = 60_000;
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
// biome-ignore lint/suspicious/noExplicitAny: the profile as JSON
const without = testProfile((profile: any) => {
  profile.ruleset.delays = [];
});
const withDelays = testProfile();

function putInForce(desk: Desk, profile: Profile): Promise<number> {
  const body = writtenPolicy(profile);
  const nothing = { proposedBy: undefined, approvedBy: undefined, reason: undefined, rehearsalId: undefined };
  const version = { ...nothing, hash: policyHash(body), body: JSON.stringify(body), by: 'anna', note: '' };
  return desk.store.transaction(async (records) => {
    const at = desk.clock.now();
    const id = await records.policies.putInForce({ ...version, at, source: 'console' }, () => {
      desk.profile = profile;
    });
    await records.addInput({ kind: 'policy', version: id }, at);
    return id;
  });
}

describe('rules that are put in force while nothing new is told of a call', () => {
  it('tell those who wait by a delay rule that there was not before', async () => {
    const desk = await desks.open({ profile: without });
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.passSending(5 * MINUTES);
    await putInForce(desk, withDelays);
    expect(await desk.passSending(30 * MINUTES)).toEqual([expect.stringContaining('still waiting')]);
  });

  it('take back at once what is not to be told any more', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await putInForce(
      desk,
      // biome-ignore lint/suspicious/noExplicitAny: the profile as JSON
      testProfile((profile: any) => {
        profile.ruleset.stages.dispatched.enabled = false;
      }),
    );
    await desk.duties.runDue();
    expect((await desk.messages('25-1')).map(({ status, code }) => [status, code])).toEqual([['cancelled', 'stageDisabled']]);
  });

  it('exclude the open calls that they exclude, at once', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await putInForce(
      desk,
      // biome-ignore lint/suspicious/noExplicitAny: the profile as JSON
      testProfile((profile: any) => {
        profile.ruleset.exclusions.push({ id: 'since', reason: 'since today', when: { priority: ['P3'] } });
      }),
    );
    await desk.duties.runDue();
    expect((await desk.incident('25-1')).exclusions).toMatchObject([{ rule: 'since', matched: 'priority:P3' }]);
    expect(await desk.decisions('25-1')).toContain('dispatched skip excluded');
    expect(await desk.passSending(90 * MINUTES)).toEqual([]);
    expect(await desk.messages('25-1')).toEqual([]);
  });

  it('leave closed calls, and those of last week, as they are', async () => {
    const desk = await desks.open({ profile: without });
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('CLOSE', '25-1');
    await desk.line('NEW', '25-2', { ...BURGLARY, callerPhone: '941-555-0122' }, 8 * 24 * 60 * MINUTES);
    await putInForce(desk, withDelays);
    expect(await desk.store.transaction((records) => records.delaysDue(desk.clock.now(), 10))).toEqual([]);
  });

  it('give the same when the journal is played again', async () => {
    const desk = await desks.open({ profile: without });
    await putInForce(desk, without);
    const { layouts } = desk.profile;
    const feeds = { units: { format: 'delimited' } };
    await desk.store.transaction((records) => records.addInput({ kind: 'started', mode: 'live', feeds }, desk.clock.now()));
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.passSending(5 * MINUTES);
    await putInForce(desk, withDelays);
    await desk.passSending(30 * MINUTES);
    const entries: JournalEntry[] = [];
    for await (const entry of journalOf(desk.store)) entries.push(entry);
    const store = await openMemoryStore(clearPersonal(new Uint8Array(32)));
    await replayJournal({
      entries,
      store,
      formatOf: () => formatByName('delimited', layouts.events),
      versionOf: (id) => desk.store.transaction((records) => records.policies.version(id)),
    });
    expect([await decisionsOf(store), await messagesOf(store)]).toEqual([
      await decisionsOf(desk.store),
      await messagesOf(desk.store),
    ]);
    expect(await messagesOf(store)).toHaveLength(1);
    await store.close();
  });
});
