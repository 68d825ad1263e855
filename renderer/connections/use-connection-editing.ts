import { useForm } from '@mantine/form';
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import { useStore } from 'zustand';
import { useEngine } from '../engine/engine-context.ts';
import { useCall } from '../engine/use-call.ts';
import { readForm, type ConnectionFormValues, type FormOrigin, type FormProblems } from './connection-form.ts';
import { createConnectionTester, type TestState } from './connection-test.ts';
import type { ConnectionForm, EditingProps } from './editing.ts';
import { useLeaveGuard } from './use-leave-guard.ts';

export interface ConnectionEditing {
  readonly form: ConnectionForm;
  readonly problems: FormProblems;
  /** In words, how many fields need a change; undefined until somebody asked for more. */
  readonly objection: string | undefined;
  readonly keeping: string | undefined;
  readonly test: TestState;
  readonly cancelTest: () => void;
  /** False when the form has problems; they are shown then, and the first has the focus. */
  readonly runTest: () => boolean;
  /** As {@link runTest}, for some of the fields; asks nobody. */
  readonly check: (isMeant: (field: string) => boolean) => boolean;
  readonly save: () => Promise<void>;
  readonly isSaving: boolean;
  /** Why the engine did not save. */
  readonly failure: string | null;
  readonly cancel: () => void;
  readonly isAskingToLeave: boolean;
  readonly leave: () => void;
  readonly stay: () => void;
}

/** All that one form of a connection does, however its fields are laid out. A refusal keeps everything that was typed. */
export const useConnectionEditing = (
  props: EditingProps,
  /** Where the first field with a problem is looked for. */
  element: RefObject<HTMLFormElement | null>,
  /** Called with the fields that have problems, before the first of them gets the focus. */
  onObjection?: (fields: readonly string[], values: ConnectionFormValues) => void,
): ConnectionEditing => {
  const { id, initialValues, origin, onSaved, onCancel } = props;
  const engine = useEngine();
  const appInfo = useCall('app.info', {});
  const form = useForm<ConnectionFormValues>({
    initialValues,
    validateInputOnBlur: true,
    validate: (values) => ({ ...problemsIn(values, origin) }),
  });
  const [tester] = useState(() => createConnectionTester(engine));
  const test = useStore(tester.store);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const [isAskingToDiscard, setIsAskingToDiscard] = useState(false);
  const [objections, setObjections] = useState(0);
  const guard = useLeaveGuard(form.isDirty() && !isSaving);
  const problems = textProblems(form.errors);
  const problemCount = Object.keys(problems).length;

  useEffect(() => {
    if (objections > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [element, objections]);
  useEffect(
    () => () => {
      tester.reset();
    },
    [tester],
  );

  const object = (found: FormProblems): void => {
    form.setErrors({ ...found });
    onObjection?.(Object.keys(found), form.getValues());
    setObjections((count) => count + 1);
  };

  const readOrObject = () => {
    const reading = readForm(form.getValues(), origin);
    if (reading.isValid) return reading;
    object(reading.problems);
    return undefined;
  };

  return {
    form,
    problems,
    objection:
      problemCount === 0 || objections === 0
        ? undefined
        : problemCount === 1
          ? 'One field needs a change.'
          : `${String(problemCount)} fields need a change.`,
    keeping: appInfo.status === 'ok' ? appInfo.value.vault.explanation : undefined,
    test,
    cancelTest: tester.cancel,
    runTest: () => {
      const reading = readOrObject();
      if (reading === undefined) return false;
      const { settings, secrets } = reading;
      void tester.run({ ...(id === undefined ? {} : { id }), settings, secrets }, Date.now());
      return true;
    },
    check: (isMeant) => {
      const found = Object.fromEntries(
        Object.entries(problemsIn(form.getValues(), origin)).filter(([field]) => isMeant(field)),
      );
      if (Object.keys(found).length === 0) {
        form.clearErrors();
        return true;
      }
      object(found);
      return false;
    },
    save: async () => {
      const reading = readOrObject();
      if (reading === undefined || isSaving) return;
      const { settings, secrets } = reading;
      setIsSaving(true);
      setFailure(null);
      const result = await engine.call('connections.save', { ...(id === undefined ? {} : { id }), settings, secrets });
      setIsSaving(false);
      if (result.ok) onSaved(result.value);
      else setFailure(result.error.message);
    },
    isSaving,
    failure,
    cancel: () => {
      if (form.isDirty()) setIsAskingToDiscard(true);
      else onCancel();
    },
    isAskingToLeave: isAskingToDiscard || guard.isAsking,
    leave: () => {
      setIsAskingToDiscard(false);
      if (guard.isAsking) guard.leave();
      else onCancel();
    },
    stay: () => {
      setIsAskingToDiscard(false);
      guard.stay();
    },
  };
};

const problemsIn = (values: ConnectionFormValues, origin: FormOrigin): FormProblems => {
  const reading = readForm(values, origin);
  return reading.isValid ? {} : reading.problems;
};

const textProblems = (errors: Readonly<Record<string, ReactNode>>): FormProblems =>
  Object.fromEntries(
    Object.entries(errors).flatMap(([field, error]) => (typeof error === 'string' ? [[field, error]] : [])),
  );
