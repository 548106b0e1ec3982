import { oc } from '@orpc/contract';
import { z } from 'zod';

const reason = z.string().trim().min(1, 'A reason is needed').max(500);
const profileText = z.string().max(4_000_000, 'Too long for a profile');

export const setupProblemSchema = z.object({
  path: z.string().describe('the key, such as `feeds[0].url`; empty for the whole'),
  message: z.string(),
  line: z.number().int(),
  column: z.number().int(),
});
export type SetupProblem = z.infer<typeof setupProblemSchema>;

export const setupStateSchema = z.object({
  source: z
    .enum(['none', 'console', 'file', 'training'])
    .describe('where the profile in force came from; none: Herald is not set up yet'),
  canChange: z.boolean(),
  whyNot: z.string().nullable().describe('why the profile cannot be changed from here, for a person'),
  mode: z.enum(['live', 'watch', 'training']),
  hash: z.string().nullable().describe('of the profile kept here; null where none is'),
  keptAt: z.number().int().nullable(),
  keptBy: z.string().nullable(),
  live: z
    .object({ by: z.string(), at: z.number().int(), reason: z.string() })
    .nullable()
    .describe('who went live, with a profile kept here'),
});
export type SetupState = z.infer<typeof setupStateSchema>;

const done = z.object({ done: z.literal(true) });
const post = (path: `/${string}`, summary: string) => oc.route({ method: 'POST', path, summary });
const conflict = { CONFLICT: { message: 'That cannot be done now' } };

/** The agency's profile as the console sets it up, exports and imports it. */
export const setupContract = {
  state: oc
    .route({
      method: 'GET',
      path: '/setup',
      summary: 'Whether Herald is set up, by what, and whether that can be changed from here',
    })
    .output(setupStateSchema),
  profile: oc
    .route({ method: 'GET', path: '/setup/profile', summary: 'The profile in force as JSON, rules and roster as they are now' })
    .output(z.object({ text: z.string(), hash: z.string().nullable() })),
  starter: oc
    .route({ method: 'GET', path: '/setup/starter', summary: 'A profile to begin with: all call types off, all exclusions on' })
    .output(z.object({ text: z.string() })),
  check: post('/setup/check', 'What is wrong with a profile; changes nothing')
    .input(z.object({ text: profileText }))
    .output(z.object({ problems: z.array(setupProblemSchema) })),
  keep: post(
    '/setup/keep',
    'Keeps a profile and starts with it. A first one starts watch-only; a later one changes nothing about that',
  )
    .input(
      z.object({
        text: profileText,
        basedOn: z.string().nullable().describe('the `hash` that was read; null for the first. Another one by now is a conflict'),
        reason,
      }),
    )
    .output(z.object({ problems: z.array(setupProblemSchema).describe('empty: it is kept') }))
    .errors(conflict),
  goLive: post('/setup/goLive', 'From now on texts are sent').input(z.object({ reason })).output(done).errors(conflict),
  watchOnly: post('/setup/watchOnly', 'From now on everything is decided and nothing is sent')
    .input(z.object({ reason }))
    .output(done)
    .errors(conflict),
};
