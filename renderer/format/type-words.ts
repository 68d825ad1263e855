/** `refrigerated-truck` as people write it. A platform's own word is kept otherwise. */
export const typeWords = (type: string): string =>
  type.replace(/[-_]+/g, ' ').replace(/^./, (letter) => letter.toUpperCase());
