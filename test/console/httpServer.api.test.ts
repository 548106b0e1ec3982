import { OUTBOX_STATUSES } from '../../src/outbox/outboxState';
import { ask, post, startTestConsole, type TestConsole } from '../support/consoleServer';

let server: TestConsole;
beforeEach(async () => {
  server = await startTestConsole();
});
afterEach(() => server.stop());

it('GET /api/status has feeds, carrier, every outbox state and alarms', async () => {
  const { status, json, headers } = await ask(server.port, '/api/status');
  expect(status).toBe(200);
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(Object.keys(json.outbox).sort()).toEqual([...OUTBOX_STATUSES].sort());
  expect(json.feeds[0]).toMatchObject({ id: 'cad', address: '127.0.0.1:9101', state: 'open', rejected: 3, discardedBytes: 0 });
  expect(json.carrier).toMatchObject({ state: 'ready', reason: null });
  expect(json.alarms[0]).toMatchObject({ code: 'outbox.needsPerson', text: expect.any(String), since: expect.any(Number) });
});

describe('GET /api/incidents/{number}', () => {
  it('takes any of its numbers, also with what a URL must encode', async () => {
    const slashed = server.backend.data.incidents.find(({ incident }) => incident.number.includes('/'));
    expect(slashed).toBeDefined();
    const { number, callNumber, callId } = slashed?.incident ?? {};
    for (const each of [number, callNumber, callId]) {
      const answer = await ask(server.port, `/api/incidents/${encodeURIComponent(each ?? '')}`);
      expect([each, answer.status, answer.json?.incident?.number]).toEqual([each, 200, number]);
    }
  });

  it('gives decisions and messages with it', async () => {
    const detail = server.backend.data.incidents.find(({ messages }) => messages.length > 0);
    const { json } = await ask(server.port, `/api/incidents/${encodeURIComponent(detail?.incident.number ?? '')}`);
    expect(json).toEqual(JSON.parse(JSON.stringify(detail)));
  });

  it('404 with a sentence when nobody has that number', async () => {
    for (const number of ['no-such', '%00', '%', 'a%2F..%2Fb', encodeURIComponent("'; DROP TABLE incident; --")]) {
      const answer = await ask(server.port, `/api/incidents/${number}`);
      expect([number, answer.status, answer.json]).toEqual([
        number,
        404,
        { defined: true, code: 'NOT_FOUND', status: 404, message: 'No incident has that number' },
      ]);
    }
  });
});

describe('lists', () => {
  it('are paged to the end without a gap or a double', async () => {
    for (const path of ['/api/incidents', '/api/outbox', '/api/frames', '/api/audit']) {
      const seen: unknown[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const cursor: string = next === '' ? '' : `&next=${encodeURIComponent(next)}`;
        const { status, json } = await ask(server.port, `${path}?limit=7${cursor}`);
        expect(status).toBe(200);
        expect(json.items.length).toBeLessThanOrEqual(7);
        seen.push(...json.items.map((item: { id: unknown }) => item.id));
        next = json.next;
      }
      const all = (await ask(server.port, `${path}?limit=500`)).json;
      expect([path, seen]).toEqual([path, all.items.map((item: { id: unknown }) => item.id)]);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBeGreaterThan(1);
    }
  });

  it('are filtered', async () => {
    const held = (await ask(server.port, '/api/outbox?state=held')).json.items;
    expect(held.length).toBeGreaterThan(0);
    expect(held.every((message: { state: string }) => message.state === 'held')).toBe(true);
    const rejected = (await ask(server.port, '/api/frames?state=rejected')).json.items;
    expect(rejected.length).toBe(6);
    expect(rejected.every((frame: { reason: string | null }) => frame.reason)).toBe(true);
  });

  it.each([
    ['/api/outbox?limit=0', 'limit'],
    ['/api/outbox?limit=501', 'limit'],
    ['/api/outbox?limit=abc', 'limit'],
    ['/api/outbox?limit=', 'limit'],
    ['/api/outbox?limit=1.5', 'limit'],
    ['/api/outbox?state=sent', 'state'],
    ['/api/outbox?state=held&state=ready', 'state'],
    ['/api/frames?state=held', 'state'],
    ['/api/incidents?status=closed', 'status'],
    [`/api/incidents?find=${'x'.repeat(101)}`, 'find'],
    [`/api/incidents/${'9'.repeat(201)}`, 'number'],
  ])('400 naming the field: %s', async (path, field) => {
    const { status, json } = await ask(server.port, path);
    expect([status, json.code]).toEqual([400, 'BAD_REQUEST']);
    expect(json.message).toMatch(new RegExp(`^${field}: `));
    expect(json.data.fields).toEqual([{ field, message: expect.any(String) }]);
  });
});

describe('commands', () => {
  it('answer done, and hand the backend what was asked', async () => {
    const rejected = server.backend.data.frames.find((frame) => frame.state === 'rejected');
    const held = server.backend.data.incidents.flatMap((detail) => detail.messages).find((message) => message.state === 'held');
    const asked: [string, object][] = [
      ['stopAll', { reason: 'Drill' }],
      ['resume', { reason: 'Drill over' }],
      ['suppressNumber', { number: '813-555-0142', reason: 'Asked to' }],
      ['release', { id: held?.id, reason: 'Caller waits' }],
      ['cancelMessage', { id: held?.id, reason: 'No longer' }],
      ['replayFrame', { id: rejected?.id }],
    ];
    for (const [name, input] of asked) {
      const { status, json } = await post(server.port, `/api/commands/${name}`, input);
      expect([name, status, json]).toEqual([name, 200, { done: true }]);
      expect(server.backend.commands.at(-1)).toEqual({ name, input, caller: { identity: 'host' } });
    }
  });

  it('take a row id as text too, as forms and scripts send it', async () => {
    const { json } = await post(server.port, '/api/commands/suppressIncident', { id: '44', reason: 'Asked to' });
    expect(json).toEqual({ done: true });
    expect(server.backend.commands.at(-1)?.input).toEqual({ id: 44, reason: 'Asked to' });
  });

  it('say why it is too late, and in which state it is', async () => {
    const { id } = server.backend.data.incidents.flatMap((each) => each.messages).find((each) => each.state === 'delivered') ?? {};
    const { status, json } = await post(server.port, '/api/commands/cancelMessage', { id, reason: 'x' });
    expect(status).toBe(409);
    expect(json).toEqual({
      defined: true,
      code: 'CONFLICT',
      status: 409,
      message: 'It has left already',
      data: { state: 'delivered' },
    });
  });

  it('say when there is no such thing', async () => {
    const message = await post(server.port, '/api/commands/release', { id: 'none', reason: 'x' });
    expect([message.status, message.json.code, message.json.message]).toEqual([404, 'NOT_FOUND', 'No message has that id']);
    const frame = await post(server.port, '/api/commands/replayFrame', { id: 1 });
    expect([frame.status, frame.json.message]).toEqual([404, 'No frame has that id']);
  });

  it.each<[string, unknown, string]>([
    ['stopAll', {}, 'reason'],
    ['stopAll', { reason: '   ' }, 'reason'],
    ['stopAll', { reason: 7 }, 'reason'],
    ['stopAll', { reason: 'x'.repeat(501) }, 'reason'],
    ['stopAll', [], 'input'],
    ['stopAll', null, 'input'],
    ['stopAll', 'x', 'input'],
    ['release', { reason: 'x' }, 'id'],
    ['release', { id: 12, reason: 'x' }, 'id'],
    ['suppressIncident', { id: true, reason: 'x' }, 'id'],
    ['suppressIncident', { id: null, reason: 'x' }, 'id'],
    ['suppressIncident', { id: '', reason: 'x' }, 'id'],
    ['suppressIncident', { id: [44], reason: 'x' }, 'id'],
    ['suppressIncident', { id: -1, reason: 'x' }, 'id'],
    ['replayFrame', { id: 1.5 }, 'id'],
    ['sendByHand', { incidentId: true, stage: 'dispatched', contact: 'caller', reason: 'x' }, 'incidentId'],
    ['sendByHand', { incidentId: [1], stage: 'dispatched', contact: 'caller', reason: 'x' }, 'incidentId'],
    ['sendCorrection', { selection: { incidentId: true, stage: 'dispatched' }, confirm: 'x', reason: 'x' }, 'selection'],
    ['sendCorrection', { selection: { stage: 'dispatched', from: null, to: 1 }, confirm: 'x', reason: 'x' }, 'selection'],
    ['resolveInbound', { id: null, meaning: 'help', reason: 'x' }, 'id'],
    ['replayFrame', { id: 'first' }, 'id'],
    ['settle', { id: 'm1-1', outcome: 'delivered', reason: 'x' }, 'outcome'],
  ])('400 naming the field: %s %j', async (name, input, field) => {
    const { status, json } = await post(server.port, `/api/commands/${name}`, input);
    expect([status, json.code]).toEqual([400, 'BAD_REQUEST']);
    expect(json.message).toMatch(new RegExp(`^${field}: `));
    expect(server.backend.commands).toEqual([]);
  });

  it('say in words that a row’s id is a number', async () => {
    const { json } = await post(server.port, '/api/commands/replayFrame', { id: 'first' });
    expect(json.message).toBe('id: Expected a number');
  });

  it('name every field that is wrong', async () => {
    const { json } = await post(server.port, '/api/commands/settle', {});
    expect(json.data.fields.map((each: { field: string }) => each.field)).toEqual(['id', 'outcome', 'reason']);
  });

  it('without any body', async () => {
    const { status, json } = await ask(server.port, '/api/commands/stopAll', { method: 'POST' });
    expect([status, json.data.fields[0].field]).toEqual([400, 'reason']);
    expect((await ask(server.port, '/api/commands/startTraining', { method: 'POST' })).status).toBe(409);
  });
});

describe('bodies', () => {
  const path = '/api/commands/stopAll';
  it.each(['{', '{"reason":', 'reason=x', '{"reason":"x"} trailing', "{'reason':'x'}"])(
    '400 for what is not JSON: %s',
    async (body) => {
      const { status, json } = await ask(server.port, path, { method: 'POST', body });
      expect([status, json.code]).toEqual([400, 'BAD_REQUEST']);
      expect(server.backend.commands).toEqual([]);
    },
  );

  it('400 for bytes that are not UTF-8', async () => {
    const { status } = await ask(server.port, path, { method: 'POST', body: Buffer.from('{"reason":"\xff\xfe"}', 'latin1') });
    expect(status).toBe(400);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp', ''])(
    '415 for Content-Type %s, which a foreign form could send',
    async (type) => {
      for (const target of [path, '/rpc/commands/stopAll']) {
        const { status } = await ask(server.port, target, {
          method: 'POST',
          body: '{"reason":"x"}',
          headers: { 'content-type': type },
        });
        expect([target, status]).toEqual([target, 415]);
      }
      expect(server.backend.commands).toEqual([]);
    },
  );

  it('application/json with a charset is JSON', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await ask(server.port, path, { method: 'POST', body: '{"reason":"x"}', headers })).status).toBe(200);
  });

  it('413 over 1 MiB, whether announced or not; 1 MiB itself is read', async () => {
    const big = (size: number) => `{"reason":"x","more":"${'y'.repeat(size - 24)}"}`;
    expect((await ask(server.port, path, { method: 'POST', body: big(1024 * 1024) })).json).toEqual({ done: true });
    const tooBig = big(1024 * 1024 + 1);
    expect(tooBig.length).toBe(1024 * 1024 + 1);
    expect((await ask(server.port, path, { method: 'POST', body: tooBig })).status).toBe(413);
    const answer = await ask(server.port, path, { method: 'POST', body: tooBig, headers: { 'transfer-encoding': 'chunked' } });
    expect([answer.status, answer.json.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(server.backend.commands.length).toBe(1);
  });

  it('keys that mean something to JavaScript mean nothing here', async () => {
    const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"reason":"x"}';
    expect((await ask(server.port, path, { method: 'POST', body })).status).toBe(200);
    await ask(server.port, '/api/outbox?__proto__[polluted]=true&constructor[prototype][polluted]=true');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(server.backend.commands[0]?.input).toEqual({ reason: 'x' });
  });
});

describe('paths and methods', () => {
  it.each([
    '/api',
    '/api/',
    '/api/none',
    '/api/status/more',
    '/api/commands',
    '/api/commands/none',
    '/api/../rpc/status',
    '/api//status',
  ])('404 as JSON: %s', async (path) => {
    const { status, json } = await ask(server.port, path);
    expect([status, json.code]).toEqual([404, 'NOT_FOUND']);
  });

  it.each([
    ['POST', '/api/status', 'GET'],
    ['DELETE', '/api/incidents/26-04101', 'GET'],
    ['HEAD', '/api/status', 'GET'],
    ['GET', '/api/commands/stopAll', 'POST'],
    ['PUT', '/api/commands/stopAll', 'POST'],
    ['POST', '/api/openapi.json', 'GET'],
    ['OPTIONS', '/api/status', 'GET'],
    ['PUT', '/rpc/status', 'GET, POST'],
  ])('405 with Allow: %s %s', async (method, path, allow) => {
    const { status, headers } = await ask(server.port, path, { method });
    expect([status, headers.allow]).toEqual([405, allow]);
  });

  it('no command through a GET of /rpc', async () => {
    const data = encodeURIComponent('{"json":{"reason":"x"}}');
    const { status } = await ask(server.port, `/rpc/commands/stopAll?data=${data}`);
    expect(status).toBe(405);
    expect(server.backend.commands).toEqual([]);
  });
});
