import {
  platformAddressProblem,
  type IotCentralSettings,
  type WatsonSettings,
} from '../../shared/platform/settings.ts';
import type { ConnectionPreset, ConnectionSettings } from '../../shared/connection/settings.ts';
import { organisationOfKey, watsonHostsOf } from '../../shared/platform/watson-hosts.ts';
import { watsonAddressOf } from './watson-address.ts';

export interface WatchValues {
  /** False: all vehicles, whatever stands in the lists. */
  readonly isLimited: boolean;
  readonly types: readonly string[];
  readonly groups: readonly string[];
}

export type PlatformValues =
  | (Omit<IotCentralSettings, 'watch'> & { readonly watch: WatchValues })
  | (Omit<WatsonSettings, 'watch' | 'messagingAddress'> & {
      /** Empty: derived from the address. */
      readonly messagingAddress: string;
      readonly watch: WatchValues;
    });

type PlatformPart = ConnectionPreset['settings']['platform'] | ConnectionSettings['platform'];

export const platformValuesOf = (platform: PlatformPart): PlatformValues | null => {
  if (platform === undefined) return null;
  const { types, groups } = platform.watch;
  const watch: WatchValues = {
    isLimited: types !== undefined || groups !== undefined,
    types: types ?? [],
    groups: groups ?? [],
  };
  return platform.kind === 'iot-central'
    ? { ...platform, watch }
    : { ...platform, messagingAddress: platform.messagingAddress ?? '', watch };
};

/** What the schema is to judge. */
export const platformCandidate = (values: PlatformValues): unknown => {
  const { types, groups, isLimited } = values.watch;
  const watch = {
    ...(isLimited && types.length > 0 ? { types } : {}),
    ...(isLimited && groups.length > 0 ? { groups } : {}),
  };
  const address = values.address.trim();
  if (values.kind === 'iot-central') return { ...values, address, watch };
  const { messagingAddress, ...rest } = values;
  return {
    ...rest,
    address,
    ...(messagingAddress.trim() === '' ? {} : { messagingAddress: messagingAddress.trim() }),
    watch,
  };
};

/** True where values are read over the API in turn, and the broker's fields say nothing. */
export const isPolled = (platform: PlatformValues | null): boolean =>
  platform?.kind === 'iot-central' && platform.live === 'polling';

/** What a person sees in the browser's address line, as the application's address. */
export const applicationAddressOf = (text: string): string => {
  const typed = text.trim();
  if (typed === '') return '';
  const address = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  const match = /^(https?:\/\/[^/?#]+)([^?#]*)/i.exec(address);
  if (match === null) return address;
  const [, origin = '', path = ''] = match;
  return `${origin}${/^\/api\/?$/.test(path) ? '/api' : ''}`;
};

export const platformProblems = (values: PlatformValues): Readonly<Record<string, string>> => {
  const problems: Record<string, string> = {};
  const address = values.address.trim();
  if (address === '') {
    problems['platform.address'] =
      values.kind === 'iot-central'
        ? 'Enter the application’s address, such as https://contoso.azureiotcentral.com.'
        : 'Enter the address, such as https://abc123.iot.maximo.example.com.';
  } else if (values.kind === 'watson' && platformAddressProblem(address)?.startsWith('Enter an address') === true) {
    problems['platform.address'] = 'Enter an address such as https://abc123.iot.maximo.example.com.';
  }
  const { isLimited, types, groups } = values.watch;
  if (isLimited && types.length + groups.length === 0) {
    problems['platform.watch'] = 'Choose at least one type or group, or watch all vehicles.';
  }
  return problems;
};

interface WatsonFields {
  readonly url: string;
  readonly clientId: string;
  readonly username: string;
  readonly platform: PlatformValues | null;
}

/**
 * Lets what follows from the API key and the address follow a change of them: the organisation in the client id, and the
 * broker's address. What somebody has written differently stays.
 */
export const withWatsonAccess = <T extends WatsonFields>(
  values: T,
  change: { readonly username?: string; readonly address?: string },
): T => {
  const { platform } = values;
  if (platform?.kind !== 'watson') return values;
  const username = change.username ?? values.username;
  const address = change.address ?? platform.address;
  const isUrlDerived = values.url === '' || /<[^<>]+>/.test(values.url) || values.url === brokerUrlOf(platform.address);
  const organisation = organisationOfKey(username);
  const formerOrganisation = organisationOfKey(values.username);
  const prefix = ['a:<organisation>:', ...(formerOrganisation === null ? [] : [`a:${formerOrganisation}:`])].find(
    (start) => values.clientId.startsWith(start),
  );
  return {
    ...values,
    username,
    platform: { ...platform, address },
    url: isUrlDerived ? brokerUrlOf(address) : values.url,
    clientId:
      organisation !== null && prefix !== undefined
        ? `a:${organisation}:${values.clientId.slice(prefix.length)}`
        : values.clientId,
  };
};

/** Empty where the address does not tell, as this machine's does not. */
const brokerUrlOf = (apiAddress: string): string => watsonHostsOf(apiAddress)?.mqttUrl ?? '';

/** The address as it should have been typed; to be asked when the field is left. */
export const tidyAddress = (platform: PlatformValues, username: string): string =>
  platform.kind === 'iot-central'
    ? applicationAddressOf(platform.address)
    : watsonAddressOf(platform.address, organisationOfKey(username));
