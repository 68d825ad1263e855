import { Anchor, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { goToToken } from '../connections/token-errand.ts';
import card from '../layout/card.module.css';
import type { PlatformConnection } from './use-platform.ts';

interface NotPermittedCardProps extends Pick<PlatformConnection, 'connection'> {
  readonly heading: 'h2' | 'h3';
  /** "tokens", "users": what this connection's token may not look at. */
  readonly what: string;
  readonly refusal: { readonly explanation: string; readonly whoCanHelp: string };
  /** Where other connections here may look. */
  readonly ways: readonly { readonly href: string; readonly title: string }[];
  readonly children?: ReactNode;
}

/** No failure: this token is good for other things, and somebody else can help. */
export const NotPermittedCard = (props: NotPermittedCardProps) => {
  const { connection, heading: Heading, what, refusal, ways, children } = props;
  return (
    <div className={card.card}>
      <Heading>
        The {what} of {connection.name} are not shown to this connection
      </Heading>
      <p>{refusal.explanation}</p>
      <p>
        <strong>Who can help:</strong> {refusal.whoCanHelp}
      </p>
      <div className={card.links}>
        {ways.map(({ href, title }) => (
          <Anchor key={href} href={href}>
            {title}
          </Anchor>
        ))}
        {!connection.isManaged && (
          <Button
            onClick={() => {
              goToToken(connection.id);
            }}
          >
            Enter another token for this connection…
          </Button>
        )}
      </div>
      {children}
    </div>
  );
};
