import { useId, useState } from 'react';
import { Button, Collapse } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import classes from './first-token.module.css';

interface Way {
  readonly title: string;
  readonly steps: readonly string[];
}

const ways: Readonly<Record<PlatformKind, readonly Way[]>> = {
  'iot-central': [
    {
      title: 'An API token, in the IoT Central application (you need the role Administrator)',
      steps: [
        'Open the application in the browser: its address is the one that goes into this form.',
        'Go to Permissions, then API tokens, and choose New.',
        'Give it a name by which you will know it again, such as fleetdeck-control-room.',
        'Choose the role. Operator is enough to watch vehicles, send commands and run jobs; only Administrator can make and revoke tokens.',
        'If the application has organisations, choose the one whose vehicles are to be seen.',
        'Choose Generate and copy the text that begins with SharedAccessSignature. It is shown this once.',
        'Paste it here. It is good for about a year.',
      ],
    },
    {
      title: 'A bearer token, where your organisation allows no API tokens',
      steps: [
        'Sign in on a machine with the Azure CLI: az login.',
        'Fetch a token: az account get-access-token --resource https://apps.azureiotcentral.com',
        'Paste the value of accessToken here. It is good for about an hour; “Azure CLI of this machine” fetches and renews it by itself.',
      ],
    },
  ],
  watson: [
    {
      title: 'Maximo Application Suite 9.2 and later',
      steps: [
        'Open Maximo Monitor as an administrator.',
        'Go to Setup, then API Keys (Monitor), and choose Generate API key.',
        'Give it a description by which you will know it again, and an expiry date if you want one.',
        'Download the file or copy both values: the key, which begins with a-, and its token. The token cannot be shown again.',
        'Paste both here.',
      ],
    },
    {
      title: 'Watson IoT Platform, and Maximo’s IoT tool before 9.2',
      steps: [
        'Open the IoT tool’s dashboard as an administrator.',
        'Go to Apps, then API Keys, and choose Generate API Key.',
        'Choose the role. Standard Application is enough to watch, send commands and manage devices; Operations Application can also make and revoke keys.',
        'Copy the API key and the authentication token. The token is shown this once.',
        'Paste both here.',
      ],
    },
  ],
};

/** How somebody comes by the first token, before the console can make any. */
export const FirstToken = ({ kind }: { readonly kind: PlatformKind }) => {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <div className={classes.hint}>
      <Button
        variant="subtle"
        size="compact-xs"
        aria-expanded={isOpen}
        aria-controls={id}
        leftSection={isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        onClick={() => {
          setIsOpen(!isOpen);
        }}
      >
        {kind === 'watson' ? 'How do I get an API key and its token?' : 'How do I get a token?'}
      </Button>
      <Collapse id={id} expanded={isOpen}>
        {ways[kind].map(({ title, steps }) => (
          <section key={title} className={classes.way}>
            <h3>{title}</h3>
            <ol>
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </section>
        ))}
      </Collapse>
    </div>
  );
};
