import { describe, expect, it } from 'vitest';
import type { ParameterDefinition } from '../../shared/command/definition.ts';
import { initialInputs, problemsOf, valuesOf } from './parameter-model.ts';

const temperature: ParameterDefinition = {
  name: 'temperature',
  title: 'Temperature',
  type: 'number',
  unit: 'celsius',
  minimum: -30,
  maximum: 25,
};
const seconds: ParameterDefinition = {
  name: 'seconds',
  title: 'For',
  type: 'integer',
  minimum: 1,
  maximum: 30,
  initial: 5,
};
const note: ParameterDefinition = { name: 'note', title: 'Note', type: 'string', isOptional: true };
const force: ParameterDefinition = { name: 'force', title: 'Force', type: 'boolean' };
const mode: ParameterDefinition = {
  name: 'mode',
  title: 'Mode',
  type: 'enum',
  choices: [{ value: 'eco', title: 'Eco' }],
};
const all = [temperature, seconds, note, force, mode];

describe('a command’s parameters', () => {
  it('start from what the definition says and are empty otherwise', () => {
    expect(initialInputs(all)).toEqual({ temperature: '', seconds: 5, note: '', force: false, mode: '' });
  });

  it('become numbers, flags and texts, and an empty field is left out', () => {
    expect(valuesOf(all, { temperature: ' -18.5 ', seconds: 10, note: '', force: true, mode: 'eco' })).toEqual({
      temperature: -18.5,
      seconds: 10,
      force: true,
      mode: 'eco',
    });
  });

  it.each([
    ['', 'Enter a value.'],
    ['-', 'Enter a number.'],
    ['warm', 'Enter a number.'],
    ['   ', 'Enter a number.'],
    ['-31', 'Between -30 and 25.'],
    ['1e400', 'Enter a number.'],
  ])('say what is wrong with a temperature of “%s”', (typed, problem) => {
    expect(problemsOf([temperature], { temperature: typed })).toEqual({ temperature: problem });
  });

  it('take zero for a value', () => {
    expect(problemsOf([temperature], { temperature: 0 })).toEqual({});
    expect(valuesOf([temperature], { temperature: '0' })).toEqual({ temperature: 0 });
  });

  it('refuse part of a second where whole ones are asked', () => {
    expect(problemsOf([seconds], { seconds: '1.5' })).toEqual({ seconds: 'Enter a whole number.' });
  });
});
