import type { Policy } from '../rules/ruleset';
import { changeMessage } from './considerIncident';
import type { Records, StoredMessage } from './records';
import { type Mode, PERSON_HOLDS } from './situation';
import { TruthChecks } from './truthChecks';

/** So many texts are held, or looked at again, in one transaction; feeds and consoles get their turn between two. */
const HELD_AT_ONCE = 500;
const LOOKED_AT_ONCE = 200;
/** What a resume lets go, if it is still true. What a person held stays. */
const LET_GO = ['stopped', 'breakerRate', 'breakerClock', 'oldEvent'] as const;

/**
 * Holds what has not left, for one reason, until a person lets it go. The first few hundred at once, the rest by the
 * duties; none of them can leave meanwhile, as the truth check knows the reason, too. How many were held at once.
 */
export async function holdAllOpen(
  records: Records,
  code: 'stopped' | 'breakerRate' | 'breakerClock',
  now: number,
  touched?: Set<number>,
): Promise<number> {
  await records.saveSetting('sweep', { kind: 'hold', code });
  return holdSome(records, code, now, (id) => touched?.add(id));
}

/** Trips the breaker: a flood of texts, or a clock that jumped, is looked at by a person first. */
export async function tripBreaker(records: Records, cause: 'breakerRate' | 'breakerClock', now: number): Promise<void> {
  if ((await records.setting('breaker')) != null) return;
  await records.saveSetting('breaker', { cause, at: now });
  const held = await holdAllOpen(records, cause, now);
  await records.audit({
    at: now,
    identity: 'herald',
    action: 'breakerTripped',
    subject: cause,
    outcome: 'success',
    detail: { held },
  });
}

/** Goes on with what a stop, a breaker or a resume has not got round to; true while there may be more. */
export async function sweepOn(
  records: Records,
  policy: Policy,
  mode: Mode,
  now: number,
  touched: (incidentId: number) => void,
): Promise<boolean> {
  const sweep = await records.setting('sweep');
  if (sweep == null) return false;
  if (sweep.kind === 'hold') await holdSome(records, sweep.code, now, touched);
  else await letGoSome(records, sweep.upTo, policy, mode, now, touched);
  return (await records.setting('sweep')) != null;
}

async function holdSome(
  records: Records,
  code: 'stopped' | 'breakerRate' | 'breakerClock',
  now: number,
  touched: (incidentId: number) => void,
): Promise<number> {
  const open = (await records.openByItself(HELD_AT_ONCE)).filter((message) => !isHeldByPerson(message));
  for (const message of open) {
    await changeMessage(records, message, { type: 'hold', reason: code }, now, { code, notBefore: undefined });
    touched(message.incidentId);
  }
  if (open.length < HELD_AT_ONCE) await records.saveSetting('sweep', null);
  return open.length;
}

async function letGoSome(
  records: Records,
  upTo: number,
  policy: Policy,
  mode: Mode,
  now: number,
  touched: (incidentId: number) => void,
): Promise<void> {
  if (!(await lookAtHeld(records, LET_GO, upTo, policy, mode, now, touched))) await records.saveSetting('sweep', null);
}

/** Looks again at some of what is held for these reasons, and was made up to then; true where more may have to be looked at. */
export async function lookAtHeld(
  records: Records,
  codes: readonly string[],
  upTo: number,
  policy: Policy,
  mode: Mode,
  now: number,
  touched: (incidentId: number) => void,
): Promise<boolean> {
  const held = await records.heldWith(codes, upTo, LOOKED_AT_ONCE);
  const checks = new TruthChecks(records, policy, mode, now);
  let changed = 0;
  for (const message of held) {
    const checked = await checks.lookAgain(message);
    if (checked !== undefined && checked.code !== message.code) changed += 1;
    touched(message.incidentId);
  }
  await checks.save();
  // Where nothing moves any more, the same few would be looked at for ever.
  return held.length === LOOKED_AT_ONCE && changed > 0;
}

function isHeldByPerson(message: StoredMessage): boolean {
  return message.status === 'held' && (PERSON_HOLDS as readonly string[]).includes(message.code ?? '');
}
