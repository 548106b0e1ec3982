import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import { portConnection } from '../../renderer/link/connection';
import type { ConsoleBackend } from '../../src/console/backend';
import { type ConsolePort, servePort } from '../../src/console/portServer';
import { consoleRouter } from '../../src/console/router';
import { silentLogger } from '../../src/logger';
import { fakeBackend } from '../support/fakeBackend';

/** The window as the shell's preload sees it: told `herald:ready`, it posts a port. */
class ShellWindow extends EventTarget {
  asked = 0;

  postMessage(message: unknown): void {
    if (message === 'herald:ready') this.asked += 1;
  }

  giveAppliance(backend: ConsoleBackend & ReturnType<typeof fakeBackend>): () => void {
    const { port1, port2 } = new MessageChannel();
    const close = servePort(asConsolePort(port1), {
      router: consoleRouter(backend, backend.changes),
      caller: { identity: 'host' },
      logger: silentLogger,
    });
    this.dispatchEvent(Object.assign(new Event('message'), { data: 'herald:port', source: this, ports: [port2] }));
    return close;
  }
}

/** Node's port gives the value where Electron's gives an event. */
function asConsolePort(port: NodePort): ConsolePort {
  return {
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  } as ConsolePort;
}

test('the contract works over the port that the shell gives', async () => {
  const window = new ShellWindow();
  const connecting = portConnection(window as unknown as Window);
  expect(window.asked).toBe(1);
  const close = window.giveAppliance(fakeBackend());
  const { client } = await connecting;
  expect((await client.status()).agency).toBe('Port Alden Police');
  close();
});

test('after the appliance was restarted, calls under way fail and new ones go to the new one', async () => {
  const window = new ShellWindow();
  const connecting = portConnection(window as unknown as Window);
  const dead = fakeBackend();
  dead.status = () => new Promise(() => undefined);
  const closeFirst = window.giveAppliance(dead);
  const connection = await connecting;
  let replaced = 0;
  connection.onReplaced(() => {
    replaced += 1;
  });
  const underWay = connection.client.status();
  const closeSecond = window.giveAppliance(fakeBackend());

  await expect(underWay).rejects.toThrow();
  expect((await connection.client.status()).mode).toBe('training');
  expect(replaced).toBe(1);
  closeFirst();
  closeSecond();
});

test('a message that is not the shell’s port is ignored', async () => {
  const window = new ShellWindow();
  const connecting = portConnection(window as unknown as Window);
  const { port1, port2 } = new MessageChannel();
  window.dispatchEvent(Object.assign(new Event('message'), { data: 'herald:port', source: null, ports: [port1] }));
  window.dispatchEvent(Object.assign(new Event('message'), { data: 'something else', source: window, ports: [port2] }));
  const close = window.giveAppliance(fakeBackend());
  expect((await (await connecting).client.agency()).timeZone).toBe('America/New_York');
  close();
  port1.close();
  port2.close();
});
