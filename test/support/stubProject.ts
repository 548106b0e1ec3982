import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const projectRoot = path.resolve(__dirname, '../..');

export interface StubProject {
  readonly root: string;
  write(file: string, text: string): void;
  remove(): void;
}

/** A project in a directory of its own with the real scripts and packages, and with whatever sources a test writes. */
export function stubProject(): StubProject {
  const root = mkdtempSync(path.join(tmpdir(), 'herald-project-'));
  for (const shared of ['.scripts', 'package.json', 'tsconfig.json']) {
    // Without what a folder of scripts has installed for itself: a whole Node.
    const filter = (source: string) => path.basename(source) !== 'node_modules';
    cpSync(path.join(projectRoot, shared), path.join(root, shared), { recursive: true, filter });
  }
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(root, 'node_modules'), 'junction');
  return {
    root,
    write(file, text) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
