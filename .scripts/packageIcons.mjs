import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { root, say } from './project.mjs';

/**
 * Draws every icon from resources/icons/*.svg with a Chromium on this machine (HERALD_CHROMIUM names another than
 * /usr/bin/chromium). What it writes is committed; run it again when a drawing has changed.
 */
const icons = path.join(root, 'resources', 'icons');
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const TRAY_STATES = ['well', 'attention', 'stopped', 'away'];

/** Windows icons: a directory, then PNG files as they are. */
function ico(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(([size, png], index) => {
    const at = 6 + 16 * index;
    header.writeUInt8(size === 256 ? 0 : size, at);
    header.writeUInt8(size === 256 ? 0 : size, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(([, png]) => png)]);
}

/** Apple's, by the types that hold PNG files. */
const ICNS_TYPES = { ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 };

function icns(bySize) {
  const parts = Object.entries(ICNS_TYPES).map(([type, size]) => {
    const png = bySize.get(size);
    const header = Buffer.alloc(8);
    header.write(type, 0, 'latin1');
    header.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([header, png]);
  });
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.write('icns', 0, 'latin1');
  header.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([header, body]);
}

const browser = await chromium.launch({
  executablePath: process.env.HERALD_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  const draw = async (name, size) => {
    const svg = readFileSync(path.join(icons, `${name}.svg`), 'utf8').replace('<svg ', `<svg width="${size}" height="${size}" `);
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body{margin:0;background:transparent}svg{display:block}</style>${svg}`);
    return page.screenshot({ omitBackground: true });
  };
  const app = new Map();
  for (const size of APP_SIZES) app.set(size, await draw('herald', size));
  writeFileSync(path.join(icons, 'herald.png'), app.get(512));
  writeFileSync(path.join(icons, 'herald.ico'), ico([16, 24, 32, 48, 64, 128, 256].map((size) => [size, app.get(size)])));
  writeFileSync(path.join(icons, 'herald.icns'), icns(app));
  for (const state of TRAY_STATES) {
    // Electron finds the second by its name, for displays of double density.
    writeFileSync(path.join(icons, `tray-${state}.png`), await draw(`tray-${state}`, 16));
    writeFileSync(path.join(icons, `tray-${state}@2x.png`), await draw(`tray-${state}`, 32));
  }
  say(`Drew the icons in ${path.relative(root, icons)}`);
} finally {
  await browser.close();
}
