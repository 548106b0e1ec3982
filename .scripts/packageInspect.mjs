import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packageFindings, packedSizes } from './packageFindings.mjs';
import { fuseFindings } from './packageFuses.mjs';

// Says on stdout what is wrong with an opened package and how large its parts are; exits with 1 where something is wrong.
const { values } = parseArgs({
  options: {
    app: { type: 'string' },
    binary: { type: 'string' },
    platform: { type: 'string', default: 'linux' },
    arch: { type: 'string', default: 'x64' },
  },
});
const files = readdirSync(values.app, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(path.sep).join('/'))
  .filter((name) => statSync(path.join(values.app, name)).isFile());
const packed = { files, read: (file) => readFileSync(path.join(values.app, file)) };
const fuses = values.binary === undefined ? [] : await fuseFindings(values.binary, values.platform);
const findings = [...packageFindings(packed, { platform: values.platform, arch: values.arch }), ...fuses];
const sizes = packedSizes(packed);
process.stdout.write(`${JSON.stringify({ findings, sizes, files: files.length }, undefined, 2)}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
