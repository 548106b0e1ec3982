import type { Incident } from '../incident/incident';
import type { ConsoleQueries } from '../store/consoleQueries';

interface Entry {
  readonly id: number;
  readonly action: string;
  readonly subject: string;
}

/** Actions whose subject is an incident's id. */
const ABOUT_INCIDENT: ReadonlySet<string> = new Set(['suppressIncident', 'unsuppressIncident', 'liftExclusion', 'sendByHand']);
/** Ids of texts are of this kind; so may other ids be, which then name no text. */
const A_TEXT = /^[\w-]{12,}$/;

/** Which incident each entry is about, by the entry's id, where it is about one or about a text of one, and that is still kept. */
export async function auditAbout(
  entries: readonly Entry[],
  queries: Pick<ConsoleQueries, 'incidentsOfTexts' | 'incidentsById'>,
  numberOf: (incident: Incident) => string,
): Promise<ReadonlyMap<number, { readonly id: number; readonly number: string }>> {
  const subjects = entries.map((entry) => ({ entry, text: textOf(entry), incidentId: incidentOf(entry) }));
  const byText = await queries.incidentsOfTexts([...new Set(subjects.flatMap(({ text }) => text ?? []))]);
  const found = subjects.flatMap(({ entry, text, incidentId }) => {
    const id = incidentId ?? (text === undefined ? undefined : byText.get(text));
    return id === undefined ? [] : [[entry.id, id] as const];
  });
  const stored = await queries.incidentsById([...new Set(found.map(([, id]) => id))]);
  const numbers = new Map(stored.map(({ incident }) => [incident.id, numberOf(incident)]));
  return new Map(
    found.flatMap(([entry, id]) => {
      const number = numbers.get(id);
      return number === undefined ? [] : [[entry, { id, number }] as const];
    }),
  );
}

function textOf({ action, subject }: Entry): string | undefined {
  const revealed = action === 'reveal' ? /^message (.+)$/.exec(subject)?.[1] : undefined;
  return revealed ?? (A_TEXT.test(subject) && !/^\d+$/.test(subject) ? subject : undefined);
}

function incidentOf({ action, subject }: Entry): number | undefined {
  const id = ABOUT_INCIDENT.has(action)
    ? /^(\d+)$/.exec(subject)?.[1]
    : action === 'reveal'
      ? /^incident (\d+) /.exec(subject)?.[1]
      : action === 'sendCorrection'
        ? / of (\d+)$/.exec(subject)?.[1]
        : undefined;
  return id === undefined ? undefined : Number(id);
}
