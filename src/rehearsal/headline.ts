import type { RehearsalCountsView, RehearsalHeadlineView, RehearsalRowView } from '../contract/rehearsal';
import { sentence } from '../rules/reasons';
import type { Outcome } from './outcomes';

/** Counts of one policy's outcomes; every one is counted exactly once. */
export function countsOf(outcomes: readonly Outcome[], breakerTrips: number): RehearsalCountsView {
  const of = (kind: string) => outcomes.filter(({ view }) => view.outcome === kind);
  const texted = of('texted');
  const stages = new Map<string, RehearsalCountsView['byStage'][number]>();
  const reasons = new Map<string, RehearsalCountsView['byReason'][number]>();
  for (const { stage, cause, view } of outcomes) {
    const key = `${stage}|${cause}`;
    const row = stages.get(key) ?? { stage, cause, texted: 0, skipped: 0, waiting: 0 };
    row[view.outcome] += 1;
    stages.set(key, row);
    const why = `${view.outcome}|${view.code}`;
    const reason = reasons.get(why) ?? { outcome: view.outcome, code: view.code, reason: sentence(view.code), count: 0 };
    reason.count += 1;
    reasons.set(why, reason);
  }
  return {
    considered: outcomes.length,
    texted: texted.length,
    skipped: of('skipped').length,
    waiting: of('waiting').length,
    people: new Set(texted.map(({ phone }) => phone)).size,
    segments: texted.reduce((sum, { view }) => sum + view.segments, 0),
    incidents: new Set(texted.map(({ incidentKey }) => incidentKey)).size,
    breakerTrips,
    byStage: [...stages.values()],
    byReason: [...reasons.values()].sort((a, b) => b.count - a.count),
  };
}

export function headlineOf(
  before: RehearsalCountsView,
  after: RehearsalCountsView,
  rows: readonly RehearsalRowView[],
  frames: RehearsalHeadlineView['frames'],
  coverage: RehearsalHeadlineView['coverage'],
): RehearsalHeadlineView {
  const of = (change: RehearsalRowView['change']) => rows.filter((row) => row.change === change).length;
  const at = (level: 'safety' | 'attention') => rows.filter(({ risk }) => risk?.level === level).length;
  const differences = {
    newlyTexted: of('newlyTexted'),
    noLongerTexted: of('noLongerTexted'),
    waitsLonger: of('waitsLonger'),
    waitsLess: of('waitsLess'),
    otherText: of('otherText'),
    otherTime: of('otherTime'),
    otherReason: of('otherReason'),
  };
  const total = Object.values(differences).reduce((sum, count) => sum + count, 0);
  const [safety, attention] = [at('safety'), at('attention')];
  const counts = { total, ...differences, same: rows.length - total, safety, attention };
  return { before, after, differences: counts, frames, coverage, sentence: sentenceOf(counts, coverage, frames.incidents) };
}

/** The parts after the colon sum to what was considered. */
function sentenceOf(
  { same, safety, ...of }: RehearsalHeadlineView['differences'],
  { period }: RehearsalHeadlineView['coverage'],
  calls: number,
): string {
  const parts = [
    ...(of.newlyTexted > 0 ? [`+${of.newlyTexted} newly texted`] : []),
    ...(of.noLongerTexted > 0 ? [`−${of.noLongerTexted} no longer texted`] : []),
    ...(of.waitsLonger > 0 ? [`${of.waitsLonger} still waiting that left until now`] : []),
    ...(of.waitsLess > 0 ? [`${of.waitsLess} leaving that still waited until now`] : []),
    ...(of.otherText > 0 ? [`${of.otherText} with other words`] : []),
    ...(of.otherTime > 0 ? [`${of.otherTime} at another time`] : []),
    ...(of.otherReason > 0 ? [`${of.otherReason} kept back for another reason`] : []),
    `${same} the same`,
  ];
  const considered = `${of.total + same} text${of.total + same === 1 ? '' : 's'} considered`;
  const head = `${period}, ${calls} call${calls === 1 ? '' : 's'}, ${considered}: ${parts.join(', ')}`;
  return safety === 0 ? head : `${head}; ${safety} of these kept back until now for somebody’s safety`;
}
