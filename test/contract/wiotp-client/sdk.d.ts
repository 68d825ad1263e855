/**
 * As much of the official client library as the tests use. The library has no types of its own; these are after its source:
 * https://github.com/ibm-watson-iot/iot-nodejs/tree/master/src
 */
declare module '@wiotp/sdk' {
  export interface ClientOptions {
    /** Hosts are `{org}.{domain}` for the API, port 443 unless the domain names one, and `{org}.messaging.{domain}`. */
    readonly domain: string;
    /** A level of loglevel; its output goes to the console. */
    readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
    readonly mqtt?: {
      /** Encrypted, unless it is 1883 or 80. */
      readonly port?: number;
      readonly sharedSubscription?: boolean;
      readonly cleanStart?: boolean;
    };
  }

  export class ApplicationConfig {
    constructor(
      identity: { readonly appId: string },
      auth: { readonly key: string; readonly token: string },
      options: ClientOptions,
    );
    getClientId(): string;
  }

  export class DeviceConfig {
    constructor(
      identity: { readonly orgId: string; readonly typeId: string; readonly deviceId: string },
      auth: { readonly token: string },
      options: ClientOptions,
    );
    getClientId(): string;
  }

  export interface Packet {
    readonly cmd: string;
  }

  /** The client of the library's own mqtt package, version 3. */
  export interface MqttClient {
    readonly disconnecting: boolean;
    once(event: 'end' | 'connect', listener: () => void): this;
    on(event: 'packetreceive', listener: (packet: Packet) => void): this;
    end(force: boolean): void;
  }

  /** What both kinds of client emit; an `error` is a text where the library itself complains. */
  export interface BaseEvents {
    readonly connect: [];
    readonly reconnect: [];
    readonly close: [];
    readonly offline: [];
    readonly error: [error: Error | string];
  }

  export interface ApplicationEvents extends BaseEvents {
    readonly deviceEvent: [
      typeId: string,
      deviceId: string,
      event: string,
      format: string,
      payload: Buffer,
      topic: string,
    ];
    readonly deviceStatus: [typeId: string, deviceId: string, payload: Buffer, topic: string];
    readonly appStatus: [appId: string, payload: Buffer, topic: string];
  }

  export interface DeviceEvents extends BaseEvents {
    readonly command: [command: string, format: string, payload: Buffer, topic: string];
  }

  export class BaseClient<Events extends BaseEvents> {
    readonly mqtt: MqttClient | null;
    /** Each loss is kept here for five minutes by a timer. */
    readonly lostConnectionLog: { readonly size: number; clear(): void };
    connect(): void;
    disconnect(): void;
    isConnected(): boolean;
    on<Name extends keyof Events>(event: Name, listener: (...values: Events[Name]) => void): this;
    once<Name extends keyof Events>(event: Name, listener: (...values: Events[Name]) => void): this;
  }

  export interface Grant {
    readonly topic: string;
    readonly qos: number;
  }
  type Subscribed = (error: Error | null, granted: readonly Grant[]) => void;
  type Published = (error?: Error | null) => void;
  type Payload = object | string | number | boolean;

  export class ApplicationClient extends BaseClient<ApplicationEvents> {
    constructor(config: ApplicationConfig);
    readonly registry: RegistryClient;
    readonly mgmt: MgmtClient;
    readonly lec: LecClient;
    readonly state: StateClient;
    /** A filter that is left out stands for all. */
    subscribeToEvents(
      typeId: string | undefined,
      deviceId: string | undefined,
      event: string | undefined,
      format: string | undefined,
      qos: number,
      callback: Subscribed,
    ): this;
    subscribeToDeviceStatus(typeId?: string, deviceId?: string, qos?: number): this;
    subscribeToAppStatus(appId?: string, qos?: number): this;
    publishEvent(
      typeId: string,
      deviceId: string,
      event: string,
      format: string,
      data: Payload,
      qos: number,
      callback: Published,
    ): this;
    publishCommand(
      typeId: string,
      deviceId: string,
      command: string,
      format: string,
      data: Payload,
      qos: number,
      callback: Published,
    ): this;
  }

  export class DeviceClient extends BaseClient<DeviceEvents> {
    constructor(config: DeviceConfig);
    publishEvent(event: string, format: string, data: Payload, qos: number, callback: Published): this;
  }

  /** Calls reject unless the status is the one that the library expects. */
  export class ApiClient {
    constructor(config: ApplicationConfig);
    callApi(
      method: string,
      expectedStatus: number | readonly number[],
      expectJson: boolean,
      path: readonly string[] | null,
      body?: object | null,
      query?: Readonly<Record<string, string | number>>,
    ): Promise<unknown>;
    getOrganizationDetails(): Promise<unknown>;
    getServiceStatus(): Promise<unknown>;
    getDataUsage(start: string, end: string, detail: boolean): Promise<unknown>;
    getConnectionStates(): Promise<unknown>;
    getConnectionState(clientId: string): Promise<unknown>;
    getConnectedClientsConnectionStates(): Promise<unknown>;
    getRecentConnectionStates(connectedAfter: string): Promise<unknown>;
    getAllDevices(query?: Readonly<Record<string, string | number>>): Promise<unknown>;
    getAllGroups(): Promise<unknown>;
    getGroup(groupId: string): Promise<unknown>;
    createGroup(group: object): Promise<unknown>;
    deleteGroup(groupId: string): Promise<unknown>;
    getAllDevicesInGroup(groupId: string): Promise<unknown>;
    getAllDeviceIdsInGroup(groupId: string): Promise<unknown>;
    addDevicesToGroup(groupId: string, devices: readonly object[]): Promise<unknown>;
    removeDevicesFromGroup(groupId: string, devices: readonly object[]): Promise<unknown>;
  }

  export class RegistryClient {
    getAllDeviceTypes(): Promise<unknown>;
    getDeviceType(typeId: string): Promise<unknown>;
    registerDeviceType(
      typeId: string,
      description?: string,
      deviceInfo?: object,
      metadata?: object,
      classId?: string,
    ): Promise<unknown>;
    updateDeviceType(typeId: string, description?: string, deviceInfo?: object, metadata?: object): Promise<unknown>;
    deleteDeviceType(typeId: string): Promise<unknown>;
    listAllDevicesOfType(typeId: string): Promise<unknown>;
    registerDevice(
      typeId: string,
      deviceId: string,
      authToken?: string,
      deviceInfo?: object,
      location?: object,
      metadata?: object,
    ): Promise<unknown>;
    getDevice(typeId: string, deviceId: string): Promise<unknown>;
    updateDevice(
      typeId: string,
      deviceId: string,
      deviceInfo?: object,
      status?: object,
      metadata?: object,
      extensions?: object,
    ): Promise<unknown>;
    unregisterDevice(typeId: string, deviceId: string): Promise<unknown>;
    registerMultipleDevices(devices: readonly object[]): Promise<unknown>;
    deleteMultipleDevices(devices: readonly object[]): Promise<unknown>;
    getDeviceLocation(typeId: string, deviceId: string): Promise<unknown>;
    updateDeviceLocation(typeId: string, deviceId: string, location: object): Promise<unknown>;
    getDeviceManagementInformation(typeId: string, deviceId: string): Promise<unknown>;
    getAllDiagnosticLogs(typeId: string, deviceId: string): Promise<unknown>;
    addDeviceDiagLogs(typeId: string, deviceId: string, log: object): Promise<unknown>;
    getDiagnosticLog(typeId: string, deviceId: string, logId: string): Promise<unknown>;
    deleteDiagnosticLog(typeId: string, deviceId: string, logId: string): Promise<unknown>;
    clearAllDiagnosticLogs(typeId: string, deviceId: string): Promise<unknown>;
    getDeviceErrorCodes(typeId: string, deviceId: string): Promise<unknown>;
    addErrorCode(typeId: string, deviceId: string, code: object): Promise<unknown>;
    clearDeviceErrorCodes(typeId: string, deviceId: string): Promise<unknown>;
    getDeviceConnectionLogs(typeId: string, deviceId: string): Promise<unknown>;
  }

  export class MgmtClient {
    getAllDeviceManagementRequests(): Promise<unknown>;
    initiateDeviceManagementRequest(
      action: string,
      parameters: readonly object[],
      devices: readonly object[],
    ): Promise<unknown>;
    getDeviceManagementRequest(requestId: string): Promise<unknown>;
    deleteDeviceManagementRequest(requestId: string): Promise<unknown>;
    getDeviceManagementRequestStatus(requestId: string): Promise<unknown>;
    getDeviceManagementRequestStatusByDevice(requestId: string, typeId: string, deviceId: string): Promise<unknown>;
  }

  export class LecClient {
    getLastEvents(typeId: string, deviceId: string): Promise<unknown>;
    getLastEventsByEventType(typeId: string, deviceId: string, event: string): Promise<unknown>;
  }

  export class StateClient {
    getActiveSchemas(): Promise<unknown>;
    getActiveSchema(schemaId: string): Promise<unknown>;
    getActiveSchemaContent(schemaId: string): Promise<unknown>;
    getActiveLogicalInterfaces(): Promise<unknown>;
    getActiveLogicalInterface(logicalInterfaceId: string): Promise<unknown>;
    getActiveDeviceTypeLogicalInterfaces(typeId: string): Promise<unknown>;
    getActiveDeviceTypePropertyMappings(typeId: string): Promise<unknown>;
    getDeviceState(typeId: string, deviceId: string, logicalInterfaceId: string): Promise<unknown>;
  }
}
