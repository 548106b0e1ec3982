import { get, type IncomingMessage } from 'node:http';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { type Change, contract } from '../../src/contract/contract';
import { startTestConsole, type TestConsole, TOKEN, until } from '../support/consoleServer';

const headers = { authorization: `Bearer ${TOKEN}` };
const EVERYTHING: Change = { topics: ['status', 'incidents', 'outbox', 'frames', 'agency', 'audit'], incidentIds: [] };

let server: TestConsole;
beforeEach(async () => {
  server = await startTestConsole();
});
afterEach(() => server.stop());

type Client = Pick<ContractRouterClient<typeof contract>, 'changes' | 'commands'>;
const clients: [string, () => Client][] = [
  ['/rpc', () => createORPCClient(new RPCLink({ url: `${server.url}rpc`, headers }))],
  ['/api', () => createORPCClient(new OpenAPILink(contract, { url: `${server.url}api`, headers }))],
];

describe.each(clients)('over %s', (_path, connect) => {
  it('the first change is everything, then what is published, and a client that returns is forgotten', async () => {
    const changes = await connect().changes();
    expect((await changes.next()).value).toEqual(EVERYTHING);
    server.backend.changes.publish({ topics: ['outbox'], incidentIds: [7] });
    const second = (await changes.next()).value as Change | undefined;
    expect([second?.topics.toSorted(), second?.incidentIds]).toEqual([['incidents', 'outbox'], [7]]);
    expect(server.backend.changes.listeners).toBe(1);
    await changes.return?.();
    await until(() => server.backend.changes.listeners === 0);
  });

  it('a client that aborts while nothing changes is forgotten', async () => {
    const stop = new AbortController();
    const changes = await connect().changes(undefined, { signal: stop.signal });
    await changes.next();
    const ended = changes.next().then(
      () => 'ended',
      () => 'aborted',
    );
    await until(() => server.backend.changes.listeners === 1);
    stop.abort();
    await until(() => server.backend.changes.listeners === 0);
    expect(['ended', 'aborted']).toContain(await ended);
  });

  it('a command of one console reaches the others', async () => {
    const changes = await connect().changes();
    await changes.next();
    await connect().commands.stopAll({ reason: 'Drill' });
    expect((await changes.next()).value).toMatchObject({ topics: expect.arrayContaining(['status']) });
    await changes.return?.();
  });
});

const stream = (path: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(`${server.url}${path}`, { headers, agent: false }, resolve).on('error', reject);
  });

it('GET /api/changes is an event stream that any client can read', async () => {
  const response = await stream('api/changes');
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/event-stream']);
  expect(response.headers['cache-control']).toBe('no-store');
  let text = '';
  response.on('data', (chunk) => {
    text += chunk;
  });
  response.on('error', () => undefined);
  await until(() => text.includes('\n\n', text.indexOf('event: message')));
  expect(JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '')).toEqual(EVERYTHING);
  response.destroy();
  await until(() => server.backend.changes.listeners === 0);
});

it('a connection that breaks off is forgotten, however many there are', async () => {
  const responses = await Promise.all(Array.from({ length: 20 }, () => stream('api/changes')));
  for (const response of responses) response.on('error', () => undefined);
  await until(() => server.backend.changes.listeners === 20);
  for (const response of responses) response.socket.resetAndDestroy();
  await until(() => server.backend.changes.listeners === 0);
  expect(server.log.filter((line) => line.level === 'error')).toEqual([]);
});

it('a client that does not read costs no memory: changes are put together', async () => {
  const response = await stream('api/changes');
  response.on('error', () => undefined);
  response.pause();
  await until(() => server.backend.changes.listeners === 1);
  for (let id = 0; id < 100_000; id++) server.backend.changes.publish({ topics: ['incidents'], incidentIds: [id] });
  let text = '';
  response.on('data', (chunk) => {
    text += chunk;
  });
  response.resume();
  await until(() => text.split('event: message').length >= 3);
  const told = [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] ?? '') as Change);
  // Everything, then the hundred thousand as one, or as two where the first came before the loop.
  expect(told.length).toBeLessThanOrEqual(3);
  for (const change of told) expect(change.incidentIds.length).toBeLessThanOrEqual(50);
  response.destroy();
});
