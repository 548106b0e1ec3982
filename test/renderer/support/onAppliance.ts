import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type EventColumns, writeEventLine } from '../../../src/training/linesWriter';
import { RealAppliance } from '../../support/realAppliance';
import { outliveTests } from '../../support/runningProcess';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const ZONE = 'America/New_York';

/** One browser on one real appliance, in training mode unless told otherwise. */
export interface OnAppliance {
  readonly browser: Browser;
  appliance: RealAppliance;
  /** Ends the appliance as a power cut would, and starts it again where it was. */
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  open(how?: {
    readonly theme?: 'dark' | 'light';
    readonly hash?: string;
    readonly token?: string;
  }): Promise<{ page: Page; problems: string[] }>;
  /** Says lines of the unit event feed, as CAD would, now. */
  cad(...events: readonly EventColumns[]): Promise<void>;
  stop(): Promise<void>;
}

export async function onAppliance(
  executablePath: string,
  flags: readonly string[] = ['--training'],
  env: Readonly<Record<string, string>> = {},
): Promise<OnAppliance> {
  const directory = mkdtempSync(path.join(tmpdir(), 'herald-console-'));
  const start = async (port: string) => {
    const started = await RealAppliance.ready([...flags, '--data', directory, '--port', port], env);
    outliveTests(started.process);
    return started;
  };
  const [browser, appliance] = await Promise.all([chromium.launch({ executablePath, args: ARGUMENTS }), start('0')]);
  const port = new URL(appliance.ready.console).port;
  const desk: OnAppliance = {
    browser,
    appliance,
    kill: () => desk.appliance.kill(),
    startAgain: async () => {
      desk.appliance = await start(port);
    },
    cad: (...events) => desk.appliance.feed('units', events.map((event) => writeEventLine(Date.now(), event, ZONE)).join('')),
    async open({ theme = 'dark', hash = '#/board', token = desk.appliance.ready.token } = {}) {
      const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, colorScheme: theme });
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
      await page.goto(`${desk.appliance.ready.console}#token=${token}`);
      await page.waitForSelector('.statusLine a');
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      return { page, problems };
    },
    async stop() {
      await browser.close();
      await desk.appliance.stop();
      rmSync(directory, { recursive: true, force: true });
      rmSync(`${directory}.key`, { force: true });
    },
  };
  return desk;
}
