import { PhoneNumberLookupApi } from 'bandwidth-sdk/dist/api/phone-number-lookup-api';
import { Configuration } from 'bandwidth-sdk/dist/configuration';
import { z } from 'zod';
import type { Clock } from '../clock';
import type { LineType } from '../incident/callerInfo';
import type { E164 } from '../incident/phone';
import type { LookupOutcome, NumberLookup } from '../outbox/numberLookup';
import { accessTokens } from './accessTokens';
import type { BandwidthSettings } from './bandwidthSettings';
import { classifyFailure, parseJson } from './classifyReply';
import { exchange } from './exchange';

const LINES: Readonly<Record<string, LineType>> = {
  FIXED: 'landline',
  MOBILE: 'mobile',
  VOIP: 'voip',
  // A telephone company's line over the internet. Some take texts, and the carrier says so if this one does not.
  'VOIP-FIXED': 'voip',
};

/** Numbers that could not be looked up are named in `errors` only, and the others are there all the same. */
const answerSchema = z.object({
  data: z.object({
    results: z
      .array(z.object({ phoneNumber: z.string(), lineType: z.string().optional().catch(undefined) }).catch({ phoneNumber: '' }))
      .nullish(),
  }),
});

/** Number lookup through Bandwidth's API, with the real SDK. It lives on another host than messaging. */
export function bandwidthLookup(settings: BandwidthSettings, { clock }: { readonly clock: Clock }): NumberLookup {
  const { credentials, accountId } = settings;
  const tokens = credentials.type === 'clientCredentials' ? accessTokens(settings, credentials, { clock }) : undefined;

  async function lookUp(phones: readonly E164[]): Promise<LookupOutcome> {
    for (let attempt = 1; ; attempt++) {
      const token = await tokens?.get();
      if (token?.type === 'noToken') return { ...token, type: 'failed' };
      const access =
        credentials.type === 'basic'
          ? { username: credentials.username, password: credentials.password }
          : { accessToken: () => Promise.resolve(token?.token ?? '') };
      const api = new PhoneNumberLookupApi(new Configuration({ ...access, basePath: settings.lookupUrl }));
      const answer = await exchange({ clock, proxy: settings.proxy }, (options) =>
        api.createSyncLookup(accountId, { phoneNumbers: [...phones] }, options),
      );
      if (answer.type === 'reply' && answer.status === 401 && token !== undefined && attempt === 1) {
        tokens?.forget(token.token);
        continue;
      }
      const read = answer.type === 'reply' && answer.status === 200 ? answerSchema.safeParse(parseJson(answer.body)) : undefined;
      if (read?.success !== true) return { type: 'failed', ...classifyFailure(answer, clock.now()) };
      const asked = new Map(phones.map((phone) => [phone as string, phone]));
      const lines = new Map<E164, LineType>();
      for (const { phoneNumber, lineType } of read.data.data.results ?? []) {
        const phone = asked.get(phoneNumber);
        const line = lineType === undefined ? undefined : LINES[lineType];
        if (phone !== undefined && line !== undefined) lines.set(phone, line);
      }
      return { type: 'answered', lines };
    }
  }

  return { lookUp };
}
