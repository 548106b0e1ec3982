import { ask, post, startTestConsole, type TestConsole, TOKEN } from '../support/consoleServer';

let server: TestConsole;
beforeAll(async () => {
  server = await startTestConsole();
});
afterAll(() => server.stop());

const GUARDED = [
  '/api/status',
  '/api/openapi.json',
  '/api/changes',
  '/api/no-such-path',
  '/api',
  '/rpc/status',
  '/rpc/none',
  '/rpc',
];

describe('without the right token nothing is told, not even whether a path exists', () => {
  const wrong: Record<string, Record<string, string>> = {
    'no header': {},
    'another token': { authorization: 'Bearer another-token-here' },
    'a part of it': { authorization: `Bearer ${TOKEN.slice(0, -1)}` },
    'more than it': { authorization: `Bearer ${TOKEN}x` },
    'an empty one': { authorization: 'Bearer ' },
    'another scheme': { authorization: `Basic ${TOKEN}` },
    'the bare token': { authorization: TOKEN },
  };
  for (const [name, headers] of Object.entries(wrong)) {
    it(name, async () => {
      for (const path of GUARDED) {
        const answer = await ask(server.port, path, { token: null, headers });
        expect([path, answer.status, answer.json]).toEqual([
          path,
          401,
          expect.objectContaining({ code: 'UNAUTHORIZED', status: 401 }),
        ]);
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
        expect(answer.text).not.toContain(TOKEN);
      }
    });
  }

  it('in the query string', async () => {
    expect((await ask(server.port, `/api/status?token=${TOKEN}`, { token: null })).status).toBe(401);
  });

  it('commands are not done', async () => {
    for (const path of ['/api/commands/stopAll', '/rpc/commands/stopAll']) {
      expect((await post(server.port, path, { reason: 'x' }, { token: null })).status).toBe(401);
    }
    expect(server.backend.commands).toEqual([]);
  });
});

it('with it everything is served, and who acted is `host`', async () => {
  expect((await ask(server.port, '/api/status')).status).toBe(200);
  expect((await ask(server.port, '/api/status', { token: null, headers: { authorization: `bearer ${TOKEN}` } })).status).toBe(200);
  expect((await post(server.port, '/api/commands/stopAll', { reason: 'Drill' })).json).toEqual({ done: true });
  expect(server.backend.commands.at(-1)).toMatchObject({ name: 'stopAll', caller: { identity: 'host' } });
});

it('an empty token is refused at start: it would let everybody in', async () => {
  await expect(startTestConsole({ token: '' })).rejects.toMatchObject({ code: 'console.noToken' });
});
