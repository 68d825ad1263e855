import { Radio, Stack, TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { useNowMs } from '../format/clock.ts';
import { BrokerAddressField } from './broker-fields.tsx';
import type { FieldsProps } from './editing.ts';
import { FirstToken } from './first-token.tsx';
import { tidyAddress, withWatsonAccess, type PlatformValues } from './platform-form.ts';
import { Section } from './section.tsx';
import { SecretPassword } from './secret-password.tsx';
import { authOfToken, iotCentralTokenFacts, watsonKeyFacts } from './token-facts.ts';
import { TokenFactsList } from './token-facts-list.tsx';
import classes from './platform.module.css';

type IotCentralValues = Extract<PlatformValues, { kind: 'iot-central' }>;

interface AccessProps extends FieldsProps {
  readonly tokenRef?: Ref<HTMLInputElement>;
}

/** Where the platform is, and what opens it; with all that the token says of itself, as soon as it is there. */
export const AccessSection = (props: AccessProps) => {
  const { platform } = props.form.getValues();
  if (platform === null) return null;
  return platform.kind === 'iot-central' ? (
    <IotCentralAccess {...props} platform={platform} />
  ) : (
    <WatsonAccess {...props} platform={platform} />
  );
};

const authChoices: readonly {
  readonly value: IotCentralValues['auth'];
  readonly label: string;
  readonly description: string;
}[] = [
  { value: 'api-token', label: 'API token', description: 'Made in the application. Good for about a year.' },
  {
    value: 'bearer',
    label: 'Bearer token of Microsoft Entra',
    description: 'Pasted. Good for about an hour; then a new one has to be pasted.',
  },
  {
    value: 'azure-cli',
    label: 'Azure CLI of this machine',
    description: 'Whoever is signed in with “az login” here. Fetched and renewed by itself.',
  },
];

const IotCentralAccess = ({
  form,
  origin,
  problems,
  keeping,
  tokenRef,
  platform,
}: AccessProps & { readonly platform: IotCentralValues }) => {
  const nowMs = useNowMs();
  const { platformToken } = form.getValues();
  const typed = platformToken.action === 'replace' ? platformToken.text : '';
  return (
    <Section title="Application and token">
      <TextInput
        label="Address of the application"
        withAsterisk
        description="As in the browser’s address line when the application is open."
        placeholder="https://contoso.azureiotcentral.com"
        autoComplete="off"
        spellCheck={false}
        value={platform.address}
        error={problems['platform.address']}
        onChange={(event) => {
          form.setFieldValue('platform', { ...platform, address: event.currentTarget.value });
          form.clearFieldError('platform.address');
        }}
        onBlur={() => {
          form.setFieldValue('platform', { ...platform, address: tidyAddress(platform, '') });
        }}
      />
      <Radio.Group
        label="Sign in with"
        value={platform.auth}
        onChange={(auth) => {
          const choice = authChoices.find(({ value }) => value === auth);
          if (choice !== undefined) form.setFieldValue('platform', { ...platform, auth: choice.value });
          form.clearFieldError('platformToken');
        }}
      >
        <Stack gap={10} mt={4}>
          {authChoices.map(({ value, label, description }) => (
            <Radio key={value} size="xs" value={value} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
      {platform.auth !== 'azure-cli' && (
        <div className={classes.wide}>
          <SecretPassword
            noun={platform.auth === 'bearer' ? 'bearer token' : 'API token'}
            stored={origin.storedSecrets.platformToken}
            value={platformToken}
            onChange={(token) => {
              const auth = token.action === 'replace' ? authOfToken(token.text) : undefined;
              form.setFieldValue('platformToken', token);
              if (auth !== undefined) form.setFieldValue('platform', { ...platform, auth });
              form.clearFieldError('platformToken');
            }}
            error={problems.platformToken}
            hint={
              platform.auth === 'bearer' ? 'Begins with eyJ.' : 'The whole text that begins with SharedAccessSignature.'
            }
            keeping={keeping}
            canBeRemoved={false}
            isRequired
            {...(tokenRef === undefined ? {} : { inputRef: tokenRef })}
          />
        </div>
      )}
      <TokenFactsList {...iotCentralTokenFacts(platform.auth === 'azure-cli' ? '' : typed, nowMs)} />
      <FirstToken kind="iot-central" />
    </Section>
  );
};

const WatsonAccess = ({
  form,
  origin,
  problems,
  keeping,
  tokenRef,
  platform,
}: AccessProps & { readonly platform: Extract<PlatformValues, { kind: 'watson' }> }) => {
  const { username, password } = form.getValues();
  const typed = password.action === 'replace' ? password.text : '';
  const change = (part: Parameters<typeof withWatsonAccess>[1]): void => {
    const { url, clientId, ...rest } = withWatsonAccess(form.getValues(), part);
    form.setValues({ url, clientId, username: rest.username, platform: rest.platform });
  };
  return (
    <Section title="API key and address">
      <TextInput
        label="API key"
        withAsterisk
        placeholder="a-abc123-x1y2z3a4b5"
        autoComplete="off"
        spellCheck={false}
        value={username}
        error={problems.username}
        onChange={(event) => {
          change({ username: event.currentTarget.value });
          form.clearFieldError('username');
        }}
        onBlur={() => {
          change({ username: username.trim() });
        }}
      />
      <SecretPassword
        noun="token"
        stored={origin.storedSecrets.password}
        value={password}
        onChange={(secret) => {
          form.setFieldValue('password', secret);
          form.clearFieldError('password');
        }}
        error={problems.password}
        hint="The authentication token that was shown once, when the key was made."
        keeping={keeping}
        canBeRemoved={false}
        isRequired
        {...(tokenRef === undefined ? {} : { inputRef: tokenRef })}
      />
      <TokenFactsList {...watsonKeyFacts(username, typed)} />
      <TextInput
        label="Address"
        withAsterisk
        description="Of the API, or Maximo’s domain alone: the organisation of the key is put before it."
        placeholder="https://abc123.iot.maximo.example.com"
        autoComplete="off"
        spellCheck={false}
        value={platform.address}
        error={problems['platform.address']}
        onChange={(event) => {
          change({ address: event.currentTarget.value });
          form.clearFieldError('platform.address');
        }}
        onBlur={() => {
          change({ address: tidyAddress(platform, username) });
        }}
      />
      <BrokerAddressField form={form} label="Address of the live messages (MQTT)" isDerived />
      <FirstToken kind="watson" />
    </Section>
  );
};
