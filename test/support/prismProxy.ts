import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

export interface PrismProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Prism between the SDK and our simulator: it refuses requests that do not conform to the OpenAPI file of bandwidth-sdk,
 * and turns answers that do not into a 500.
 */
export async function startPrismProxy(upstream: string): Promise<PrismProxy> {
  const port = await freePort();
  const bin = path.join(root, 'node_modules/@stoplight/prism-cli/dist/index.js');
  const spec = path.join(root, 'node_modules/bandwidth-sdk/bandwidth.yml');
  const child = spawn(process.execPath, [bin, 'proxy', '-h', '127.0.0.1', '-p', String(port), '--errors', spec, upstream], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, 'onlyLoopback.cjs'))}` },
  });
  await listening(child);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill();
      }),
  };
}

function listening(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (/Prism is listening/.test(said)) resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Prism ended: ${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
