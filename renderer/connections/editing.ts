import type { UseFormReturnType } from '@mantine/form';
import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { ConnectionView } from '../../shared/connection/status.ts';
import type { ConnectionFormValues, FormOrigin, FormProblems } from './connection-form.ts';

export type ConnectionForm = UseFormReturnType<ConnectionFormValues>;

/** What a group of fields needs of the form around it. */
export interface FieldsProps {
  readonly form: ConnectionForm;
  readonly origin: FormOrigin;
  readonly problems: FormProblems;
  readonly preset: ConnectionPreset | undefined;
  /** Where secrets will be kept, in words. */
  readonly keeping: string | undefined;
}

export interface EditingProps {
  /** Absent for a new connection. */
  readonly id?: string;
  readonly title: string;
  readonly initialValues: ConnectionFormValues;
  readonly origin: FormOrigin;
  /** What "reset to preset" goes back to; undefined while it is not known. */
  readonly preset: ConnectionPreset | undefined;
  readonly onSaved: (view: ConnectionView) => void;
  readonly onCancel: () => void;
}
