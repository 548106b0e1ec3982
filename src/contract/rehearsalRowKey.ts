import type { RehearsalRowView } from './rehearsal';

/** Names a row within its rehearsal, the incident before the first bar. */
export function rehearsalRowKey({
  incident,
  stage,
  cause,
  occurrence,
  role,
  to,
}: Pick<RehearsalRowView, 'incident' | 'stage' | 'cause' | 'occurrence' | 'role' | 'to'>): string {
  return [incident, stage, cause, occurrence, role, to].join('|');
}
