import { bandwidthCarrier } from '../../src/bandwidth/bandwidthCarrier';
import { readBandwidthSettings } from '../../src/bandwidth/bandwidthSettings';
import type { E164 } from '../../src/incident/phone';
import { type Logger, silentLogger } from '../../src/logger';
import type { SmsCarrier, SmsRequest } from '../../src/outbox/smsCarrier';
import type { FakeClock } from './fakeClock';

export const CALLER = '+12065550142' as E164;

/** The real carrier with the real SDK, reaching whatever these variables point at. */
export function carrierFrom(
  environment: Readonly<Record<string, string | undefined>>,
  clock: FakeClock,
  logger: Logger = silentLogger,
): SmsCarrier {
  const result = readBandwidthSettings(environment);
  if ('missing' in result) throw new Error(`missing ${result.missing.join(', ')}`);
  return bandwidthCarrier(result.settings, { clock, logger });
}

export function smsTo(clock: FakeClock, changes: Partial<SmsRequest> = {}): SmsRequest {
  return { to: CALLER, text: 'An officer is on the way.', tag: 'message-1', expiresAt: clock.now() + 300_000, ...changes };
}

/** Resolves once `condition` holds; fails after 10 s, far beyond what it waits for. */
export async function until(condition: () => boolean, what = 'the condition'): Promise<void> {
  for (let i = 0; i < 2_000; i++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Waited in vain for ${what}`);
}
