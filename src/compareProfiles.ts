import { isDeepStrictEqual } from 'node:util';
import type { ProfileChange } from './contract/setup';
import { comparePolicies } from './policy/comparePolicies';
import { writtenPolicy } from './policy/policyBody';
import { parseProfile, withoutComments } from './profile';
import { retentionSchema } from './retentionPeriods';

type Json = Readonly<Record<string, unknown>>;

const KINDS = ['frames', 'incidents', 'texts', 'audit'] as const;
const RETENTION: Readonly<Record<(typeof KINDS)[number], readonly [string, string]>> = {
  frames: ['Raw frames', '30d'],
  incidents: ['Incidents', '1y'],
  texts: ['The words of texts', '1y'],
  audit: ['Audit records', '3y'],
};

const CARRIER: Readonly<Record<string, string>> = {
  optOut: 'How STOP is seen',
  campaign: 'Campaign',
  lookup: 'Number lookup',
  segmentPrice: 'Price of a segment',
  replies: 'Answers to replies',
};

const STOP: Readonly<Record<string, string>> = {
  tollFree: 'by the network, on a toll-free number',
  callbacks: 'by callbacks from Bandwidth',
  acceptedBlind: 'not at all, which somebody has accepted',
};

/** What one profile would change of another, in sentences. Both are JSON that `checkProfile` has nothing against. */
export function compareProfiles(before: string, after: string): ProfileChange[] {
  const [old, fresh] = [read(before), read(after)];
  const policies = comparePolicies(writtenPolicy(parseProfile(old, 'before')), writtenPolicy(parseProfile(fresh, 'after')));
  return [
    ...compareFeeds(old, fresh),
    ...compareLayouts(old, fresh),
    ...compareMode(old, fresh),
    ...compareCarrier(old, fresh),
    ...compareRetention(old, fresh),
    ...policies.map(({ area, sentence, loosens }) => ({ area, sentence, loosens })),
  ];
}

function read(text: string): Json {
  return withoutComments(JSON.parse(text.replace(/^\uFEFF/, ''))) as Json;
}

function compareFeeds(before: Json, after: Json): ProfileChange[] {
  const byId = ({ feeds }: Json) =>
    new Map(((feeds ?? []) as { id: string; url: string; silentAfter?: string }[]).map((feed) => [feed.id, feed]));
  const [old, fresh] = [byId(before), byId(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id) => {
    const [was, is] = [old.get(id), fresh.get(id)];
    const say = (sentence: string) => ({ area: 'feeds', sentence: `Feed “${id}” ${sentence}`, loosens: false });
    if (was === undefined) return [say(`is new: ${is?.url}`)];
    if (is === undefined) return [say('is gone: it is not listened to any more')];
    return [
      ...(was.url === is.url ? [] : [say(`is ${is.url} instead of ${was.url}`)]),
      ...(was.silentAfter === is.silentAfter
        ? []
        : [say(`counts as silent after ${is.silentAfter ?? 'no time at all'} instead of ${was.silentAfter ?? 'no time at all'}`)]),
    ];
  });
}

function compareLayouts(before: Json, after: Json): ProfileChange[] {
  const [old, fresh] = [(before.layouts ?? {}) as Json, (after.layouts ?? {}) as Json];
  return keysOf(old, fresh).flatMap((name) => {
    if (isDeepStrictEqual(old[name], fresh[name])) return [];
    const how =
      old[name] === undefined ? 'is new' : fresh[name] === undefined ? 'is gone' : 'is another: calls may be read otherwise';
    return [{ area: 'layouts', sentence: `Layout “${name}” ${how}`, loosens: false }];
  });
}

function compareMode(before: Json, after: Json): ProfileChange[] {
  const [was, is] = [before.mode ?? 'live', after.mode ?? 'live'];
  if (was === is) return [];
  const sentence = is === 'live' ? 'It may go live' : 'It only watches, whoever goes live';
  return [{ area: 'mode', sentence, loosens: is === 'live' }];
}

function compareCarrier(before: Json, after: Json): ProfileChange[] {
  const [old, fresh] = [(before.carrier ?? {}) as Json, (after.carrier ?? {}) as Json];
  return keysOf(old, fresh).flatMap((key) => {
    const [was, is] = [old[key], fresh[key]];
    if (isDeepStrictEqual(was, is)) return [];
    const name = CARRIER[key] ?? key;
    const words = (value: unknown) =>
      value === undefined ? 'not said' : key === 'optOut' ? (STOP[String(value)] ?? String(value)) : String(value);
    const sentence = key === 'replies' ? `${name} are worded otherwise` : `${name}: “${words(is)}” instead of “${words(was)}”`;
    return [{ area: 'carrier', sentence, loosens: key === 'optOut' && is === 'acceptedBlind' }];
  });
}

function compareRetention(before: Json, after: Json): ProfileChange[] {
  const [old, fresh] = [(before.retention ?? {}) as Json, (after.retention ?? {}) as Json];
  const [beforeMs, afterMs] = [retentionSchema.parse(old), retentionSchema.parse(fresh)];
  return KINDS.flatMap((key) => {
    const [name, usual] = RETENTION[key];
    const [was, is] = [old[key] ?? usual, fresh[key] ?? usual];
    if (was === is) return [];
    const gone = afterMs[key] < beforeMs[key] ? ': what is older is deleted for good, at night' : '';
    return [{ area: 'retention', sentence: `${name} are kept ${is} instead of ${was}${gone}`, loosens: false }];
  });
}

function keysOf(a: Json, b: Json): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}
