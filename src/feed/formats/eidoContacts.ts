import type { ContactFact } from '../../incident/cadEvent';
import type { ContactRole } from '../../incident/contact';
import { type EidoDocument, isObject, type JsonObject, list, text } from './eidoDocument';
import { readLanguage } from './language';
import { rolesIn } from './personRole';

/** Caller, victims and complainants with the numbers at which they can be called back. Others are never texted. */
export function contactsOf(document: EidoDocument): ContactFact[] {
  const contacts: ContactFact[] = [];
  const add = (role: ContactRole, callback: JsonObject | undefined, person: JsonObject | undefined) => {
    const phone = callbackPhone(callback);
    const known = contacts.find((contact) => contact.role === role && (contact.phone === phone || phone === undefined));
    const name = personName(person);
    const language = readLanguage(textBelow(person?.ncPersonComponent, /language(code|name|text)?$/i));
    if (known === undefined) contacts.push({ role, phone, name, language });
    else contacts[contacts.indexOf(known)] = { ...known, name: known.name ?? name, language: known.language ?? language };
  };
  for (const call of document.calls) {
    if (text(call.direction) === 'outgoing') continue;
    const [callback] = document.referred(call.callBackReference ?? call.callbackReference);
    if (callback !== undefined) add('caller', callback, undefined);
  }
  for (const person of document.components('person')) {
    const [callback] = document.referred(person.callBackReference ?? person.callbackReference);
    for (const role of rolesIn(list(person.personIncidentRoleRegistryText, text))) add(role, callback, person);
  }
  // Some producers send the callback alone, without saying whose it is: it is the call's.
  if (contacts.length === 0) for (const callback of document.components('callback')) add('caller', callback, undefined);
  return contacts;
}

/** A number updated by a call taker counts before the one the network gave; `tel:` before `sip:`. */
function callbackPhone(callback: JsonObject | undefined): string | undefined {
  const updated = list(callback?.updatedCbn).flatMap((cbn) => list(cbn.updatedCbnIdentifierUri, text));
  const uris = [...updated, ...list(callback?.callBackInformationUri ?? callback?.callbackInformationUri, text)];
  const numbers = uris.map((uri) => ({ uri, number: numberIn(uri), updated: updated.includes(uri) }));
  const usable = numbers.filter(({ number }) => number !== undefined);
  const best = usable.find((n) => n.updated) ?? usable.find(({ uri }) => /^tel:/i.test(uri)) ?? usable[0];
  return best?.number;
}

/** The number of `tel:+1-813-555-0142;...`, `sip:8135550142@host`, or a bare number; not of `sip:alice@host`. */
function numberIn(uri: string): string | undefined {
  const number = uri
    .trim()
    .replace(/^(?:tel|sips?):/i, '')
    .replace(/[;?@].*$/s, '')
    .trim();
  return /^[+\d][\d\s().-]*$/.test(number) ? number : undefined;
}

function personName(person: JsonObject | undefined): string | undefined {
  const nc = person?.ncPersonComponent;
  const full = textBelow(nc, /personfullname$/i);
  if (full !== undefined) return full;
  return (
    [textBelow(nc, /persongivenname$/i), textBelow(nc, /personsurname$/i)].filter((part) => part !== undefined).join(' ') ||
    undefined
  );
}

/** The first text under a name that fits, wherever below: how NIEM's parts nest differs between producers. */
function textBelow(value: unknown, name: RegExp, depth = 0): string | undefined {
  if (depth > 8) return undefined;
  if (Array.isArray(value)) return firstOf(value, (element) => textBelow(element, name, depth + 1));
  if (!isObject(value)) return undefined;
  return firstOf(Object.entries(value), ([key, inner]) => {
    if (name.test(key)) {
      const found = firstOf(Array.isArray(inner) ? inner : [inner], text);
      if (found !== undefined) return found;
    }
    return textBelow(inner, name, depth + 1);
  });
}

function firstOf<T>(values: readonly T[], read: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = read(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
