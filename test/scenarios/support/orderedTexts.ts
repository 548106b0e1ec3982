import type { CorrectionSelection } from '../../../src/intake/corrections';
import { sentence as reasonSentence } from '../../../src/rules/reasons';
import type { DelayCause, RuleStage } from '../../../src/rules/ruleset';
import { e164, type ScenarioRun } from './scenarioRun';
import type { Words } from './sentences';

/** Scenarios name a delay by its cause. */
function stageOf(name: string): { readonly stage: RuleStage; readonly cause?: DelayCause } {
  return name === 'waiting' || name === 'diverted' ? { stage: 'delayed', cause: name } : { stage: name as RuleStage };
}

const isConflict = (outcome: unknown): outcome is { readonly conflict: string } =>
  typeof outcome === 'object' && outcome !== null && 'conflict' in outcome;

/** What became of an order must be what the scenario says of it. */
function answered(outcome: unknown, words: Words, answer: unknown): void {
  const failed = outcome === 'notFound' || isConflict(outcome);
  if (failed !== (words.refused !== undefined)) throw new Error(`The order came to ${JSON.stringify(outcome)}`);
  const said = isConflict(outcome) ? outcome.conflict : 'Nothing is meant by that';
  if (failed && answer !== said) throw new Error(`The answer was "${said}", not "${String(answer)}"`);
}

export async function byHand(run: ScenarioRun, words: Words, answer: unknown): Promise<void> {
  const { handTexts } = run.desk;
  const { id } = await run.desk.incident(words.number ?? '');
  const what = stageOf(words.stage ?? '');
  const language = words.language;
  const offered = await handTexts.choices(id, language);
  const mine = (offered?.choices ?? []).filter(({ verdict }) => verdict.stage === what.stage && verdict.cause === what.cause);
  const chosen = mine.find(({ verdict }) => verdict.recipient?.phone === e164(words.phone ?? ''));
  const { verdict } = chosen ?? {};
  if (verdict !== undefined) run.reached.push(verdict.code);
  const order = { identity: 'dispatcher', reason: words.reason ?? '', incidentId: id, ...what };
  const outcome = await handTexts.send({ ...order, contact: chosen?.contact ?? 'nobody', language });
  // What the choices say beforehand is what happens, but for a stop of all texts.
  const promised = verdict?.outcome === 'skip' ? reasonSentence(verdict.code, verdict.detail) : undefined;
  if (promised !== undefined && !(isConflict(outcome) && outcome.conflict === promised)) {
    throw new Error(`Offered was "${promised}", but the order came to ${JSON.stringify(outcome)}`);
  }
  answered(outcome, words, answer);
}

export async function meant(run: ScenarioRun, words: Words): Promise<CorrectionSelection> {
  if (words.since !== undefined) {
    const from = run.timeOfDay(words.since);
    return { ...stageOf(words.everyStage ?? ''), from, to: run.desk.clock.now() + 1 };
  }
  return { ...stageOf(words.stage ?? ''), incidentId: (await run.desk.incident(words.number ?? '')).id };
}

export async function lookAt(run: ScenarioRun, selection: CorrectionSelection): Promise<void> {
  const { items, confirm } = await run.desk.corrections.preview(selection);
  run.shown = { selection, confirm };
  run.reached.push(...items.map(({ verdict }) => verdict.code));
}

export async function sendCorrection(run: ScenarioRun, words: Words, answer: unknown): Promise<void> {
  const { shown, desk } = run;
  if (shown === undefined) throw new Error('Nobody has looked at a correction');
  const outcome = await desk.corrections.send({ identity: 'supervisor', reason: words.reason ?? '', ...shown });
  answered(outcome, words, answer);
}
