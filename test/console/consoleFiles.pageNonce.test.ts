import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask, startTestConsole } from '../support/consoleServer';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'herald-page-'));
});
afterEach(() => rm(directory, { recursive: true }));

it('a page with the placeholder gets a new nonce each time, and its policy allows styles that carry it', async () => {
  await writeFile(
    path.join(directory, 'index.html'),
    '<meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__">',
  );
  const server = await startTestConsole({ filesDirectory: directory });
  const nonces = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const { text, headers } = await ask(server.port, '/', { token: null });
    const [, first, second] = /csp-nonce" nonce="([^"]+)"><style nonce="([^"]+)"/.exec(text) ?? [];
    expect(first).toBe(second);
    expect(first).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${first}';`);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    nonces.add(first ?? '');
  }
  expect(nonces.size).toBe(3);
  await server.stop();
});

it('without a built console a plain page says so, and the API works', async () => {
  for (const filesDirectory of [undefined, directory, path.join(directory, 'none')]) {
    const server = await startTestConsole({ filesDirectory });
    const { status, text, headers } = await ask(server.port, '/', { token: null });
    expect([status, headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(text).toContain('has not been built');
    expect(text).not.toContain(directory);
    expect((await ask(server.port, '/api/status')).status).toBe(200);
    await server.stop();
  }
});
