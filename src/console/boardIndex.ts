import type { BoardChoicesView, BoardRowView } from '../contract/board';
import type { IncidentSummaryView } from '../contract/views';
import { knownMessage } from '../intake/considerIncident';
import type { StoredIncident, StoredMessage } from '../intake/records';
import { ONCE } from '../rules/consider';
import { baseOccurrence } from '../rules/due';
import { sentence } from '../rules/reasons';
import type { DelayCause, Policy, Stage } from '../rules/ruleset';
import type { ConsoleQueries } from '../store/consoleQueries';
import type { Page, Paging } from './backend';
import type { ChangeSource } from './changeSource';
import { type DecisionRow, goesByItself, openTexts, summaryView } from './incidentView';
import { stageWords } from './stageWords';

export interface BoardQuery extends Paging {
  readonly find?: string | undefined;
  readonly texting?: BoardRowView['texting'] | undefined;
  readonly stage?: Stage | undefined;
  readonly reason?: string | undefined;
  readonly callType?: string | undefined;
}

export interface BoardPage extends Page<BoardRowView> {
  readonly total: number;
  /** There are more: the board holds the newest. */
  readonly isCut: boolean;
  readonly choices: BoardChoicesView;
}

interface Entry {
  readonly row: BoardRowView;
  /** All that it is found by, in capitals. */
  readonly found: string;
  /** Last four digits of its people's phones. */
  readonly endings: readonly string[];
}

type Shown = StoredIncident & { readonly updatedAt: number };

/** Incidents made anew between two looks at other work. */
const AT_ONCE = 100;
/** More than any center has open; what a flood leaves beyond it would fill the memory. */
const HELD_AT_MOST = 10_000;
/** Of which it is filled up again. */
const REFILLED_BELOW = 0.9;

/**
 * The incidents that matter now, ready to be shown: made anew one by one as they change, so that a board that is asked ten
 * times a second costs the feeds nothing.
 */
export class BoardIndex {
  readonly #entries = new Map<number, Entry>();
  readonly #changed = new Set<number>();
  #allChanged = true;
  #isCut = false;
  #making: Promise<void> = Promise.resolve();

  constructor(
    private readonly queries: ConsoleQueries,
    private readonly policy: () => Policy,
    changes: ChangeSource,
    private readonly heldAtMost = HELD_AT_MOST,
  ) {
    changes.subscribe(({ topics, incidentIds }) => {
      // A notice without ids, or of another policy, is about any of them.
      if (topics.includes('agency') || (topics.includes('incidents') && incidentIds.length === 0)) this.#allChanged = true;
      for (const id of incidentIds) this.#changed.add(id);
      if (this.#changed.size <= this.heldAtMost) return;
      this.#allChanged = true;
      this.#changed.clear();
    });
  }

  async list({ next, limit, find, texting, stage, reason, callType }: BoardQuery): Promise<BoardPage> {
    // One after the other: two at once would make the same incidents.
    const made = this.#making.then(() => this.#make());
    this.#making = made.catch(() => undefined);
    await made;
    const wanted = find === undefined ? '' : find.toUpperCase();
    const all = [...this.#entries.values()].sort((a, b) => b.row.id - a.row.id);
    const fitting = all.filter(
      ({ row, found, endings }) =>
        (wanted === '' || found.includes(wanted) || endings.includes(wanted)) &&
        (texting === undefined || row.texting === texting) &&
        (stage === undefined || stagesOf(row).includes(stage)) &&
        (reason === undefined || row.withheld?.code === reason) &&
        (callType === undefined || (row.callType ?? '') === callType),
    );
    const before = next === undefined ? Number.POSITIVE_INFINITY : Number(next);
    const rest = fitting.filter(({ row }) => row.id < before);
    const items = rest.slice(0, limit).map(({ row }) => row);
    const last = items.at(-1);
    return {
      items,
      next: rest.length > limit && last !== undefined ? String(last.id) : null,
      total: fitting.length,
      isCut: this.#isCut,
      choices: choicesOf(all.map(({ row }) => row)),
    };
  }

  async #make(): Promise<void> {
    if (this.#allChanged) return this.#makeAll();
    // Of those that found no room none is newer than what is held.
    const oldest = this.#isCut ? Math.min(...this.#entries.keys()) : 0;
    const ids = [...this.#changed].filter((id) => id >= oldest);
    this.#changed.clear();
    await this.#makeThese(ids);
    const over = this.#entries.size - this.heldAtMost;
    if (over > 0) {
      this.#isCut = true;
      for (const id of [...this.#entries.keys()].sort((a, b) => a - b).slice(0, over)) this.#entries.delete(id);
    }
    // There is room again for older ones.
    if (this.#isCut && this.#entries.size < this.heldAtMost * REFILLED_BELOW) await this.#makeAll();
  }

  async #makeAll(): Promise<void> {
    this.#allChanged = false;
    this.#changed.clear();
    const ids = await this.queries.idsThatMatter(this.heldAtMost + 1);
    this.#isCut = ids.length > this.heldAtMost;
    const held = new Set(ids.slice(0, this.heldAtMost));
    for (const id of this.#entries.keys()) if (!held.has(id)) this.#entries.delete(id);
    await this.#makeThese([...held]);
  }

  async #makeThese(ids: readonly number[]): Promise<void> {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      try {
        await this.#makeSome(some);
      } catch (error) {
        for (const id of ids.slice(from)) this.#changed.add(id);
        throw error;
      }
      if (from + AT_ONCE < ids.length) await new Promise((resume) => setImmediate(resume));
    }
  }

  async #makeSome(ids: readonly number[]): Promise<void> {
    const stored = await this.queries.incidentsById(ids);
    const messages = byIncident(await this.queries.messagesOf(ids));
    const decisions = byIncident(await this.queries.decisionsOf(ids));
    const present = new Map(stored.map((each) => [each.incident.id, each]));
    for (const id of ids) {
      const shown = present.get(id);
      const texts = messages.get(id) ?? [];
      const entry = shown === undefined ? undefined : entryOf(shown, texts, decisions.get(id) ?? [], this.policy());
      if (entry === undefined) this.#entries.delete(id);
      else this.#entries.set(id, entry);
    }
  }
}

const UNFINISHED: ReadonlySet<StoredMessage['status']> = new Set(['held', 'ready', 'sending', 'unconfirmed']);

/** Undefined where the incident does not matter any more. */
function entryOf(
  stored: Shown,
  messages: readonly StoredMessage[],
  decisions: readonly DecisionRow[],
  policy: Policy,
): Entry | undefined {
  const { incident } = stored;
  const over = incident.closedAt !== undefined || incident.cancelledAt !== undefined;
  if (over && !messages.some(({ status }) => UNFINISHED.has(status))) return undefined;
  const summary = summaryView(stored, messages, decisions, policy);
  const numbers = [
    ...incident.callIds.map(({ callId }) => callId),
    ...incident.incidentNumbers.map(({ number }) => number),
    ...incident.reports.map(({ number }) => number),
  ];
  const found = [summary.number, summary.callNumber, ...numbers, summary.callType, summary.callTypeLabel];
  return {
    row: { ...summary, ...textsOf(summary, messages, keptBack(summary, incident, messages, decisions), stored.delayDueAt) },
    found: found
      .filter((each) => each !== null)
      .join('\n')
      .toUpperCase(),
    endings: incident.contacts.flatMap(({ phone }) => (phone === undefined ? [] : [phone.slice(-4)])),
  };
}

/** What was sent, what comes next, what was not sent and why. */
function textsOf(
  { status, nextAt }: IncidentSummaryView,
  messages: readonly StoredMessage[],
  skip: DecisionRow | undefined,
  delayDueAt: number | undefined,
): Pick<BoardRowView, 'sent' | 'next' | 'withheld' | 'waiting'> {
  const left = messages.filter(({ sendingAt }) => sendingAt !== undefined).at(-1);
  const waiting = openTexts(messages);
  const [open] = waiting;
  const about = (message: StoredMessage) => ({ stage: message.stage, cause: message.cause ?? null });
  const next =
    open !== undefined
      ? { ...about(open), at: open.notBefore ?? null, text: stageWords(open.stage, open.cause) }
      : delayDueAt !== undefined && status === 'open' && nextAt !== null
        ? { stage: 'delayed' as const, cause: 'waiting' as const, at: delayDueAt, text: 'delay, unless a unit is assigned' }
        : null;
  return {
    sent:
      left === undefined ? null : { ...about(left), state: left.status, at: left.acceptedAt ?? left.sendingAt ?? left.createdAt },
    next,
    withheld:
      skip === undefined
        ? null
        : {
            stage: skip.stage as Stage,
            cause: skip.cause as DelayCause | null,
            code: skip.code,
            reason: sentence(skip.code, skip.detail ?? undefined),
          },
    waiting: waiting.map((message) => ({ id: message.id, ...about(message), goesByItself: goesByItself(message) })),
  };
}

/**
 * The newest text that was kept back. That one which went out does not go again is no news, unless nothing goes out any more;
 * of a number that was corrected since nothing counts as told.
 */
function keptBack(
  { texting }: IncidentSummaryView,
  { contacts }: StoredIncident['incident'],
  messages: readonly StoredMessage[],
  decisions: readonly DecisionRow[],
): DecisionRow | undefined {
  const gone = messages.filter(
    (message) => knownMessage(message).maybeTexted && contacts.some(({ phone }) => phone === message.phone),
  );
  const isTold = ({ stage, cause, role, occurrence }: DecisionRow) =>
    gone.some(
      (message) =>
        message.stage === stage &&
        (message.cause ?? null) === cause &&
        (role === null || message.role === role) &&
        (ONCE.includes(message.stage) || baseOccurrence(message.occurrence) === occurrence),
    );
  return standing(decisions).findLast((decision) => decision.outcome === 'skip' && (texting === 'withheld' || !isTold(decision)));
}

/**
 * The newest decision for each stage, cause and person, in the order they were made. What was said while there was nobody to
 * text is over once somebody is decided about.
 */
function standing(decisions: readonly DecisionRow[]): readonly DecisionRow[] {
  const newest = new Map<string, DecisionRow>();
  for (const decision of decisions) {
    const stage = `${decision.stage} ${decision.cause ?? ''}`;
    const topic = `${stage} ${decision.role ?? ''}`;
    newest.delete(`${stage} `);
    newest.delete(topic);
    newest.set(topic, decision);
  }
  return [...newest.values()];
}

function stagesOf({ sent, next, withheld }: BoardRowView): readonly Stage[] {
  return [sent, next, withheld].flatMap((each) => each?.stage ?? []);
}

function choicesOf(rows: readonly BoardRowView[]): BoardChoicesView {
  const reasons = new Map(rows.flatMap(({ withheld }) => (withheld === null ? [] : [[withheld.code, sentence(withheld.code)]])));
  const labels = new Map(rows.map(({ callType, callTypeLabel }) => [callType ?? '', callTypeLabel ?? callType ?? 'No call type']));
  return {
    texting: counted(rows.map(({ texting }) => texting)).map(([texting, count]) => ({ texting, count })),
    stages: counted(rows.flatMap((row) => [...new Set(stagesOf(row))])).map(([stage, count]) => ({ stage, count })),
    reasons: counted(rows.flatMap(({ withheld }) => withheld?.code ?? [])).map(([code, count]) => ({
      code,
      reason: reasons.get(code) ?? code,
      count,
    })),
    callTypes: counted(rows.map(({ callType }) => callType ?? '')).map(([callType, count]) => ({
      callType,
      label: labels.get(callType) ?? callType,
      count,
    })),
  };
}

/** Each value with how often it is there, most often first. */
function counted<K extends string>(values: readonly K[]): readonly (readonly [K, number])[] {
  const counts = new Map<K, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

function byIncident<T extends { readonly incidentId: number }>(rows: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const grouped = new Map<number, T[]>();
  for (const row of rows) {
    const group = grouped.get(row.incidentId);
    if (group === undefined) grouped.set(row.incidentId, [row]);
    else group.push(row);
  }
  return grouped;
}
