import { durations } from '../clock';
import { applyEvent } from '../incident/applyEvent';
import type { CadEvent } from '../incident/cadEvent';
import type { CallerInfo } from '../incident/callerInfo';
import { numberTold } from '../incident/contact';
import type { Incident } from '../incident/incident';
import { type E164, readPhone } from '../incident/phone';
import type { Records, StoredCallerInfo, StoredIncident } from './records';
import { normalizeName } from './resolveIncident';

/** So long before and after an incident heard of it, what is said of a number counts for it: lines do not change in a day. */
const LINE_WINDOW_MS = durations.DAY;
/** Pseudo-numbers come from pools that stay pools: a number seen as one is nobody's phone for long. */
const PSEUDO_WINDOW_MS = 30 * durations.DAY;

interface Heard {
  readonly feedId: string;
  readonly frameId: number;
  readonly receivedAt: number;
}

/** The incidents that a frame touches. */
interface IncidentsInHand {
  load(id: number): Promise<StoredIncident | undefined>;
  put(stored: StoredIncident): void;
}

/**
 * Keeps what was said of a caller, and tells the incidents that have the number already. Those to come are told by
 * `withKnownLines` when they have it.
 */
export async function keepCallerInfo(records: Records, inHand: IncidentsInHand, info: CallerInfo, heard: Heard): Promise<void> {
  const stored = storable(info, heard);
  const phones = [...(stored.callback === undefined ? [] : [stored.callback]), ...stored.pseudoNumbers];
  if (phones.length === 0) return;
  await records.addCallerInfo(stored);
  const ids = new Set<number>();
  for (const phone of phones) {
    for (const id of await records.incidentsWithNumber(phone, heard.receivedAt - LINE_WINDOW_MS)) ids.add(id);
  }
  for (const id of ids) {
    const known = await inHand.load(id);
    if (known === undefined) continue;
    const incident = await withKnownLines(records, known.incident, heard);
    if (incident !== known.incident) inHand.put({ ...known, incident });
  }
}

/** The incident with what is known of its contacts' numbers; the same object where that is no news. */
export async function withKnownLines(records: Records, incident: Incident, heard: Heard): Promise<Incident> {
  const told = new Set(incident.contacts.flatMap((contact) => numberTold(contact) ?? []));
  let informed = incident;
  for (const phone of told) {
    await records.saveContactNumber(phone, incident.id, heard.receivedAt);
    for (const event of await linesOf(records, phone, informed, heard)) {
      const next = applyEvent(informed, event);
      if (next === informed) continue;
      informed = next;
      await records.addEvent({ incidentId: incident.id, ...heard, event, repeatable: false });
    }
  }
  return informed;
}

/** What is known of a number; of a pseudo-number's callback first, so that it is never taken for textable before. */
async function linesOf(records: Records, phone: E164, incident: Incident, { receivedAt }: Heard): Promise<CadEvent[]> {
  const infos = await records.callerInfoOf(phone, receivedAt - PSEUDO_WINDOW_MS);
  const recent = infos.filter((info) => info.receivedAt >= receivedAt - LINE_WINDOW_MS);
  const pseudo = infos.some((info) => info.pseudoNumbers.includes(phone));
  if (!pseudo) {
    // A record that does not say what line it is takes nothing back.
    const latest = recent.find((info) => info.callback === phone && info.lineType !== 'unknown');
    return latest === undefined ? [] : [{ type: 'phoneLineKnown', occurredAt: latest.receivedAt, phone, line: latest.lineType }];
  }
  const callback = certainCallback(
    recent.filter((info) => info.pseudoNumbers.includes(phone)),
    incident,
  );
  const occurredAt = infos[0]?.receivedAt ?? receivedAt;
  const self: CadEvent = { type: 'phoneLineKnown', occurredAt, phone, line: 'pseudoNumber', ...(callback && { callback }) };
  if (callback === undefined) return [self];
  const ofCallback = await records.callerInfoOf(callback, receivedAt - PSEUDO_WINDOW_MS);
  const line = ofCallback.some((info) => info.pseudoNumbers.includes(callback))
    ? 'pseudoNumber'
    : (ofCallback.find((info) => info.callback === callback)?.lineType ?? 'unknown');
  return [{ type: 'phoneLineKnown', occurredAt, phone: callback, line }, self];
}

/**
 * Pseudo-numbers are used for one call after the other, so a record that has the same one may be about another caller. Only a
 * record that names this incident is about this one; and if several of them differ, none is.
 */
function certainCallback(infos: readonly StoredCallerInfo[], incident: Incident): E164 | undefined {
  const names = new Set(
    [
      incident.callNumber,
      ...incident.incidentNumbers.map(({ number }) => number),
      ...incident.callIds.map(({ callId }) => callId),
    ].flatMap((name) => (name === undefined ? [] : normalizeName(name))),
  );
  const callbacks = new Set(infos.filter((info) => info.names.some((name) => names.has(name))).map(({ callback }) => callback));
  return callbacks.size === 1 ? [...callbacks][0] : undefined;
}

function storable(info: CallerInfo, { feedId, receivedAt }: Heard): StoredCallerInfo {
  const e164 = (written: string | undefined): E164 | undefined => {
    const read = readPhone(written);
    return 'phone' in read ? read.phone : undefined;
  };
  const { callId, callNumber, incidentNumber } = info.numbers ?? {};
  const callback = e164(info.callbackPhone);
  return {
    feedId,
    receivedAt,
    callback,
    pseudoNumbers: [...new Set(info.pseudoNumbers.flatMap((number) => e164(number) ?? []))].filter((n) => n !== callback),
    lineType: info.lineType,
    names: [callId, callNumber, incidentNumber].flatMap((name) => (name?.trim() ? normalizeName(name) : [])),
  };
}
