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
    expect(
      commandGroups(all).map(({ title, commands }) => [title, commands.map(({ command: { name } }) => name)]),
    ).toEqual([
      [null, ['lockDoors']],
      ['Refrigeration unit', ['refrigerationUnit.defrost', 'refrigerationUnit.reset']],
      ['Tail lift', ['tail_lift.lower']],
    ]);
  });

  it('go by the component’s own title, said once above them', () => {
    const [group] = commandGroups([command('d.lock', 'Cargo doors: Lock'), command('d.open', 'Cargo doors: Open')]);
    expect(group?.title).toBe('Cargo doors');
    expect(group?.commands.map(({ label }) => label)).toEqual(['Lock', 'Open']);
    const [mixed] = commandGroups([command('d.lock', 'Cargo doors: Lock'), command('d.open', 'Open')]);
    expect(mixed?.title).toBe('D');
    expect(mixed?.commands.map(({ label }) => label)).toEqual(['Cargo doors: Lock', 'Open']);
  });

  it('are found by title, name and component', () => {
    const names = (filter: string) =>
      commandGroups(all, filter).flatMap(({ commands }) => commands.map(({ command: { name } }) => name));
    expect(names('LOCK')).toEqual(['lockDoors']);
    expect(names('refrigeration unit')).toEqual(['refrigerationUnit.defrost', 'refrigerationUnit.reset']);
    expect(names('nothing')).toEqual([]);
  });
});
