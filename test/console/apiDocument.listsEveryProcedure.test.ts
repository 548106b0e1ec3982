import { isContractProcedure } from '@orpc/contract';
import { contract } from '../../src/contract/contract';
import { ask, startTestConsole, type TestConsole } from '../support/consoleServer';

let server: TestConsole;
// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document, looked into freely
let document: any;
beforeAll(async () => {
  server = await startTestConsole();
  document = (await ask(server.port, '/api/openapi.json')).json;
});
afterAll(() => server.stop());

interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

function routes(part: unknown, name: readonly string[] = []): Route[] {
  if (isContractProcedure(part)) {
    const { method = '', path = '' } = part['~orpc'].route;
    return [{ name: name.join('.'), method: method.toLowerCase(), path }];
  }
  return Object.entries(part as object).flatMap(([key, each]) => routes(each, [...name, key]));
}

it('is OpenAPI 3.1 below /api, with the bearer token', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.info).toMatchObject({ title: 'Herald', version: expect.any(String) });
  expect(document.servers).toEqual([{ url: '/api' }]);
  expect(document.security).toEqual([{ token: [] }]);
  expect(document.components.securitySchemes.token).toEqual({ type: 'http', scheme: 'bearer' });
});

it('has every procedure of the contract, each with a summary, a name of its own and what it answers', () => {
  const all = routes(contract);
  expect(all.length).toBeGreaterThan(20);
  const operations = all.map(({ name, method, path }) => {
    const operation = document.paths[path]?.[method];
    expect([name, operation?.summary, operation?.responses?.['200']]).toEqual([name, expect.any(String), expect.any(Object)]);
    return operation;
  });
  expect(new Set(operations.map((each) => each.operationId)).size).toBe(all.length);
  const documented = Object.values<object>(document.paths).flatMap((path) => Object.keys(path));
  expect(documented.length).toBe(all.length);
});

it('has what scripts rely on', () => {
  const paths = ['/status', '/incidents/{number}', '/outbox', '/frames'];
  for (const path of paths) expect([path, document.paths[path]?.get]).toEqual([path, expect.any(Object)]);
  const commands = ['stopAll', 'resume', 'suppressNumber', 'release', 'cancelMessage', 'resend', 'replayFrame'];
  for (const name of commands) {
    const body = document.paths[`/commands/${name}`]?.post?.requestBody;
    expect([name, body?.required, body?.content?.['application/json']?.schema?.type]).toEqual([name, true, 'object']);
  }
  const { parameters } = document.paths['/outbox'].get;
  expect(parameters.map((each: { name: string; in: string }) => `${each.in} ${each.name}`)).toEqual([
    'query next',
    'query limit',
    'query state',
    'query leaves',
  ]);
  expect(document.paths['/incidents/{number}'].get.parameters).toEqual([
    expect.objectContaining({ name: 'number', in: 'path', required: true }),
  ]);
});

it('every $ref in it leads somewhere', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(refs.length).toBeGreaterThan(10);
  for (const ref of refs) {
    const found = ref.split('/').reduce((part, key) => part?.[key], document);
    expect([ref, found]).toEqual([ref, expect.any(Object)]);
  }
});
