import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BandwidthSettings, readBandwidthSettings } from '../bandwidth/bandwidthSettings';
import type { Clock } from '../clock';
import { HeraldError } from '../heraldError';
import type { Logger } from '../logger';
import { startCadSimulator } from './cadSimulator';
import { CallersReplies } from './callersReplies';
import { type CarrierSimulator, startCarrierSimulator } from './carrierSimulator';
import { readEvening } from './evening';
import type { MessageFate } from './simulatedMessage';

export interface TrainingOptions {
  readonly resourcesDirectory: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface CallbackAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly tls: undefined;
}

/** Both ends of the wire, simulated: nothing leaves the machine. */
export interface Training {
  readonly carrier: BandwidthSettings;
  /** Where the appliance is to take callbacks. */
  readonly callbacks: CallbackAddress;
  /** Lets callers answer texts, by callbacks to this address. */
  answer(callbacksUrl: string | undefined): void;
  /** Lets the evening begin, once the appliance listens. */
  play(feeds: readonly { readonly id: string; readonly address: string }[], timeZone: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the simulated carrier; the simulated CAD begins with `play`. */
export async function startTraining({ resourcesDirectory, clock, logger }: TrainingOptions): Promise<Training> {
  const replies = new CallersReplies(clock, (from, text) => carrier.reply(from, text));
  const carrier: CarrierSimulator = await startCarrierSimulator({
    clock,
    fate: trainingFate,
    onText: ({ to }) => replies.texted(to),
  });
  const callbacks: CallbackAddress = {
    host: '127.0.0.1',
    port: 0,
    username: 'training',
    password: randomBytes(18).toString('base64url'),
    tls: undefined,
  };
  const read = readBandwidthSettings({ ...carrier.environment, BANDWIDTH_SEGMENTS_PER_SECOND: '10' });
  if ('missing' in read) throw new HeraldError('training.carrier', 'The carrier simulator gave no settings');
  let cad: ReturnType<typeof startCadSimulator> | undefined;
  return {
    carrier: read.settings,
    callbacks,
    answer(url) {
      carrier.callBack(url === undefined ? undefined : { ...callbacks, url });
    },
    async play(feeds, timeZone) {
      const addresses = Object.fromEntries(feeds.map(({ id, address }) => [id, address]));
      const evening = readEvening(readFileSync(join(resourcesDirectory, 'training', 'evening.json'), 'utf8'));
      cad = startCadSimulator({ addresses, evening, timeZone, clock, logger });
    },
    async stop() {
      replies.stop();
      await cad?.stop();
      await carrier.stop();
    },
  };
}

/** A trainee should see that not every text arrives: one number in the evening is a landline to the carrier. */
function trainingFate({ to }: { readonly to: string }): MessageFate {
  return to.endsWith('0199') ? { errorCode: 4720 } : {};
}
