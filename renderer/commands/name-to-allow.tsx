import { TextInput } from '@mantine/core';
import { isSameName } from '../device/device-words.ts';

interface NameToAllowProps {
  readonly vehicleName: string;
  readonly typedName: string;
  readonly onType: (name: string) => void;
  readonly isDisabled: boolean;
}

/** The second word before what interrupts a vehicle's work. */
export const NameToAllow = ({ vehicleName, typedName, onType, isDisabled }: NameToAllowProps) => (
  <TextInput
    label={`This interrupts the vehicle’s work. Type ${vehicleName} to allow it`}
    value={typedName}
    onChange={(event) => {
      onType(event.currentTarget.value);
    }}
    disabled={isDisabled}
    autoComplete="off"
    spellCheck={false}
  />
);

/** Why nothing is sent yet; undefined when the name stands there. */
export const nameMissing = (typedName: string, vehicleName: string): string | undefined =>
  isSameName(typedName, vehicleName) ? undefined : 'Type the vehicle’s name to allow sending.';
