/** Jobs take minutes, and each look is a request of the platform's budget: often at first, then every ten seconds. */
export const runningDelaysMs = [2000, 3000, 5000, 10_000] as const;
