// Draws the app's icons from the window's own mark: `node scripts/draw-icons.mjs`, after the drawing has changed.
// The result is kept in the repository, so that packaging needs no browser.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright';
import { projectRoot } from './project.mjs';
import { ensureChromium } from './test-tools.mjs';

const folder = path.join(projectRoot, 'electron', 'resources');
const drawing = await readFile(path.join(projectRoot, 'renderer', 'public', 'fleetdeck.svg'), 'utf8');

const linuxSizes = [16, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** Apple's names for PNG entries, by size in pixels: https://en.wikipedia.org/wiki/Apple_Icon_Image_format#Icon_types */
const macEntries = /** @type {const} */ ([
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);

/** @param {readonly number[]} sizes @returns {Promise<(size: number) => Buffer>} */
const draw = async (sizes) => {
  const executablePath = await ensureChromium((line) => process.stderr.write(`${line}\n`));
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: isRoot ? ['--no-sandbox'] : [],
  });
  /** @type {Map<number, Buffer>} */
  const images = new Map();
  try {
    for (const size of new Set(sizes)) {
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      const style = 'html, body { margin: 0; background: transparent; } svg { display: block; width: 100vw; }';
      await page.setContent(`<style>${style}</style>${drawing}`);
      images.set(size, await page.screenshot({ omitBackground: true }));
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return (size) => {
    const image = images.get(size);
    if (image === undefined) throw new Error(`No image of ${String(size)} pixels was drawn.`);
    return image;
  };
};

/** A directory of 16 bytes an image, then the images: https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
 * @param {readonly { readonly size: number, readonly image: Buffer }[]} entries */
const toIco = (entries) => {
  const header = Buffer.alloc(6 + 16 * entries.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(entries.length, 4);
  let offset = header.length;
  for (const [index, { size, image }] of entries.entries()) {
    const at = 6 + 16 * index;
    // 256 does not fit into a byte and is written as 0.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(image.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += image.length;
  }
  return Buffer.concat([header, ...entries.map(({ image }) => image)]);
};

/** A chunk is its four letters, its length with this head, and the image.
 * @param {string} type @param {Buffer} content */
const toIcnsChunk = (type, content) => {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
};

const imageOf = await draw([...linuxSizes, ...windowsSizes, ...macEntries.map(([, size]) => size)]);
await mkdir(path.join(folder, 'icons'), { recursive: true });
for (const size of linuxSizes) {
  await writeFile(path.join(folder, 'icons', `${String(size)}x${String(size)}.png`), imageOf(size));
}
await writeFile(path.join(folder, 'icon.ico'), toIco(windowsSizes.map((size) => ({ size, image: imageOf(size) }))));
const chunks = macEntries.map(([type, size]) => toIcnsChunk(type, imageOf(size)));
await writeFile(path.join(folder, 'icon.icns'), toIcnsChunk('icns', Buffer.concat(chunks)));
