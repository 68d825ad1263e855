import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { IotCentralApi } from './api.ts';
import type { Templates } from './templates.ts';

/** What the parts of the adapter share. */
export interface Parts {
  readonly api: IotCentralApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly templates: Templates;
}
