import { ask, sendRaw, startTestConsole, type TestConsole } from '../support/consoleServer';

let server: TestConsole;
beforeAll(async () => {
  server = await startTestConsole();
});
afterAll(() => server.stop());

describe('a foreign Host is refused before anything else, with and without the token', () => {
  const foreign = (port: number) => [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `127.0.0.1.evil.example:${port}`,
    `127.0.0.2:${port}`,
    `localhost.evil.example:${port}`,
    `localhost:${port}.evil.example`,
    `user@127.0.0.1:${port}`,
    `0.0.0.0:${port}`,
  ];
  for (const [index, path] of ['/', '/api/status', '/rpc/status', '/assets/index-12345678.js', '/api/none'].entries()) {
    it(path, async () => {
      for (const host of foreign(server.port)) {
        const answer = await ask(server.port, path, { headers: { host }, ...(index % 2 ? {} : { token: null }) });
        expect([host, answer.status, answer.json?.code]).toEqual([host, 403, 'FORBIDDEN']);
        expect(answer.text).not.toContain('feeds');
      }
    });
  }

  it('no Host, an empty one, and two of them', async () => {
    const good = `Host: 127.0.0.1:${server.port}\r\n`;
    for (const hosts of ['', 'Host:\r\n', `${good}Host: evil.example\r\n`, good + good]) {
      const answer = await sendRaw(server.port, `GET / HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).toMatch(/content-security-policy: default-src 'none'/i);
    }
  });
});

it('answers to the three names of loopback', async () => {
  for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST']) {
    const answer = await ask(server.port, '/api/status', { headers: { host: `${name}:${server.port}` } });
    expect([name, answer.status]).toEqual([name, 200]);
  }
});

describe('Origin', () => {
  it('of another site is refused, even with the token', async () => {
    const origins = (port: number) => [
      'https://evil.example',
      'null',
      '',
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1',
      `http://127.0.0.1:${port + 1}`,
      `http://127.0.0.1:${port}.evil.example`,
      `http://127.0.0.1:${port}/`,
      'file://',
    ];
    for (const origin of origins(server.port)) {
      for (const path of ['/', '/api/status', '/rpc/status']) {
        const answer = await ask(server.port, path, { headers: { origin } });
        expect([origin, path, answer.status]).toEqual([origin, path, 403]);
      }
    }
  });

  it('of another site gets no preflight either', async () => {
    const answer = await ask(server.port, '/api/commands/stopAll', {
      method: 'OPTIONS',
      token: null,
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('of the console itself is served, absent too', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const answer = await ask(server.port, '/api/status', { headers: { origin: `http://${name}:${server.port}` } });
      expect([name, answer.status]).toEqual([name, 200]);
    }
  });
});

it('a command of a foreign page does nothing', async () => {
  const before = server.backend.commands.length;
  await ask(server.port, '/api/commands/stopAll', {
    method: 'POST',
    body: '{"reason":"x"}',
    headers: { origin: 'https://evil.example' },
  });
  expect(server.backend.commands.length).toBe(before);
});
