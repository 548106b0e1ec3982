import path from 'node:path';
import { startHttpServer } from '../../src/console/httpServer';
import { consoleRouter } from '../../src/console/router';
import { silentLogger } from '../../src/logger';
import { fakeBackend } from './fakeBackend';

const STEP_MS = 1_500;

/**
 * The console over invented data that moves, for working on it without an appliance. From the project's root, after
 * building the console:
 *
 *     node -e "import('vite').then(async (vite) =>
 *       (await vite.runnerImport('./test/support/consoleDevServer.ts')).module.startConsoleDevServer())"
 *
 * prints the ready line, as the appliance does. PORT (default 9180), TOKEN (default `dev`) and CONSOLE_DIR (default
 * dist/console) change what it serves; STILL=1 keeps the data from moving.
 */
export async function startConsoleDevServer(): Promise<void> {
  const { PORT = '9180', TOKEN = 'dev', CONSOLE_DIR = 'dist/console', STILL } = process.env;
  const backend = fakeBackend();
  const server = await startHttpServer({
    port: Number(PORT),
    token: TOKEN,
    router: consoleRouter(backend, backend.changes),
    filesDirectory: path.resolve(CONSOLE_DIR),
    logger: silentLogger,
  });
  const timer = STILL ? undefined : setInterval(() => backend.step(), STEP_MS);
  process.stdout.write(`${JSON.stringify({ event: 'ready', console: server.url, token: TOKEN, feeds: [] })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      clearInterval(timer);
      void server.stop();
    });
  }
}
