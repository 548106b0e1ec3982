import { createORPCClient, ORPCError, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { contract } from '../../src/contract/contract';
import { startTestConsole, type TestConsole, TOKEN } from '../support/consoleServer';

type Client = ContractRouterClient<typeof contract>;

let server: TestConsole;
beforeEach(async () => {
  server = await startTestConsole();
});
afterEach(() => server.stop());

const headers = (token = TOKEN) => ({ authorization: `Bearer ${token}` });
const overRpc = (token?: string): Client => createORPCClient(new RPCLink({ url: `${server.url}rpc`, headers: headers(token) }));
const overHttpApi = (): JsonifiedClient<Client> =>
  createORPCClient(new OpenAPILink(contract, { url: `${server.url}api`, headers: headers() }));

it.each<[string, () => Pick<Client, 'status' | 'agency' | 'incidents' | 'outbox' | 'frames' | 'audit'>]>([
  ['/rpc', overRpc],
  ['/api', overHttpApi],
])('the whole reading half, typed, over %s', async (_path, connect) => {
  const client = connect();
  expect((await client.status()).feeds.length).toBe(4);
  expect((await client.agency()).name).toBe('Port Alden Police');
  const { items, next } = await client.incidents.list({ limit: 5, status: 'open' });
  expect(items.length).toBe(5);
  expect((await client.incidents.list({ limit: 5, status: 'open', next: next ?? '' })).items[0]?.id).not.toBe(items[0]?.id);
  const number = server.backend.data.incidents.find(({ incident }) => incident.number.includes('/'))?.incident.number ?? '';
  expect((await client.incidents.get({ number })).incident.number).toBe(number);
  expect((await client.outbox.list({ state: 'unconfirmed' })).items.length).toBeGreaterThan(0);
  expect((await client.frames.list({ state: 'rejected', feed: 'cad' })).items.every((frame) => frame.feed === 'cad')).toBe(true);
  expect((await client.audit.list({})).items.length).toBe(5);
});

it.each<[string, () => Pick<Client, 'commands'>]>([
  ['/rpc', overRpc],
  ['/api', overHttpApi],
])('commands and their defined errors over %s', async (_path, connect) => {
  const client = connect();
  expect(await client.commands.stopAll({ reason: 'Drill' })).toEqual({ done: true });
  const again = await safe(client.commands.stopAll({ reason: 'Drill' }));
  expect(again.isDefined).toBe(true);
  expect(again.error).toMatchObject({ code: 'CONFLICT', message: 'Sending is stopped already', data: { state: 'stopped' } });
  const none = await safe(client.commands.replayFrame({ id: 1 }));
  expect(none.error).toMatchObject({ code: 'NOT_FOUND', message: 'No frame has that id' });
  const bad = await safe(client.commands.resume({ reason: ' ' }));
  expect(bad.error).toMatchObject({ code: 'BAD_REQUEST', status: 400, message: 'reason: A reason is needed' });
});

it('a wrong token is an error with its status', async () => {
  const { error } = await safe(overRpc('another').status());
  expect(error).toBeInstanceOf(ORPCError);
  expect(error).toMatchObject({ status: 401 });
});
