import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './project.mjs';

const lockFile = path.join(root, 'dist', '.build.lock');
const LONGEST_BUILD_MS = 10 * 60_000;

/**
 * Runs `work` while no other process builds: two starts at once must not write over each other.
 * @param {() => Promise<void>} work
 */
export async function whileAloneBuilding(work) {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  while (!acquired()) {
    removeIfAbandoned();
    await delay(100);
  }
  const release = () => rmSync(lockFile, { force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function acquired() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function removeIfAbandoned() {
  try {
    const owner = Number(readFileSync(lockFile, 'utf8'));
    const ageMs = Date.now() - statSync(lockFile).mtimeMs;
    // A file just made may not carry its process id yet.
    if (ageMs < 1_000 || (isAlive(owner) && ageMs < LONGEST_BUILD_MS)) return;
    // Renamed first: of two processes that see the same dead owner only one takes it away.
    const aside = `${lockFile}.${process.pid}`;
    renameSync(lockFile, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
