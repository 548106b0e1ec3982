import { EventEmitter } from 'node:events';

interface PostedMessage {
  readonly data: unknown;
  readonly targetOrigin: string;
  readonly ports: unknown[];
}

/** Runs preload.ts whole, with a page's window and Electron's end of it. */
async function preload() {
  jest.resetModules();
  const sent: string[] = [];
  const ipcRenderer = Object.assign(new EventEmitter(), { send: (channel: string) => sent.push(channel) });
  jest.doMock('electron', () => ({ ipcRenderer }));
  const posted: PostedMessage[] = [];
  const target = new EventTarget();
  const page = {
    origin: 'herald://console',
    addEventListener: target.addEventListener.bind(target),
    postMessage: (data: unknown, targetOrigin: string, ports: unknown[]) => posted.push({ data, targetOrigin, ports }),
  };
  Object.assign(globalThis, { window: page });
  const before = Object.keys(page);
  await import('../../main/preload');
  return {
    ipcRenderer,
    sent,
    posted,
    exposed: Object.keys(page).filter((key) => !before.includes(key)),
    say: (data: unknown, source: unknown = page) => target.dispatchEvent(Object.assign(new Event('message'), { data, source })),
  };
}

afterEach(() => Reflect.deleteProperty(globalThis, 'window'));

it('asks for a port when the page says that it listens', async () => {
  const { sent, say } = await preload();
  expect(sent).toEqual([]);
  say('herald:ready');
  expect(sent).toEqual(['herald:port-wanted']);
});

it('asks for nothing at other words, or at the words of another frame', async () => {
  const { sent, say } = await preload();
  say('herald:port');
  say({ type: 'herald:ready' });
  say('herald:ready', {});
  expect(sent).toEqual([]);
});

it('hands each port on to its page and to no other origin', async () => {
  const { ipcRenderer, posted, exposed } = await preload();
  ipcRenderer.emit('herald:port', { ports: ['first'] });
  ipcRenderer.emit('herald:port', { ports: ['second'] });
  expect(posted).toEqual([
    { data: 'herald:port', targetOrigin: 'herald://console', ports: ['first'] },
    { data: 'herald:port', targetOrigin: 'herald://console', ports: ['second'] },
  ]);
  expect(exposed).toEqual([]);
});

it('listens to one channel only', async () => {
  const { ipcRenderer } = await preload();
  expect(ipcRenderer.eventNames()).toEqual(['herald:port']);
});
