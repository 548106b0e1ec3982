import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import { BEARER_PROTOCOL, CHANGE_PROTOCOL } from '../../src/contract/changeSocket';
import type { Change } from '../../src/contract/contract';
import { startTestConsole, type TestConsole, TOKEN, until } from '../support/consoleServer';
import { FakeClock } from '../support/fakeClock';

const EVERYTHING: Change = { topics: ['status', 'incidents', 'outbox', 'frames', 'agency', 'audit'], incidentIds: [] };
const BEAT: Change = { topics: [], incidentIds: [] };

let clock: FakeClock;
let server: TestConsole;
beforeEach(async () => {
  clock = new FakeClock();
  server = await startTestConsole({ clock });
});
afterEach(() => server.stop());

const bearer = (token: string) => BEARER_PROTOCOL + Buffer.from(token).toString('base64url');

function follow(protocols: string[] = [CHANGE_PROTOCOL, bearer(TOKEN)], path = 'rpc/changes', options: ClientOptions = {}) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, protocols, options);
  const heard: Change[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  const ended = new Promise<number>((done) => {
    socket.on('close', done);
    socket.on('unexpected-response', (_request, response) => {
      done(response.statusCode ?? 0);
      response.resume();
    });
    socket.on('error', () => undefined);
  });
  return { socket, heard, ended };
}

it('the first change is everything, then what is published; the token is not said back', async () => {
  const { socket, heard } = follow();
  await until(() => heard.length === 1);
  expect(heard).toEqual([EVERYTHING]);
  expect(socket.protocol).toBe(CHANGE_PROTOCOL);
  server.backend.changes.publish({ topics: ['outbox'], incidentIds: [7] });
  await until(() => heard.length === 2);
  expect(heard[1]).toEqual({ topics: expect.arrayContaining(['incidents', 'outbox']), incidentIds: [7] });
  socket.close();
  await until(() => server.backend.changes.listeners === 0);
});

it.each([
  ['no token', [CHANGE_PROTOCOL], 'rpc/changes', {}, 401],
  ['another token', [CHANGE_PROTOCOL, bearer('another')], 'rpc/changes', {}, 401],
  ['another path', [CHANGE_PROTOCOL, bearer(TOKEN)], 'rpc/status', {}, 404],
  ['a page of another site', [CHANGE_PROTOCOL, bearer(TOKEN)], 'rpc/changes', { origin: 'http://elsewhere.example' }, 403],
  [
    'a name rebound to this machine',
    [CHANGE_PROTOCOL, bearer(TOKEN)],
    'rpc/changes',
    { headers: { host: 'elsewhere.example' } },
    403,
  ],
])('%s is refused, and follows nothing', async (_who, protocols, path, options, status) => {
  expect(await follow(protocols, path, options).ended).toBe(status);
  expect(server.backend.changes.listeners).toBe(0);
});

it('it beats while nothing changes, and one that answers no longer is let go', async () => {
  const { socket, heard, ended } = follow();
  await until(() => heard.length === 1);
  for (let beats = 1; beats <= 12; beats += 1) {
    clock.advance(5_000);
    await until(() => heard.length === 1 + beats);
  }
  expect(heard.slice(1)).toEqual(Array.from({ length: 12 }, () => BEAT));
  // Nothing of it is read any more, its answers to pings neither.
  socket.pause();
  for (let beats = 0; beats < 7; beats += 1) clock.advance(5_000);
  await until(() => server.backend.changes.listeners === 0);
  socket.resume();
  expect(await ended).toBe(1006);
});

it('whoever says anything is shown out', async () => {
  const { socket, heard, ended } = follow();
  await until(() => heard.length === 1);
  socket.send('{"topics":["status"]}');
  expect(await ended).toBe(1008);
  await until(() => server.backend.changes.listeners === 0);
});

it('a stop of the server ends them, and waits for none', async () => {
  const { heard, ended } = follow();
  await until(() => heard.length === 1);
  await server.stop();
  expect(await ended).toBe(1006);
  await until(() => server.backend.changes.listeners === 0);
});

it('other upgrades are answered, not left hanging', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}api/changes`);
  socket.on('error', () => undefined);
  const [, response] = await once(socket, 'unexpected-response');
  expect(response.statusCode).toBe(404);
});
