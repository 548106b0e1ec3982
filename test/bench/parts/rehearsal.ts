import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { JournalEntry } from '../../../src/intake/journal';
import { writtenPolicy } from '../../../src/policy/policyBody';
import { parseProfile } from '../../../src/profile';
import { superviseThread } from '../../../src/rehearsal/rehearsalThread';
import type { RehearsalOrder } from '../../../src/rehearsal/rehearse';
import { PROJECT } from '../applianceProcess';
import { rounded } from '../figures';
import { inventCalls } from '../inventedCalls';
import type { Part } from '../part';

/** Fewer for a quick look. */
const FRAMES = Number(process.env.HERALD_BENCH_FRAMES ?? 100_000);
/** New, dispatched, arrived, closed. */
const LINES_PER_CALL = 4;
const CALLS = FRAMES / LINES_PER_CALL;
/** A busy center's week. */
const CALL_EVERY_MS = 24_000;
const PAGE = 64;

/** 100,000 journaled frames under the ruleset in force and a draft that raises a threshold, in a thread of its own. */
export const rehearsal: Part = async () => {
  const profile = JSON.parse(readFileSync(join(PROJECT, 'test', 'fixtures', 'profile.json'), 'utf8'));
  const before = parseProfile(profile, 'bench profile');
  profile.ruleset.delays[0].after = '45m';
  const after = parseProfile(profile, 'bench draft');
  const from = Date.UTC(2026, 2, 2);
  const order: RehearsalOrder = {
    before: JSON.stringify(writtenPolicy(before)),
    after: JSON.stringify(writtenPolicy(after)),
    from,
    to: from + CALLS * CALL_EVERY_MS + 3_600_000,
    feeds: { units: { format: 'delimited', layout: before.layouts.events } },
    suppressed: [],
  };
  const entries = journal(from, (before.layouts.events as { columns: readonly string[] }).columns);
  const thread = new Worker(join(PROJECT, 'dist', 'appliance', 'rehearsalWorker.cjs'), { workerData: order });
  const startedAt = performance.now();
  // What one core would take: others on the machine make the time on the clock longer.
  const cpu = process.cpuUsage();
  const page = async () => {
    const taken: JournalEntry[] = [];
    for (let next = entries.next(); !next.done; next = entries.next()) {
      taken.push(next.value);
      if (taken.length === PAGE) break;
    }
    return taken;
  };
  const { headline } = await superviseThread(thread, page, () => {});
  const seconds = rounded((performance.now() - startedAt) / 1_000);
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = rounded((user + system) / 1_000_000);
  await thread.terminate();
  const { read } = headline.frames;
  return {
    figures: { frames: read, seconds, cpuSeconds, textedBefore: headline.before.texted, textedAfter: headline.after.texted },
    rows: [
      {
        what: `rehearsal of ${read} frames, both policies`,
        value: `${cpuSeconds} s of one core, ${seconds} s on the clock`,
        wanted: '60 s',
      },
    ],
    wrong: [
      ...(read === FRAMES ? [] : [`${read} of ${FRAMES} frames were read`]),
      ...(headline.differences.noLongerTexted > 0 ? [] : ['a raised threshold made no difference']),
    ],
  };
};

/** Every fourth call waits for more than the threshold in force, and less than the draft's. */
function* journal(from: number, columns: readonly string[]): Generator<JournalEntry> {
  const calls = inventCalls(5_000);
  const due: { at: number; line: string }[] = [];
  let id = 0;
  const encoder = new TextEncoder();
  const entry = ({ at, line }: { at: number; line: string }): JournalEntry => {
    id += 1;
    const frames = [{ feedId: 'units', receivedAt: at, bytes: encoder.encode(line) }];
    return { id, at, input: { kind: 'frames', first: id, last: id }, frames };
  };
  for (let n = 0; n < CALLS; n += 1) {
    const at = from + n * CALL_EVERY_MS;
    due.sort((a, b) => a.at - b.at);
    while (due[0] !== undefined && due[0].at <= at) yield entry(due.shift() as (typeof due)[number]);
    const { phone, unit } = calls[n % calls.length] as (typeof calls)[number];
    const line = (event: string, after: number, values: Record<string, string>) => {
      const all: Record<string, string> = {
        occurredAt: new Date(at + after).toISOString(),
        incidentNumber: `26-${n}`,
        event,
        ...values,
      };
      return { at: at + after, line: columns.map((column) => all[column] ?? '').join('|') };
    };
    const waits = (n % 4 === 0 ? 30 : 4) * 60_000;
    const narrative = 'Caller states the rear window was found open on return from work, electronics missing';
    yield entry(line('NEW', 0, { callType: 'BURG-RES', priority: 'P3', callerPhone: phone, narrative }));
    due.push(line('DISP', waits, { unit }), line('ARRV', waits + 600_000, { unit }), line('CLOSE', waits + 1_800_000, {}));
  }
  due.sort((a, b) => a.at - b.at);
  for (const rest of due) yield entry(rest);
}
