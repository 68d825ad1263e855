import type { SignalMapping, TelemetryRoute } from '../../../../shared/mapping/mapping.ts';
import { findSignal, signalPath } from '../../../../shared/vehicle/signals.ts';
import { canConvert, type Unit } from '../../../../shared/vehicle/units.ts';
import {
  exportEnvelope,
  exportSignals,
  exportTime,
  exportTopic,
  exportVehicle,
  messageSource,
  reportedProperties,
} from '../../../presets/iot-central-messages.ts';
import { cutText } from '../../../telemetry/json.ts';
import type { PropertyModel, Shape, TelemetryModel, TemplateModel } from '../../dtdl/model.ts';
import { joined, leavesOf } from '../../dtdl/parameters.ts';
import { findPosition, signalOf, type Place, type Position } from './vehicle-signals.ts';

const mappingLimit = 500;
const nameLimit = 200;

/**
 * How the export's telemetry messages of one template are read: a route for each component, whose name such messages
 * carry, and one for what carries none.
 *
 * What is a signal of ours by name and type becomes that; the rest is shown under its display name, with its unit. Of a
 * signal that several could be, the first counts, and those at the root go before those of components.
 */
export const telemetryRoutes = (model: TemplateModel, topic: string = exportTopic): readonly TelemetryRoute[] => {
  // No message says that it is of a template without an id.
  if (model.id === '') return [];
  const names = new Names(model.telemetry);
  const routes = [null, ...model.components.map(({ name }) => name)].flatMap((component): TelemetryRoute[] => {
    const telemetry = model.telemetry.filter((one) => (one.component?.name ?? null) === component);
    if (telemetry.length === 0 && component !== null) return [];
    const signals = telemetry.flatMap((one) => names.mappingsOf(one));
    return [
      {
        kind: 'telemetry',
        topic,
        ...exportVehicle,
        when: [
          messageSource('telemetry'),
          { from: 'templateId', equals: [model.id] },
          ...(component === null ? [] : [{ from: 'component', equals: [component] }]),
        ],
        unwrap: 'telemetry',
        time: exportTime,
        signals: [...signals, ...(component === null ? names.unclaimed() : [])].slice(0, mappingLimit),
        ignore: telemetry.filter(isPoint).map(({ name }) => `${name}.type`),
      },
    ];
  });
  // A message of a component has to be tried there before the root's route takes it.
  return [...routes.slice(1), ...routes.slice(0, 1), ...propertyRoutes(model, names, topic)];
};

/**
 * Properties that are signals of ours: a vehicle's place, or the set temperature of its load. A change is told as a list
 * (`properties: [{name, value, component?}]`), of which the first is read; most changes have only one.
 */
const propertyRoutes = (model: TemplateModel, names: Names, topic: string): readonly TelemetryRoute[] =>
  names.propertySignals(model.properties).map(({ property: { name, component }, signals }) => ({
    kind: 'telemetry',
    topic,
    ...exportVehicle,
    when: [
      ...reportedProperties,
      { from: 'templateId', equals: [model.id] },
      { from: 'properties.0.name', equals: [name] },
      ...(component === null ? [] : [{ from: 'properties.0.component', equals: [component.name] }]),
    ],
    time: exportTime,
    signals: signals.map((signal) => ({ ...signal, from: joined('properties.0.value', '.', signal.from) })),
    ignore: [...exportEnvelope, 'properties'],
  }));

const isPoint = ({ shape }: TelemetryModel): boolean => shape.kind === 'json' && shape.what === 'point';

type Target = Omit<SignalMapping, 'from'>;

interface PropertySignals {
  readonly property: PropertyModel;
  readonly signals: readonly SignalMapping[];
}

/** What each telemetry is called on screen; no two are called the same. */
class Names {
  readonly #telemetry: readonly TelemetryModel[];
  readonly #position: Position<TelemetryModel> | undefined;
  readonly #signals = new Map<TelemetryModel, Target>();
  readonly #taken = new Set<string>();

  constructor(telemetry: readonly TelemetryModel[]) {
    this.#telemetry = telemetry;
    this.#position = findPosition(telemetry);
    if (this.#position !== undefined) {
      for (const path of [signalPath.latitude, signalPath.longitude, signalPath.altitude]) this.#taken.add(path);
    }
    const isRoot = ({ component }: TelemetryModel): boolean => component === null;
    for (const one of [...telemetry.filter(isRoot), ...telemetry.filter((other) => !isRoot(other))]) {
      const signal = signalOf(one);
      if (signal === undefined || this.#taken.has(signal.path)) continue;
      this.#taken.add(signal.path);
      this.#signals.set(one, targetOf(signal.path, one.shape, signal.unit));
    }
    this.#dropHalfPosition();
  }

  mappingsOf(telemetry: TelemetryModel): readonly SignalMapping[] {
    const signal = this.#signals.get(telemetry);
    if (signal !== undefined) return [{ from: telemetry.name, ...signal }];
    const { component, title, name, path, shape } = telemetry;
    const position = this.#position?.source === telemetry ? positionMappings(name, this.#position.place) : [];
    // A GeoJSON point is nothing but its coordinates.
    if (position.length > 0 && shape.kind === 'json') return position;
    const placed = new Set(position.map(({ from }) => from));
    const others = leavesOf(telemetry).flatMap((leaf) => {
      const from = joined(name, '.', leaf.path);
      if (placed.has(from)) return [];
      const known = this.#takeKnown(from, leaf.shape);
      if (known !== undefined) return [known];
      const shown = this.#take(
        withSymbol(joined(joined(component?.title ?? '', ': ', title), ': ', leaf.title), leaf.shape),
        withSymbol(joined(path, '.', leaf.path), leaf.shape),
      );
      if (shown === undefined) return [];
      return ownMappings(from, shown, leaf.shape);
    });
    return [...position, ...others];
  }

  /** What of the properties is a signal that telemetry is not; places below the property's value. */
  propertySignals(properties: readonly PropertyModel[]): readonly PropertySignals[] {
    const taken = new Set(this.#taken);
    // A root's property cannot be told from a component's of the same name, whose message says more.
    const isAlone = ({ name, component }: PropertyModel): boolean =>
      component !== null || properties.filter((one) => one.name === name).length === 1;
    const reported = properties.filter((property) => property.kind !== 'cloud' && isAlone(property));
    const position =
      this.#position === undefined && !taken.has(signalPath.latitude) ? findPosition(reported) : undefined;
    return reported.flatMap((property): PropertySignals[] => {
      if (property === position?.source) return [{ property, signals: positionMappings('', position.place) }];
      const signal = signalOf(property);
      if (signal === undefined || taken.has(signal.path) || isHalfOfPosition(signal.path)) return [];
      taken.add(signal.path);
      return [{ property, signals: [{ from: '', ...targetOf(signal.path, property.shape, signal.unit) }] }];
    });
  }

  /** What vehicles commonly send without their template's saying so. */
  unclaimed(): readonly SignalMapping[] {
    const declared = new Set(this.#telemetry.filter(({ component }) => component === null).map(({ name }) => name));
    return exportSignals.filter(({ from, to }) => !declared.has(from.split('.')[0] ?? '') && !this.#taken.has(to));
  }

  /** Fields of objects that vehicles commonly send so, such as the heading in `position`. */
  #takeKnown(from: string, shape: Shape): SignalMapping | undefined {
    const known = exportSignals.find((mapping) => mapping.from.includes('.') && mapping.from === from);
    const definition = known === undefined ? undefined : findSignal(known.to);
    if (known === undefined || definition?.unit === undefined || shape.kind !== 'number') return undefined;
    const fits = shape.symbol === null || (shape.unit !== null && canConvert(shape.unit, definition.unit));
    if (!fits || this.#taken.has(known.to) || isHalfOfPosition(known.to)) return undefined;
    this.#taken.add(known.to);
    return { from, ...targetOf(known.to, shape, known.unit ?? null) };
  }

  #take(...names: readonly string[]): string | undefined {
    // A display name that happens to be a path of ours would put the value where it does not belong.
    const free = names
      .map((name) => cutText(name, nameLimit))
      .find((name) => !this.#taken.has(name) && findSignal(name) === undefined);
    if (free !== undefined) this.#taken.add(free);
    return free;
  }

  /** Half a position is rejected with every message; shown under its own name it is at least seen. */
  #dropHalfPosition(): void {
    if (this.#position !== undefined) return;
    const halves = [...this.#signals].filter(([, { to }]) => isHalfOfPosition(to));
    const [first, second] = halves;
    const areTogether = halves.length === 2 && first?.[0].component === second?.[0].component;
    if (areTogether) return;
    for (const [telemetry, { to }] of halves) {
      this.#signals.delete(telemetry);
      this.#taken.delete(to);
    }
  }
}

const isHalfOfPosition = (path: string): boolean => path === signalPath.latitude || path === signalPath.longitude;

const positionMappings = (name: string, { latitude, longitude, altitude }: Place): readonly SignalMapping[] => [
  { from: joined(name, '.', latitude), to: signalPath.latitude },
  { from: joined(name, '.', longitude), to: signalPath.longitude },
  ...(altitude === null ? [] : [{ from: joined(name, '.', altitude), to: signalPath.altitude, unit: 'm' as const }]),
];

const withSymbol = (title: string, shape: Shape): string =>
  shape.kind === 'number' && shape.unit === null && shape.symbol !== null ? `${title} (${shape.symbol})` : title;

const targetOf = (to: string, shape: Shape, commonUnit: Unit | null): Target => {
  if (shape.kind === 'boolean' && to === signalPath.ignition) return { to, values: { true: 'ON', false: 'OFF' } };
  const unit = shape.kind === 'number' ? (shape.unit ?? commonUnit) : null;
  return unit === null ? { to } : { to, unit };
};

const ownMappings = (from: string, to: string, shape: Shape): readonly SignalMapping[] => {
  switch (shape.kind) {
    case 'number':
      return [shape.unit === null ? { from, to } : { from, to, unit: shape.unit }];
    case 'enum': {
      const values = Object.fromEntries(shape.values.map(({ value, title }) => [String(value), title]));
      // The second takes a value that the template does not know as it comes; the first still says so.
      return [
        { from, to, values },
        { from, to },
      ];
    }
    case 'boolean': {
      const { words } = shape;
      return [words === null ? { from, to } : { from, to, values: { true: words.whenTrue, false: words.whenFalse } }];
    }
    case 'text':
    case 'object':
    case 'json':
      return [{ from, to }];
  }
};
