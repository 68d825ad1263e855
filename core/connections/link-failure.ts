/** How far an attempt had come when it ended. */
export type LinkStage = 'connecting' | 'signing-in' | 'subscribing' | 'established';

/** What is known of an attempt that failed or a connection that was lost, before it is put into words. */
export interface LinkFailure {
  readonly stage: LinkStage;
  readonly error: Error | null;
  /** The broker's CONNACK code, where it refused. */
  readonly connackCode: number | null;
  /** The reason in an MQTT 5 DISCONNECT from the broker. */
  readonly disconnectCode: number | null;
  /** The first bytes that came instead of an MQTT packet. */
  readonly firstBytes: Uint8Array | null;
  /** Filters that the broker refused, when it refused all. */
  readonly refusedFilters: readonly string[];
}

/** Of what a library threw before it sent anything. */
export const failureBeforeConnect = (error: unknown): LinkFailure => ({
  stage: 'connecting',
  error: error instanceof Error ? error : new Error(String(error)),
  connackCode: null,
  disconnectCode: null,
  firstBytes: null,
  refusedFilters: [],
});
