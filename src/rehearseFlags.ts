import { resolve } from 'node:path';
import { HeraldError } from './heraldError';
import { type RehearseCommand, readToken } from './rehearseCommand';
import type { StoreKeySource } from './store/keys/storeKey';

export const REHEARSE_FLAGS = {
  against: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  recording: { type: 'string' },
  console: { type: 'string' },
  token: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const REHEARSE_USAGE = `npm run appliance -- rehearse --profile DRAFT [flags]
  what would have been texted by a draft, and what differs from the policy in force; nothing is sent
  --from, --to TIME   the period, in ISO 8601 (default: the last seven days)
  --console URL       through the appliance that runs there, with --token TOKEN or --token-file FILE
  --data DIR          or from the data directory of one that does not run
  --recording FILE    or over a recording, read as --feed ID=URL says
  --against FILE      compare with this profile, not with the policy in force
  --json              one JSON object on stdout`;

interface Values {
  readonly profile?: string | undefined;
  readonly against?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly recording?: string | undefined;
  readonly console?: string | undefined;
  readonly token?: string | undefined;
  readonly 'token-file'?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Reads the flags of `rehearse`. Throws `usage.bad`, naming the flag. */
export function readRehearse(
  values: Values,
  here: { readonly dataDirectory: string; readonly storeKey: StoreKeySource },
  feeds: ReadonlyMap<string, string>,
): RehearseCommand {
  const { profile, against, recording, console } = values;
  if (profile === undefined) throw new HeraldError('usage.bad', 'rehearse needs --profile FILE, the draft');
  if (console !== undefined && against !== undefined && recording === undefined) {
    throw new HeraldError('usage.bad', '--against belongs to --data or --recording');
  }
  const tokenFile = values['token-file'];
  const token = values.token ?? (tokenFile === undefined ? undefined : readToken(tokenFile));
  if (console !== undefined && token === undefined) throw new HeraldError('usage.bad', '--console needs --token or --token-file');
  return {
    profile: resolve(profile),
    against: against === undefined ? undefined : resolve(against),
    from: time('from', values.from),
    to: time('to', values.to),
    recording: recording === undefined ? undefined : resolve(recording),
    feeds,
    json: values.json ?? false,
    where: console === undefined ? here : { console, token: token ?? '' },
  };
}

function time(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (!Number.isFinite(at)) throw new HeraldError('usage.bad', `--${flag} must be a time as ISO 8601 writes it`);
  return at;
}
