import { bandwidthLookup } from '../../src/bandwidth/bandwidthLookup';
import { readBandwidthSettings } from '../../src/bandwidth/bandwidthSettings';
import type { E164 } from '../../src/incident/phone';
import { ownError } from '../../src/training/carrierFaults';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { CALLER, carrierFrom, smsTo } from '../support/carrierUnderTest';
import { FakeClock } from '../support/fakeClock';
import { startPrismProxy } from '../support/prismProxy';

let clock: FakeClock;
let simulator: CarrierSimulator;
const LANDLINE = '+12065550143' as E164;
const UNKNOWN = '+12065550144' as E164;

beforeEach(async () => {
  clock = new FakeClock();
  const lines = new Map([
    [CALLER as string, 'MOBILE'],
    [LANDLINE as string, 'FIXED'],
  ] as const);
  simulator = await startCarrierSimulator({ clock, lineOf: (number) => lines.get(number) });
});
afterEach(() => simulator.stop());

const around = () => ({ fromAt: clock.now() - 60_000, toAt: clock.now() + 60_000 });

function lookup(changes: Readonly<Record<string, string | undefined>> = {}) {
  const read = readBandwidthSettings({ ...simulator.environment, ...changes });
  if ('missing' in read) throw new Error('missing settings');
  return bandwidthLookup(read.settings, { clock });
}

describe('the list of texts that came in', () => {
  it('shows who and when, and none of our own texts', async () => {
    const carrier = carrierFrom(simulator.environment, clock);
    await carrier.send(smsTo(clock));
    const id = simulator.reply(CALLER, 'STOP');
    expect(await carrier.listInbound?.(around())).toEqual({
      type: 'listed',
      texts: [{ carrierMessageId: id, from: CALLER, receivedAt: clock.now(), textLength: 4 }],
      complete: true,
    });
    const listed = await carrier.list({ to: CALLER, ...around() });
    expect(listed.type === 'listed' && listed.messages.length).toBe(1);
  });

  it('a list that ignores the filters makes no reply of our own text', async () => {
    const row = {
      messageId: 'x',
      sourceTn: '+12065550100',
      destinationTn: CALLER,
      receiveTime: new Date(clock.now()).toISOString(),
    };
    const rows = [
      { ...row, messageDirection: 'OUTBOUND' },
      { ...row, messageDirection: undefined },
      { ...row, messageId: 'y', messageDirection: 'INBOUND' },
    ];
    simulator.fail('list', { type: 'answer', status: 200, body: JSON.stringify({ messages: rows }) });
    const carrier = carrierFrom(simulator.environment, clock);
    expect(await carrier.listInbound?.(around())).toEqual({ type: 'listed', texts: [], complete: true });
  });

  it('a portal is no list', async () => {
    simulator.fail('list', { type: 'answer', status: 200, body: '<html>sign in</html>' });
    const carrier = carrierFrom(simulator.environment, clock);
    expect(await carrier.listInbound?.(around())).toMatchObject({ type: 'failed', trouble: 'portal' });
  });
});

describe('the number lookup', () => {
  it('tells landlines from mobiles, and what it does not know it leaves out', async () => {
    const answer = await lookup().lookUp([CALLER, LANDLINE, UNKNOWN]);
    expect(answer).toEqual({
      type: 'answered',
      lines: new Map([
        [CALLER, 'mobile'],
        [LANDLINE, 'landline'],
      ]),
    });
  });

  it('hazard 27: a number that stands in errors, or nowhere, of a partial answer is unknown and no mobile; it asks once', async () => {
    const partial = {
      links: [],
      data: {
        requestId: 'r-1',
        status: 'PARTIAL_COMPLETE',
        results: [
          { phoneNumber: LANDLINE, lineType: 'FIXED' },
          { phoneNumber: CALLER, lineType: 'SATELLITE' },
        ],
      },
      errors: [{ code: '1002', description: 'Number not found', type: 'error', meta: { phoneNumbers: [UNKNOWN] } }],
    };
    simulator.fail('lookup', { type: 'answer', status: 200, body: JSON.stringify(partial) });
    const before = simulator.requests.length;
    expect(await lookup().lookUp([CALLER, LANDLINE, UNKNOWN])).toEqual({
      type: 'answered',
      lines: new Map([[LANDLINE, 'landline']]),
    });
    expect(simulator.requests.length - before).toBe(1);
    simulator.fail('lookup', { type: 'answer', status: 200, body: JSON.stringify({ ...partial, data: { status: 'FAILED' } }) });
    expect(await lookup().lookUp([UNKNOWN])).toEqual({ type: 'answered', lines: new Map() });
  });

  it('fails as a value: no network, a portal, too many questions, wrong credentials', async () => {
    simulator.fail('lookup', { type: 'answer', status: 200, body: '<html>sign in</html>' });
    expect(await lookup().lookUp([CALLER])).toMatchObject({ type: 'failed', trouble: 'portal' });
    simulator.fail('lookup', ownError(429, 'throttled', 'slow down', { 'retry-after': '30' }));
    expect(await lookup().lookUp([CALLER])).toMatchObject({ type: 'failed', trouble: 'throttled', retryAfterMs: 30_000 });
    expect(await lookup({ BANDWIDTH_PASSWORD: 'wrong' }).lookUp([CALLER])).toMatchObject({ trouble: 'credentialsRefused' });
    await simulator.goDown();
    expect(await lookup().lookUp([CALLER])).toMatchObject({ type: 'failed', trouble: 'unreachable' });
  });

  it('asks for a token like messaging does, and once more where it was refused', async () => {
    const oauth = {
      BANDWIDTH_USERNAME: undefined,
      BANDWIDTH_PASSWORD: undefined,
      BANDWIDTH_CLIENT_ID: 'training-client',
      BANDWIDTH_CLIENT_SECRET: 'training-secret',
    };
    const asking = lookup(oauth);
    expect(await asking.lookUp([CALLER])).toMatchObject({ type: 'answered' });
    simulator.revokeTokens();
    clock.advance(1_000);
    expect(await asking.lookUp([CALLER])).toMatchObject({ type: 'answered' });
    expect(simulator.requests.filter(({ endpoint }) => endpoint === 'token').length).toBe(2);
  });
});

it('what is asked, and what the simulator answers, is as the vendor’s OpenAPI file has it', async () => {
  const prism = await startPrismProxy(`http://127.0.0.1:${simulator.port}`);
  try {
    simulator.reply(CALLER, 'STOP');
    const carrier = carrierFrom({ ...simulator.environment, BANDWIDTH_MESSAGING_URL: prism.url }, clock);
    expect(await carrier.listInbound?.(around())).toMatchObject({ type: 'listed', texts: [{ from: CALLER }] });
    const answer = await lookup({ BANDWIDTH_LOOKUP_URL: prism.url }).lookUp([CALLER, UNKNOWN]);
    expect(answer).toMatchObject({ type: 'answered' });
  } finally {
    await prism.stop();
  }
}, 60_000);
