import { Radio, Stack, Switch, TextInput } from '@mantine/core';
import { BrokerAddressField, BrokerSignInFields } from './broker-fields.tsx';
import type { FieldsProps } from './editing.ts';
import { Section } from './section.tsx';

/** How values come in, and commands go out. */
export const LiveRouteSection = (props: FieldsProps) => {
  const { form, problems } = props;
  const { platform } = form.getValues();
  if (platform === null) return null;
  if (platform.kind === 'iot-central') {
    return (
      <Section title="Live values">
        <Radio.Group
          aria-label="Live values"
          value={platform.live}
          onChange={(live) => {
            form.setFieldValue('platform', { ...platform, live: live === 'mqtt' ? 'mqtt' : 'polling' });
          }}
        >
          <Stack gap={10}>
            <Radio
              size="xs"
              value="polling"
              label="Read in turn over the API"
              description="Needs nothing more. IoT Central allows 20 requests a second for everybody together: with many vehicles a value can be up to several minutes old. What is on screen is read first."
            />
            <Radio
              size="xs"
              value="mqtt"
              label="As they come, over an MQTT broker"
              description="For an application whose data export is forwarded to a broker. Fleetdeck brings the bridge for that."
            />
          </Stack>
        </Radio.Group>
        <Switch
          size="xs"
          label="Use the preview API"
          description="Version 2022-10-31-preview reads many values with one query. Microsoft gives no promise for it."
          checked={platform.usesPreview}
          onChange={(event) => {
            form.setFieldValue('platform', { ...platform, usesPreview: event.currentTarget.checked });
          }}
        />
        {platform.live === 'mqtt' && (
          <>
            <BrokerAddressField form={form} label="Address of the broker" />
            <BrokerSignInFields {...props} />
          </>
        )}
      </Section>
    );
  }
  return (
    <Section title="Commands">
      <Radio.Group
        aria-label="Commands"
        value={platform.commandRoute}
        onChange={(route) => {
          form.setFieldValue('platform', { ...platform, commandRoute: route === 'http' ? 'http' : 'mqtt' });
        }}
      >
        <Stack gap={10}>
          <Radio
            size="xs"
            value="mqtt"
            label="Over MQTT"
            description="A vehicle that answers with an event says itself that it has done it."
          />
          <Radio
            size="xs"
            value="http"
            label="Over HTTP messaging"
            description="Where MQTT does not get through. The platform says that it has taken the command; whether the vehicle has done it is not known."
          />
        </Stack>
      </Radio.Group>
      {platform.commandRoute === 'http' && (
        <TextInput
          label="Address of HTTP messaging"
          description="Leave it empty: it follows from the address of the API."
          spellCheck={false}
          autoComplete="off"
          value={platform.messagingAddress}
          error={problems['platform.messagingAddress']}
          onChange={(event) => {
            form.setFieldValue('platform', { ...platform, messagingAddress: event.currentTarget.value });
            form.clearFieldError('platform.messagingAddress');
          }}
        />
      )}
    </Section>
  );
};
