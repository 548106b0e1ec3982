import { type Appliance, type ApplianceOptions, startAppliance } from '../../src/appliance';
import type { StatusView } from '../../src/contract/views';
import { setUpFeeds } from '../../src/feedSetup';
import { silentLogger } from '../../src/logger';
import type { FakeClock } from './fakeClock';
import { testProfile } from './testProfile';

const TOKEN = 'x'.repeat(40);

interface OnFakeClock {
  readonly data: string;
  readonly clock: FakeClock;
  readonly feeds?: readonly { readonly id: string; readonly url: string; readonly silentAfter?: string }[];
  readonly carrier?: ApplianceOptions['carrier'];
}

/** The whole appliance in this process, live, but for its clock and the far ends of its wires. */
export function startOnFakeClock({ data, clock, feeds = [], carrier }: OnFakeClock): Promise<Appliance> {
  const profile = testProfile((json) => {
    json.feeds = [...feeds];
  });
  return startAppliance({
    dataDirectory: data,
    profile,
    feeds: setUpFeeds(profile, new Map()),
    configured: true,
    mode: 'live',
    carrier,
    http: { port: 0, token: TOKEN, filesDirectory: undefined },
    clock,
    logger: silentLogger,
    version: '0',
  });
}

/** As a console is told. */
export async function statusOf(appliance: Appliance | undefined): Promise<StatusView> {
  const response = await fetch(`http://127.0.0.1:${appliance?.http?.port}/api/status`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return (await response.json()) as StatusView;
}
