import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BandwidthSettings } from '../bandwidth/bandwidthSettings';
import { readBandwidthSettings } from '../bandwidth/bandwidthSettings';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { startCadSimulator } from './cadSimulator';
import { startCarrierSimulator } from './carrierSimulator';

export interface TrainingOptions {
  readonly resourcesDirectory: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Both ends of the wire, simulated: nothing leaves the machine. */
export interface Training {
  readonly carrier: BandwidthSettings;
  /** Lets the evening begin, once the appliance listens. */
  play(feeds: readonly { readonly id: string; readonly address: string }[], timeZone: string): Promise<void>;
  stop(): Promise<void>;
}
