import type { PracticeInfo } from '../practice-platform.ts';

/** For a person: how to connect to the platform that has just started. Its credentials are new with every start. */
export const describeInvitation = ({ mqttUrl, watson, iotCentral, replay }: PracticeInfo, vehicles: number): string => {
  const { hostname, port } = new URL(mqttUrl);
  return `The practice platform is ready: ${vehicles} vehicles, MQTT 3.1.1 at ${mqttUrl}

As an application (sees all vehicles, sends commands):
  client id  a:${watson.org}:<any name>
  user       ${watson.apiKey}
  password   ${watson.apiToken}
  topics     iot-2/type/+/id/+/evt/+/fmt/+  and  iot-2/type/+/id/+/mon

As a device (a spare one that nobody simulates):
  client id  d:${watson.org}:${watson.device.typeId}:${watson.device.deviceId}
  user       use-token-auth
  password   ${watson.device.token}
  topics     publish iot-2/evt/<event>/fmt/json, subscribe iot-2/cmd/+/fmt/+

Watson's REST API, with the same user and password (--json prints a key for each role):
  curl -u '${watson.apiKey}:${watson.apiToken}' ${watson.restUrl}/bulk/devices

IoT Central's REST API, as an operator (--json prints a token for each role), and its data export on MQTT:
  curl -H 'Authorization: ${iotCentral.tokens.operator}' '${iotCentral.restUrl}/devices?api-version=2022-07-31'
  ${iotCentral.exportMqttUrl} (no password), topic iotcentral/+/+

For example:
  mosquitto_sub -h ${hostname} -p ${port} -i a:${watson.org}:look -u '${watson.apiKey}' -P '${watson.apiToken}' -v -t 'iot-2/type/+/id/+/evt/+/fmt/+'
${replay === undefined ? '' : `\nThe recording is replayed at ${replay.mqttUrl} (no password) as soon as a client has subscribed there.\n`}
Ctrl-C ends it.
`;
};
