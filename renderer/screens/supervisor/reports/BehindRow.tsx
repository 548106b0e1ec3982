import type { ReactNode } from 'react';
import type { BehindEntryView } from '../../../../src/contract/behind';
import type { IncidentSummaryView } from '../../../../src/contract/views';
import { MESSAGE_STATES, maskPhone, ROLES, stageName, stateOf } from '../../../format/words';
import { useNow } from '../../../link/now';
import { MessageMark, TextingMark } from '../../../parts/Marks';
import { At } from '../../../parts/Time';
import type { Kind } from './behindWords';
import { lasting } from './figures';

interface Cell {
  readonly name: string;
  readonly show: (entry: BehindEntryView) => ReactNode;
  readonly right?: true;
}

const number = (incident: IncidentSummaryView | null) => <span className="number strong">{incident?.number ?? '–'}</span>;
const callType = (incident: IncidentSummaryView | null) => (
  <span className="cut">{incident?.callTypeLabel ?? incident?.callType ?? 'No call type'}</span>
);
const person = (entry: BehindEntryView) => <span>{entry.person === null ? '–' : maskPhone(entry.person)}</span>;
const took: Cell = {
  name: 'Took',
  show: ({ measuredMs }) => (measuredMs === null ? '' : lasting(measuredMs)),
  right: true,
};
const about: readonly Cell[] = [
  { name: 'Incident', show: ({ incident }) => number(incident) },
  { name: 'Call type', show: ({ incident }) => callType(incident) },
  { name: 'Call came in', show: ({ at }) => <At at={at} /> },
];

/** What each list shows of an entry. */
const CELLS: Readonly<Record<Kind, readonly Cell[]>> = {
  texts: [
    { name: 'State', show: ({ message }) => (message === null ? '–' : <MessageMark state={stateOf(message)} />) },
    { name: 'Made', show: ({ at }) => <At at={at} to="second" /> },
    { name: 'Incident', show: ({ message }) => <span className="number strong">{message?.incident ?? '–'}</span> },
    { name: 'Stage', show: ({ message }) => <span className="cut">{message && stageName(message.stage, message.cause)}</span> },
    { name: 'To', show: ({ message }) => <span>{message && maskPhone(message.to)}</span> },
    { name: 'Why', show: ({ message }) => <span className="cut">{message?.needsPerson ?? message?.reason ?? ''}</span> },
    { name: 'Segments', show: ({ message }) => message?.segments, right: true },
    took,
  ],
  incidents: [
    ...about,
    { name: 'Texts', show: ({ incident }) => incident && <TextingMark state={incident.texting} /> },
    { name: 'State', show: ({ incident }) => <span className="cut">{incident?.sentence}</span> },
    took,
  ],
  calls: [
    ...about,
    { name: 'Caller', show: person },
    { name: 'State', show: ({ incident }) => <span className="cut">{incident?.sentence}</span> },
  ],
  repeats: [
    ...about,
    { name: 'Caller', show: person },
    { name: 'Called again', show: ({ again }) => number(again) },
    { name: 'About', show: ({ again }) => callType(again) },
    { name: 'At', show: ({ again }) => again && <At at={again.createdAt} /> },
  ],
  optOuts: [
    { name: 'Number', show: person },
    { name: 'Opted out', show: ({ at }) => <At at={at} /> },
    { name: 'How', show: ({ reason }) => <span className="cut">{reason}</span> },
  ],
  skips: [
    ...about,
    { name: 'Text', show: ({ stage, cause }) => <span className="cut">{stage === null ? '–' : stageName(stage, cause)}</span> },
    { name: 'To', show: ({ role }) => <span>{roleName(role)}</span> },
    { name: 'Why', show: ({ reason }) => <span className="cut">{reason}</span> },
  ],
  outages: [
    { name: 'Feed', show: ({ outage }) => <span className="strong">{outage?.feed}</span> },
    { name: 'What', show: ({ outage }) => <span>{outage === null ? '' : outageWords(outage)}</span> },
    { name: 'From', show: ({ at }) => <At at={at} to="second" /> },
    { name: 'Until', show: ({ outage }) => (outage?.until == null ? <span>Not over</span> : <At at={outage.until} to="second" />) },
    { name: 'Lasted', show: (entry) => <Lasted entry={entry} />, right: true },
  ],
};

export function behindHeader(kind: Kind): ReactNode {
  return CELLS[kind].map(({ name, right }) => (
    <span key={name} className={right ? 'right' : ''}>
      {name}
    </span>
  ));
}

export function BehindRow({ kind, entry }: { readonly kind: Kind; readonly entry: BehindEntryView }): ReactNode {
  return CELLS[kind].map(({ name, show, right }) => (
    <span key={name} className={right ? 'cut right' : 'cut'}>
      {show(entry)}
    </span>
  ));
}

/** What typing and a screen reader find a row by. */
export function behindText(
  kind: Kind,
  { message, incident, again, person: whose, reason, stage, cause, outage }: BehindEntryView,
): string {
  if (message !== null)
    return `${MESSAGE_STATES[stateOf(message)]}, incident ${message.incident}, ${stageName(message.stage, message.cause)}`;
  if (outage !== null) return `${outage.feed}: ${outageWords(outage)}`;
  const who = whose === null ? '' : `, ${maskPhone(whose)}`;
  if (kind === 'optOuts') return `Number ${whose === null ? '' : maskPhone(whose)}: ${reason ?? ''}`;
  if (kind === 'skips') return `${incident?.number}, ${stage === null ? '' : stageName(stage, cause)}: ${reason}`;
  if (again !== null) return `${incident?.number}${who}, called again: ${again.number}`;
  return `${incident?.number}${who}: ${incident?.sentence}`;
}

function outageWords({ kind }: { readonly kind: 'lost' | 'silent' }): string {
  return kind === 'lost' ? 'Lost' : 'Silent too long';
}

function roleName(role: string | null): string {
  return role === null ? '' : (ROLES[role as keyof typeof ROLES] ?? role);
}

function Lasted({ entry: { at, outage } }: { readonly entry: BehindEntryView }) {
  const now = useNow();
  return outage === null ? '' : lasting((outage.until ?? now) - at);
}
