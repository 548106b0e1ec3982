import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isFresh } from './freshness.mjs';
import { say } from './project.mjs';

/**
 * Builds in a process of its own, so that the bundler's memory and threads are gone before the appliance starts, and with
 * the build's words on stderr. SIGTERM and SIGINT end it, and this process with it.
 * @param {string[]} options of build.mjs
 */
export async function runBuild(options) {
  // fd 2 as the child's stdout: the first line on ours is the ready line.
  const child = spawn(process.execPath, [fileURLToPath(new URL('build.mjs', import.meta.url)), ...options], {
    stdio: ['ignore', 2, 'inherit'],
  });
  const stop = () => {
    child.kill('SIGTERM');
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const [code, signal] = await once(child, 'exit');
  process.off('SIGTERM', stop);
  process.off('SIGINT', stop);
  if (code === 0) return;
  say(`The build failed (${signal ?? `exit ${code}`})`);
  process.exit(1);
}

/** Makes `dist/` the build of the sources as they are now. */
export async function builtFirst() {
  if (!isFresh()) await runBuild(['--if-stale']);
}
