const points = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;
const pointWords = ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'] as const;

/** 0 to 359, clockwise from north. */
export const normaliseHeading = (degrees: number): number => ((Math.round(degrees) % 360) + 360) % 360;

const octant = (degrees: number): number => Math.round(normaliseHeading(degrees) / 45) % 8;

export const compassPoint = (degrees: number): string => points[octant(degrees)] ?? 'N';

/** The same as a word, for a screen reader. */
export const compassWord = (degrees: number): string => pointWords[octant(degrees)] ?? 'north';

export const formatHeading = (degrees: number): string =>
  `${String(normaliseHeading(degrees))}° ${compassPoint(degrees)}`;
