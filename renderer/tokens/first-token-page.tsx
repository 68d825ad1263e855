import { Button, PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { platformKinds, platformTitles, type PlatformKind } from '../../shared/platform/kinds.ts';
import { readToken } from '../../shared/platform/token.ts';
import { FirstToken } from '../connections/first-token.tsx';
import { goToSetup } from '../connections/platform-errand.ts';
import { iotCentralTokenFacts, watsonKeyFacts } from '../connections/token-facts.ts';
import { TokenFactsList } from '../connections/token-facts-list.tsx';
import { useNowMs } from '../format/clock.ts';
import card from '../layout/card.module.css';
import { joined } from '../theme/joined.ts';
import classes from './first-token-page.module.css';

interface Pasted {
  readonly kind: PlatformKind;
  readonly apiKey: string;
  readonly token: string;
}

const nothing: Pasted = { kind: 'iot-central', apiKey: '', token: '' };

/** Before there is any: how one comes by the first token on each platform. Pasted here, it leads into the setup. */
export const FirstTokenPage = () => {
  const nowMs = useNowMs();
  const [pasted, setPasted] = useState(nothing);
  const [hasTried, setHasTried] = useState(false);
  const { kind, apiKey, token } = pasted;
  const isWatson = kind === 'watson';
  const facts = isWatson ? watsonKeyFacts(apiKey, token) : iotCentralTokenFacts(token, nowMs);
  const isComplete = token.trim() !== '' && (!isWatson || apiKey.trim() !== '');

  const setUp = (): void => {
    setHasTried(true);
    if (!isComplete) return;
    goToSetup(pasted);
    setPasted(nothing);
  };

  return (
    <form
      aria-label="The first token"
      className={joined(card.card, classes.paste)}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        setUp();
      }}
    >
      <h2>The first token</h2>
      <p>
        No connection here is to a platform that has API tokens: Azure IoT Central, Watson IoT Platform or Maximo. With
        a first token from the platform’s own page, the console watches its vehicles; with one that may administer, it
        makes, hands out, rotates and revokes all others here.
      </p>
      <Radio.Group
        label="Platform"
        value={kind}
        onChange={(value) => {
          setPasted({ ...nothing, kind: platformKinds.find((each) => each === value) ?? kind });
          setHasTried(false);
        }}
      >
        <Stack gap={10} mt={4}>
          {platformKinds.map((each) => (
            <Radio key={each} size="xs" value={each} label={platformTitles[each]} />
          ))}
        </Stack>
      </Radio.Group>
      <FirstToken key={kind} kind={kind} />
      {isWatson && (
        <TextInput
          label="API key"
          placeholder="a-abc123-x1y2z3a4b5"
          autoComplete="off"
          spellCheck={false}
          value={apiKey}
          error={hasTried && apiKey.trim() === '' ? 'Paste the API key.' : undefined}
          onChange={(event) => {
            setPasted({ ...pasted, apiKey: event.currentTarget.value });
          }}
        />
      )}
      <PasswordInput
        label={isWatson ? 'Authentication token' : 'API token or bearer token'}
        autoComplete="off"
        spellCheck={false}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the token', tabIndex: 0 }}
        value={token}
        error={hasTried && token.trim() === '' ? 'Paste the token.' : undefined}
        onChange={(event) => {
          setPasted(withToken(pasted, event.currentTarget.value));
        }}
      />
      <TokenFactsList {...facts} />
      <div>
        <Button type="submit" variant="filled">
          Next: set up the connection
        </Button>
      </div>
    </form>
  );
};

/** A key of Watson in the place of IoT Central's token is taken for what it is. */
const withToken = (pasted: Pasted, token: string): Pasted => {
  const { kind } = readToken(token);
  if (kind === 'watson-key') return { kind: 'watson', apiKey: token.trim(), token: '' };
  if (pasted.kind === 'watson' && (kind === 'iot-central-api-token' || kind === 'bearer')) {
    return { kind: 'iot-central', apiKey: '', token };
  }
  return { ...pasted, token };
};
