import { badInput } from '../../src/console/requestErrors';
import { HeraldError } from '../../src/heraldError';
import { ask, post, startTestConsole, type TestConsole } from '../support/consoleServer';

let server: TestConsole;
beforeEach(async () => {
  server = await startTestConsole();
});
afterEach(() => server.stop());

it('what was not planned is 500 without its insides; the log has the kind and the place, not the words', async () => {
  server.backend.failNext('status', new SyntaxError('Unexpected token M, "Marta Quillfeather..." is not valid JSON'));
  const { status, json } = await ask(server.port, '/api/status');
  expect(status).toBe(500);
  expect(json).toEqual({
    defined: false,
    code: 'INTERNAL_SERVER_ERROR',
    status: 500,
    message: 'Herald could not do that; its log says why',
  });
  expect(server.log).toEqual([
    {
      level: 'error',
      event: 'console.procedureFailed',
      fields: expect.objectContaining({
        procedure: 'status',
        kind: 'SyntaxError',
        at: expect.arrayContaining([expect.stringMatching(/^at /)]),
      }),
    },
  ]);
  expect(JSON.stringify(server.log)).not.toContain('Quillfeather');
});

it('our own errors are logged with what they say', async () => {
  server.backend.failNext('stopAll', new HeraldError('store.closed', 'The store is closed', { table: 'outbox' }));
  const { status, text } = await post(server.port, '/api/commands/stopAll', { reason: 'x' });
  expect(status).toBe(500);
  expect(text).not.toContain('store');
  expect(server.log[0]?.fields).toEqual({
    procedure: 'commands.stopAll',
    code: 'store.closed',
    message: 'The store is closed',
    context: { table: 'outbox' },
  });
});

it('an answer that breaks the contract is 500, and the log names the field but not the value', async () => {
  Object.assign(server.backend.data.status, { mode: 'Marta Quillfeather' });
  const { status, json } = await ask(server.port, '/api/status');
  expect([status, json.message]).toEqual([500, 'Herald could not do that; its log says why']);
  expect(server.log[0]?.fields).toMatchObject({ code: 'console.outputInvalid', fields: [{ field: 'mode' }] });
  expect(JSON.stringify(server.log)).not.toContain('Quillfeather');
});

it('a backend can refuse what only it can judge, naming the field', async () => {
  server.backend.failNext('outbox', badInput('next', 'This is no page of this list'));
  const { status, json } = await ask(server.port, '/api/outbox?next=junk');
  expect([status, json.code, json.message]).toEqual([400, 'BAD_REQUEST', 'next: This is no page of this list']);
  expect(json.data).toEqual({ fields: [{ field: 'next', message: 'This is no page of this list' }] });
  expect(server.log).toEqual([]);
});

it('over /rpc it is the same', async () => {
  server.backend.failNext('status', new Error('secret'));
  const { status, json } = await post(server.port, '/rpc/status', {});
  expect([status, json.json.code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
  expect(JSON.stringify(json)).not.toContain('secret');
});

it('the log never has the token, a reason or a number', async () => {
  await ask(server.port, '/api/status', { headers: { origin: 'https://evil.example' } });
  await post(server.port, '/api/commands/suppressNumber', { number: '813-555-0142', reason: 'Asked by Marta Quillfeather' });
  await post(server.port, '/api/commands/suppressNumber', { number: '', reason: 'Asked by Marta Quillfeather' });
  expect(JSON.stringify(server.log)).not.toMatch(/token-for|0142|Quillfeather|evil/);
});
