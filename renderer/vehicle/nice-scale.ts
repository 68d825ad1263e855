/** A chart's vertical axis: whole steps of 1, 2 or 5 times a power of ten. */
export interface NiceScale {
  readonly minimum: number;
  readonly maximum: number;
  readonly ticks: readonly number[];
  /** Digits behind the point that tell the ticks apart. */
  readonly decimals: number;
}

const aboutThisManySteps = 3;

/** 0.1 / 0.05 is not quite 2, and must not cost a step. Less than a pixel of any chart. */
const tolerance = 1e-9;

/**
 * An axis round the values. It spans at least `minimumSpan`, so that the last digit's noise does not fill the chart and
 * look like an event.
 */
export const niceScale = (least: number, greatest: number, minimumSpan: number): NiceScale => {
  const span = Math.max(greatest - least, minimumSpan);
  const step = niceStep(span / aboutThisManySteps);
  const centred = (least + greatest - span) / 2;
  // A quantity that has no negative values is given no negative axis.
  const lower = least >= 0 ? Math.max(0, centred) : centred;
  const first = Math.floor(Math.min(least, lower) / step + tolerance);
  const last = Math.ceil(Math.max(greatest, lower + span) / step - tolerance);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + tolerance));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(decimals)),
  );
  return { minimum: ticks[0] ?? 0, maximum: ticks.at(-1) ?? 1, ticks, decimals };
};

const niceStep = (rough: number): number => {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
};
