import { useCallback, useEffect, useState } from 'react';
import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { ConnectionView } from '../../shared/connection/status.ts';
import { useCall } from '../engine/use-call.ts';
import {
  noSecrets,
  originOfConnection,
  placeholdersOf,
  valuesOfConnection,
  valuesOfPreset,
  withNewToken,
  type ConnectionFormValues,
} from './connection-form.ts';
import { ConnectionEditor } from './connection-editor.tsx';
import { ConnectionList } from './connection-list.tsx';
import type { EditingProps } from './editing.ts';
import { tell } from './notify.ts';
import { endPlatformErrand, isPresetFor, usePlatformErrand, valuesOfErrand } from './platform-errand.ts';
import { PlatformSetup } from './platform-setup.tsx';
import { PresetPicker } from './preset-picker.tsx';
import { endTokenErrand, useTokenErrand } from './token-errand.ts';
import classes from './connections-view.module.css';

type Page =
  | { readonly kind: 'list' }
  | { readonly kind: 'presets' }
  | { readonly kind: 'new'; readonly preset: ConnectionPreset; readonly values: ConnectionFormValues }
  | { readonly kind: 'edit'; readonly view: ConnectionView; readonly startsAtToken: boolean };

const list: Page = { kind: 'list' };

export const ConnectionsView = () => {
  const [page, setPage] = useState<Page>(list);
  const [hasLeftList, setHasLeftList] = useState(false);
  const presets = useCall('connections.presets', {});
  // Whoever is in a form already goes on with it.
  const errandId = useTokenErrand((errand) => errand.connectionId);
  useEffect(() => {
    if (errandId !== null && page.kind !== 'list') endTokenErrand();
  }, [errandId, page]);
  const show = useCallback((next: Page) => {
    setHasLeftList(true);
    setPage(next);
  }, []);
  const setup = usePlatformErrand();
  const [begunSetups, setBegunSetups] = useState(0);
  const knownPresets = presets.status === 'ok' ? presets.value : null;
  const { errand: setupErrand } = setup;
  if (setupErrand !== null && knownPresets !== null && begunSetups !== setup.count) {
    setBegunSetups(setup.count);
    const preset = knownPresets.find((each) => isPresetFor(each, setupErrand));
    if (preset !== undefined) show({ kind: 'new', preset, values: valuesOfErrand(preset, setupErrand) });
  }
  useEffect(() => {
    if (begunSetups > 0) endPlatformErrand();
  }, [begunSetups]);
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
          onEdit={(view, part) => {
            show({ kind: 'edit', view, startsAtToken: part === 'token' });
          }}
        />
      )}
      {page.kind === 'presets' && (
        <PresetPicker
          onPick={(preset) => {
            show({ kind: 'new', preset, values: valuesOfPreset(preset) });
          }}
          onCancel={toList}
        />
      )}
      {page.kind === 'new' && (
        <NewConnection
          title={`New connection: ${page.preset.title}`}
          initialValues={page.values}
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
          initialValues={
            page.startsAtToken ? withNewToken(valuesOfConnection(page.view)) : valuesOfConnection(page.view)
          }
          startsAtToken={page.startsAtToken}
          origin={originOfConnection(page.view)}
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

/** A platform is set up in steps, a broker on one page. */
const NewConnection = (props: EditingProps) =>
  props.initialValues.platform === null ? <ConnectionEditor {...props} /> : <PlatformSetup {...props} />;
