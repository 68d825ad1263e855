/** A connection's secrets stand in the vault as `connection/<id>/<name>`. */
export const secretPrefix = (connectionId: string): string => `connection/${connectionId}/`;

export const secretNamePattern = /^[A-Za-z][A-Za-z0-9-]{0,40}$/;

const titles: ReadonlyMap<string, string> = new Map([
  ['password', 'Password'],
  ['clientKeyPem', 'Client key'],
  ['platformToken', 'Token of the platform'],
]);

export const secretTitle = (name: string): string => titles.get(name) ?? `Secret "${name}"`;
