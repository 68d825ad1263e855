import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mapPalettes } from '../map/map-palette.ts';

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (a: string, b: string): number => {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
};

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokensOf = (block: string | undefined): ReadonlyMap<string, string> =>
  new Map(
    [...(block ?? '').matchAll(/--fd-([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
const [, lightBlock, darkBlock] = css.split(':root');

const surfaces = ['surface', 'raised', 'sunken', 'selected', 'hover'];

describe.each([
  ['light', tokensOf(lightBlock)],
  ['dark', tokensOf(darkBlock)],
])('the colours of the %s scheme', (_scheme, tokens) => {
  const contrastOf = (foreground: string, background: string) =>
    contrast(tokens.get(foreground) ?? '', tokens.get(background) ?? '');

  it('let every text be read on every surface, at 4.5:1', () => {
    for (const text of ['text', 'muted', 'abnormal', 'caution']) {
      for (const surface of surfaces) expect(contrastOf(text, surface), `${text} on ${surface}`).toBeGreaterThan(4.5);
    }
    for (const surface of ['abnormal-surface', 'caution-surface']) {
      expect(contrastOf('text', surface), `text on ${surface}`).toBeGreaterThan(4.5);
    }
  });

  it('let the focus ring, the edges of controls and the marks be seen, at 3:1', () => {
    for (const mark of ['focus', 'border-strong', 'gauge-value', 'chart-line', 'accent']) {
      for (const surface of ['surface', 'raised']) {
        expect(contrastOf(mark, surface), `${mark} on ${surface}`).toBeGreaterThan(3);
      }
    }
  });
});

describe.each(Object.entries(mapPalettes))('the colours of the %s map', (_scheme, palette) => {
  it('set every vehicle off from land and water, at 3:1', () => {
    for (const symbol of ['strong', 'calm', 'caution', 'abnormal', 'cluster', 'selection'] as const) {
      for (const ground of ['land', 'water'] as const) {
        expect(contrast(palette[symbol], palette[ground]), `${symbol} on ${ground}`).toBeGreaterThan(3);
      }
    }
  });

  it('let names and numbers be read, at 4.5:1', () => {
    for (const ground of ['land', 'water', 'halo'] as const) {
      expect(contrast(palette.label, palette[ground]), `label on ${ground}`).toBeGreaterThan(4.5);
    }
    expect(contrast(palette.clusterText, palette.cluster)).toBeGreaterThan(4.5);
    expect(contrast(palette.place, palette.placeHalo)).toBeGreaterThan(4.5);
  });
});
