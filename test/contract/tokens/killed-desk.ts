import type { PlatformKind } from '../../../shared/platform/kinds.ts';
import { createEngineFixture, type EngineFixture } from '../../support/engine-fixture.ts';
import { centralSettings, ordinary, watsonSettings, type Practice } from './desk-fixture.ts';
import { openPlaces, type Places } from './interrupted-desk.ts';

/** What the test, which plays the platform's owner, tells this process over its channel. */
export interface KilledDeskOrder extends Places {
  readonly practice: Practice;
  readonly kind: PlatformKind;
  readonly action: 'rotate' | 'create';
  readonly admin: SignIn;
  readonly old: SignIn;
  readonly name: string;
  /** The step in which this process ends by SIGKILL, counted from one. */
  readonly killAtStep: number;
}

export interface SignIn {
  readonly id: string;
  readonly secret: string;
}

export type KilledDeskMessage =
  | { readonly type: 'secret'; readonly secret: string }
  /** It was not killed. */
  | { readonly type: 'done'; readonly stepCount: number };

const tell = (message: KilledDeskMessage): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, () => {
      resolve();
    });
  });

const connect = async (fixture: EngineFixture, order: KilledDeskOrder, name: string, { id, secret }: SignIn) => {
  const { practice, kind } = order;
  const saved =
    kind === 'watson'
      ? await fixture.call('connections.save', {
          settings: watsonSettings(practice, id, name),
          secrets: { password: secret },
        })
      : await fixture.call('connections.save', {
          settings: centralSettings(practice, name),
          secrets: { platformToken: secret },
        });
  return saved.id;
};

const run = async (order: KilledDeskOrder): Promise<void> => {
  let isCounting = false;
  let stepCount = 0;
  const places = await openPlaces(
    order,
    () => {
      if (!isCounting) return;
      stepCount += 1;
      if (stepCount === order.killAtStep) process.kill(process.pid, 'SIGKILL');
    },
    (secret) => tell({ type: 'secret', secret }),
  );
  const fixture = await createEngineFixture({ ...places, random: () => 0 });
  const connectionId = await connect(fixture, order, 'Admin', order.admin);
  await connect(fixture, order, 'Fleet', order.old);
  await fixture.untilConnection(connectionId, ({ platform }) => platform?.state === 'ready');
  isCounting = true;
  if (order.action === 'create') {
    const roles = [{ roleId: ordinary[order.kind], organization: null }];
    const token = { name: order.name, roles, expiresAtMs: null };
    const { creation } = await fixture.call('tokens.create', { connectionId, token });
    await fixture.call('tokens.forget', { creationId: creation.id });
  } else {
    const wanted = { tokenId: order.old.id, name: order.name, expiresAtMs: null, overlapMs: 0 };
    const { id: rotationId } = await fixture.call('rotations.start', { connectionId, ...wanted });
    // More often than there are steps: one may find the platform's limit used up.
    for (let left = 12; left > 0; left -= 1) {
      const { step } = await fixture.call('rotations.go', { rotationId, acknowledged: ['used-elsewhere'] });
      if (step === 'done') break;
    }
  }
  isCounting = false;
  await tell({ type: 'done', stepCount });
  await fixture.close();
  process.disconnect();
};

// The engine's timers keep no process alive, and a channel does only while somebody listens to it.
process.on('message', (order: KilledDeskOrder) => void run(order));
