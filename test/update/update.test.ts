import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownDataDirectory } from '../../src/store/dataDirectory';
import type { UpdateTarget } from '../../src/update/verifyUpdate';
import { verifyUpdate } from '../../src/update/verifyUpdate';
import { runUpdate, type UpdateCommand } from '../../src/updateCommand';
import { FakeClock } from '../support/fakeClock';
import { projectRoot } from '../support/stubProject';

const PLATFORM = `${process.platform}-${process.arch}`;

let directory: string;
const at = (...parts: string[]) => path.join(directory, ...parts);
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'herald-update-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A key pair; its private half in a file, its public half as update-keys.json has it. */
function keyPair(name: string): { readonly name: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(at(`${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return { name, publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
}

const FILES = { 'dist/appliance/cli.cjs': '// the new one\n'.repeat(20), empty: '', 'STORE-VERSION': '4\n' };

interface Made {
  readonly platform?: string;
  readonly kind?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** An update file, signed by the key of that name. */
function updateFile(version: string, key: string, { platform = PLATFORM, kind = 'headless', files = FILES }: Made = {}): string {
  const bytes = Object.entries(files).map(([name, text]) => ({ path: name, content: Buffer.from(text) }));
  const listed = bytes.map(({ path: name, content }) => ({
    path: name,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  const manifest = Buffer.from(JSON.stringify({ product: 'herald', version, kind, platform, files: listed }));
  const signature = sign(null, manifest, createPrivateKey(readFileSync(at(`${key}.pem`)))).toString('base64');
  const out = at(`herald-${version}.herald-update`);
  const header = Buffer.from(`herald-update 1\n${signature}\n`);
  writeFileSync(out, Buffer.concat([header, manifest, Buffer.from('\n'), ...bytes.map(({ content }) => content)]));
  return out;
}

it('the script for it makes an update file that is taken', () => {
  const keys = [keyPair('agency')];
  const source = at('source');
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
    writeFileSync(path.join(source, name), text);
  }
  const script = path.join(projectRoot, '.scripts/packageUpdate.mjs');
  const args = ['--directory', source, '--version', '0.2.0', '--key', at('agency.pem'), '--out', at('made')];
  expect(spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })).toMatchObject({ status: 0 });
  const verified = verifyUpdate(at('made'), { keys, version: '0.1.0', platform: PLATFORM, kind: 'headless' });
  expect(verified.manifest.files.map(({ path: name }) => name).sort()).toEqual(Object.keys(FILES).sort());
});

describe('an update file', () => {
  const target = (keys: UpdateTarget['keys'], more: Partial<UpdateTarget> = {}): UpdateTarget => ({
    keys,
    version: '0.1.0',
    platform: PLATFORM,
    kind: 'headless',
    ...more,
  });

  it('is taken when it is whole, newer, for here, and signed by one of the keys', () => {
    const keys = [keyPair('other'), keyPair('agency')];
    const verified = verifyUpdate(updateFile('0.2.0', 'agency'), target(keys));
    expect(verified).toMatchObject({ signedBy: 'agency', manifest: { version: '0.2.0', platform: PLATFORM } });
  });

  it('is not taken at all while no key is named', () => {
    keyPair('agency');
    expect(() => verifyUpdate(updateFile('0.2.0', 'agency'), target([]))).toThrow('Updates are off');
  });

  it('is refused when any byte of it was changed, cut off or added', () => {
    const keys = [keyPair('agency')];
    const file = updateFile('0.2.0', 'agency');
    const whole = readFileSync(file);
    const headerEnd = whole.indexOf('}\n') + 2;
    const variants: [string, Buffer][] = [
      ['a byte of a file', flipped(whole, headerEnd + 5)],
      ['the last byte', flipped(whole, whole.length - 1)],
      ['the signature', flipped(whole, 'herald-update 1\n'.length + 3)],
      ['the manifest', Buffer.from(whole.toString('latin1').replace('"0.2.0"', '"9.2.0"'), 'latin1')],
      ['the heading', flipped(whole, 2)],
      ['its end', whole.subarray(0, whole.length - 1)],
      ['something after its end', Buffer.concat([whole, Buffer.from('x')])],
      ['all but the heading', whole.subarray(0, 20)],
      ['everything', Buffer.alloc(0)],
    ];
    for (const [what, bytes] of variants) {
      writeFileSync(file, bytes);
      expect([what, refusal(() => verifyUpdate(file, target(keys)))]).toEqual([what, expect.stringContaining('not applied')]);
    }
    writeFileSync(file, whole);
    expect(() => verifyUpdate(file, target(keys))).not.toThrow();
    expect(() => verifyUpdate(at('none'), target(keys))).toThrow('cannot be read: ENOENT');
  });

  it.each([
    ['another key', {}, {}, 'not signed by anybody'],
    ['another platform', { platform: 'win32-x64' }, {}, 'it is for win32-x64'],
    ['an installer', { kind: 'installer' }, {}, 'an installer'],
    ['an older version', {}, { version: '0.10.0' }, '0.2.0 is older than 0.10.0'],
    ['the same version', {}, { version: '0.2.0' }, 'what runs already'],
  ])('is refused: %s', (what, options, more, reason) => {
    const keys = [keyPair(what === 'another key' ? 'other' : 'agency')];
    if (what === 'another key') keyPair('agency');
    expect(refusal(() => verifyUpdate(updateFile('0.2.0', 'agency', options), target(keys, more)))).toContain(reason);
  });

  it('may be older when it is the version before the last update', () => {
    const keys = [keyPair('agency')];
    const file = updateFile('0.2.0', 'agency');
    expect(verifyUpdate(file, target(keys, { version: '0.3.0', returnTo: '0.2.0' })).manifest.version).toBe('0.2.0');
  });

  it.each(['../out', 'a/../../out', '/etc/out', 'a//b', 'C:/out', 'a\\b', '.', 'a/. ', 'a.'])(
    'never writes outside of its place: %s',
    (file) => {
      const keys = [keyPair('agency')];
      // Signed as it is: whoever has the key may err too.
      const update = updateFile('0.2.0', 'agency', { files: { [file]: 'x' } });
      expect(refusal(() => verifyUpdate(update, target(keys)))).toContain('not one that this Herald understands');
    },
  );
});

describe('a headless Herald', () => {
  let printed: string[];
  const data = () => at('data');
  beforeEach(() => {
    printed = [];
    const running = at('install/versions/0.1.0');
    mkdirSync(path.join(running, 'dist/appliance'), { recursive: true });
    mkdirSync(path.join(running, 'resources/config'), { recursive: true });
    writeFileSync(path.join(running, 'STORE-VERSION'), '4\n');
    writeFileSync(path.join(running, 'resources/config/update-keys.json'), JSON.stringify({ keys: [keyPair('agency')] }));
    symlinkSync('versions/0.1.0', at('install/current'), 'junction');
    mkdirSync(data());
    writeStore(4);
  });

  function writeStore(version: number): void {
    const bytes = Buffer.alloc(4096);
    bytes.writeUInt32BE(version, 60);
    writeFileSync(path.join(data(), 'herald.sqlite'), bytes);
  }
  const command = (step: UpdateCommand['step'], file?: string): UpdateCommand => ({ step, file, install: at('install') });
  const update = (...args: Parameters<typeof command>) =>
    runUpdate(
      command(...args),
      {
        dataDirectory: data(),
        version: '0.1.0',
        bundleDirectory: at('install/versions/0.1.0/dist/appliance'),
        clock: new FakeClock(),
      },
      (line) => printed.push(line),
    );
  const versions = () => ['current', 'previous'].map((name) => path.basename(readlinkSync(at('install', name))));

  it('verifies an update without changing anything', () => {
    expect(update('verify', updateFile('0.2.0', 'agency'))).toBe(0);
    expect(printed[0]).toContain('Herald 0.2.0');
    expect(path.basename(readlinkSync(at('install/current')))).toBe('0.1.0');
  });

  it('applies one: copies the store, puts the version beside the old one, and can return', () => {
    update('apply', updateFile('0.2.0', 'agency'));
    expect(versions()).toEqual(['0.2.0', '0.1.0']);
    expect(readFileSync(at('install/current/dist/appliance/cli.cjs'), 'utf8')).toContain('the new one');
    expect(existsSync(at('install/current/empty'))).toBe(true);
    const copy = /copied to (.*)$/.exec(printed[0] ?? '')?.[1] ?? '';
    expect(readFileSync(path.join(copy, 'herald.sqlite'))).toEqual(readFileSync(path.join(data(), 'herald.sqlite')));
    update('return');
    expect(versions()).toEqual(['0.1.0', '0.2.0']);
    update('return');
    expect(versions()).toEqual(['0.2.0', '0.1.0']);
  });

  it('does not return to a version that could not read the store, nor after an unclean end', () => {
    update('apply', updateFile('0.2.0', 'agency'));
    writeFileSync(path.join(data(), 'herald.sqlite-wal'), 'x');
    expect(() => update('return')).toThrow('start it and stop it once');
    rmSync(path.join(data(), 'herald.sqlite-wal'));
    writeStore(5);
    expect(() => update('return')).toThrow('0.1.0 cannot read the store');
    expect(versions()).toEqual(['0.2.0', '0.1.0']);
  });

  it('changes nothing while Herald runs, or with an update that is not right', () => {
    const file = updateFile('0.2.0', 'agency');
    const owned = ownDataDirectory(data());
    expect(() => update('apply', file)).toThrow(expect.objectContaining({ code: 'store.dataDirectoryInUse' }));
    owned.release();
    writeFileSync(file, flipped(readFileSync(file), 700));
    expect(() => update('apply', file)).toThrow('not applied');
    expect(existsSync(at('install/versions/0.2.0'))).toBe(false);
    expect(() => update('return')).toThrow('no version before');
    expect(existsSync(path.join(data(), 'before-update'))).toBe(false);
  });
});

function flipped(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return 'it was taken';
}
