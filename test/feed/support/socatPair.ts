import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from './until';

/** Two pseudo-terminals joined by socat, as a null-modem cable joins two serial ports. */
export class SocatPair {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'herald-serial-'));
  /** The device that the feed opens. */
  readonly ours = path.join(this.directory, 'ours');
  readonly #theirs = path.join(this.directory, 'theirs');
  #socat: ChildProcess | undefined;
  #writer: FileHandle | undefined;

  async plugIn(): Promise<void> {
    const end = (link: string) => `pty,raw,echo=0,link=${link}`;
    this.#socat = spawn('socat', [end(this.ours), end(this.#theirs)], { stdio: 'ignore' });
    await until('both ends are there', () => existsSync(this.ours) && existsSync(this.#theirs));
    this.#writer = await open(this.#theirs, 'r+');
  }

  async write(text: string | Uint8Array): Promise<void> {
    await this.#writer?.writeFile(text);
  }

  /** What the feed says, once it has said so many bytes. */
  async read(count: number): Promise<Uint8Array> {
    const heard = Buffer.alloc(count);
    for (let at = 0; at < count; ) {
      const { bytesRead } = (await this.#writer?.read(heard, at, count - at)) ?? { bytesRead: 0 };
      if (bytesRead === 0) throw new Error('The line is closed');
      at += bytesRead;
    }
    return heard;
  }

  /** Both ends vanish, as when a USB adapter is pulled. */
  async pullOut(): Promise<void> {
    await this.#writer?.close();
    this.#writer = undefined;
    const socat = this.#socat;
    if (socat === undefined) return;
    this.#socat = undefined;
    const exited = once(socat, 'exit');
    socat.kill();
    await exited;
    rmSync(this.ours, { force: true });
    rmSync(this.#theirs, { force: true });
  }

  async remove(): Promise<void> {
    await this.pullOut();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
