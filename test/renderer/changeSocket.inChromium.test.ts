import type { Page, WebSocketRoute } from 'playwright-core';
import { type TestConsole, TOKEN, until } from '../support/consoleServer';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type ConsoleInChromium, startConsoleInChromium } from './support/consoleInChromium';

jest.setTimeout(60_000);

/** A browser has six connections to a server, for all its tabs together. */
const TABS = 7;
const CHANGES = /\/rpc\/changes$/;

const opened = async (page: Page, server: TestConsole) => {
  await page.goto(`${server.url}#token=${TOKEN}`);
  await page.locator('[data-key]').first().waitFor();
};
const stopAll = (page: Page) =>
  page.evaluate(async (token) => {
    const response = await fetch('/api/commands/stopAll', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'Drill' }),
      signal: AbortSignal.timeout(10_000),
    });
    return response.status;
  }, TOKEN);
const saysStopped = (page: Page) => page.getByRole('button', { name: 'Resume texts' }).waitFor();

describeWhere('Chromium', chromiumBinary(), 'changes told to a page', (executable) => {
  let chrome: ConsoleInChromium;
  beforeAll(async () => {
    chrome = await startConsoleInChromium(executable);
  });
  afterAll(() => chrome?.stop());

  test('in many tabs of one browser all are current, and all texts can be stopped from any of them', async () => {
    const server = await chrome.serve();
    const browser = await chrome.browser.newContext();
    const pages = await Promise.all(Array.from({ length: TABS }, () => browser.newPage()));
    for (const page of pages) await opened(page, server);
    await until(() => server.backend.changes.listeners === TABS);
    expect(await stopAll(pages[0] as Page)).toBe(200);
    for (const page of pages) await saysStopped(page);
    await browser.close();
  });

  test('where a wire goes dead without a word, it is followed anew', async () => {
    const server = await chrome.serve();
    const page = await chrome.browser.newPage();
    await page.clock.install();
    let sockets = 0;
    const followed = new Set<WebSocketRoute>();
    await page.routeWebSocket(CHANGES, (socket) => {
      sockets += 1;
      const appliance = socket.connectToServer();
      appliance.onMessage((message) => {
        // Beyond the first word the wire is dead.
        if (followed.has(socket)) return;
        followed.add(socket);
        socket.send(message);
      });
      socket.onClose(() => {
        followed.delete(socket);
        void appliance.close();
      });
    });
    await opened(page, server);
    while (followed.size !== 1) await page.clock.runFor(100);
    const before = sockets;
    await page.clock.fastForward(21_000);
    while (sockets === before) await page.clock.fastForward(1_000);
    await page.close();
  });

  test('where no WebSocket can be had, changes come all the same', async () => {
    const server = await chrome.serve();
    const page = await chrome.browser.newPage();
    await page.routeWebSocket(CHANGES, (socket) => void socket.close());
    await opened(page, server);
    expect(await stopAll(page)).toBe(200);
    await saysStopped(page);
    await until(() => server.backend.changes.listeners === 1);
    await page.close();
  });
});
