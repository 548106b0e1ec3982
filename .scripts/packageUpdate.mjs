import { createHash, createPrivateKey, sign } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { say } from './project.mjs';

/**
 * Makes a signed update file: of a version's directory (--directory, the headless one), or of an installer (--installer).
 * The key is ed25519, in PEM: `openssl genpkey -algorithm ed25519 -out update.key`. What goes into
 * resources/config/update-keys.json is `openssl pkey -in update.key -pubout -outform DER | base64`.
 */
const { values } = parseArgs({
  options: {
    directory: { type: 'string' },
    installer: { type: 'string' },
    version: { type: 'string' },
    platform: { type: 'string', default: `${process.platform}-${process.arch}` },
    key: { type: 'string' },
    out: { type: 'string' },
  },
});
const { directory, installer, version, platform, key, out } = values;
if ((directory === undefined) === (installer === undefined) || !version || !key || !out) {
  say('It takes --directory DIR or --installer FILE, --version V, --key FILE and --out FILE; --platform where it is for another');
  process.exit(2);
}

const base = directory ?? path.dirname(installer);
const files = directory
  ? readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .map((name) => name.split(path.sep).join('/'))
      .filter((name) => statSync(path.join(directory, name)).isFile())
      .sort()
  : [path.basename(installer)];
const manifest = {
  product: 'herald',
  version,
  kind: directory ? 'headless' : 'installer',
  platform,
  files: files.map((file) => {
    const bytes = readFileSync(path.join(base, file));
    return { path: file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }),
};
const manifestBytes = Buffer.from(JSON.stringify(manifest));
const signature = sign(null, manifestBytes, createPrivateKey(readFileSync(key)));
writeFileSync(out, `herald-update 1\n${signature.toString('base64')}\n`);
appendFileSync(out, manifestBytes);
appendFileSync(out, '\n');
for (const file of files) appendFileSync(out, readFileSync(path.join(base, file)));
say(`${path.basename(out)}: Herald ${version} for ${platform}, ${files.length} files`);
