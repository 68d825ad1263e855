const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isDate = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);

const primitives = new Map<unknown, (value: unknown) => boolean>(
  Object.entries({
    boolean: (value: unknown) => typeof value === 'boolean',
    string: (value: unknown) => typeof value === 'string',
    integer: (value: unknown) => Number.isInteger(value),
    long: (value: unknown) => Number.isInteger(value),
    double: isNumber,
    float: isNumber,
    date: (value: unknown) => isDate(value, /^\d{4}-\d{2}-\d{2}$/),
    time: (value: unknown) => isDate(value, /^\d{2}:\d{2}(:\d{2})?/),
    dateTime: (value: unknown) => isDate(value, /^\d{4}-\d{2}-\d{2}T/) && !Number.isNaN(Date.parse(String(value))),
    geopoint: (value: unknown) => isNumber(record(value).lat) && isNumber(record(value).lon),
  }),
);

/** Whether a value fits a DTDL schema. A schema that is not known here takes anything, as a new one must. */
export const fitsSchema = (value: unknown, schema: unknown): boolean => {
  if (typeof schema === 'string') return primitives.get(schema)?.(value) ?? true;
  const { '@type': type, enumValues, fields } = record(schema);
  if (type === 'Enum' && Array.isArray(enumValues)) {
    return enumValues.some((entry) => record(entry).enumValue === value);
  }
  if (type === 'Object' && Array.isArray(fields)) {
    if (typeof value !== 'object' || value === null) return false;
    const members = record(value);
    const known = new Map(fields.map((field) => [String(record(field).name), record(field).schema]));
    return Object.entries(members).every(([name, member]) => known.has(name) && fitsSchema(member, known.get(name)));
  }
  return true;
};
