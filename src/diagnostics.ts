import type { ConsoleBackend } from './console/backend';
import { glanceOf } from './glance';
import type { Profile } from './profile';

/**
 * What somebody far away needs to find out why an appliance is unwell, and nothing that says whom it texts, about what, or
 * with which credentials: state names, counts, keys of the profile. Names of people and numbers are only counted.
 */
export async function diagnosticsOf(
  backend: Pick<ConsoleBackend, 'status' | 'agency' | 'carrierSettings'>,
  profile: Profile,
): Promise<Readonly<Record<string, unknown>>> {
  const status = await backend.status();
  const { version, configured } = await backend.agency();
  const { source, missing } = await backend.carrierSettings.get();
  return {
    version,
    configured,
    now: new Date(status.now).toISOString(),
    startedAt: new Date(status.startedAt).toISOString(),
    glance: glanceOf(status),
    outbox: status.outbox,
    carrier: { state: status.carrier.state, since: status.carrier.since, stopSeenBy: status.carrier.stopSeenBy, source, missing },
    feeds: status.feeds.map(
      ({ id, format, state, frames, rejected, discardedBytes, lastFrameAt, silent, duplicates, outOfOrder }) => ({
        ...{ id, format, state, frames, rejected, discardedBytes, lastFrameAt, silent, duplicates, outOfOrder },
      }),
    ),
    profile: {
      timeZone: profile.agency.timeZone,
      languages: profile.agency.languages,
      mode: profile.mode,
      optOut: profile.carrier.optOut ?? null,
      layouts: Object.keys(profile.layouts),
      callTypes: profile.ruleset.callTypes.length,
      exclusions: profile.ruleset.exclusions.length,
      delays: profile.ruleset.delays.length,
      stages: profile.ruleset.stages,
      quietHours: profile.ruleset.quietHours,
      caps: profile.ruleset.caps,
      breaker: profile.ruleset.breaker,
      templates: Object.keys(profile.templates),
      roster: profile.roster.length,
    },
  };
}
