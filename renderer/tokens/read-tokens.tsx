import { Button, Loader } from '@mantine/core';
import type { TokenList } from '../../shared/access/token-list.ts';
import { FailureNotice } from '../platform/reading-notice.tsx';
import type { ConnectionTokensProps } from './connection-tokens-props.ts';
import { ListedTokens } from './listed-tokens.tsx';
import { NotPermitted } from './not-permitted.tsx';
import { useRefreshTokens, useTokens, type RefreshTokens } from './use-tokens.ts';
import classes from './listed-tokens.module.css';
import parts from './parts.module.css';

/** A list that was read stays while it is read again, and when that fails; it says how old it is. */
export const ReadTokens = (props: ConnectionTokensProps) => {
  const { connection } = props;
  const told = useTokens(connection.id);
  const refresh = useRefreshTokens(connection.id);
  return <div className={classes.main}>{told === undefined ? <Asking /> : shownOf(props, told, refresh)}</div>;
};

const shownOf = (props: ConnectionTokensProps, told: TokenList, refresh: RefreshTokens) => {
  if (told.kind === 'not-permitted') return <NotPermitted list={told} connection={props.connection} />;
  const { list, failure } = told;
  const isNothingThere = list === null || (list.tokens.length === 0 && failure !== null);
  return (
    <>
      <Notices told={told} refresh={refresh} />
      {isNothingThere ? (
        failure === null && <Asking />
      ) : (
        <ListedTokens {...props} list={list} progress={told} refresh={refresh} />
      )}
    </>
  );
};

const Asking = () => (
  <p role="status" className={parts.quiet}>
    <Loader size="xs" aria-hidden /> Asking the platform…
  </p>
);

interface NoticesProps {
  readonly told: Extract<TokenList, { readonly kind: 'tokens' }>;
  readonly refresh: RefreshTokens;
}

/** What could not be read, and how to get it. */
const Notices = ({ told, refresh }: NoticesProps) => {
  const { failure, problem, canGoOn, reading, byId } = told;
  return (
    <>
      {failure !== null && (
        <FailureNotice
          failure={failure}
          what={
            byId.size === 0
              ? 'The tokens could not be read.'
              : 'The tokens could not be read again; what you see is older.'
          }
          isBusy={reading !== null}
          onRetry={() => {
            refresh(canGoOn ? 'where-it-stopped' : 'beginning');
          }}
        />
      )}
      {failure === null && problem !== null && (
        <div role="alert" className={classes.gap}>
          <p>
            <span aria-hidden>⚠</span> {problem}
          </p>
          {canGoOn && (
            <Button
              onClick={() => {
                refresh('where-it-stopped');
              }}
            >
              Read the rest
            </Button>
          )}
        </div>
      )}
    </>
  );
};
