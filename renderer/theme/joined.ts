/** Class names as `className` takes them; what is undefined is left out. */
export const joined = (...names: readonly (string | undefined)[]): string => names.filter(Boolean).join(' ');
