import { CloseButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { hrefOf, type Route } from '../app/routes.ts';
import { countOf } from '../format/number.ts';
import { Banner } from '../layout/banner.tsx';
import { putAway, useInterrupted } from './interrupted.ts';

/** Above every view but the one that says what it is about. */
export const InterruptedBanner = ({ route }: { readonly route: Route }) => {
  const interrupted = useInterrupted();
  const isThere = route.view === 'admin' && route.section === 'audit';
  return (
    <Banner role="status" tone="doubtful" label="Left half done" isShown={interrupted.length > 0 && !isThere}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        <strong>The console ended in the middle of {countOf(interrupted.length, 'thing')}.</strong> Nobody saw what
        became of it.
      </span>
      <a href={hrefOf({ view: 'admin', section: 'audit' })}>See what, and what to do</a>
      <CloseButton
        size="sm"
        aria-label="Put this away"
        onClick={() => {
          putAway(interrupted);
        }}
      />
    </Banner>
  );
};
