import { get, request } from 'node:http';
import { createServer } from 'node:net';
import { startHttpServer } from '../../src/console/httpServer';
import { consoleRouter } from '../../src/console/router';
import { silentLogger } from '../../src/logger';
import { ask, post, startTestConsole, TOKEN, until } from '../support/consoleServer';
import { fakeBackend } from '../support/fakeBackend';

const headers = { authorization: `Bearer ${TOKEN}` };

it('ends with event streams and kept-alive connections open', async () => {
  const server = await startTestConsole();
  const ended = Array.from(
    { length: 5 },
    () =>
      new Promise<void>((resolve, reject) => {
        const outgoing = get(`${server.url}api/changes`, { headers, agent: false }, (response) => {
          response.resume().on('error', () => undefined);
          response.on('close', () => resolve());
        });
        outgoing.on('error', reject);
      }),
  );
  await until(() => server.backend.changes.listeners === 5);
  await fetch(`${server.url}api/status`, { headers }).then((response) => response.text());
  await server.stop();
  await Promise.all(ended);
  await until(() => server.backend.changes.listeners === 0);
  await expect(ask(server.port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('lets a command under way finish and be answered', async () => {
  const backend = fakeBackend();
  let finish: (() => void) | undefined;
  const stopAll = backend.stopAll;
  backend.stopAll = async (caller, input) => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return stopAll(caller, input);
  };
  const router = consoleRouter(backend, backend.changes);
  const server = await startHttpServer({ port: 0, token: TOKEN, router, logger: silentLogger });
  const answer = post(server.port, '/api/commands/stopAll', { reason: 'x' });
  await until(() => finish !== undefined);
  const stopped = server.stop();
  finish?.();
  expect((await answer).json).toEqual({ done: true });
  await stopped;
});

it('does not wait for a command that never ends, nor for a request that never comes', async () => {
  const server = await startTestConsole();
  let asked = false;
  server.backend.status = () => {
    asked = true;
    return new Promise(() => undefined);
  };
  const hanging = request({ host: '127.0.0.1', port: server.port, path: '/api/status', headers, agent: false });
  const dribbling = request({
    host: '127.0.0.1',
    port: server.port,
    path: '/api/commands/stopAll',
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'content-length': '1000' },
    agent: false,
  });
  const failed = [hanging, dribbling].map((each) => new Promise<unknown>((resolve) => each.on('error', resolve)));
  hanging.end();
  dribbling.write('{"reason":');
  await until(() => asked);
  await server.stop();
  for (const error of await Promise.all(failed)) expect(error).toMatchObject({ code: 'ECONNRESET' });
  expect(server.backend.commands).toEqual([]);
});

it('stopping twice is stopping once', async () => {
  const server = await startTestConsole();
  const first = server.stop();
  expect(server.stop()).toBe(first);
  await first;
});

it('a port in use is said so', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  await expect(startTestConsole({ port })).rejects.toMatchObject({
    code: 'console.cannotListen',
    message: `The console cannot have port ${port}: it is in use`,
  });
  other.close();
});
