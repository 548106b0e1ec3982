import { oc } from '@orpc/contract';
import { z } from 'zod';
import { done, notNow, post } from './shapes';

/** Where the carrier settings in force came from. */
export const carrierSettingsSourceSchema = z.enum(['environment', 'keychain', 'none']);

/** The carrier settings with every secret left out; a console never gets one back. */
export const carrierSettingsViewSchema = z.object({
  source: carrierSettingsSourceSchema,
  canSet: z.boolean(),
  whyNotSet: z.string().nullable().describe('why they cannot be set from here, for a person; null where they can'),
  settings: z
    .object({
      accountId: z.string().describe('masked but for its end'),
      applicationId: z.string().describe('masked but for its end'),
      from: z.string().describe('the number texts come from, as +1...'),
      credentials: z.enum(['basic', 'clientCredentials']),
      credentialsName: z.string().describe('user name or client id, masked but for its end'),
      segmentsPerSecond: z.number(),
      messagingUrl: z.string(),
      hasProxy: z.boolean(),
    })
    .nullable()
    .describe('null where there are none'),
  missing: z.array(z.string()).describe('names of settings without which nothing can be sent'),
  receiver: z
    .object({
      address: z.string().describe('where callbacks are taken on this machine'),
      lastAt: z.number().int().nullable().describe('when the last one came, since the start'),
    })
    .nullable()
    .describe('where delivery receipts and replies come in by themselves; null: there is none'),
});
export type CarrierSettingsView = z.infer<typeof carrierSettingsViewSchema>;

const text = (maximum: number) => z.string().trim().min(1).max(maximum);

/** What an administrator enters. All of it at once: what is kept already is never shown, so it cannot be sent back. */
export const carrierSettingsInputSchema = z.object({
  accountId: text(100),
  applicationId: text(100),
  from: text(40),
  credentials: z.discriminatedUnion('type', [
    z.object({ type: z.literal('basic'), username: text(200), password: text(500) }),
    z.object({ type: z.literal('clientCredentials'), clientId: text(200), clientSecret: text(500) }),
  ]),
  segmentsPerSecond: z.number().positive().max(1_000).default(1),
  proxy: text(500).optional().describe('as http://host:port'),
  reason: text(500),
});
export type CarrierSettingsInput = z.infer<typeof carrierSettingsInputSchema>;

/** What became of a test text. Nothing is ever tried a second time by itself. */
export const testSendResultSchema = z.object({
  outcome: z.enum(['accepted', 'notTaken', 'refused', 'unknown']),
  detail: z.string().describe('for a person; nothing personal'),
  carrierMessageId: z.string().nullable(),
});
export type TestSendResult = z.infer<typeof testSendResultSchema>;

/** How far a test text got, as the carrier tells. */
export const testReceiptSchema = z.object({
  state: z.enum(['accepted', 'delivered', 'undelivered', 'unknown']),
  detail: z.string().describe('for a person; nothing personal'),
  askedAt: z.number().int().nullable().describe('when the carrier was asked last'),
  final: z.boolean().describe('nothing more will be heard of it'),
});
export type TestReceipt = z.infer<typeof testReceiptSchema>;

/** Carrier settings: for administrators. */
export const carrierSettingsContract = {
  get: oc
    .route({ method: 'GET', path: '/carrierSettings', summary: 'The carrier settings, secrets left out (administrators)' })
    .output(carrierSettingsViewSchema),
  set: post('/carrierSettings', 'Keeps carrier settings in this machine’s keychain and uses them (administrators)')
    .input(carrierSettingsInputSchema)
    .output(done)
    .errors(notNow),
  testSend: post('/carrierSettings/testSend', 'Sends one fixed test text to a number of the agency’s own (administrators)')
    .input(z.object({ number: text(40), reason: text(500) }))
    .output(testSendResultSchema)
    .errors(notNow),
  testReceipt: oc
    .route({
      method: 'GET',
      path: '/carrierSettings/testReceipts/{carrierMessageId}',
      summary: 'How far a test text got (administrators)',
    })
    .input(z.object({ carrierMessageId: z.string().min(1).max(200) }))
    .output(testReceiptSchema)
    .errors({ NOT_FOUND: { message: 'That test was not sent since Herald started' } }),
};
