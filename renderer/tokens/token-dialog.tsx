import type { ReadTokenList } from '../../shared/access/token-list.ts';
import type { TokenRow } from '../../shared/access/token.ts';
import type { AccessJob } from '../../shared/access/watch.ts';
import { tell } from '../connections/notify.ts';
import type { ConnectionTokensProps } from './connection-tokens-props.ts';
import { CreateDialog } from './create-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { tokenNoun } from './token-words.ts';
import type { Organizations } from './use-organizations.ts';
import type { RefreshTokens } from './use-tokens.ts';

export type OpenTokenDialog =
  | { readonly kind: 'create'; readonly job: AccessJob | null }
  | { readonly kind: 'edit' | 'delete'; readonly row: TokenRow };

interface TokenDialogProps extends Pick<ConnectionTokensProps, 'connection' | 'onSelect' | 'onCreated' | 'onHalfDone'> {
  readonly dialog: OpenTokenDialog;
  readonly list: ReadTokenList;
  readonly organizations: Organizations;
  readonly refresh: RefreshTokens;
  readonly onClose: () => void;
}

/** The one dialog that is open over the list. What it changes the list learns from the engine. */
export const TokenDialog = (props: TokenDialogProps) => {
  const { connection, dialog, list, organizations, refresh, onSelect, onCreated, onHalfDone, onClose } = props;
  switch (dialog.kind) {
    case 'create':
      return (
        <CreateDialog
          connection={connection}
          list={list}
          organizations={organizations}
          initialJob={dialog.job}
          onCreated={(creation, notes) => {
            onClose();
            onCreated(creation, notes);
          }}
          onHalfDone={onHalfDone}
          onClose={onClose}
        />
      );
    case 'edit':
      return (
        <EditDialog
          connectionId={connection.id}
          row={dialog.row}
          list={list}
          organizations={organizations}
          onDone={(row) => {
            onClose();
            tell(`“${row.name}” is changed.`, 'Whoever signs in with it has what it may now.');
          }}
          onClose={onClose}
        />
      );
    case 'delete':
      return (
        <DeleteDialog
          connectionId={connection.id}
          row={dialog.row}
          noun={tokenNoun(list.platform)}
          onDone={() => {
            onClose();
            onSelect(null);
            // One whose secret was lost is not half done any more.
            void onHalfDone();
            tell(`“${dialog.row.name}” is deleted.`, 'Nobody gets in with it any more.');
          }}
          onInDoubt={() => {
            refresh('beginning');
          }}
          onClose={onClose}
        />
      );
  }
};
