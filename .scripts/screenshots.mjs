import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { runnerImport } from 'vite';
import { root, say } from './project.mjs';

// Pictures of every screen, as its list of screens names them: in training mode, and of the set-up on an appliance that is
// not set up. `--out DIR`, `--size 1366x768,1920x1080`, `--theme dark,light`, `--chromium FILE`.
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: path.join('resources', 'pictures') },
    size: { type: 'string', default: '1366x768' },
    theme: { type: 'string', default: 'dark' },
    chromium: { type: 'string' },
    /** So that there is something to see. */
    after: { type: 'string', default: '90' },
  },
});
const places = (process.env.PATH ?? '').split(path.delimiter);
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const executablePath =
  values.chromium ?? names.flatMap((name) => places.map((place) => path.join(place, name))).find((file) => existsSync(file));
if (executablePath === undefined) {
  say('There is no Chromium here: give one with --chromium FILE');
  process.exit(1);
}

const { module } = await runnerImport(path.join(root, 'renderer/frame/screens.ts'), { configFile: false, root, logLevel: 'error' });
const looks = module.SCREENS.flatMap((screen) => screen.looks);
const out = path.resolve(values.out);
mkdirSync(out, { recursive: true });
const several = values.size.includes(',') || values.theme.includes(',');
await pictures(
  ['--training'],
  looks.filter(({ on }) => on === undefined),
  Number(values.after),
);
await pictures(
  [],
  looks.filter(({ on }) => on === 'notSetUp'),
  0,
);

async function pictures(flags, places, waitSeconds) {
  const data = mkdtempSync(path.join(tmpdir(), 'herald-pictures-'));
  const appliance = spawn(process.execPath, [path.join(root, '.scripts/appliance.mjs'), ...flags, '--data', data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const ready = await new Promise((resolve, reject) => {
      createInterface({ input: appliance.stdout }).on(
        'line',
        (line) => line.includes('"event":"ready"') && resolve(JSON.parse(line)),
      );
      appliance.once('exit', () => reject(new Error('The appliance ended before it was ready')));
    });
    if (waitSeconds > 0) say(`Waiting ${waitSeconds} s for the evening to fill the board`);
    await new Promise((resume) => setTimeout(resume, waitSeconds * 1_000));
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    for (const theme of values.theme.split(',')) {
      for (const size of values.size.split(',')) {
        const [width, height] = size.split('x').map(Number);
        const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme });
        await page.goto(`${ready.console}#token=${ready.token}`);
        for (const { name, hash, shows } of places) {
          await page.evaluate((to) => {
            location.hash = to;
          }, hash);
          await page.locator('main', { hasText: shows }).waitFor();
          await page.waitForTimeout(400);
          const file = path.join(out, several ? `${name}-${theme}-${width}.png` : `${name}.png`);
          await page.screenshot({ path: file });
          say(path.relative(root, file));
        }
        await page.close();
      }
    }
    await browser.close();
  } finally {
    appliance.kill('SIGTERM');
    await new Promise((ended) => appliance.once('exit', ended));
    rmSync(data, { recursive: true, force: true });
    rmSync(`${data}.key`, { force: true });
  }
}
