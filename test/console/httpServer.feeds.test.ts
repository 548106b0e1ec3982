import { ask, post, startTestConsole, type TestConsole } from '../support/consoleServer';

let server: TestConsole;
beforeEach(async () => {
  server = await startTestConsole();
});
afterEach(() => server.stop());

it('GET /api/feeds/{id}/tap gives the newest frames beside what was read from them, none of it personal', async () => {
  const { status, json, text } = await ask(server.port, '/api/feeds/units/tap?limit=5');
  expect(status).toBe(200);
  const { frames } = json;
  expect(frames).toHaveLength(5);
  expect(frames.map(({ id }: { id: number }) => id)).toEqual([...frames.map(({ id }: { id: number }) => id)].sort((a, b) => b - a));
  const rejected = frames.find(
    ({ reading }: { reading: { faults: { code: string }[] } }) => reading.faults[0]?.code === 'feed.unknownEvent',
  );
  expect(rejected).toMatchObject({ state: 'rejected', reading: { outcome: 'rejected', faults: [{ field: 'event' }] } });
  expect(rejected.raw.map(({ mark }: { mark: string }) => mark)).toEqual(['fault']);
  expect(text).not.toMatch(/Perpetua|Egret|555-01/);
});

it('only the rejected where that is asked', async () => {
  const { json } = await ask(server.port, '/api/feeds/units/tap?only=rejected');
  expect(json.frames.map(({ state }: { state: string }) => state)).toEqual(['rejected', 'rejected']);
});

it('the layout in force comes as JSON text that is a draft itself; formats without one have none', async () => {
  const { json } = await ask(server.port, '/api/feeds/units/layout');
  expect(json).toMatchObject({ format: 'delimited', name: 'events' });
  const tried = await post(server.port, '/api/feeds/units/tryLayout', { draft: json.text });
  expect(tried.json.problems).toEqual([]);
  expect(new Set(tried.json.frames.map(({ change }: { change: string }) => change))).toEqual(new Set(['same']));
  expect((await ask(server.port, '/api/feeds/cad/layout')).json).toEqual({ format: 'newworld-xml', name: null, text: null });
});

it('a draft says what it would make of each frame, or what is wrong with it', async () => {
  const { text } = (await ask(server.port, '/api/feeds/units/layout')).json;
  const better = text.replace('"REOPEN"', '"STG": "noteAdded", "REOPEN"');
  const tried = (await post(server.port, '/api/feeds/units/tryLayout', { draft: better })).json;
  const gained = tried.frames.filter(({ change }: { change: string }) => change === 'gained');
  expect(gained).toMatchObject([{ state: 'rejected', reading: { outcome: 'rejected' }, draft: { outcome: 'understood' } }]);
  const broken = (await post(server.port, '/api/feeds/units/tryLayout', { draft: '{\n  "kind" "x"}' })).json;
  expect(broken).toEqual({ problems: [{ path: '', message: 'Expected a colon after the key', line: 2, column: 10 }], frames: [] });
});

it('a feed that is not there is 404; a limit that is none names its field', async () => {
  for (const path of ['tap', 'layout']) expect((await ask(server.port, `/api/feeds/nowhere/${path}`)).status).toBe(404);
  expect((await post(server.port, '/api/feeds/nowhere/tryLayout', { draft: '{}' })).status).toBe(404);
  const { status, json } = await ask(server.port, '/api/feeds/units/tap?limit=500');
  expect([status, json.data.fields[0].field]).toEqual([400, 'limit']);
  const { status: tooLong } = await post(server.port, '/api/feeds/units/tryLayout', { draft: ' '.repeat(200_001) });
  expect(tooLong).toBe(400);
});
