/** How far back the log is looked at. */
export const auditSpans = ['all', 'hour', 'day', 'week', 'month', 'between'] as const;
export type AuditSpan = (typeof auditSpans)[number];
