const formats = new Map<number, Intl.NumberFormat>();

/** In the machine's own way of writing numbers, with exactly so many digits behind the point. */
export const formatNumber = (value: number, decimals = 0): string => {
  let format = formats.get(decimals);
  if (format === undefined) {
    // Minus zero is what a standing vehicle's noise rounds to; nobody should read "-0 km/h".
    format = new Intl.NumberFormat(undefined, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: 'negative',
    });
    formats.set(decimals, format);
  }
  return format.format(value);
};

/** A rate: one digit behind the point below ten, none above. */
export const formatRate = (perSecond: number): string => formatNumber(perSecond, perSecond < 10 ? 1 : 0);

const byteUnits = ['B', 'kB', 'MB', 'GB'] as const;

export const formatBytes = (bytes: number): string => {
  let value = bytes;
  let index = 0;
  while (value >= 1000 && index < byteUnits.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${formatNumber(value, index === 0 || value >= 10 ? 0 : 1)} ${byteUnits[index] ?? 'B'}`;
};

/** "1 vehicle", "50 vehicles". */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatNumber(count)} ${count === 1 ? singular : plural}`;
