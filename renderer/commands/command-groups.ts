import type { CommandDefinition } from '../../shared/command/definition.ts';

export interface GroupedCommand {
  readonly command: CommandDefinition;
  /** Its title without the component's, which stands above it. */
  readonly label: string;
}

export interface CommandGroup {
  readonly key: string;
  /** The component in words; null for the vehicle's own commands. */
  readonly title: string | null;
  readonly commands: readonly GroupedCommand[];
}

/**
 * By component, as templates name their commands: `component.command`; the vehicle's own stand first. `filter` is looked
 * for in what an operator reads of a command.
 */
export const commandGroups = (commands: readonly CommandDefinition[], filter = ''): readonly CommandGroup[] => {
  const wanted = filter.trim().toLocaleLowerCase();
  const groups = new Map<string, CommandDefinition[]>([['', []]]);
  for (const command of commands) {
    const component = componentOf(command.name);
    const texts = [command.title, command.name, command.description ?? '', componentWords(component)];
    if (!texts.some((text) => text.toLocaleLowerCase().includes(wanted))) continue;
    const group = groups.get(component);
    if (group === undefined) groups.set(component, [command]);
    else group.push(command);
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([component, members]) => groupOf(component, members));
};

/** A template's titles begin with the component's own, which knows its name better than we can guess it. */
const groupOf = (component: string, members: readonly CommandDefinition[]): CommandGroup => {
  const prefix = component === '' ? undefined : sharedPrefix(members);
  return {
    key: component,
    title: component === '' ? null : (prefix ?? componentWords(component)),
    commands: members.map((command) => ({
      command,
      label: prefix === undefined ? command.title : command.title.slice(prefix.length + separator.length),
    })),
  };
};

const separator = ': ';

const sharedPrefix = ([first, ...rest]: readonly CommandDefinition[]): string | undefined => {
  const end = first?.title.indexOf(separator) ?? -1;
  if (first === undefined || end <= 0) return undefined;
  const prefix = first.title.slice(0, end);
  return rest.every(({ title }) => title.startsWith(prefix + separator)) ? prefix : undefined;
};

const componentOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));

/** `refrigerationUnit` and `refrigeration_unit` as people write it. */
const componentWords = (component: string): string =>
  component
    .replace(/[_.-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase());
