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
): RehearsalHeadlineView {
  const of = (change: RehearsalRowView['change']) => rows.filter((row) => row.change === change).length;
  const at = (level: 'safety' | 'attention') => rows.filter(({ risk }) => risk?.level === level).length;
  const differences = {
    newlyTexted: of('newlyTexted'),
    noLongerTexted: of('noLongerTexted'),
    otherText: of('otherText'),
    otherTime: of('otherTime'),
    otherReason: of('otherReason'),
  };
  const total = Object.values(differences).reduce((sum, count) => sum + count, 0);
  const said = [
    total === 0 ? `${after.texted} texts, as under the policy in force` : `${after.texted} texts instead of ${before.texted}`,
    ...(differences.newlyTexted > 0 ? [`${differences.newlyTexted} that did not leave before`] : []),
    ...(differences.noLongerTexted > 0 ? [`${differences.noLongerTexted} that leave no longer`] : []),
    ...(differences.otherText > 0 ? [`${differences.otherText} with other words`] : []),
    ...(differences.otherTime > 0 ? [`${differences.otherTime} at another time`] : []),
    ...(at('safety') > 0 ? [`${at('safety')} that were kept back for somebody’s safety`] : []),
  ];
  const sentenceOf = said.length === 1 ? said[0] : `${said[0]}: ${said.slice(1).join(', ')}`;
  return {
    before,
    after,
    differences: { total, ...differences, safety: at('safety'), attention: at('attention') },
    frames,
    sentence: sentenceOf ?? '',
  };
}
