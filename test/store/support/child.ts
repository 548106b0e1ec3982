import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';

const STARTER = path.join(__dirname, 'typeScriptChild.cjs');

/** A child process that speaks lines of JSON on stdout and reads lines on stdin. */
export class Child {
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  readonly #ended: Promise<unknown>;

  private constructor(readonly process: ChildProcess) {
    this.#reader = createInterface({ input: process.stdout as NodeJS.ReadableStream });
    this.#lines = this.#reader[Symbol.asyncIterator]();
    this.#ended = once(process, 'exit');
  }

  /** Runs `test/store/support/NAME.ts`. */
  static ofTypeScript(name: string, ...args: string[]): Child {
    return Child.of(process.execPath, ...Child.arguments(name, ...args));
  }

  static arguments(name: string, ...args: string[]): string[] {
    return [STARTER, path.join(__dirname, `${name}.ts`), ...args];
  }

  static of(command: string, ...args: string[]): Child {
    return new Child(spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] }));
  }

  async next<T>(): Promise<T> {
    const line = await this.#lines.next();
    if (line.done) throw new Error('The child ended without a word');
    return JSON.parse(line.value) as T;
  }

  say(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  /** SIGKILL; settles when it is gone and reaped. */
  async kill(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill('SIGKILL');
    await this.#ended;
  }
}
