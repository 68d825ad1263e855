/** Whether a person waits for the answer. Clicks go first; background work always gets its share. */
export type Lane = 'click' | 'background';
