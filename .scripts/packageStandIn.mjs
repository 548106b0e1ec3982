import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { root } from './project.mjs';

/** @returns {string} the version of Electron that is packaged */
export const electronVersion = () =>
  JSON.parse(readFileSync(path.join(root, 'node_modules', 'electron', 'package.json'), 'utf8')).version;

/** By which @electron/fuses finds the fuses in a binary; then their layout's version, how many there are, and each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_AS_DELIVERED = '101111001';

/**
 * Writes a made-up distribution of Electron, for packaging where the real one cannot be had: all that packaging looks at
 * is there, and nothing of it runs.
 * @param {string} directory where Forge's `electronZipDir` points
 */
export function writeElectronStandIn(directory, platform = 'linux', arch = 'x64') {
  const fuses = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([1, FUSES_AS_DELIVERED.length]),
    Buffer.from(FUSES_AS_DELIVERED),
  ]);
  const binary = Buffer.concat([Buffer.from('#!/bin/false\n'), Buffer.alloc(4096), fuses, Buffer.alloc(4096)]);
  const version = electronVersion();
  const zip = storedZip([
    ['electron', binary, 0o755],
    ['version', Buffer.from(version), 0o644],
    ['LICENSE', Buffer.from('Stand-in'), 0o644],
    ['LICENSES.chromium.html', Buffer.from('Stand-in'), 0o644],
    ['resources/default_app.asar', Buffer.from('Stand-in'), 0o644],
  ]);
  writeFileSync(path.join(directory, `electron-v${version}-${platform}-${arch}.zip`), zip);
}

/** A zip archive of uncompressed files. */
function storedZip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, bytes, mode] of files) {
    const nameBytes = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    // 1980-01-01: no time is worth telling.
    shared.writeUInt16LE(0x21, 8);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, nameBytes, bytes]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    // Made on Unix, so that file modes count.
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), shared, rest, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}
