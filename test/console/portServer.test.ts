import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { type ConsolePort, servePort } from '../../src/console/portServer';
import { consoleRouter } from '../../src/console/router';
import type { contract } from '../../src/contract/contract';
import { until } from '../support/consoleServer';
import { type FakeBackend, fakeBackend } from '../support/fakeBackend';

type Client = ContractRouterClient<typeof contract>;

/** Electron's MessagePortMain hands listeners an event, Node's the data itself. */
function asElectronPort(port: MessagePort): ConsolePort {
  return {
    on: (event: string, listener: (event: { data: unknown }) => void) =>
      port.on(event as 'message', event === 'message' ? (data) => listener({ data }) : (listener as () => void)),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

let backend: FakeBackend;
let window: MessagePort;
let client: Client;
let close: () => void;
let log: unknown[];
beforeEach(() => {
  backend = fakeBackend();
  log = [];
  const { port1, port2 } = new MessageChannel();
  const logged = (event: string, fields: unknown) => void log.push({ event, fields });
  close = servePort(asElectronPort(port1), {
    router: consoleRouter(backend, backend.changes),
    caller: { identity: 'dispatcher.vale', role: 'dispatcher' },
    logger: { debug: logged, info: logged, warn: logged, error: logged },
  });
  window = port2;
  client = createORPCClient(new RPCLink({ port: window as unknown as globalThis.MessagePort }));
  window.start();
});
afterEach(() => close());

it('serves the same contract, and commands carry who the shell says sits there', async () => {
  expect((await client.status()).agency).toBe('Port Alden Police');
  expect((await client.incidents.list({ limit: 3 })).items.length).toBe(3);
  expect(await client.commands.stopAll({ reason: 'Drill' })).toEqual({ done: true });
  expect(backend.commands).toMatchObject([
    { name: 'stopAll', caller: { identity: 'dispatcher.vale' }, input: { reason: 'Drill' } },
  ]);
});

it('errors come across as they do over HTTP', async () => {
  const bad = await safe(client.outbox.list({ limit: 0 }));
  expect(bad.error).toMatchObject({ code: 'BAD_REQUEST', message: expect.stringMatching(/^limit: /) });
  const none = await safe(client.incidents.get({ number: 'none' }));
  expect([none.isDefined, none.error?.message]).toEqual([true, 'No incident has that number']);
  backend.failNext('status', new Error('secret'));
  const failed = await safe(client.status());
  expect(failed.error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', message: 'Herald could not do that; its log says why' });
});

it('follows changes, and forgets a console that stops following', async () => {
  const changes = await client.changes();
  expect((await changes.next()).value).toMatchObject({ topics: expect.arrayContaining(['status', 'agency']) });
  backend.changes.publish({ topics: ['frames'], incidentIds: [] });
  expect((await changes.next()).value).toEqual({ topics: ['frames'], incidentIds: [] });
  await changes.return?.();
  await until(() => backend.changes.listeners === 0);
});

it.each(['the window', 'the appliance'])('forgets it when %s closes the port', async (who) => {
  const changes = await client.changes();
  await changes.next();
  expect(backend.changes.listeners).toBe(1);
  if (who === 'the window') window.close();
  else close();
  await until(() => backend.changes.listeners === 0);
});

it('what a broken window posts is refused, and neither ends the process nor the port', async () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', onUnhandled);
  const request = (part: object) => JSON.stringify({ i: '9', p: { u: '/status', ...part } });
  const junk: unknown[] = [
    'not json',
    '',
    'null',
    '[]',
    '{}',
    undefined,
    null,
    12,
    { i: '1', p: {} },
    new Uint8Array([255, 0, 1]),
    JSON.stringify({ i: '1', p: { u: 'no url' } }),
    JSON.stringify({ i: '1', t: 3, p: null }),
    JSON.stringify({ i: { toString: 1 }, p: { u: '/status' } }),
    'x'.repeat(2 * 1024 * 1024),
  ];
  for (const message of junk) window.postMessage(message);
  // Understood, but without the headers that would make oRPC take the body for a file or a stream.
  window.postMessage(request({ h: { 'content-type': 'multipart/form-data' }, b: {} }));
  window.postMessage(request({ h: { 'content-type': 'text/event-stream' } }));
  window.postMessage(JSON.stringify({ i: 'never asked', t: 4 }));
  expect((await client.status()).agency).toBe('Port Alden Police');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
  expect(log.length).toBe(junk.length);
  expect(log[0]).toEqual({ event: 'console.portMessageRefused', fields: { kind: 'string' } });
});

it('an unknown procedure is an error, not silence', async () => {
  const unknown = client as unknown as { nothing(): Promise<unknown> };
  await expect(unknown.nothing()).rejects.toMatchObject({ status: 404 });
});
