import { type Clock, durations } from './clock';
import type { ConsoleBackend } from './console/backend';
import type { ChangeSource } from './console/changeSource';
import type { Glance } from './contract/glance';
import type { StatusView } from './contract/views';
import type { Logger } from './logger';

/** Alarms come and go with time too: a silent feed changes nothing that would be told. */
const LOOK_AGAIN_MS = 15 * durations.SECOND;
const BETWEEN_LOOKS_MS = durations.SECOND;
const URGENT_PRIORITY = 1;

/** A status without whatever a person typed or a number could be in. */
export function glanceOf({ agency, mode, feeds, carrier, outbox, alarms, stopped }: StatusView): Glance {
  const urgent = alarms.some(({ priority }) => priority <= URGENT_PRIORITY);
  return {
    state: stopped !== null ? 'stopped' : urgent ? 'attention' : 'well',
    agency,
    mode,
    feeds: { open: feeds.filter(({ state }) => state === 'open' || state === 'listening').length, all: feeds.length },
    carrier: carrier.state,
    waiting: outbox.held + outbox.ready,
    needPerson: outbox.unconfirmed,
    alarms: alarms.map(({ code, since, priority }) => ({ code, since, urgent: priority <= URGENT_PRIORITY })),
  };
}

/** Tells each glance that differs from the last, about once a second at most, until the returned function is called. */
export function watchGlance(
  appliance: { readonly backend: Pick<ConsoleBackend, 'status'>; readonly changes: ChangeSource },
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  tell: (glance: Glance) => void,
): () => void {
  let last = '';
  let ended = false;
  let looking = false;
  let cancel = () => {};
  const look = async () => {
    if (looking || ended) return;
    looking = true;
    cancel();
    try {
      const glance = glanceOf(await appliance.backend.status());
      const text = JSON.stringify(glance);
      if (!ended && text !== last) tell(glance);
      last = text;
    } catch (error) {
      logger.warn('glance.failed', { error: error instanceof Error ? error.name : 'unknown' });
    } finally {
      looking = false;
      if (!ended) cancel = clock.after(LOOK_AGAIN_MS, look);
    }
  };
  let isDue = false;
  const unsubscribe = appliance.changes.subscribe(({ topics }) => {
    if (isDue || !topics.includes('status')) return;
    isDue = true;
    clock.after(BETWEEN_LOOKS_MS, () => {
      isDue = false;
      void look();
    });
  });
  void look();
  return () => {
    ended = true;
    cancel();
    unsubscribe();
  };
}
