import { oc } from '@orpc/contract';
import { z } from 'zod';
import { done, notNow, post, reason } from './shapes';
import { feedStatusSchema, stageSchema, tapFrameSchema } from './views';

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

export const shippedLayoutSchema = z.object({
  name: z.string().describe('as a profile’s `layouts` would name it'),
  kind: z.string().describe('the format that reads by it'),
  about: z.string(),
  text: z.string().describe('JSON'),
});
export type ShippedLayout = z.infer<typeof shippedLayoutSchema>;

export const suggestedCallTypesSchema = z.object({
  label: z.string(),
  codes: z.array(z.string()).describe('ways in which CAD systems write it'),
  stages: z.array(stageSchema).describe('what such a call may be texted about, once somebody has chosen it'),
});
export type SuggestedCallTypes = z.infer<typeof suggestedCallTypesSchema>;

export const starterSchema = z.object({ text: z.string().describe('JSON'), callTypes: z.array(suggestedCallTypesSchema) });
export type StarterView = z.infer<typeof starterSchema>;

/** A feed that is listened to before it is kept. Nothing of it is stored, decided or acknowledged. */
export const feedTrialSchema = z.object({
  url: z.string(),
  startedAt: z.number().int(),
  address: z.string().describe('host:port, device, directory or file'),
  state: feedStatusSchema.shape.state,
  reason: z.string().nullable().describe('why it is lost or failed'),
  frames: z.number().int().describe('records since it began'),
  understood: z.number().int(),
  rejected: z.number().int(),
  discardedBytes: z.number().int(),
  carriesNarrative: z.boolean().describe('false: narrative exclusions cannot work on this feed'),
  lastFrameAt: z.number().int().nullable(),
  callTypes: z
    .array(
      z.object({
        code: z.string(),
        records: z.number().int(),
        agencies: z
          .array(z.string())
          .describe('whose part of a shared call it was in, as CAD names them; empty: the feed does not say'),
        label: z.string().nullable().describe('the call type of the rules that it is; null: none'),
        excluded: z.string().nullable().describe('why calls of this type are never texted, whatever is chosen'),
      }),
    )
    .describe('codes of call types that were seen, the most frequent first'),
  recent: z.array(tapFrameSchema).describe('the newest ten, newest first, masked'),
});
export type FeedTrialView = z.infer<typeof feedTrialSchema>;

export const profileChangeSchema = z.object({
  area: z.string().describe('the part of the profile it is in'),
  sentence: z.string(),
  loosens: z.boolean().describe('something that kept texts back is gone or weaker: look at it twice'),
});
export type ProfileChange = z.infer<typeof profileChangeSchema>;

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
    .output(starterSchema),
  check: post('/setup/check', 'What is wrong with a profile; changes nothing')
    .input(z.object({ text: profileText }))
    .output(z.object({ problems: z.array(setupProblemSchema) })),
  compare: post('/setup/compare', 'What a profile would change of the one in force, in sentences; changes nothing')
    .input(z.object({ text: profileText }))
    .output(
      z.object({
        problems: z.array(setupProblemSchema).describe('while there are any, nothing is compared'),
        changes: z.array(profileChangeSchema),
      }),
    ),
  layouts: oc
    .route({ method: 'GET', path: '/setup/layouts', summary: 'The layouts that Herald ships' })
    .output(z.object({ layouts: z.array(shippedLayoutSchema) })),
  serialPorts: oc
    .route({ method: 'GET', path: '/setup/serialPorts', summary: 'The serial ports of the machine that Herald runs on' })
    .output(z.object({ ports: z.array(z.object({ device: z.string(), about: z.string() })) })),
  tryFeed: post('/setup/tryFeed', 'Listens to a feed before it is kept, in place of the one that was tried before')
    .input(
      z.object({
        url: z.string().min(1).max(2_000),
        layout: z
          .object({ name: z.string().min(1).max(64), text: z.string().max(200_000, 'Too long for a layout') })
          .nullable()
          .describe('the layout that the URL names'),
        timeZone: z.string().max(100),
      }),
    )
    .output(z.object({ problems: z.array(setupProblemSchema).describe('of the URL (path `url`) or the layout; empty: it began') }))
    .errors(notNow),
  trial: oc
    .route({ method: 'GET', path: '/setup/trial', summary: 'What came of the feed that is being tried' })
    .output(z.object({ trial: feedTrialSchema.nullable().describe('it ends by itself when nobody has asked for two minutes') })),
  stopTrying: post('/setup/stopTrying', 'Ends the trial and forgets what came').input(z.object({})).output(done),
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
    .errors(notNow),
  goLive: post('/setup/goLive', 'From now on texts are sent').input(z.object({ reason })).output(done).errors(notNow),
  watchOnly: post('/setup/watchOnly', 'From now on everything is decided and nothing is sent')
    .input(z.object({ reason }))
    .output(done)
    .errors(notNow),
};
