export interface ApplicationIdentity {
  readonly kind: 'application';
  readonly org: string;
  readonly appId: string;
  /** `A:` instead of `a:`: instances of one application share its messages. */
  readonly isShared: boolean;
  readonly instanceId: string | null;
}

export interface DeviceIdentity {
  readonly kind: 'device';
  readonly org: string;
  readonly typeId: string;
  readonly deviceId: string;
}

export type GatewayIdentity = Omit<DeviceIdentity, 'kind'> & { readonly kind: 'gateway' };

/** Who a client says it is. Watson IoT Platform puts it into the MQTT client id. */
export type ClientIdentity = ApplicationIdentity | DeviceIdentity | GatewayIdentity;

const idPattern = /^[A-Za-z0-9_.-]{1,36}$/;

/** What an application, device, type or instance may be called: at most 36 letters, digits, `-`, `_` and `.`. */
export const isId = (text: string | undefined): text is string => text !== undefined && idPattern.test(text);

/** `a:org:app`, `A:org:app[:instance]`, `d:org:type:device`, `g:org:type:device`. Undefined for anything else. */
export const parseClientId = (clientId: string): ClientIdentity | undefined => {
  const [form = '', org, first, second, ...more] = clientId.split(':');
  if (!isId(org) || !isId(first) || more.length > 0) return undefined;
  switch (form) {
    case 'a':
      return second === undefined
        ? { kind: 'application', org, appId: first, isShared: false, instanceId: null }
        : undefined;
    case 'A':
      return second === undefined || isId(second)
        ? { kind: 'application', org, appId: first, isShared: true, instanceId: second ?? null }
        : undefined;
    case 'd':
      return isId(second) ? { kind: 'device', org, typeId: first, deviceId: second } : undefined;
    case 'g':
      return isId(second) ? { kind: 'gateway', org, typeId: first, deviceId: second } : undefined;
    default:
      return undefined;
  }
};
