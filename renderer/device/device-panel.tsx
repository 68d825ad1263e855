import { useState } from 'react';
import type { DeviceDetail } from '../../shared/platform/device.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { goTo } from '../app/routes.ts';
import { tell } from '../connections/notify.ts';
import { ActionBar } from '../platform/action-bar.tsx';
import { RefreshButton } from '../platform/refresh-button.tsx';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { rightOf } from '../platform/use-platform.ts';
import { useReading } from '../platform/use-reading.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import { Panel } from '../vehicle/panel.tsx';
import { BlockDialog } from './block-dialog.tsx';
import { CredentialsDialog } from './credentials-dialog.tsx';
import { factsOf } from './device-words.ts';
import { LocationDialog } from './location-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import classes from './device.module.css';

interface DevicePanelProps {
  readonly connectionId: string;
  readonly vehicleId: string;
  readonly vehicleName: string;
  readonly platform: PlatformStatus;
}

type OpenDialog = 'rename' | 'block' | 'location' | 'credentials' | 'remove';

/** What the platform's registry says of the vehicle, and what can be done with its entry there. */
export const DevicePanel = ({ connectionId, vehicleId, vehicleName, platform }: DevicePanelProps) => {
  const reading = useReading('devices.get', { connectionId, vehicleId });
  const detail = reading.value;
  const [open, setOpen] = useState<OpenDialog | null>(null);
  useReturnFocus(open !== null);
  const close = (): void => {
    setOpen(null);
  };
  const take = (changed: DeviceDetail): void => {
    reading.replace(changed);
    close();
  };

  const target = { connectionId, vehicleId };
  const unread = detail === undefined ? 'What the platform says of the vehicle is not read yet.' : undefined;
  return (
    <Panel
      title="On the platform"
      controls={<RefreshButton reading={reading} what="what the platform says of the vehicle" />}
    >
      <div className={classes.device}>
        <ReadingNotice reading={reading} what="What the platform says of the vehicle" />
        {detail !== undefined && (
          <dl className={classes.facts}>
            {factsOf(detail, platform.kind).map(({ label, text, isAbnormal }, index) => (
              <div key={`${String(index)} ${label}`}>
                <dt>{label}</dt>
                <dd data-abnormal={isAbnormal}>
                  {isAbnormal === true && <span aria-hidden>✕ </span>}
                  {text}
                </dd>
              </div>
            ))}
          </dl>
        )}
        <ActionBar
          label="Change on the platform"
          actions={[
            {
              label: 'Rename…',
              right: rightOf(platform, 'rename-device'),
              obstacle: unread,
              onClick: () => {
                setOpen('rename');
              },
            },
            {
              label: detail?.isEnabled === false ? 'Unblock…' : 'Block…',
              right: rightOf(platform, 'block-device'),
              obstacle: unread,
              onClick: () => {
                setOpen('block');
              },
            },
            {
              label: 'Set location…',
              right: rightOf(platform, 'change-location'),
              obstacle: unread,
              onClick: () => {
                setOpen('location');
              },
            },
            {
              label: 'Show credentials…',
              right: rightOf(platform, 'read-credentials'),
              onClick: () => {
                setOpen('credentials');
              },
            },
            {
              label: 'Delete…',
              right: rightOf(platform, 'delete-device'),
              onClick: () => {
                setOpen('remove');
              },
            },
          ]}
        />
      </div>
      {open === 'rename' && detail !== undefined && (
        <RenameDialog target={target} name={detail.name} onDone={take} onClose={close} />
      )}
      {open === 'block' && detail !== undefined && (
        <BlockDialog
          target={target}
          name={detail.name}
          isBlocked={detail.isEnabled === false}
          onDone={take}
          onClose={close}
        />
      )}
      {open === 'location' && detail !== undefined && (
        <LocationDialog target={target} name={detail.name} location={detail.location} onDone={take} onClose={close} />
      )}
      {open === 'credentials' && (
        <CredentialsDialog target={target} name={detail?.name ?? vehicleName} onClose={close} />
      )}
      {open === 'remove' && (
        <RemoveDialog
          target={target}
          name={detail?.name ?? vehicleName}
          onDone={() => {
            tell(`${detail?.name ?? vehicleName} is deleted.`, 'It is gone from the platform and can connect no more.');
            goTo({ view: 'fleet' });
          }}
          onClose={close}
        />
      )}
    </Panel>
  );
};
