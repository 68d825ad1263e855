/**
 * The vehicle's end of device management, after "Device management protocol" of the platform's documentation. It is
 * written without the platform's end: what one of them gets wrong, the other is to notice.
 */
export interface AgentSubject {
  /** Publishes on a topic as a device knows it. */
  readonly send: (topic: string, payload: string) => void;
  readonly after: (delayMs: number, action: () => void) => void;
  /** Takes the vehicle off the network and, after `downMs`, back on. */
  readonly restart: (downMs: number) => void;
  readonly forgetSettings: () => void;
  /** SAE J2012, `P0217`. Reported once. */
  readonly troubleCodes: readonly string[];
}

interface Firmware {
  readonly version?: string;
  readonly uri?: string;
  readonly state: 0 | 1 | 2;
  readonly updateStatus: number;
}

const factoryFirmware = '4.1.0';
const lifetimeS = 86_400;
const restartMs = 5000;
const downloadMs = 6000;
const installMs = 4000;
const invalidUri = 6;

export class OnboardAgent {
  readonly #subject: AgentSubject;
  #installed = factoryFirmware;
  #firmware: Firmware = { state: 0, updateStatus: 0 };
  #requests = 0;
  #hasReported = false;

  constructor(subject: AgentSubject) {
    this.#subject = subject;
  }

  /** Says that the vehicle can be managed: each time it has connected. */
  manage(): void {
    this.#request('iotdevice-1/mgmt/manage', {
      lifetime: lifetimeS,
      supports: { deviceActions: true, firmwareActions: true },
      deviceInfo: { fwVersion: this.#installed },
    });
    if (this.#hasReported) return;
    this.#hasReported = true;
    for (const code of this.#subject.troubleCodes) {
      // The protocol has numbers only: the hexadecimal digits of the code.
      this.#request('iotdevice-1/add/diag/errorCodes', { errorCode: Number.parseInt(code.slice(1), 16) });
      this.#request('iotdevice-1/add/diag/log', { message: `Trouble code ${code}`, severity: 2 });
    }
  }

  receive(topic: string, payload: string): void {
    if (topic === 'iotdm-1/response') return;
    const { reqId, d } = JSON.parse(payload) as { readonly reqId: string; readonly d?: { readonly fields?: unknown } };
    const respond = (rc: number, more: object = {}): void =>
      this.#subject.send('iotdevice-1/response', JSON.stringify({ rc, reqId, ...more }));
    switch (topic) {
      case 'iotdm-1/mgmt/initiate/device/reboot':
        respond(202);
        this.#restartSoon();
        return;
      case 'iotdm-1/mgmt/initiate/device/factory_reset':
        respond(202);
        this.#installed = factoryFirmware;
        this.#subject.forgetSettings();
        this.#restartSoon();
        return;
      case 'iotdm-1/device/update':
        this.#noteFirmware(d?.fields);
        respond(204);
        return;
      case 'iotdm-1/observe':
        respond(200, { d: { fields: [{ field: 'mgmt.firmware', value: this.#firmware }] } });
        return;
      case 'iotdm-1/cancel':
        respond(200);
        return;
      case 'iotdm-1/mgmt/initiate/firmware/download':
        this.#download(respond);
        return;
      case 'iotdm-1/mgmt/initiate/firmware/update':
        this.#install(respond);
        return;
      default:
        respond(501, { message: 'This vehicle does not know the request.' });
    }
  }

  #download(respond: (rc: number, more?: object) => void): void {
    const { state, uri } = this.#firmware;
    if (state === 1 || uri === undefined) {
      respond(400, { message: state === 1 ? 'A download is under way.' : 'There is no address to download from.' });
      return;
    }
    respond(202);
    this.#notify({ state: 1 });
    this.#subject.after(downloadMs, () => {
      this.#notify(/^https?:\/\/\S+$/.test(uri) ? { state: 2 } : { state: 0, updateStatus: invalidUri });
    });
  }

  #install(respond: (rc: number, more?: object) => void): void {
    if (this.#firmware.state !== 2) {
      respond(400, { message: 'No firmware has been downloaded.' });
      return;
    }
    respond(202);
    this.#notify({ updateStatus: 1 });
    this.#subject.after(installMs, () => {
      this.#installed = this.#firmware.version ?? this.#installed;
      this.#notify({ state: 0, updateStatus: 0 });
      this.#restartSoon();
    });
  }

  #noteFirmware(fields: unknown): void {
    for (const entry of Array.isArray(fields) ? (fields as readonly unknown[]) : []) {
      const { field, value } = entry as { readonly field?: unknown; readonly value?: Partial<Firmware> };
      // Details alone do not undo a download: an update may name the firmware that is already here.
      if (field === 'mgmt.firmware') this.#firmware = { ...this.#firmware, ...value, state: this.#firmware.state };
    }
  }

  #notify(change: Partial<Firmware>): void {
    this.#firmware = { ...this.#firmware, ...change };
    this.#request('iotdevice-1/notify', { fields: [{ field: 'mgmt.firmware', value: change }] });
  }

  #request(topic: string, d: object): void {
    this.#requests += 1;
    this.#subject.send(topic, JSON.stringify({ reqId: `vehicle-${this.#requests}`, d }));
  }

  #restartSoon(): void {
    this.#subject.after(1000, () => this.#subject.restart(restartMs));
  }
}
