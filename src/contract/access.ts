import { oc } from '@orpc/contract';
import { z } from 'zod';
import { at, done, reason, wholeNumber } from './shapes';

export const roleSchema = z.enum(['dispatcher', 'supervisor', 'administrator']);
export type Role = z.infer<typeof roleSchema>;

/**
 * Any procedure may be refused with one of these, beside those it declares. `UNAUTHORIZED` (401): nobody is logged on, or
 * the session has ended. `FORBIDDEN` (403): this role may not. `LOCKED` (423): the session is locked until
 * `access.reauthenticate`. `REAUTHENTICATE` (403): it needs the password again first, `data.because` says why.
 * `SETUP_NEEDED` (403): a second factor must be enrolled, or the password changed, first; `access.state` says which.
 * `TOO_MANY_REQUESTS` (429): try again in `data.afterMs`.
 */
export const ACCESS_ERRORS = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  LOCKED: 423,
  REAUTHENTICATE: 403,
  SETUP_NEEDED: 403,
  TOO_MANY_REQUESTS: 429,
} as const;
export type AccessError = keyof typeof ACCESS_ERRORS;

export const accountSchema = z.object({
  id: z.number().int(),
  name: z.string().describe('what the person logs on with, and what the audit calls them'),
  role: roleSchema,
  state: z.enum(['active', 'locked', 'disabled']),
  secondFactor: z.boolean().describe('enrolled'),
  mustChangePassword: z.boolean(),
  createdAt: at,
  lastLogOnAt: at.nullable(),
  lockedAt: at.nullable(),
  sessions: z.number().int().describe('sessions that have not ended'),
});
export type AccountView = z.infer<typeof accountSchema>;

export const accessStateSchema = z.object({
  needs: z
    .enum(['nothing', 'firstAccount', 'logOn', 'reauthenticate', 'changePassword', 'enrolTotp'])
    .describe('what must come next before anything else is answered'),
  because: z.enum(['locked', 'twelveHours']).nullable().describe('with reauthenticate: idle too long, or 12 h since the password'),
  me: z
    .object({
      name: z.string(),
      role: z.enum(['host', ...roleSchema.options]).describe('host: the token of the ready line, training, or not configured yet'),
      secondFactor: z.boolean().describe('enrolled'),
      secondFactorRequired: z.boolean(),
    })
    .nullable(),
  may: z.array(z.string()).describe('procedures this role may use, as `commands.resume`; ask again after logging on'),
  lockMinutes: z.number().int().describe('idle minutes after which the session locks; 0: never'),
  reauthenticateBy: at.nullable().describe('when the password is asked for again at the latest'),
  passwordMinLength: z.number().int(),
});
export type AccessStateView = z.infer<typeof accessStateSchema>;

export const accessSettingsSchema = z.object({
  lockMinutes: z
    .number()
    .int()
    .min(0)
    .max(30)
    .describe('0: consoles on this machine never lock, because it stands in a secure place; consoles elsewhere lock after 30'),
  passwordMinLength: z.number().int().min(8).max(64),
  secondFactorFor: z.enum(['supervisors', 'everyone']).describe('supervisors: supervisors and administrators'),
});
export type AccessSettings = z.infer<typeof accessSettingsSchema>;

/** What is the same everywhere, to be said beside the settings. */
const accessLimitsSchema = z.object({
  badTries: z.number().int().describe('so many bad tries'),
  withinMinutes: z.number().int().describe('within so long lock an account until an administrator releases it'),
  reauthenticateHours: z.number().int().describe('so long after the password it is asked for again'),
  sensitiveMinutes: z.number().int().describe('so long after the password sensitive acts are done without asking'),
  longestLockMinutes: z.number().int().describe('consoles elsewhere lock after so long, whatever the settings say'),
});

/** How the first password reaches a person. */
export const handedOverSchema = z.enum(['inPerson', 'byPhone', 'onPaper']);

const name = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/, 'Two to 40 letters, digits, dots, dashes');
const password = z.string().min(1).max(256);
const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'The six digits of the authenticator app');
const id = wholeNumber(1);

const post = <I extends z.ZodType, O extends z.ZodType>(verb: string, summary: string, input: I, output: O) =>
  oc
    .route({ method: 'POST', path: `/access/${verb}`, summary })
    .input(input)
    .output(output);
/** Expected refusals, in a sentence for the person who tries. */
const refused = {
  CONFLICT: {
    message: 'That cannot be done',
    data: z.object({
      why: z.enum([
        'wrong',
        'accountLocked',
        'codeNeeded',
        'codeUsed',
        'noCode',
        'passwordTooShort',
        'passwordBanned',
        'passwordIsName',
        'passwordSame',
        'nameTaken',
        'lastAdministrator',
        'notEnrolling',
        'yourself',
      ]),
    }),
  },
};
const missing = { NOT_FOUND: { message: 'There is no such thing' } };

/** Who is at the console, and who may do what. The first three, and `resume`, are answered without a session. */
export const access = {
  state: oc
    .route({ method: 'GET', path: '/access/state', summary: 'Who I am, what I may do and what is needed next' })
    .output(accessStateSchema),
  firstAccount: post(
    'firstAccount',
    'Makes the first account, an administrator, with the one-time code shown at the start; logs on',
    z.object({ code: z.string().trim().max(20), name, password }),
    z.object({ session: z.string().describe('as logOn gives it') }),
  ).errors(refused),
  logOn: post(
    'logOn',
    'Logs on; five bad tries within 15 minutes lock the account until an administrator unlocks it',
    z.object({ name: z.string().trim().min(1).max(40), password, totp: code.optional() }),
    z.object({
      session: z.string().describe('for `Authorization: Bearer`; over a message port it is in force at once, keep it for `resume`'),
    }),
  ).errors(refused),
  resume: post(
    'resume',
    'Takes up a session on a new message port, after a restart',
    z.object({ session: z.string().max(100) }),
    done,
  ).errors(refused),
  logOff: post('logOff', 'Ends this session', z.object({}), done),
  active: post('active', 'Somebody is using this console: keeps it from locking; once a minute is enough', z.object({}), done),
  lock: post('lock', 'Locks this session now; sending goes on', z.object({}), done),
  reauthenticate: post(
    'reauthenticate',
    'The password again, and the code where a second factor is enrolled: unlocks, and opens sensitive acts for five minutes',
    z.object({ password, totp: code.optional() }),
    done,
  ).errors(refused),
  changePassword: post('changePassword', 'Changes my password', z.object({ password, newPassword: password }), done).errors(
    refused,
  ),
  enrolTotp: post(
    'enrolTotp',
    'Begins enrolling a second factor; in force once confirmed',
    z.object({ password }),
    z.object({
      secret: z.string().describe('base32, to be typed where no picture can be taken'),
      uri: z.string().describe('otpauth://, for a QR code'),
    }),
  ).errors(refused),
  confirmTotp: post('confirmTotp', 'Puts the second factor in force', z.object({ code }), done).errors(refused),
  accounts: oc
    .route({ method: 'GET', path: '/access/accounts', summary: 'All accounts, by name' })
    .output(z.object({ items: z.array(accountSchema) })),
  createAccount: post(
    'createAccount',
    'Makes an account; the password must be changed at the first log-on',
    z.object({ name, role: roleSchema, handedOver: handedOverSchema.optional(), reason: reason.optional() }),
    z.object({ account: accountSchema, password: z.string().describe('to be handed over; shown once') }),
  ).errors(refused),
  setRole: post('setRole', 'Changes a role; its sessions end', z.object({ id, role: roleSchema, reason }), done).errors({
    ...refused,
    ...missing,
  }),
  disable: post('disable', 'Closes an account for good or a while; its sessions end', z.object({ id, reason }), done).errors({
    ...refused,
    ...missing,
  }),
  enable: post('enable', 'Opens a disabled account again', z.object({ id, reason }), done).errors({ ...refused, ...missing }),
  unlock: post('unlock', 'Releases an account locked by bad tries', z.object({ id, reason }), done).errors({
    ...refused,
    ...missing,
  }),
  resetPassword: post(
    'resetPassword',
    'Gives a password to be changed at the next log-on; sessions end',
    z.object({ id, reason }),
    z.object({ password: z.string().describe('shown once') }),
  ).errors({ ...refused, ...missing }),
  resetTotp: post(
    'resetTotp',
    'Forgets a second factor; where required it is enrolled anew',
    z.object({ id, reason }),
    done,
  ).errors({
    ...refused,
    ...missing,
  }),
  settings: oc
    .route({ method: 'GET', path: '/access/settings', summary: 'How sessions lock and what passwords must be' })
    .output(accessSettingsSchema.extend({ limits: accessLimitsSchema })),
  saveSettings: post('saveSettings', 'Changes them, on record', accessSettingsSchema.extend({ reason }), done),
  reveal: post(
    'reveal',
    'A whole number, on record: of a message, or of an incident’s contact',
    z.union([
      z.object({ messageId: z.string().min(1), reason }),
      z.object({ incidentId: id, role: z.enum(['caller', 'victim', 'complainant', 'other']), reason }),
    ]),
    z.object({ number: z.string().describe('E.164') }),
  ).errors(missing),
};
