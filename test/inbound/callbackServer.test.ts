import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { CallbackSettings } from '../../src/bandwidth/callbackSettings';
import type { CallbackEvent } from '../../src/bandwidth/callbacks';
import { type CallbackServer, startCallbackServer } from '../../src/inbound/callbackServer';
import { silentLogger } from '../../src/logger';
import { Certificates } from '../feed/support/certificates';
import { temporaryDirectory } from '../feed/support/temporaryDirectory';
import { until } from '../support/carrierUnderTest';
import { FakeClock } from '../support/fakeClock';
import { describeWhere, onPath } from '../support/whereAvailable';

const LOOPBACK: CallbackSettings = { host: '127.0.0.1', port: 0, username: 'bandwidth', password: 'secret', tls: undefined };
const AUTH = 'bandwidth:secret';

let clock: FakeClock;
let server: CallbackServer | undefined;
let taken: CallbackEvent[];
let take: (events: readonly CallbackEvent[]) => Promise<void>;

beforeEach(() => {
  clock = new FakeClock();
  taken = [];
  take = async (events) => void taken.push(...events);
});
afterEach(() => {
  const stopping = server?.stop();
  clock.advance(2_000);
  return stopping;
});

async function start(settings = LOOPBACK): Promise<CallbackServer> {
  server = await startCallbackServer({ settings, take: (events) => take(events), clock, logger: silentLogger });
  return server;
}

interface Asked {
  readonly method?: string;
  readonly auth?: string | undefined;
  readonly ca?: Buffer;
}

function post(url: string, body: string | Buffer, { method = 'POST', auth = AUTH, ca }: Asked = {}) {
  return new Promise<{ status: number; message: string }>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options = { method, ...(auth === '' ? {} : { auth }), headers, agent: false as const };
    const answered = (response: import('node:http').IncomingMessage) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, message: text === '' ? '' : JSON.parse(text).message }));
    };
    const asking = url.startsWith('https') ? secureRequest(url, { ...options, ca }, answered) : request(url, options, answered);
    asking.once('error', reject);
    asking.end(body);
  });
}

/** As in the vendor's documents. */
const received = (change: object = {}) => ({
  time: '2025-01-06T15:43:35.502180Z',
  type: 'message-received',
  to: '+12345678902',
  description: 'Incoming message received',
  message: {
    id: '14762070468292kw2fuqty55yp2b2',
    owner: '+12345678902',
    applicationId: '93de2206-9669-4e07-948d-329f4b722ee2',
    time: '2025-01-06T15:43:34.000000Z',
    segmentCount: 1,
    direction: 'in',
    to: ['+12345678902'],
    from: '+12065550142',
    text: 'Hey, check out this SMS!',
    ...change,
  },
});
const failed = {
  time: '2025-01-06T15:43:35.502180Z',
  type: 'message-failed',
  to: '+12065550142',
  description: 'forbidden',
  errorCode: 4720,
  message: { ...received().message, id: 'out-1', direction: 'out', tag: 'row-1', text: '' },
};

it('hands on what came, and says so when it is kept', async () => {
  const { url, lastEventAt } = await start();
  expect(await post(url, JSON.stringify([received(), failed]))).toEqual({ status: 204, message: '' });
  expect(taken).toMatchObject([
    {
      type: 'received',
      carrierMessageId: '14762070468292kw2fuqty55yp2b2',
      from: '+12065550142',
      text: 'Hey, check out this SMS!',
      receivedAt: Date.UTC(2025, 0, 6, 15, 43, 34),
    },
    { type: 'receipt', tag: 'row-1', row: { carrierMessageId: 'out-1', status: 'FAILED', errorCode: 4720 } },
  ]);
  expect(lastEventAt()).toBe(clock.now());
});

it('takes an event that is not in an array, as the OpenAPI file has it', async () => {
  const { url } = await start();
  expect((await post(url, JSON.stringify(received()))).status).toBe(204);
  expect(taken.length).toBe(1);
});

it('says nothing before it is on disk', async () => {
  const { url } = await start();
  const waiting: (() => void)[] = [];
  take = () => new Promise((resolve) => waiting.push(resolve));
  let answered = false;
  const answer = post(url, JSON.stringify([received()])).then((one) => {
    answered = true;
    return one;
  });
  await until(() => waiting.length === 1, 'the events to arrive');
  await new Promise((resume) => setImmediate(resume));
  expect(answered).toBe(false);
  waiting[0]?.();
  expect((await answer).status).toBe(204);
});

it('asks to be told again where it cannot be kept, or not in time', async () => {
  const { url } = await start();
  take = () => Promise.reject(new Error('the disk is full'));
  expect(await post(url, JSON.stringify([received()]))).toEqual({ status: 503, message: 'Not kept yet: tell it again' });
  let came = false;
  take = () => {
    came = true;
    return new Promise(() => {});
  };
  const answer = post(url, JSON.stringify([received()]));
  await until(() => came, 'the events to arrive');
  clock.advance(8_000);
  expect((await answer).status).toBe(503);
});

it.each([
  ['no password', ''],
  ['a wrong one', 'bandwidth:Secret'],
  ['another user', 'someone:secret'],
])('refuses %s and reads nothing', async (_name, auth) => {
  const { url } = await start();
  expect(await post(url, JSON.stringify([received()]), { auth })).toMatchObject({ status: 401 });
  expect(taken).toEqual([]);
});

it.each([
  ['what is no JSON', '[{', 400, 'The body is not JSON in UTF-8'],
  ['what is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'The body is not JSON in UTF-8'],
  ['a lone word', '"stop"', 400, 'The body must be an array of events'],
  ['an event that is none', '[1]', 400, '[0]: must be an object'],
  ['an event without a kind', '[{"time":"2025-01-06T15:43:35Z"}]', 400, '[0].type: must be a text'],
  ['a message without a sender', JSON.stringify([received({ from: undefined })]), 400, '[0].message.from: must be a text'],
  ['an impossible time', JSON.stringify([received({ time: 'yesterday' })]), 400, '[0].message.time: must be a time'],
  ['too much', Buffer.alloc(300_000, 0x20), 413, 'The body is longer than 262144 bytes'],
])('refuses %s by its name', async (_name, body, status, message) => {
  const { url } = await start();
  const answer = await post(url, body);
  expect(answer.status).toBe(status);
  expect(answer.message).toContain(message);
  expect(taken).toEqual([]);
});

it('a bad event does not take the good ones with it', async () => {
  const { url } = await start();
  const answer = await post(url, JSON.stringify([received({ id: 'a' }), received({ id: 7 }), received({ id: 'c' })]));
  expect(answer).toEqual({ status: 400, message: '[1].message.id: must be a text' });
  expect(taken.map((event) => event.type === 'received' && event.carrierMessageId)).toEqual(['a', 'c']);
});

it('lets pass what says nothing to it, and only POST', async () => {
  const { url } = await start();
  expect((await post(url, JSON.stringify([{ ...received(), type: 'message-read' }]))).status).toBe(204);
  expect((await post(url, '', { method: 'GET' })).status).toBe(405);
  expect(taken).toEqual([]);
});

it('an address that is taken is a setting that is wrong', async () => {
  const { url } = await start();
  const again = startCallbackServer({
    settings: { ...LOOPBACK, port: Number(new URL(url).port) },
    take,
    clock,
    logger: silentLogger,
  });
  await expect(again).rejects.toMatchObject({ code: 'settings.cannotListen' });
});

describeWhere('openssl', onPath('openssl'), 'with TLS', (openssl) => {
  it('speaks TLS with its certificate', async () => {
    const certificates = new Certificates(openssl, temporaryDirectory());
    certificates.authority('authority');
    certificates.signed('receiver', 'authority', 'IP:127.0.0.1');
    const tls = { certFile: certificates.file('receiver.pem'), keyFile: certificates.file('receiver.key') };
    const { url } = await start({ ...LOOPBACK, tls });
    expect(url).toMatch(/^https:/);
    const ca = certificates.read('authority.pem');
    expect((await post(url, JSON.stringify([received()]), { ca })).status).toBe(204);
    await expect(post(url, '[]', {})).rejects.toThrow();
  });
});

it('names the file that cannot be read', async () => {
  const tls = { certFile: '/nowhere/receiver.pem', keyFile: '/nowhere/receiver.key' };
  await expect(start({ ...LOOPBACK, tls })).rejects.toMatchObject({
    code: 'settings.bad',
    message: 'BANDWIDTH_CALLBACK_CERT names a file that cannot be read: ENOENT',
  });
});
