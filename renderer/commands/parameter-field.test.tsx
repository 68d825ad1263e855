// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { ParameterDefinition } from '../../shared/command/definition.ts';
import { ParameterField } from './parameter-field.tsx';
import { problemsOf, valuesOf } from './parameter-model.ts';

const definitionOf = (changes: Partial<ParameterDefinition>): ParameterDefinition => ({
  name: 'field',
  title: 'Field',
  type: 'string',
  ...changes,
});

/** A field over real inputs. Returns what would be sent, as it stands. */
const show = (definition: ParameterDefinition, initial: string | number | boolean = '') => {
  const now = { value: initial };
  const Host = () => {
    const [value, setValue] = useState(initial);
    now.value = value;
    return (
      <ParameterField definition={definition} value={value} onChange={setValue} error={undefined} isFirst={false} />
    );
  };
  render(
    <MantineProvider env="test">
      <Host />
    </MantineProvider>,
  );
  return {
    sent: () => valuesOf([definition], { field: now.value }),
    problems: () => problemsOf([definition], { field: now.value }),
  };
};

const type = (value: string) => {
  fireEvent.change(screen.getByLabelText(/^Field/), { target: { value } });
};

describe('the field of a parameter', () => {
  it('takes a moment by date and clock and sends it as the platform wants it', () => {
    const { sent, problems } = show(definitionOf({ format: 'date-time' }));
    type('2026-05-03T08:30:00');
    expect(sent()).toEqual({ field: new Date('2026-05-03T08:30:00').toISOString().replace('.000Z', 'Z') });
    expect(problems()).toEqual({});
  });

  it('shows a moment that is none as it is, so that it can be mended', () => {
    show(definitionOf({ format: 'date-time' }), 'next week');
    expect(screen.getByLabelText(/^Field/)).toHaveProperty('value', 'next week');
    expect(screen.getByLabelText(/^Field/)).toHaveProperty('type', 'text');
  });

  it('says a vehicle’s own words and the range as two sentences', () => {
    const range = { type: 'integer', minimum: 1, maximum: 30 } as const;
    show(definitionOf({ ...range, description: 'Seconds' }));
    expect(screen.getByText('Seconds. 1 to 30, whole numbers')).toBeShown();
    show(definitionOf({ ...range, description: 'How long it flashes.' }));
    expect(screen.getByText('How long it flashes. 1 to 30, whole numbers')).toBeShown();
  });

  it('takes a day and a time of day', () => {
    const day = show(definitionOf({ format: 'date' }));
    type('2026-05-03');
    expect(day.sent()).toEqual({ field: '2026-05-03' });
    expect(day.problems()).toEqual({});
  });

  it('gives a time of day its seconds', () => {
    const time = show(definitionOf({ format: 'time' }));
    type('06:00');
    expect(time.sent()).toEqual({ field: '06:00:00' });
    expect(time.problems()).toEqual({});
  });

  it('says what a duration means while it is typed', () => {
    show(definitionOf({ format: 'duration' }));
    type('PT1H30M');
    expect(screen.getByText('1 hour, 30 minutes')).toBeShown();
  });

  it('takes JSON over several lines and names what is none', () => {
    const { sent, problems } = show(definitionOf({ format: 'json' }));
    expect(screen.getByLabelText(/^Field/).tagName).toBe('TEXTAREA');
    type('{"a":');
    expect(problems()).toEqual({ field: 'Enter JSON.' });
    type('{"a": [1]}');
    expect(sent()).toEqual({ field: '{"a": [1]}' });
    expect(problems()).toEqual({});
  });

  it('lets yes or no be left out where it may', () => {
    const { sent } = show(definitionOf({ type: 'boolean', isOptional: true }));
    expect(sent()).toEqual({});
    fireEvent.click(screen.getByPlaceholderText('Not sent'));
    fireEvent.click(screen.getByRole('option', { name: 'No' }));
    expect(sent()).toEqual({ field: false });
  });
});
