import type { Clock } from './clock';
import type { FeedSetup } from './feedSetup';
import type { FeedFormat, Input } from './intake/input';
import type { RecordStore } from './intake/records';
import type { Mode } from './intake/situation';
import type { Profile } from './profile';

interface Started {
  readonly profile: Profile;
  readonly feeds: readonly FeedSetup[];
  readonly mode: Mode;
  readonly clock: Clock;
}

/** Journals how feeds are read, how replies are answered, and in which mode, where it is not as the last time. */
export function journalStart(store: RecordStore, { profile, feeds, mode, clock }: Started): Promise<void> {
  const { replies, optOut } = profile.carrier;
  const answers = { texts: replies, networkConfirms: optOut === 'tollFree' };
  const input: Input = { kind: 'started', mode, feeds: feedFormats(profile, feeds), answers };
  const said = JSON.stringify(input);
  return store.transaction(async (records) => {
    if ((await records.setting('started')) === said) return;
    await records.saveSetting('started', said);
    await records.addInput(input, clock.now());
  });
}

/** What reading each feed's frames takes. */
export function feedFormats(profile: Profile, feeds: readonly FeedSetup[]): Record<string, FeedFormat> {
  return Object.fromEntries(
    feeds.map(({ id, address }) => {
      const layout = address.layout === undefined ? undefined : profile.layouts[address.layout];
      return [id, { format: address.format, ...(layout === undefined ? {} : { layout }) }];
    }),
  );
}
