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
  /** To the step of a rotation in which the old token is revoked. */
  readonly onRevoke: (rotationId: string) => void;
}

const fewest = 3;

/** Which tokens end or wait to be revoked, the first to end first. A dismissed one comes back at its next threshold. */
export const NoticeBanner = ({ onShow, onRevoke }: NoticeBannerProps) => {
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
    <div role="status" aria-label="Tokens that want attention">
      {value.length > 0 && (
        <ul className={classes.notices}>
          {shown.map((notice) => (
            <li key={notice.id} data-tone={isPressing(notice) ? 'bad' : 'doubtful'}>
              <span>
                <span aria-hidden>{notice.threshold === 'ended' ? '✕' : '◔'}</span> {notice.text}
              </span>
              <span className={parts.buttons}>
                {notice.rotationId !== null && <RevokeButton notice={notice} onRevoke={onRevoke} />}
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

interface RevokeButtonProps extends Pick<NoticeBannerProps, 'onRevoke'> {
  readonly notice: TokenNotice;
}

const RevokeButton = ({ notice: { rotationId, tokenName }, onRevoke }: RevokeButtonProps) => (
  <Button
    size="compact-xs"
    variant="filled"
    aria-label={`Revoke ${tokenName}: see what stops`}
    onClick={() => {
      if (rotationId !== null) onRevoke(rotationId);
    }}
  >
    Revoke it…
  </Button>
);

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
  'overlap-ended': 'It does not come back; the rotation goes on waiting above the list.',
};

const dismissal = ({ threshold }: TokenNotice): string => nextThreshold[threshold];
