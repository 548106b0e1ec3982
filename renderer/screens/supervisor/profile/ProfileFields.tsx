import { useDraft } from '../../../link/useDraft';
import { DraftState } from '../../../parts/DraftState';
import { TextBox } from '../../../parts/Fields';
import { Change } from './Change';

interface Entries {
  readonly feeds: readonly { readonly id: string; readonly url: string; readonly silentAfter: string }[];
  readonly retention: Readonly<Record<Kind, string>>;
}
type Kind = (typeof KINDS)[number]['id'];

const KINDS = [
  { id: 'frames', name: 'Raw frames', usual: '30d', hint: 'What CAD sent, byte by byte' },
  { id: 'incidents', name: 'Incidents', usual: '1y', hint: 'By their last change, with events and decisions' },
  { id: 'texts', name: 'The words of texts', usual: '1y', hint: 'Not longer than incidents' },
  { id: 'audit', name: 'Audit records', usual: '3y', hint: 'A year at least' },
] as const;

const PERIOD = /^\s*(\d+(?:\.\d+)?)\s*(h|d|y)\s*$/;
const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, y: 365 * 24 };

/** What of the profile is changed most often, as fields: where feeds are, and how long things are kept. */
export function ProfileFields({
  text,
  basedOn,
  mayKeep,
}: {
  readonly text: string;
  readonly basedOn: string | null;
  readonly mayKeep: boolean;
}) {
  const inForce = entriesOf(text);
  const draft = useDraft<Entries>('profile fields', inForce);
  const { feeds, retention } = draft.value;
  const wrong = Object.fromEntries(KINDS.map(({ id }) => [id, periodProblem(id, retention)]));
  const isWrong = Object.values(wrong).some((each) => each !== undefined);
  const set = (place: number, change: Partial<Entries['feeds'][number]>) =>
    draft.change((before) => ({
      ...before,
      feeds: before.feeds.map((feed, index) => (index === place ? { ...feed, ...change } : feed)),
    }));
  return (
    <>
      <section className="panel form" aria-label="Feeds">
        <h2>Feeds</h2>
        {feeds.length === 0 && <p>There is none: nothing is listened to.</p>}
        {feeds.map((feed, place) => (
          <div key={feed.id} className="fieldGrid profileFeed">
            <TextBox
              label={`Address of ${feed.id}`}
              value={feed.url}
              onChange={(url) => set(place, { url })}
              isDisabled={!mayKeep}
            />
            <TextBox
              label={`Alarm after ${feed.id} says nothing for`}
              value={feed.silentAfter}
              onChange={(silentAfter) => set(place, { silentAfter })}
              isDisabled={!mayKeep}
              hint="Such as 30m; empty: never"
            />
          </div>
        ))}
      </section>
      <section className="panel form" aria-label="How long things are kept">
        <h2>How long things are kept</h2>
        <p className="muted">
          What has had its time is deleted at night, and the keys that could read it are destroyed. Opt-outs stay for good.
        </p>
        <div className="fieldGrid">
          {KINDS.map(({ id, name, hint }) => (
            <TextBox
              key={id}
              label={name}
              value={retention[id]}
              onChange={(value) => draft.change((before) => ({ ...before, retention: { ...before.retention, [id]: value } }))}
              problem={wrong[id]}
              isDisabled={!mayKeep}
              hint={`${spelled(retention[id])}${hint}`}
            />
          ))}
        </div>
      </section>
      {mayKeep && draft.isChanged && (
        <section className="panel" aria-label="Unsaved changes">
          <h2>Unsaved changes</h2>
          <DraftState draft={draft} />
          {isWrong ? (
            <p>Mend what is marked above; then you see what it would change.</p>
          ) : (
            <Change
              text={withEntries(text, draft.value)}
              basedOn={basedOn}
              reasons={['The feed has moved', 'Our retention policy']}
              done={draft.discard}
              leave={draft.discard}
            />
          )}
        </section>
      )}
    </>
  );
}

function entriesOf(text: string): Entries {
  const profile = JSON.parse(text) as Profile;
  return {
    feeds: (profile.feeds ?? []).map(({ id, url, silentAfter = '' }) => ({ id, url, silentAfter })),
    retention: Object.fromEntries(KINDS.map(({ id, usual }) => [id, profile.retention?.[id] ?? usual])) as Entries['retention'],
  };
}

interface Profile {
  readonly feeds?: readonly { readonly id: string; readonly url: string; readonly silentAfter?: string }[];
  readonly retention?: Readonly<Partial<Record<Kind, string>>>;
}

function withEntries(text: string, { feeds, retention }: Entries): string {
  const profile = JSON.parse(text) as Profile;
  const written = feeds.map(({ silentAfter, ...feed }) =>
    silentAfter.trim() === '' ? feed : { ...feed, silentAfter: silentAfter.trim() },
  );
  const kept = Object.fromEntries(KINDS.map(({ id }) => [id, retention[id].trim()]));
  return JSON.stringify({ ...profile, feeds: written, retention: { ...profile.retention, ...kept } }, undefined, 2);
}

function hoursOf(period: string): number {
  const [, amount = '', unit = ''] = PERIOD.exec(period) ?? [];
  return Number(amount) * (HOURS[unit] ?? Number.NaN);
}

function periodProblem(kind: Kind, retention: Entries['retention']): string | undefined {
  const hours = hoursOf(retention[kind]);
  if (!(hours >= 24)) return 'Write a number and a unit, a day at least: 30d or 1y.';
  if (kind === 'audit' && hours < 365 * 24) return 'Audit records are kept for a year at least.';
  return kind === 'texts' && hours > hoursOf(retention.incidents)
    ? 'A text goes with its incident: not longer than that.'
    : undefined;
}

function spelled(period: string): string {
  const [, amount, unit = ''] = PERIOD.exec(period) ?? [];
  const words = { h: 'hour', d: 'day', y: 'year' }[unit];
  return words === undefined ? '' : `${amount} ${words}${amount === '1' ? '' : 's'}. `;
}
