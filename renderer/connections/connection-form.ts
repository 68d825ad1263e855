import {
  connectionSecretsSchema,
  connectionSettingsSchema,
  type ConnectionPreset,
  type ConnectionSecrets,
  type ConnectionSettings,
  type PresetId,
  type SecretStatus,
} from '../../shared/connection/settings.ts';
import type { ConnectionView } from '../../shared/connection/status.ts';
import type { IotCentralSettings } from '../../shared/platform/settings.ts';
import { tidyToken } from '../../shared/platform/token.ts';
import { checkMapping, mappingText } from './mapping-text.ts';
import {
  isPolled,
  platformCandidate,
  platformProblems,
  platformValuesOf,
  type PlatformValues,
} from './platform-form.ts';

/** A file's text as the form holds it. `fileName` is null for what is stored already: a stored file has lost its name. */
export interface TextFile {
  readonly fileName: string | null;
  readonly text: string;
}

/** A secret as the form holds it. It never holds what is stored, only what is to become of it. */
export type SecretInput =
  | { readonly action: 'keep' }
  | { readonly action: 'remove' }
  | { readonly action: 'replace'; readonly text: string; readonly fileName: string | null };

export interface ConnectionFormValues {
  readonly name: string;
  readonly url: string;
  readonly protocolVersion: '4' | '5';
  readonly clientId: string;
  readonly username: string;
  readonly password: SecretInput;
  readonly caPem: TextFile | null;
  readonly clientCertificatePem: TextFile | null;
  readonly clientKeyPem: SecretInput;
  readonly topics: readonly TopicRow[];
  /** JSON as typed. */
  readonly mapping: string;
  /** Null for a plain broker. */
  readonly platform: PlatformValues | null;
  readonly platformToken: SecretInput;
}

export interface TopicRow {
  /** Tells rows apart while they are added and removed. */
  readonly key: string;
  readonly filter: string;
  readonly qos: '0' | '1' | '2';
}

export type FormProblems = Readonly<Record<string, string>>;

export type FormReading =
  | { readonly isValid: true; readonly settings: ConnectionSettings; readonly secrets: ConnectionSecrets }
  | { readonly isValid: false; readonly problems: FormProblems };

/** What the form needs to know besides its values. */
export interface FormOrigin {
  readonly presetId: PresetId;
  readonly isEnabled: boolean;
  readonly storedSecrets: ConnectionView['secrets'];
  /** Texts of the preset that must not be left in: `<broker>`. */
  readonly placeholders: readonly string[];
  /** What the stored platform token is; absent for a new connection. */
  readonly storedAuth?: IotCentralSettings['auth'];
}

export const noSecrets: ConnectionView['secrets'] = {
  password: 'absent',
  clientKeyPem: 'absent',
  platformToken: 'absent',
};

const kept: SecretInput = { action: 'keep' };

const fileOf = (text: string | undefined): TextFile | null => (text === undefined ? null : { fileName: null, text });

const valuesOf = (settings: ConnectionPreset['settings'] | ConnectionSettings): ConnectionFormValues => ({
  name: settings.name,
  url: settings.url,
  protocolVersion: settings.protocolVersion === 5 ? '5' : '4',
  clientId: settings.clientId,
  username: settings.username ?? '',
  password: kept,
  caPem: fileOf(settings.caPem),
  clientCertificatePem: fileOf(settings.clientCertificatePem),
  clientKeyPem: kept,
  topics: settings.topics.map(({ filter, qos }, index) => ({
    key: String(index),
    filter,
    qos: qos === 0 ? '0' : qos === 1 ? '1' : '2',
  })),
  mapping: mappingText(settings.mapping),
  platform: platformValuesOf(settings.platform),
  platformToken: kept,
});

/** Address and key of a platform are pasted: their fields start empty, and the preset's placeholders are shown in them. */
export const valuesOfPreset = (preset: ConnectionPreset): ConnectionFormValues => {
  const values = valuesOf(preset.settings);
  return values.platform === null ? values : { ...values, username: '', platform: { ...values.platform, address: '' } };
};

export const valuesOfConnection = (view: ConnectionView): ConnectionFormValues => valuesOf(view.settings);

/** The form as it opens where somebody comes to enter a new token in place of the stored one. */
export const withNewToken = (values: ConnectionFormValues): ConnectionFormValues => {
  const replaced: SecretInput = { action: 'replace', text: '', fileName: null };
  return values.platform?.kind === 'watson'
    ? { ...values, password: replaced }
    : { ...values, platformToken: replaced };
};

export const originOfConnection = ({ settings, secrets }: ConnectionView): FormOrigin => ({
  presetId: settings.presetId,
  isEnabled: settings.isEnabled,
  storedSecrets: secrets,
  placeholders: [],
  ...(settings.platform?.kind === 'iot-central' ? { storedAuth: settings.platform.auth } : {}),
});

const placeholderPattern = /<[^<>\s][^<>]*>/g;

/** The engine's schema decides; this says where each of its objections belongs in the form. */
export const readForm = (values: ConnectionFormValues, origin: FormOrigin): FormReading => {
  const mapping = checkMapping(values.mapping);
  const secrets = secretsOf(values);
  const candidate = {
    name: values.name,
    isEnabled: origin.isEnabled,
    presetId: origin.presetId,
    url: isPolled(values.platform) ? '' : values.url.trim(),
    protocolVersion: values.protocolVersion === '5' ? 5 : 4,
    clientId: values.clientId.trim(),
    ...(values.username === '' ? {} : { username: values.username }),
    ...(values.caPem === null ? {} : { caPem: values.caPem.text }),
    ...(values.clientCertificatePem === null ? {} : { clientCertificatePem: values.clientCertificatePem.text }),
    topics: values.topics.map(({ filter, qos }) => ({ filter: filter.trim(), qos: Number(qos) })),
    mapping: mapping.isValid ? mapping.mapping : null,
    ...(values.platform === null ? {} : { platform: platformCandidate(values.platform) }),
  };

  const settings = connectionSettingsSchema.safeParse(candidate);
  const checkedSecrets = connectionSecretsSchema.safeParse(secrets);
  const problems: Record<string, string> = {
    ...placeholderProblems(values, origin),
    ...keyPairProblem(values, origin),
    ...signInProblem(values, origin),
    ...(values.platform === null ? {} : platformProblems(values.platform)),
  };
  for (const issue of [...(settings.error?.issues ?? []), ...(checkedSecrets.error?.issues ?? [])]) {
    const field = fieldOf(issue.path);
    problems[field] ??= issue.message;
  }
  if (!mapping.isValid) problems.mapping = mapping.problem;
  if (values.password.action === 'replace' && values.password.text === '') {
    problems.password = `Enter the new ${values.platform?.kind === 'watson' ? 'token' : 'password'}, or keep the stored one.`;
  }

  return Object.keys(problems).length === 0 && settings.success && checkedSecrets.success
    ? { isValid: true, settings: settings.data, secrets: checkedSecrets.data }
    : { isValid: false, problems };
};

/** Some parts are one field of the form, whatever is wrong within them. */
const fieldOf = (path: readonly PropertyKey[]): string => {
  if (path[0] === 'mapping') return 'mapping';
  if (path[0] === 'platform' && path[1] === 'watch') return 'platform.watch';
  return path.join('.');
};

const secretsOf = ({ password, clientKeyPem, platform, platformToken }: ConnectionFormValues): ConnectionSecrets => ({
  ...(password.action === 'keep'
    ? {}
    : {
        password:
          password.action === 'remove' ? null : platform?.kind === 'watson' ? password.text.trim() : password.text,
      }),
  ...(platform?.kind !== 'iot-central' || platform.auth === 'azure-cli' || platformToken.action === 'keep'
    ? {}
    : { platformToken: platformToken.action === 'remove' ? null : tidyToken(platformToken.text) }),
  ...(clientKeyPem.action === 'keep'
    ? {}
    : { clientKeyPem: clientKeyPem.action === 'remove' ? null : clientKeyPem.text }),
});

/** What the user must replace. Only what the preset had counts: a user's own text may hold angle brackets. */
export const placeholdersOf = (preset: ConnectionPreset): readonly string[] => [
  ...new Set(
    placeholderTexts(valuesOfPreset(preset)).flatMap(([, text]) =>
      [...text.matchAll(placeholderPattern)].map(([found]) => found),
    ),
  ),
];

const placeholderTexts = (values: ConnectionFormValues): readonly (readonly [field: string, text: string])[] => [
  ['name', values.name],
  ['url', values.url],
  ['clientId', values.clientId],
  ['username', values.username],
  ...(values.platform === null ? [] : [['platform.address', values.platform.address] as const]),
  ...values.topics.map((topic, index) => [`topics.${String(index)}.filter`, topic.filter] as const),
  ['mapping', values.mapping],
];

const placeholderProblems = (values: ConnectionFormValues, { placeholders }: FormOrigin): Record<string, string> => {
  const problems: Record<string, string> = {};
  for (const [field, text] of placeholderTexts(values)) {
    const placeholder = placeholders.find((candidate) => text.includes(candidate));
    if (placeholder !== undefined) problems[field] = `Put your own value in place of ${placeholder}.`;
  }
  return problems;
};

/** A certificate proves nothing without its key, and a key says nothing without its certificate. */
const keyPairProblem = (values: ConnectionFormValues, origin: FormOrigin): Record<string, string> => {
  const hasCertificate = values.clientCertificatePem !== null;
  const { action } = values.clientKeyPem;
  const hasKey = action === 'replace' || (action === 'keep' && origin.storedSecrets.clientKeyPem !== 'absent');
  if (hasCertificate && !hasKey) return { clientKeyPem: 'The client certificate needs its key: choose the key file.' };
  if (hasKey && !hasCertificate) {
    return { clientCertificatePem: 'The client key needs its certificate: choose the certificate file.' };
  }
  return {};
};

/** What the platform or the broker asks for to let one in. */
const signInProblem = (values: ConnectionFormValues, origin: FormOrigin): Record<string, string> => {
  const { platform, username, password } = values;
  const hasPassword = hasSecret(password, origin.storedSecrets.password);
  if (platform?.kind === 'watson') {
    return {
      ...(username.trim() === '' ? { username: 'Enter the API key. It looks like a-abc123-x1y2z3a4b5.' } : {}),
      ...(hasPassword ? {} : { password: 'Enter the token that was shown when the API key was made.' }),
    };
  }
  // MQTT 3.1.1, [MQTT-3.1.2-22]: without a user name there is no password; the client refuses to send one.
  const userNameProblem: Record<string, string> =
    hasPassword && username === '' && !isPolled(platform)
      ? { username: 'A password needs a user name: enter it, or leave out the password.' }
      : {};
  return { ...userNameProblem, ...tokenProblem(values, origin) };
};

const tokenProblem = (
  { platform, platformToken }: ConnectionFormValues,
  origin: FormOrigin,
): Record<string, string> => {
  if (platform?.kind !== 'iot-central' || platform.auth === 'azure-cli') return {};
  const word = platform.auth === 'bearer' ? 'bearer token' : 'API token';
  const isKept = platformToken.action === 'keep' && origin.storedSecrets.platformToken !== 'absent';
  if (isKept && origin.storedAuth !== undefined && origin.storedAuth !== platform.auth) {
    return { platformToken: `Enter the ${word}: what is stored is of the other kind.` };
  }
  return hasSecret(platformToken, origin.storedSecrets.platformToken) ? {} : { platformToken: `Paste the ${word}.` };
};

const hasSecret = (input: SecretInput, stored: SecretStatus): boolean =>
  input.action === 'replace' ? input.text.trim() !== '' : input.action === 'keep' && stored !== 'absent';

/** A remark about settings that are allowed and unwise; undefined when there is nothing to say. */
export const transportRemark = (url: string, sendsPassword: boolean): string | undefined => {
  const match = /^(mqtt|ws):\/\/(\[[^\]]*\]|[^/:]*)/.exec(url.trim());
  if (match === null) return undefined;
  const host = match[2] ?? '';
  if (host === '' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)) return undefined;
  const encrypted = match[1] === 'mqtt' ? 'mqtts://' : 'wss://';
  return sendsPassword
    ? `This address is not encrypted: everyone on the way can read the password. Use ${encrypted} if the broker offers it.`
    : `This address is not encrypted: everyone on the way can read and change what is sent. Use ${encrypted} if the broker offers it.`;
};
