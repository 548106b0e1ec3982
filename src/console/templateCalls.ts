import { SegmentedMessage } from 'sms-segments-calculator';
import type { CallPreview, ForeignCharacterView } from '../contract/templates';
import type { Incident } from '../incident/incident';
import { displayNumber } from '../incident/response';
import { chooseCalls, type FilledCall, fillCall } from '../rules/callsForTemplate';
import { characterName, codePoint } from '../rules/characterNames';
import { foreignCharacters } from '../rules/gsm7';
import type { Policy } from '../rules/ruleset';
import { exampleValues } from '../rules/stageFields';
import { fieldsOf, piecesOf, type TemplateField, type TemplateFields, templateProblem } from '../rules/template';
import type { TemplateDraft } from './templateCheck';

type Kind = CallPreview['kind'];

/** What the agency says of itself: a text that names nothing else can lack nothing on a call. */
const ITS_OWN: readonly TemplateField[] = ['agency', 'agencyPhone'];

/**
 * A draft on three of these calls (newest first), on an invented example where none serves. Empty while its syntax is
 * broken. Nothing of a caller is in a text, nor their phone where a feed
 * gives it as the number of the call.
 */
export function previewsOnCalls(draft: TemplateDraft, incidents: readonly Incident[], policy: Policy, now: number): CallPreview[] {
  if (draft.text.trim() === '' || templateProblem(draft.text) !== undefined) return [];
  const moment = { stage: draft.stage, cause: draft.cause ?? undefined, language: draft.language };
  const filled = incidents.flatMap((incident) => fillCall(moment, incident, policy, now) ?? []);
  const named = fieldsOf(draft.text);
  const chosen = chooseCalls(filled, draft.stage, named);
  const { usual, longest } = exampleValues(policy, draft.stage, draft.language);
  const mayLack = named.find((field) => !ITS_OWN.includes(field));
  const onCall = (kind: Kind, call: FilledCall | undefined, invented: TemplateFields) => {
    if (call === undefined) return preview(kind, draft.text, invented, undefined, undefined);
    return preview(kind, draft.text, withoutPhones(call.fields, call.incident), call.incident, policy.agency.cadAgency);
  };
  return [
    onCall('short', chosen.short, usual),
    onCall('longest', chosen.longest, longest),
    ...(chosen.missing === undefined && mayLack === undefined
      ? []
      : [onCall('missing', chosen.missing, mayLack === undefined ? usual : { ...usual, [mayLack]: '' })]),
  ];
}

/** The preview of one call, or of the invented example, as `previewsOnCalls` made it. */
export function previewOn(draft: TemplateDraft, kind: Kind, incident: Incident | undefined, policy: Policy, now: number) {
  if (incident === undefined) return previewsOnCalls(draft, [], policy, now).find((each) => each.kind === kind);
  if (draft.text.trim() === '' || templateProblem(draft.text) !== undefined) return undefined;
  const moment = { stage: draft.stage, cause: draft.cause ?? undefined, language: draft.language };
  const call = fillCall(moment, incident, policy, now);
  if (call === undefined) return undefined;
  return preview(kind, draft.text, withoutPhones(call.fields, incident), incident, policy.agency.cadAgency);
}

function withoutPhones(fields: TemplateFields, { contacts }: Incident): TemplateFields {
  return { ...fields, incident: unlessPhone(fields.incident, contacts), report: unlessPhone(fields.report, contacts) };
}

/** A feed that gives a caller's phone as the number of the call must not make it one that is shown. */
function unlessPhone(number: string | undefined, contacts: Incident['contacts']): string {
  const digits = (number ?? '').replace(/\D/g, '').slice(-10);
  const isPhone = digits.length === 10 && contacts.some(({ phone }) => phone?.endsWith(digits));
  return isPhone ? `…${digits.slice(-4)}` : (number ?? '');
}

function preview(
  kind: Kind,
  template: string,
  fields: TemplateFields,
  incident: Incident | undefined,
  cadAgency: string | undefined,
): CallPreview {
  const missing = fieldsOf(template).find((field) => (fields[field] ?? '').trim() === '') ?? null;
  const about = {
    kind,
    incidentId: incident?.id ?? null,
    incident:
      incident === undefined ? null : unlessPhone(displayNumber(incident, cadAgency), incident.contacts) || `#${incident.id}`,
    createdAt: incident?.createdAt ?? null,
    missing,
  };
  if (missing !== null) return { ...about, text: null, characters: 0, segments: 0, encoding: 'GSM-7', foreign: [] };
  const pieces = piecesOf(template, fields);
  const text = pieces.map(({ words }) => words).join('');
  const message = new SegmentedMessage(text, 'auto');
  return {
    ...about,
    text,
    characters: text.length,
    segments: Math.max(1, message.segmentsCount),
    encoding: message.encodingName === 'GSM-7' ? 'GSM-7' : 'UCS-2',
    foreign: pieces.reduce<{ at: number; found: ForeignCharacterView[] }>(
      ({ at, found }, { words, field }) => ({
        at: at + words.length,
        found: [...found, ...foreignCharacters(words).map((each) => named(each, at, field))],
      }),
      { at: 0, found: [] },
    ).found,
  };
}

function named(
  { character, from, to, plain }: ReturnType<typeof foreignCharacters>[number],
  at: number,
  field: TemplateField | undefined,
): ForeignCharacterView {
  return {
    character,
    name: characterName(character),
    code: codePoint(character),
    from: at + from,
    to: at + to,
    instead: plain ?? null,
    field: field ?? null,
  };
}
