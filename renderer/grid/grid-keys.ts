/**
 * Where a key takes the keyboard in a list of rows (WAI-ARIA Authoring Practices, grid pattern); undefined for a key that
 * does not move.
 */
export const targetIndex = (key: string, index: number, count: number, pageSize: number): number | undefined => {
  if (count === 0) return undefined;
  const within = (target: number) => Math.max(0, Math.min(count - 1, target));
  switch (key) {
    case 'ArrowDown':
      return within(index + 1);
    case 'ArrowUp':
      return within(index - 1);
    case 'PageDown':
      return within(index + pageSize);
    case 'PageUp':
      return within(index - pageSize);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
};
