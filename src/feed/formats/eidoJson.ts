import type { CallSnapshot, Fact } from '../../incident/fact';
import { decodeText } from './decodeText';
import { contactsOf } from './eidoContacts';
import { eidoDocument, isObject, type JsonObject, list, text } from './eidoDocument';
import { contextsOf, incidentState } from './eidoIncident';
import { unitsOf } from './eidoUnits';
import type { FrameFormat, ParseContext, ParseOutcome } from './format';
import { readIsoTime } from './placeTime';

/**
 * NENA's Emergency Incident Data Objects (NENA-STA-021): bare, several in an array, or in the `event` messages by which
 * NENA-STA-024 conveys them. Its other messages, and objects that name no incident and no call, give no facts. Producers
 * differ in much, so only what is not a JSON object is rejected.
 */
export function eidoJsonFormat(): FrameFormat {
  return { name: 'eido-json', carriesNarrative: true, tellsUnits: true, parse };
}

function parse(bytes: Uint8Array, context: ParseContext): ParseOutcome {
  const { text: json, byteAt } = decodeText(bytes);
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\ufeff/, ''));
  } catch (error) {
    // V8 quotes a part of the record in its message: only the position is taken from it.
    const position = /position (\d+)/.exec(String((error as Error).message))?.[1];
    const byte = byteAt(position === undefined ? json.length : Number(position));
    return { rejected: { code: 'feed.badJson', message: 'Not well-formed JSON', byte } };
  }
  const eidos = eidosIn(value);
  if (eidos === undefined) return { rejected: { code: 'feed.notAnObject', message: 'Not a JSON object', byte: byteAt(0) } };
  return { facts: eidos.flatMap((eido) => readEido(eido, context)) };
}

/** Undefined where something is no JSON object. */
function eidosIn(value: unknown): readonly JsonObject[] | undefined {
  if (Array.isArray(value)) return value.every(isObject) ? value.flatMap((element) => eidosIn(element) ?? []) : undefined;
  if (!isObject(value)) return undefined;
  const conveyed = isObject(value.event) ? value.event : value;
  if (!('notification' in conveyed)) return [value];
  const notifications = Array.isArray(conveyed.notification) ? conveyed.notification : [conveyed.notification];
  return notifications.filter(isObject).flatMap((notified) => ('eido' in notified ? list(notified.eido) : [notified]));
}

function readEido(eido: JsonObject, context: ParseContext): Fact[] {
  const document = eidoDocument(eido, (written) => readIsoTime(written, context));
  const { incidents, calls, updatedAt, timeOf } = document;
  const callIds = calls.flatMap((call) => text(call.$id) ?? []);
  const incidentIds = [...incidents.map((incident) => incident.incidentTrackingIdentifier ?? incident.$id), eido.$id]
    .flatMap((id) => text(id) ?? [])
    .sort((a, b) => Number(isIncidentId(b)) - Number(isIncidentId(a)));
  // Without an incident the object is about a call that may become one.
  const callId = incidents.length > 0 ? incidentIds[0] : (callIds[0] ?? incidentIds[0]);
  if (callId === undefined) return [];
  const otherCallIds = [...new Set([...incidentIds.filter(isIncidentId), ...callIds])].filter((id) => id !== callId);

  const { closed, closedAt, cancelled } = incidentState(document);
  const started = calls.flatMap((call) => timeOf(call, 'callStartTimestamp', 'callStartTimeStamp') ?? []);
  const numbers = incidents.flatMap((incident) => text(incident.internalIncidentId) ?? []);
  const reports = incidents.flatMap((incident) => list(incident.documentIdentification, text));
  const snapshot: CallSnapshot = {
    numbers: { callId, otherCallIds, incidentNumber: numbers[0], reportNumber: reports[0] },
    createdAt: started.length === 0 ? undefined : Math.min(...started),
    exportedAt: updatedAt(eido),
    contexts: contextsOf(document),
    closed,
    closedAt,
    cancelled,
    contacts: contactsOf(document),
    units: unitsOf(document, [callId, ...otherCallIds, ...incidentIds, ...numbers]),
    flags: document
      .components('caution')
      .flatMap((caution) =>
        [caution.cautionTypeInternalText, caution.cautionTypeCommonRegistryText, caution.cautionTypeCommonSubRegistryText].flatMap(
          (value) => list(value, text),
        ),
      ),
    dispositions: [
      ...incidents.flatMap((incident) => list(incident.dispositionComponent)),
      ...document.components('disposition'),
    ].flatMap(
      (disposition) =>
        text(disposition.dispositionDescriptionText) ??
        text(disposition.dispositionCategoryText) ??
        text(disposition.dispositionCommonRegistryCode) ??
        [],
    ),
    narratives: narrativesOf(document),
  };
  return [{ kind: 'snapshot', snapshot }];
}

function isIncidentId(id: string): boolean {
  return /incident/i.test(id);
}

/** Notes are HTML; incident types in words are read too, since an agency's code for one may not speak for itself. */
function narrativesOf({ components, incidents }: ReturnType<typeof eidoDocument>): string[] {
  const notes = components('notes').flatMap((note) => list(note.notesActionComments, text));
  const types = incidents.flatMap((incident) =>
    [incident.incidentTypeInternalText, incident.incidentTypeCommonRegistryText].flatMap((value) => list(value, text)),
  );
  return [...notes, ...types].map((note) => note.replace(/<[^>]*>/g, ' '));
}
