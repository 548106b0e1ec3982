import { HeraldError } from '../../heraldError';
import type { CallerInfo } from '../../incident/callerInfo';
import { ALI_FIELDS, type AliField, type AliLayout, type AliPlace } from './aliLayout';
import { decodeText } from './decodeText';
import type { FrameFormat, ParseOutcome, ParseTrace } from './format';
import { compileTimeStyle, type TimeReader } from './timeStyle';

const NOTHING: ParseOutcome = { facts: [] };
/** Lines beyond are no part of any record. */
const MAX_LINES = 200;

/**
 * ALI records as `layout` describes them: side information about a caller, each. Heartbeats and status messages are
 * understood, and give nothing. A record needs a phone number; all else may be missing.
 */
export function aliFormat(layout: AliLayout): FrameFormat {
  const messages = Object.entries(layout.messages)
    .filter(([start]) => start !== '*')
    .sort(([a], [b]) => b.length - a.length);
  const readTime = timeReader(layout);
  const classes = new Map(Object.entries(layout.classes).map(([code, type]) => [fold(code), type]));
  const pseudoClasses = new Set(layout.pseudoClasses.map(fold));
  const phoneIsCallback = new Set(layout.phoneIsCallback.map(fold));
  const isPseudo = numberPatterns(layout.pseudoNumbers);

  return {
    name: 'ali',
    carriesNarrative: false,
    tellsUnits: false,
    parse(bytes, context, trace) {
      const { text } = decodeText(bytes, layout.encoding);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what ports that pass everything on leave around a message
      const message = text.replace(/^[\x00-\x09\x0b\x0c\x0e-\x1f\ufeff]+/, '');
      if (message.trim() === '') return NOTHING;
      const kind = messages.find(([start]) => message.startsWith(start))?.[1] ?? layout.messages['*'];
      if (kind === undefined) {
        return rejected('feed.unknownMessage', 'The message begins with nothing that the layout knows', undefined, 0);
      }
      if (kind !== 'record') return NOTHING;
      const lines = message.split(/\r\n|\r|\n/, MAX_LINES);
      const value = (field: AliField) => read(lines, layout.fields[field]);
      const phone = value('phone');
      const callback = value('callback');
      if (digits(phone) === '' && digits(callback) === '') {
        return rejected('feed.noNumber', 'No phone number where the layout has one', layout.fields.phone ? 'phone' : 'callback');
      }
      const told = value('time');
      const occurredAt = told === undefined ? undefined : readTime(told, context);
      if (told !== undefined && occurredAt === undefined) {
        return rejected('feed.badTime', 'Not a time in the style of the layout', 'time');
      }
      trace?.unaccounted.push(...unread(lines, layout));
      const classOfService = value('classOfService');
      const code = fold(classOfService ?? '');
      const pseudoClass = pseudoClasses.has(code);
      const own = digits(callback) !== '' ? callback : pseudoClass && !phoneIsCallback.has(code) ? undefined : phone;
      const callbackPhone = isPseudo(own) ? undefined : own;
      const candidates = [phone, value('pseudoNumber')].filter((number) => pseudoClass || isPseudo(number));
      const pseudoNumbers = [...candidates, ...(isPseudo(callback) ? [callback] : [])].filter(
        (number): number is string => digits(number) !== '' && digits(number) !== digits(callbackPhone),
      );
      const incidentNumber = value('incidentNumber');
      const callNumber = value('callNumber');
      const callerInfo: CallerInfo = {
        callbackPhone,
        pseudoNumbers: [...new Set(pseudoNumbers)],
        lineType: classes.get(code) ?? 'unknown',
        classOfService,
        position: value('position'),
        esn: value('esn'),
        occurredAt,
        ...(incidentNumber !== undefined || callNumber !== undefined ? { numbers: { incidentNumber, callNumber } } : {}),
      };
      return { facts: [{ kind: 'callerInfo', callerInfo }] };
    },
  };
}

function timeReader({ time }: AliLayout): TimeReader {
  if (time === undefined) return () => undefined;
  const style = compileTimeStyle(time);
  if (typeof style !== 'function') throw new HeraldError('feed.badLayout', `The time style ${style.problem}`);
  return style;
}

/** Trimmed; undefined where there is nothing. */
function read(lines: readonly string[], place: AliPlace | undefined): string | undefined {
  if (place === undefined) return undefined;
  if ('columns' in place) {
    const [from, to] = place.columns;
    return lines[place.line - 1]?.slice(from - 1, to).trim() || undefined;
  }
  const candidates = place.line === undefined ? lines : lines.slice(place.line - 1, place.line);
  for (const line of candidates) {
    const at = line.indexOf(place.label);
    if (at < 0) continue;
    const rest = line.slice(at + place.label.length);
    return (place.length === undefined ? rest.trimStart().split(/ {2,}/, 1)[0] : rest.slice(0, place.length))?.trim() || undefined;
  }
  return undefined;
}

/** Lines of which nothing is read: an address, a name, remarks. */
function unread(lines: readonly string[], { fields }: AliLayout): ParseTrace['unaccounted'] {
  const places = ALI_FIELDS.flatMap((field) => fields[field] ?? []);
  return lines.flatMap((text, index) => {
    const isRead = places.some((place) =>
      'columns' in place ? place.line === index + 1 : (place.line ?? index + 1) === index + 1 && text.includes(place.label),
    );
    return isRead || text.trim() === '' ? [] : [{ line: index + 1, text }];
  });
}

/** Whether a number is one of those that patterns such as `???-511-????` describe. */
function numberPatterns(patterns: readonly string[]): (number: string | undefined) => boolean {
  const all = patterns.map((pattern) => new RegExp(`^1?${pattern.replace(/[^0-9?]/g, '').replaceAll('?', '\\d')}$`));
  return (number) => {
    const plain = digits(number);
    return plain !== '' && all.some((pattern) => pattern.test(plain));
  };
}

function digits(number: string | undefined): string {
  return (number ?? '').replace(/\D/g, '');
}

function fold(text: string): string {
  return text.trim().toUpperCase();
}

function rejected(code: string, message: string, field?: string, byte?: number): ParseOutcome {
  return { rejected: { code, message, ...(field === undefined ? {} : { field }), ...(byte === undefined ? {} : { byte }) } };
}
