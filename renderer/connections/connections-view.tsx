import { useCallback, useState } from 'react';
import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { ConnectionView } from '../../shared/connection/status.ts';
import { useCall } from '../engine/use-call.ts';
import { noSecrets, placeholdersOf, valuesOfConnection, valuesOfPreset } from './connection-form.ts';
import { ConnectionEditor } from './connection-editor.tsx';
import { ConnectionList } from './connection-list.tsx';
import { tell } from './notify.ts';
import { PresetPicker } from './preset-picker.tsx';
import classes from './connections-view.module.css';

type Page =
  | { readonly kind: 'list' }
  | { readonly kind: 'presets' }
  | { readonly kind: 'new'; readonly preset: ConnectionPreset }
  | { readonly kind: 'edit'; readonly view: ConnectionView };

const list: Page = { kind: 'list' };

export const ConnectionsView = () => {
  const [page, setPage] = useState<Page>(list);
  const [hasLeftList, setHasLeftList] = useState(false);
  const presets = useCall('connections.presets', {});
  const show = useCallback((next: Page) => {
    setHasLeftList(true);
    setPage(next);
  }, []);
  const toList = useCallback(() => {
    setPage(list);
  }, []);
  const onSaved = useCallback((view: ConnectionView) => {
    tell(`${view.settings.name} is saved.`, view.settings.isEnabled ? 'It connects now.' : 'It is switched off.');
    setPage(list);
  }, []);

  return (
    <section role="region" aria-label="Connections" className={classes.view}>
      {page.kind === 'list' && (
        <ConnectionList
          takesFocus={hasLeftList}
          onAdd={() => {
            show({ kind: 'presets' });
          }}
          onEdit={(view) => {
            show({ kind: 'edit', view });
          }}
        />
      )}
      {page.kind === 'presets' && (
        <PresetPicker
          onPick={(preset) => {
            show({ kind: 'new', preset });
          }}
          onCancel={toList}
        />
      )}
      {page.kind === 'new' && (
        <ConnectionEditor
          title={`New connection: ${page.preset.title}`}
          initialValues={valuesOfPreset(page.preset)}
          origin={{
            presetId: page.preset.id,
            isEnabled: true,
            storedSecrets: noSecrets,
            placeholders: placeholdersOf(page.preset),
          }}
          preset={page.preset}
          onSaved={onSaved}
          onCancel={toList}
        />
      )}
      {page.kind === 'edit' && (
        <ConnectionEditor
          id={page.view.id}
          title={`Edit ${page.view.settings.name}`}
          initialValues={valuesOfConnection(page.view)}
          origin={{
            presetId: page.view.settings.presetId,
            isEnabled: page.view.settings.isEnabled,
            storedSecrets: page.view.secrets,
            placeholders: [],
          }}
          preset={
            presets.status === 'ok' ? presets.value.find(({ id }) => id === page.view.settings.presetId) : undefined
          }
          onSaved={onSaved}
          onCancel={toList}
        />
      )}
    </section>
  );
};
