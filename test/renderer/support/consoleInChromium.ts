import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startTestConsole, type TestConsole, TOKEN } from '../../support/consoleServer';
import { PROJECT } from '../../support/realAppliance';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page, and what went wrong on it: violations of the content security policy, errors, failed requests' messages. */
export interface WatchedPage {
  readonly page: Page;
  readonly problems: string[];
}

export interface ConsoleInChromium {
  readonly browser: Browser;
  /** Where the built console is. */
  readonly directory: string;
  /** A server of its own over invented data. */
  serve(): Promise<TestConsole>;
  /** Opens the console at an address such as `#/outbox`, signed in, in a browser profile of its own. */
  open(
    server: TestConsole,
    hash?: string,
    how?: { readonly theme?: 'dark' | 'light'; readonly width?: number },
  ): Promise<WatchedPage>;
  stop(): Promise<void>;
}

/** The built console, and one browser for all tests of a file. */
export async function startConsoleInChromium(executablePath: string): Promise<ConsoleInChromium> {
  const directory = path.join(PROJECT, 'dist', 'console');
  const servers: TestConsole[] = [];
  const [browser] = await Promise.all([
    chromium.launch({ executablePath, args: ARGUMENTS }),
    promisify(execFile)(process.execPath, [path.join(PROJECT, '.scripts', 'build.mjs'), '--if-stale']),
  ]);

  return {
    browser,
    directory,
    serve: async () => {
      const server = await startTestConsole({ filesDirectory: directory });
      servers.push(server);
      return server;
    },
    open: (server, hash = '#/incidents', how = {}) => open(browser, server, hash, how),
    stop: async () => {
      await browser.close();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

async function open(
  browser: Browser,
  server: TestConsole,
  hash: string,
  { theme = 'dark', width = 1366 }: { readonly theme?: 'dark' | 'light'; readonly width?: number },
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width, height: 768 }, colorScheme: theme });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.exposeFunction('reportViolation', (what: string) => void problems.push(what));
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => reportViolation('CSP ' + event.effectiveDirective + ' ' + event.blockedURI));`,
  );
  await page.goto(`${server.url}#token=${TOKEN}`);
  await page.waitForSelector('.statusLine a');
  await goTo(page, hash);
  return { page, problems };
}

/** Another address of the console, without loading it again. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}
