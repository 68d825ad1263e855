import { describe, expect, it } from 'vitest';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import { commandGroups } from './command-groups.ts';

const command = (name: string, title = name): CommandDefinition => ({
  name,
  title,
  risk: 'routine',
  parameters: [],
  expiresAfterMs: 30_000,
});
const all = [
  command('refrigerationUnit.defrost', 'Defrost'),
  command('lockDoors', 'Lock doors'),
  command('tail_lift.lower', 'Lower'),
  command('refrigerationUnit.reset', 'Reset'),
];

describe('a vehicle’s commands', () => {
  it('stand by component, the vehicle’s own first', () => {
    expect(commandGroups(all).map(({ title, commands }) => [title, commands.map(({ name }) => name)])).toEqual([
      [null, ['lockDoors']],
      ['Refrigeration unit', ['refrigerationUnit.defrost', 'refrigerationUnit.reset']],
      ['Tail lift', ['tail_lift.lower']],
    ]);
  });

  it('are found by title, name and component', () => {
    const names = (filter: string) =>
      commandGroups(all, filter).flatMap(({ commands }) => commands.map(({ name }) => name));
    expect(names('LOCK')).toEqual(['lockDoors']);
    expect(names('refrigeration unit')).toEqual(['refrigerationUnit.defrost', 'refrigerationUnit.reset']);
    expect(names('nothing')).toEqual([]);
  });
});
