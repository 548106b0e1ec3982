import type { ContactFact } from '../../incident/cadEvent';
import type { AgencyContextFact, CallSnapshot } from '../../incident/fact';
import type { FrameFormat, ParseContext, ParseOutcome } from './format';
import { newWorldUnits } from './newWorldUnits';
import { type ElementFault, elementReaders, isElementFault } from './newWorldValues';
import { isAtWork, rolesIn } from './personRole';
import { child, childText, descendants, listOf, readXml, type XmlElement } from './xmlTree';

/**
 * Tyler New World's "Standard CAD Exporter": the whole call at each change, one XML document each. Some sites put several
 * calls into one root, and sites can run the export through XSLT, so roots, namespaces and the order of elements are free.
 */
export function newWorldXmlFormat(): FrameFormat {
  return { name: 'newworld-xml', carriesNarrative: true, tellsUnits: true, parse };
}

function parse(bytes: Uint8Array, context: ParseContext): ParseOutcome {
  const root = readXml(bytes);
  if ('rejected' in root) return root;
  const calls = callsIn(root);
  if (calls.length === 0) {
    return {
      rejected: { code: 'feed.notACall', message: `No Call in the root element ${root.name}`, field: 'CallId', byte: root.byte() },
    };
  }
  try {
    return { facts: calls.map((call) => ({ kind: 'snapshot', snapshot: readCall(call, context) })) };
  } catch (error) {
    if (!isElementFault(error)) throw error;
    return { rejected: rejection(error) };
  }
}

function rejection({ code, message, element, missing }: ElementFault) {
  const field = missing === undefined ? element.path : `${element.path}/${missing}`;
  return { code, message: `${message}: ${field}`, field, byte: element.byte() };
}

const CALL_ROOTS = new Set(['Call', 'CallExport']);
const isCall = (element: XmlElement) => child(element, 'CallId') !== undefined || child(element, 'CallNumber') !== undefined;

/** The root itself, or the calls in a wrapper. */
function callsIn(root: XmlElement): readonly XmlElement[] {
  if (isCall(root)) return [root];
  const inside = root.children
    .flatMap((element) => [element, ...element.children])
    .filter((element) => CALL_ROOTS.has(element.name));
  if (inside.length > 0) return inside;
  return CALL_ROOTS.has(root.name) ? [root] : [];
}

function readCall(call: XmlElement, context: ParseContext): CallSnapshot {
  const { time, flag, fault } = elementReaders(context);
  const callId = childText(call, 'CallId');
  const callNumber = childText(call, 'CallNumber');
  if (callId === undefined && callNumber === undefined)
    throw fault('feed.noNumber', 'Neither CallId nor CallNumber', call, 'CallId');

  const location = child(call, 'Location');
  const incidents = listOf(call, 'Incidents', 'Incident');
  const contextElements = listOf(call, 'AgencyContexts', 'AgencyContext');
  const contexts: AgencyContextFact[] = contextElements.map((element) => ({
    agency: childText(element, 'AgencyType'),
    callType: childText(element, 'CallType'),
    priority: childText(element, 'Priority'),
    status: childText(element, 'Status'),
    createdAt: time(element, 'CreatedDateTime'),
    // A reopened call keeps its times of closing: only the flag says that it is closed.
    closed: flag(element, 'ClosedFlag'),
    closedAt: time(element, 'ClosedDateTime'),
    cancelled: flag(element, 'CanceledFlag'),
  }));
  return {
    numbers: { callId, callNumber },
    createdAt: time(call, 'CreateDateTime'),
    ...withNumbers(contexts, incidents, location),
    closed: flag(call, 'ClosedFlag'),
    closedAt: time(call, 'CloseDateTime'),
    cancelled: flag(call, 'CanceledFlag'),
    contacts: contactsOf(call),
    units: newWorldUnits(call, incidents, location, context),
    flags: flagsOf(call),
    dispositions: listOf(call, 'Dispositions', 'CallDisposition').flatMap(
      (element) => childText(element, 'Name') ?? childText(element, 'Description') ?? [],
    ),
    narratives: narrativesOf(call),
  };
}

const ORI: Readonly<Record<string, string>> = { Police: 'PoliceOri', Fire: 'FireOri', EMS: 'EmsOri' };

/**
 * Each agency's own number. Where several departments of one type are on the call, each with its number, the context gets
 * that of the department in whose area it is; the others are kept under their jurisdictions.
 */
function withNumbers(contexts: readonly AgencyContextFact[], incidents: readonly XmlElement[], location: XmlElement | undefined) {
  const left = new Set(incidents);
  const numbersOf = (incident: XmlElement) => ({
    incidentNumber: childText(incident, 'Number'),
    reportNumber: childText(incident, 'CaseNumber'),
  });
  const numbered = contexts.map((context): AgencyContextFact => {
    const own = incidents.filter((incident) => {
      const agency = childText(incident, 'AgencyType');
      return agency === undefined ? contexts.length === 1 : agency === context.agency;
    });
    const ori = childText(location, ORI[context.agency ?? ''] ?? '');
    const mine = own.find((incident) => ori !== undefined && childText(incident, 'Jurisdiction') === ori) ?? own[0];
    if (mine === undefined) return context;
    left.delete(mine);
    return { ...context, ...numbersOf(mine) };
  });
  const contextAgencies = new Set(contexts.map(({ agency }) => agency));
  const otherNumbers = [...left].map((incident) => {
    const agency = childText(incident, 'AgencyType');
    return {
      agency: contextAgencies.has(agency) ? (childText(incident, 'Jurisdiction') ?? agency) : agency,
      ...numbersOf(incident),
    };
  });
  return { contexts: numbered, otherNumbers };
}

function contactsOf(call: XmlElement): ContactFact[] {
  const persons = listOf(call, 'Persons', 'Person');
  const nameOf = (person: XmlElement | undefined) =>
    [childText(person, 'FirstName'), childText(person, 'LastName')].filter((part) => part !== undefined).join(' ') || undefined;
  const contacts: ContactFact[] = [];
  const primary = persons.find((person) => /^(true|1)$/i.test(childText(person, 'PrimaryCallerFlag') ?? ''));
  // What an officer calls in has the officer's own number.
  const byOfficer = isAtWork(childText(primary, 'Role') ?? '');
  const callerPhone = byOfficer ? undefined : (childText(call, 'CallerPhone') ?? childText(primary, 'ContactPhone'));
  const callerName = childText(call, 'CallerName') ?? nameOf(primary);
  if (callerPhone !== undefined || callerName !== undefined)
    contacts.push({ role: 'caller', phone: callerPhone, name: callerName });
  for (const person of persons) {
    const role = childText(person, 'Role') ?? '';
    const known = rolesIn([role]).find((one) => one !== 'caller');
    // Others (witnesses, suspects) are never texted, so nothing of them is kept.
    if (known === undefined) continue;
    const phone = childText(person, 'ContactPhone') ?? (person === primary ? callerPhone : undefined);
    const name = nameOf(person) ?? (person === primary ? callerName : undefined);
    if (phone !== undefined || name !== undefined) contacts.push({ role: known, phone, name });
  }
  return contacts;
}

const STATE_FLAGS = new Set(['ClosedFlag', 'CanceledFlag', 'PrimaryCallerFlag']);

/**
 * Alerts by their kind, and whatever else a site's export marks with a true `...Flag`. The standard export seen has neither;
 * the vendor's rip-and-run prints have a section "Alerts".
 */
function flagsOf(call: XmlElement): string[] {
  const flags = new Set<string>();
  for (const alert of descendants(call, 'Alert')) {
    if (alert.children.length === 0 && alert.text !== '') flags.add(alert.text);
    for (const name of ['Type', 'AlertType', 'Name', 'Category', 'Code']) {
      const value = childText(alert, name);
      if (value !== undefined) flags.add(value);
    }
  }
  for (const element of [...call.children, ...(child(call, 'Location')?.children ?? [])]) {
    if (element.name.endsWith('Flag') && !STATE_FLAGS.has(element.name) && /^(true|1)$/i.test(element.text)) {
      flags.add(element.name.slice(0, -'Flag'.length));
    }
  }
  return [...flags];
}

/** Everything written in words that could speak of danger, incident types included: they are finer than the call's. */
function narrativesOf(call: XmlElement): string[] {
  const texts = [
    childText(call, 'NatureOfCall'),
    ...listOf(call, 'Narratives', 'Narrative').map((narrative) => childText(narrative, 'Text')),
    ...listOf(call, 'Incidents', 'Incident').flatMap((incident) => [
      childText(incident, 'Type'),
      childText(incident, 'TypeDescription'),
    ]),
    ...descendants(call, 'Alert').flatMap((alert) => [alert.text, ...alert.children.map(({ text }) => text)]),
    child(call, 'AdditionalInfo')?.text,
    childText(child(call, 'Location'), 'AdditionalInfo'),
  ];
  return [...new Set(texts.filter((text): text is string => text !== undefined && text !== ''))];
}
