import { z } from 'zod';

const requestSchema = z.object({
  phoneNumbers: z
    .array(z.string().regex(/^\+?[1-9]\d{6,14}$/))
    .min(1)
    .max(100),
});

/** What is said of a number; undefined: the lookup knows nothing of it. */
export type SimulatedLine = 'FIXED' | 'VOIP-FIXED' | 'MOBILE' | 'VOIP' | undefined;

/** The answer of the synchronous number lookup. */
export function lookupAnswer(body: unknown, lineOf: (number: string) => SimulatedLine): { status: number; body: unknown } {
  const read = requestSchema.safeParse(body);
  if (!read.success) {
    const errors = [{ code: 'INVALID', type: 'validation', description: 'phoneNumbers is not valid', meta: {} }];
    return { status: 400, body: { links: [], data: null, errors } };
  }
  const known = read.data.phoneNumbers.filter((number) => lineOf(number) !== undefined);
  const unknown = read.data.phoneNumbers.filter((number) => !known.includes(number));
  return {
    status: 200,
    body: {
      links: [],
      data: {
        requestId: '004223a0-8b17-41b1-bf81-20732adf5590',
        status: unknown.length === 0 ? 'COMPLETE' : known.length === 0 ? 'FAILED' : 'PARTIAL_COMPLETE',
        results: known.map((phoneNumber) => ({
          phoneNumber,
          lineType: lineOf(phoneNumber),
          messagingProvider: 'An invented carrier',
          voiceProvider: 'An invented carrier',
          countryCodeA3: 'USA',
        })),
      },
      errors:
        unknown.length === 0
          ? []
          : [{ code: 'NO-MATCH', type: 'NumberInventory', description: 'Not found', meta: { phoneNumbers: unknown, code: 1001 } }],
    },
  };
}
