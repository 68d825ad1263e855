import { defaults } from '../options.ts';

export const bridgeHelp = `Usage: npm run bridge -- --broker URL [options]

Receives the webhook data export of Azure IoT Central (POST /export) and publishes every message, unchanged and with
QoS 1, to an MQTT broker on one topic a device. Answers 200 when the broker has acknowledged, 503 when it could not.

Broker
  --broker URL             mqtt://, mqtts://, ws:// or wss://, without user name and password
  --mqtt-version V         5 or 3.1.1 (default 5)
  --client-id ID           (default fleetdeck-bridge- and something random)
  --username NAME
  --password-file FILE     the password; or BRIDGE_MQTT_PASSWORD in the environment
  --ca FILE                authorities to trust instead of the system's (PEM)
  --cert FILE, --key FILE  client certificate and its key (PEM)

Topics: {application}, {device} and {source} stand for the ids of a message and its messageSource
  --topic PATTERN          for messages of a device (default ${defaults.topic})
  --application-topic PATTERN
                           for messages of no device: deviceTemplateLifecycle and audit (default: dropped and counted)

Webhook
  --host HOST              (default ${defaults.host}; 0.0.0.0 for all of this machine's addresses)
  --port N                 (default ${defaults.port}, 0 for any free one)
  --tls-cert FILE, --tls-key FILE
                           serve HTTPS (PEM); without, put it behind a proxy that does
  --secret-file FILE       the shared secret, at least 16 characters; several, one a line, are all accepted;
                           or BRIDGE_SECRET in the environment
  --secret-header NAME     the header it comes in, with or without "Bearer" (default ${defaults.secretHeader})

Limits
  --max-body BYTES         of one request, more is answered 413 (default ${defaults.maxBodyBytes})
  --max-pending BYTES      of all requests under way, more is answered 503 (default ${defaults.maxPendingBytes})
  --max-in-flight N        messages sent and not yet acknowledged by the broker (default ${defaults.maxInFlight})
  --answer-within SECONDS  what the broker has not acknowledged by then is answered 503 (default ${defaults.answerWithinMs / 1000})

  --json                   print one line of JSON when it listens
  --help                   this text

GET /health is 200 while the broker is connected. GET /metrics has counters for Prometheus and wants the secret.
Secrets are never options: the arguments of a process can be read by others. Ctrl-C or SIGTERM ends it when what is
under way is through.
`;
