import type { Desk } from '../support/desk';

const MINUTE = 60_000;
const TYPES = [
  'BURG-RES',
  'BURG-RES',
  'BURG-RES',
  'BURG-RES',
  'PARKING',
  'PARKING',
  'HOLD-SUBJ',
  'CRASH-1',
  'DV-1',
  'UNHEARD-OF',
  '',
];
/** What may happen to a call, in its order. */
const COURSES = [['DISP', 'ARR', 'RPT', 'CLOSE'], ['DISP', 'UNASG', 'DISP', 'ARR', 'RPT', 'CLOSE'], ['DISP', 'CLOSE'], []] as const;
const LINES = ['919-555-0100', '911', '', '919-555-0101'];

/** A number between 0 and 1 from a seed, always the same ones. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Days on which everything happens that a report counts: texts of every fate, late and excluded calls, people who call
 * again, opt-outs, feeds that go silent. Always the same.
 */
export async function eventfulDays(desk: Desk, incidents: number): Promise<void> {
  const roll = dice(7);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(roll() * all.length)] as T;
  const open: { readonly number: string; readonly course: string[] }[] = [];
  for (let made = 0; made < incidents; made += 1) {
    const number = `26-${1_000 + made}`;
    const callerPhone = roll() < 0.15 ? pick(LINES) : `919-555-01${String(10 + Math.floor(roll() * 60))}`;
    await desk.line('NEW', number, { callType: pick(TYPES), priority: pick(['P1', 'P2', 'P3', 'P3', 'P3', 'P4']), callerPhone });
    open.push({ number, course: [...pick(COURSES)] });
    await desk.pass(some(roll, 4));
    for (let step = 0; step < 4; step += 1) await happens(desk, pick(open.slice(-8)), roll);
    await carrier(desk, roll);
    if (roll() < 0.25) await desk.pass(some(roll, 40));
    if (made % 25 === 24) await desk.pass(7 * 60 * MINUTE);
    if (made % 20 === 19) await people(desk, roll);
  }
}

/** A while, so many minutes at most. */
const some = (roll: () => number, minutes: number) => Math.round(roll() * minutes * MINUTE);

async function happens(
  desk: Desk,
  { number, course }: { readonly number: string; readonly course: string[] },
  roll: () => number,
): Promise<void> {
  const event = course.shift();
  if (event === undefined) return;
  await desk.line(event, number, event === 'RPT' ? { reportNumber: `R${number}` } : { unit: `2A${number}`, officerId: '3266' });
  await desk.pass(some(roll, 1));
}

/** What the carrier makes of what is ready: it takes most, refuses some, and of some nobody knows. */
async function carrier(desk: Desk, roll: () => number): Promise<void> {
  if (roll() < 0.15) return;
  const claimed = await desk.outbox.claimReady(10, 100);
  for (const { id } of claimed) {
    const fate = roll();
    // Left as it is: on its way.
    if (fate < 0.03) continue;
    if (fate < 0.1) await desk.outbox.apply(id, { type: 'carrier refused it for good', reason: 'carrierRefused' });
    else if (fate < 0.18) await desk.outbox.apply(id, { type: 'carrier outcome unknown' });
    else {
      await desk.outbox.apply(id, { type: 'carrier accepted', carrierMessageId: `carrier-${id}` });
      const receipt = roll();
      if (receipt < 0.6) await desk.outbox.apply(id, { type: 'receipt delivered' });
      else if (receipt < 0.75) await desk.outbox.apply(id, { type: 'receipt undelivered', reason: 'notDelivered' });
      else if (receipt < 0.8) await desk.outbox.apply(id, { type: 'receipt expired' });
    }
  }
}

async function people(desk: Desk, roll: () => number): Promise<void> {
  const number = `919-555-01${String(10 + Math.floor(roll() * 60))}`;
  await desk.optOut.record({ number, identity: 'desk', how: 'phone', reason: 'asked' });
  const [waiting] = (await desk.queries.outbox({ limit: 1, status: 'held' })).items;
  if (waiting !== undefined) await desk.commands.cancelMessage({ id: waiting.id, identity: 'desk', reason: 'no longer needed' });
}
