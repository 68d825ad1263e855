import { Button, Group, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import type { DeviceGroup } from '../../shared/platform/device.ts';
import { countOf } from '../format/number.ts';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import type { UsedReading } from '../platform/use-reading.ts';
import { whomProblem, type JobPlan, type TargetKind } from './new-job-model.ts';
import { VehicleChooser } from './vehicle-chooser.tsx';
import classes from './jobs.module.css';

interface WhomStepProps {
  readonly plan: JobPlan;
  readonly onChange: (plan: JobPlan) => void;
  readonly connectionId: string;
  readonly reading: UsedReading<DeviceGroup[]>;
  /** Those of this connection. */
  readonly groups: readonly DeviceGroup[];
  readonly onBack: () => void;
  readonly onNext: () => void;
}

const kindWords: Readonly<Record<TargetKind, string>> = {
  group: 'A group of the platform',
  vehicles: 'Vehicles that I choose',
};

export const WhomStep = ({ plan, onChange, connectionId, reading, groups, onBack, onNext }: WhomStepProps) => {
  const [showsProblem, setShowsProblem] = useState(false);
  const problem = whomProblem(plan);
  const shownProblem = showsProblem ? problem : undefined;
  const targets = plan.action?.targets ?? [];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === undefined) onNext();
        else setShowsProblem(true);
      }}
    >
      <Stack gap="md">
        {targets.length > 1 && (
          <Radio.Group
            label="For"
            value={plan.targetKind}
            onChange={(kind) => {
              const chosen = targets.find((candidate) => candidate === kind);
              if (chosen !== undefined) onChange({ ...plan, targetKind: chosen });
            }}
          >
            <Stack gap="xs" mt="xs">
              {targets.map((kind) => (
                <Radio key={kind} value={kind} label={kindWords[kind]} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {plan.targetKind === 'group' ? (
          <GroupChooser {...{ plan, onChange, reading, groups }} problem={shownProblem} />
        ) : (
          <VehicleChooser
            connectionId={connectionId}
            type={plan.action === null ? [] : [plan.action.typeTitle, plan.action.typeId]}
            chosen={plan.vehicleIds}
            problem={shownProblem}
            onChange={(vehicleIds) => {
              onChange({ ...plan, vehicleIds });
            }}
          />
        )}
        <Group justify="flex-end">
          <Button onClick={onBack}>Back</Button>
          <Button type="submit" variant="filled">
            Continue
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

interface GroupChooserProps extends Pick<WhomStepProps, 'plan' | 'onChange' | 'reading' | 'groups'> {
  readonly problem: string | undefined;
}

const GroupChooser = ({ plan, onChange, reading, groups, problem }: GroupChooserProps) => {
  const chosen = groups.find(({ id }) => id === plan.groupId);
  return (
    <>
      <ReadingNotice reading={reading} what="The groups" />
      {reading.value !== undefined && groups.length === 0 ? (
        <p className={classes.quiet}>
          No group of the platform is known here. Groups are made on the platform; or the token may not see them.
        </p>
      ) : (
        <Select
          label="Group"
          placeholder={reading.value === undefined ? 'Not read yet' : 'Choose'}
          data={groups.map(({ id, name, vehicleIds }) => ({
            value: id,
            label: vehicleIds === null ? name : `${name} (${countOf(vehicleIds.length, 'vehicle')})`,
          }))}
          value={plan.groupId === '' ? null : plan.groupId}
          error={problem}
          searchable
          allowDeselect={false}
          withAsterisk
          onChange={(groupId) => {
            onChange({ ...plan, groupId: groupId ?? '' });
          }}
        />
      )}
      {chosen !== undefined && (
        <div>
          {chosen.description !== null && <p className={classes.quiet}>{chosen.description}</p>}
          {chosen.rule !== null && <p className={classes.quiet}>Who belongs to it: {chosen.rule}</p>}
          {chosen.vehicleIds === null && (
            <p className={classes.quiet}>How many vehicles belong to it is not known here. {chosen.problem ?? ''}</p>
          )}
        </div>
      )}
    </>
  );
};
