import type { Mapping, Route, SignalMapping } from '../../shared/mapping/mapping.ts';
import { findSignal } from '../../shared/vehicle/signals.ts';
import { canConvert } from '../../shared/vehicle/units.ts';
import { compileTemplate } from './template.ts';
import { compilePattern, patternMatchesFilter, patternProblem } from './topic-pattern.ts';

/**
 * What is wrong with a mapping beyond its schema, a sentence each; empty when nothing is. A mapping with such faults
 * does no harm (what they concern is not found or taken as it is), but does not do what its author meant.
 */
export const mappingProblems = (mapping: Mapping): readonly string[] => [
  ...mapping.routes.flatMap((route, index) =>
    routeProblems(route).map((problem) => `Route ${String(index + 1)}: ${problem}`),
  ),
  ...commandProblems(mapping),
];

/** Routes that no message can reach, because nothing that is subscribed brings their topics. */
export const unreachedRoutes = (mapping: Mapping, filters: readonly string[]): readonly string[] =>
  mapping.routes.flatMap(({ topic }, index) =>
    filters.some((filter) => patternMatchesFilter(topic, filter))
      ? []
      : [`Route ${String(index + 1)}: none of the watched topics brings ${topic}.`],
  );

const routeProblems = (route: Route): readonly string[] => {
  const pattern = patternProblem(route.topic);
  if (pattern !== undefined) return [pattern];
  if (route.kind === 'ignore') return [];
  const captured = new Set(compilePattern(route.topic).captureNames);
  const missing = [route.vehicle, route.name, route.type].flatMap((template) =>
    template === undefined ? [] : compileTemplate(template).captureNames.filter((name) => !captured.has(name)),
  );
  return [
    ...[...new Set(missing)].map((name) => `{${name}} is used, but is no level of the topic ${route.topic}.`),
    ...(route.kind === 'telemetry' ? route.signals.flatMap(unitProblem) : []),
  ];
};

const unitProblem = ({ from, to, unit }: SignalMapping): readonly string[] => {
  const definition = findSignal(to);
  if (unit === undefined || definition === undefined) return [];
  if (definition.unit === undefined) return [`"${from}" has the unit ${unit}, but ${to} has none.`];
  return canConvert(unit, definition.unit) ? [] : [`"${from}" in ${unit} cannot become ${to} in ${definition.unit}.`];
};

const commandProblems = ({ commandRoute, routes }: Mapping): readonly string[] => {
  if (commandRoute === undefined) return [];
  const captured = new Set(['command', ...routes.flatMap(({ topic }) => compilePattern(topic).captureNames)]);
  return compileTemplate(commandRoute.topic)
    .captureNames.filter((name) => !captured.has(name))
    .map((name) => `Command topic: {${name}} is a level of no route's topic.`);
};
