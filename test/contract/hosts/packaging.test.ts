import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Ajv } from 'ajv';
import { build, Platform, type Configuration } from 'electron-builder';
import { copyFile, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDesktop } from '../../support/desktop-app.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const require = createRequire(import.meta.url);
/** electron-builder's own reader of YAML, which comes without types. */
const yaml = require('js-yaml') as { readonly load: (text: string) => unknown };

const readConfiguration = async (): Promise<Configuration> =>
  yaml.load(await readFile(join(root, 'electron-builder.yml'), 'utf8')) as Configuration;

describe("electron-builder.yml, held against electron-builder's own schema", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  // electron-builder's own word, for options that only a script can set.
  ajv.addKeyword('typeof');
  const validate = ajv.compile(require('app-builder-lib/scheme.json') as object);
  const check = (configuration: unknown) => ({
    isValid: validate(configuration),
    errors: ajv.errorsText(validate.errors),
  });

  it('is valid', async () => {
    expect(check(await readConfiguration())).toEqual({ isValid: true, errors: 'No errors' });
  });

  it.each([
    ['an unknown option', { unknownOption: true }],
    ['a target of the wrong type', { linux: { target: 5 } }],
    ['a fuse that does not exist', { electronFuses: { runAsNodes: false } }],
  ])('would not be with %s', async (_what, change) => {
    expect(check({ ...(await readConfiguration()), ...change }).isValid).toBe(false);
  });

  it('makes an installer for each system, and publishes nothing', async () => {
    expect(await readConfiguration()).toMatchObject({
      win: { target: 'nsis' },
      mac: { target: 'dmg' },
      linux: { target: ['AppImage', 'deb'] },
      publish: null,
      asar: true,
    });
  });

  it('names icons that are there', async () => {
    const resources = join(root, 'electron', 'resources');
    expect((await readFile(join(resources, 'icon.ico'))).readUInt16LE(2)).toBe(1);
    expect((await readFile(join(resources, 'icon.icns'))).subarray(0, 4).toString()).toBe('icns');
    expect(await readdir(join(resources, 'icons'))).toContain('512x512.png');
  });
});

/** Where Electron's fuses lie in its program: this sentence, a version, their number, and one letter each. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseCount = 9;
const off = '0'.charCodeAt(0);
const on = '1'.charCodeAt(0);

describe.skipIf(process.platform === 'win32')('a package made around a stand-in for Electron', () => {
  let built: Awaited<ReturnType<typeof buildDesktop>>;
  let unpacked: string;

  beforeAll(async () => {
    built = await buildDesktop();
    const { folder } = built;
    const stand = join(folder, 'electron-dist');
    await mkdir(join(stand, 'resources'), { recursive: true });
    const wire = Buffer.concat([
      Buffer.from('\u007FELF stand-in '),
      Buffer.from(fuseSentinel),
      Buffer.from([1, fuseCount]),
      Buffer.from('1'.repeat(fuseCount)),
    ]);
    await writeFile(join(stand, 'electron'), wire, { mode: 0o755 });
    await writeFile(join(stand, 'version'), '45.4.1');
    await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
    await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'));
    await writeFile(join(folder, 'notes.md'), 'must not travel');
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const configuration = await readConfiguration();
    await build({
      projectDir: folder,
      targets: Platform.LINUX.createTarget('dir'),
      config: {
        ...configuration,
        directories: { output: 'release', buildResources: join(root, 'electron', 'resources') },
        electronDist: stand,
        electronVersion: '45.4.1',
      },
    });
    unpacked = join(folder, 'release', 'linux-unpacked');
  }, 120_000);

  afterAll(async () => {
    await rm(join(built.folder, 'node_modules'));
    await built.remove();
  });

  it('holds the bundles, the window and nothing else', () => {
    const files = listPackage(join(unpacked, 'resources', 'app.asar'), { isPack: false }).map((file) =>
      file.replaceAll('\\', '/'),
    );
    expect(files).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/LICENSE',
        '/dist/electron/main.js',
        '/dist/electron/engine.js',
        '/dist/electron/practice.js',
        '/dist/electron/preload.cjs',
        '/dist/renderer/index.html',
      ]),
    );
    const roots = new Set(files.map((file) => file.split('/')[1]));
    expect([...roots].toSorted()).toEqual(['LICENSE', 'dist', 'package.json']);
  });

  it('starts with the built main process, as a module', () => {
    const content = extractFile(join(unpacked, 'resources', 'app.asar'), 'package.json').toString('utf8');
    expect(JSON.parse(content)).toMatchObject({
      main: 'dist/electron/main.js',
      type: 'module',
      productName: 'Fleetdeck',
    });
  });

  it('has its fuses set: the program runs this app and nothing else', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'fleetdeck'));
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: off,
      [FuseV1Options.EnableCookieEncryption]: on,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
      [FuseV1Options.EnableNodeCliInspectArguments]: off,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
      [FuseV1Options.OnlyLoadAppFromAsar]: on,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
    });
  });
});
