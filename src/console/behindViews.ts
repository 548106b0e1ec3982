import type { BehindEntryView } from '../contract/behind';
import type { IncidentSummaryView } from '../contract/views';
import type { MeasuredEntry } from '../intake/measured';
import { sentence } from '../rules/reasons';
import type { Policy } from '../rules/ruleset';
import type { ConsoleQueries } from '../store/consoleQueries';
import type { MeasureQueries } from '../store/measureQueries';
import type { OptOutQueries } from '../store/optOutQueries';
import { byIncident } from './byIncident';
import { messageView, summaryView } from './incidentView';
import { maskNumber } from './maskNumbers';

interface BehindDeps {
  readonly queries: ConsoleQueries;
  readonly measures: Pick<MeasureQueries, 'isRecipient'>;
  readonly optOut: OptOutQueries;
  readonly policy: () => Policy;
}

/** Entries behind a number of a report as the console shows them. Numbers of people leave masked. */
export function behindViews(deps: BehindDeps): (entries: readonly MeasuredEntry[]) => Promise<BehindEntryView[]> {
  return (entries) => views(entries, deps);
}

async function views(entries: readonly MeasuredEntry[], deps: BehindDeps): Promise<BehindEntryView[]> {
  const { queries, measures, optOut, policy } = deps;
  const ids = [...new Set(entries.flatMap(({ incidentId, againId }) => [incidentId ?? [], againId ?? []].flat()))];
  const stored = new Map((await queries.incidentsById(ids)).map((each) => [each.incident.id, each]));
  const messages = byIncident(await queries.messagesOf(ids));
  const decisions = byIncident(await queries.decisionsOf(ids));
  const summary = (id: number | undefined): IncidentSummaryView | null => {
    const found = id === undefined ? undefined : stored.get(id);
    if (id === undefined || found === undefined) return null;
    return summaryView(found, messages.get(id) ?? [], decisions.get(id) ?? [], policy());
  };
  const phoneOf = ({ recipient, incidentId }: MeasuredEntry) => {
    const phones = (stored.get(incidentId ?? 0)?.incident.contacts ?? []).flatMap(({ phone }) => phone ?? []);
    const texted = (messages.get(incidentId ?? 0) ?? []).map(({ phone }) => phone);
    const phone =
      recipient === undefined ? undefined : [...phones, ...texted].find((each) => measures.isRecipient(each, recipient));
    return phone === undefined ? null : maskNumber(phone);
  };
  return Promise.all(
    entries.map(async (entry): Promise<BehindEntryView> => {
      const { key, at, incidentId, message, code, detail } = entry;
      const about = {
        key,
        at,
        incident: summary(incidentId),
        again: summary(entry.againId),
        measuredMs: entry.measuredMs ?? null,
        outage: null,
      };
      const none = { message: null, person: null, stage: null, cause: null, role: null, reason: null };
      if (message !== undefined) {
        const incident = stored.get(message.incidentId)?.incident;
        return { ...about, ...none, message: messageView(message, incident, policy()) };
      }
      if (entry.outage !== undefined) {
        const { feed, code: kind, until } = entry.outage;
        return { ...about, ...none, outage: { feed, kind: kind === 'feedLost' ? 'lost' : 'silent', until: until ?? null } };
      }
      if (incidentId === undefined) {
        const opted = await optOut.suppression(key);
        return { ...about, ...none, person: opted === undefined ? null : maskNumber(opted.phone), reason: opted?.reason ?? null };
      }
      if (code === undefined) return { ...about, ...none, person: phoneOf(entry) };
      return {
        ...about,
        ...none,
        stage: entry.stage as BehindEntryView['stage'],
        cause: (entry.cause ?? null) as BehindEntryView['cause'],
        role: entry.role ?? null,
        reason: sentence(code, detail),
      };
    }),
  );
}
