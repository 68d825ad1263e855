import { Button } from '@mantine/core';
import { useState } from 'react';
import type { TokenNotice } from '../../shared/access/watch.ts';
import { tellFailure } from '../connections/notify.ts';
import { useEngine } from '../engine/engine-context.ts';
import { useNotices } from './notices-context.ts';
import classes from './announcements.module.css';
import parts from './parts.module.css';

interface NoticeBannerProps {
  readonly onShow: (notice: TokenNotice) => void;
}

const fewest = 3;

/** Which tokens end, the first to end first. A dismissed one comes back at its next threshold. */
export const NoticeBanner = ({ onShow }: NoticeBannerProps) => {
  const engine = useEngine();
  const { value = [], replace } = useNotices();
  const [isOpen, setIsOpen] = useState(false);
  const shown = isOpen ? value : value.slice(0, fewest);

  const dismiss = async (notice: TokenNotice): Promise<void> => {
    const result = await engine.call('tokens.dismissNotice', { id: notice.id });
    if (result.ok) replace(value.filter(({ id }) => id !== notice.id));
    else tellFailure('Not dismissed', result.error.message);
  };

  return (
    <div role="status" aria-label="Tokens that end">
      {value.length > 0 && (
        <ul className={classes.notices}>
          {shown.map((notice) => (
            <li key={notice.id} data-tone={isPressing(notice) ? 'bad' : 'doubtful'}>
              <span>
                <span aria-hidden>{notice.threshold === 'ended' ? '✕' : '◔'}</span> {notice.text}
              </span>
              <span className={parts.buttons}>
                <Button
                  size="compact-xs"
                  aria-label={`Show ${notice.tokenName} in the list`}
                  onClick={() => {
                    onShow(notice);
                  }}
                >
                  Show it
                </Button>
                <Button
                  size="compact-xs"
                  aria-label={`Dismiss the notice of ${notice.tokenName}`}
                  title={dismissal(notice)}
                  onClick={() => {
                    void dismiss(notice);
                  }}
                >
                  Dismiss
                </Button>
              </span>
            </li>
          ))}
          {value.length > fewest && (
            <li>
              <Button
                size="compact-xs"
                aria-expanded={isOpen}
                onClick={() => {
                  setIsOpen(!isOpen);
                }}
              >
                {isOpen ? 'Show fewer' : `Show ${String(value.length - fewest)} more`}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
};

const isPressing = ({ threshold }: TokenNotice): boolean =>
  threshold === 'ended' || threshold === '1-day' || threshold === '1-minute';

const nextThreshold: Readonly<Record<TokenNotice['threshold'], string>> = {
  '30-days': 'It comes back 7 days before the end.',
  '7-days': 'It comes back a day before the end.',
  '1-day': 'It comes back when the token has ended.',
  '10-minutes': 'It comes back 5 minutes before the end.',
  '5-minutes': 'It comes back a minute before the end.',
  '1-minute': 'It comes back when the token has ended.',
  ended: 'It does not come back; the list goes on saying it.',
};

const dismissal = ({ threshold }: TokenNotice): string => nextThreshold[threshold];
