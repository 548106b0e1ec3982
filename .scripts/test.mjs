import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './project.mjs';

const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const reporters = ['default', fileURLToPath(new URL('skippedReporter.mjs', import.meta.url))];
const args = [jest, ...reporters.map((reporter) => `--reporters=${reporter}`), ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
