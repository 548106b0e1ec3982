import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { run } from '../support/runningProcess';
import { projectRoot } from '../support/stubProject';
import { describeWhere, electronBinary } from '../support/whereAvailable';

describeWhere('Electron’s runtime and a display', electronBinary(), 'the desktop console', (executablePath) => {
  let data: string;
  let desktop: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    await run('node', ['.scripts/build.mjs', '--if-stale'], { cwd: projectRoot }).ended;
    data = mkdtempSync(path.join(tmpdir(), 'herald-desktop-'));
    desktop = await _electron.launch({
      executablePath,
      args: [projectRoot, '--training', '--data', data],
      // One of its own, so that a Herald that runs on this machine is not taken for a first start.
      env: { ...process.env, XDG_CONFIG_HOME: data, APPDATA: data } as Record<string, string>,
    });
    page = await desktop.firstWindow();
  }, 60_000);

  afterAll(async () => {
    await desktop.close();
    rmSync(data, { recursive: true, force: true });
  }, 20_000);

  it('shows the console from its own origin', async () => {
    expect(page.url()).toMatch(/^herald:\/\/console\//);
    await page
      .getByText(/training/i)
      .first()
      .waitFor();
  });

  it('gives the page no Node and nothing else of the shell', async () => {
    expect(await page.evaluate(() => ['require', 'process', 'module', 'electron'].filter((name) => name in window))).toEqual([]);
  });

  it('lets the page go nowhere else', async () => {
    await page.evaluate(() => {
      window.location.href = 'https://example.com/';
      window.open('https://example.com/');
    });
    expect(page.url()).toMatch(/^herald:\/\/console\//);
    expect(desktop.windows()).toHaveLength(1);
  });

  it('connects to the appliance again after its process died', async () => {
    await desktop.evaluate(({ app }) => {
      const appliance = app.getAppMetrics().find(({ name }) => name === 'Herald appliance');
      if (appliance !== undefined) process.kill(appliance.pid, 'SIGKILL');
    });
    await page
      .getByText(/training/i)
      .first()
      .waitFor();
    await desktop.evaluate(async ({ app }) => {
      while (!app.getAppMetrics().some(({ name }) => name === 'Herald appliance'))
        await new Promise((resolve) => setTimeout(resolve, 100));
    });
  }, 30_000);
});
