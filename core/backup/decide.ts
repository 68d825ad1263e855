import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ImportDecision } from '../../shared/backup/backup.ts';
import { connectionsKey, disabledManagedKey, unreadableKey } from '../settings/connection-book.ts';
import { preferencesKey } from '../settings/preferences-book.ts';
import type { Preferences } from '../../shared/preferences.ts';
import type { LocalSettings } from './local-settings.ts';
import { needsLook, type PlannedItem } from './plan.ts';
import { secretPrefix } from './secret-names.ts';
import type { NewSecret } from './takeover.ts';

export interface Decided {
  readonly values: Readonly<Record<string, unknown>>;
  readonly secrets: readonly NewSecret[];
  /** Connections to switch on once their secrets are in place. */
  readonly enable: readonly string[];
  readonly addedIds: readonly string[];
  readonly changedIds: readonly string[];
  readonly notices: readonly string[];
}

export interface DecisionMaterial {
  readonly local: LocalSettings;
  readonly items: readonly PlannedItem[];
  readonly preferences: Preferences;
  readonly disabledManaged: readonly string[];
  /** A new id for a connection of that name. */
  readonly newId: (name: string) => string;
}

/** What all settings will be, and which secrets go where. Changes nothing. */
export const decide = (material: DecisionMaterial, decision: ImportDecision): Decided => {
  const { local, items } = material;
  const connections = new Map<string, ConnectionSettings>(local.connections);
  const secrets: NewSecret[] = [];
  const enable: string[] = [];
  const addedIds: string[] = [];
  const changedIds: string[] = [];
  const notices: string[] = [];
  for (const planned of items) {
    const { item, settings } = planned;
    const choice = Object.hasOwn(decision.connections, item.id) ? decision.connections[item.id] : 'keep';
    if (settings === undefined || choice === undefined || choice === 'keep') continue;
    const target = targetOf(planned, settings, choice, local, material.newId);
    for (const [name, secret] of planned.secrets) secrets.push({ key: secretPrefix(target.id) + name, secret });
    const waits = planned.secrets.size > 0 && target.settings.isEnabled;
    if (waits) enable.push(target.id);
    connections.set(target.id, waits ? { ...target.settings, isEnabled: false } : target.settings);
    (item.change === 'changed' && choice === 'take' ? changedIds : addedIds).push(target.id);
    notices.push(...target.notices, ...missingNotices(planned));
  }
  return {
    values: {
      [unreadableKey]: Object.fromEntries(local.unreadable),
      [connectionsKey]: Object.fromEntries(connections),
      ...(decision.preferences === 'take' ? { [preferencesKey]: material.preferences } : {}),
      ...(decision.managed === 'take' ? { [disabledManagedKey]: material.disabledManaged } : {}),
    },
    secrets,
    enable,
    addedIds,
    changedIds,
    notices,
  };
};

interface Target {
  readonly id: string;
  readonly settings: ConnectionSettings;
  readonly notices: readonly string[];
}

const targetOf = (
  { item, isIdFree }: PlannedItem,
  settings: ConnectionSettings,
  choice: 'take' | 'copy',
  local: LocalSettings,
  newId: DecisionMaterial['newId'],
): Target => {
  if (choice === 'copy') {
    const name = `${settings.name.slice(0, 70)} (copy)`;
    // Two clients under one id throw each other out (MQTT 5.0, section 3.1.4).
    const copy = { ...settings, name, isEnabled: false };
    return {
      id: newId(settings.name),
      settings: copy,
      notices: [`"${name}" was added switched off. Switch it on when it is to run beside the other.`],
    };
  }
  const isChange = item.change === 'changed';
  const former = isChange ? local.connections.get(item.id) : undefined;
  const isHeldBack = settings.isEnabled && needsLook(settings, former);
  return {
    id: isChange || isIdFree ? item.id : newId(settings.name),
    settings: isHeldBack ? { ...settings, isEnabled: false } : settings,
    notices: isHeldBack ? [`"${settings.name}" is switched off. Check its address, then switch it on.`] : [],
  };
};

const missingNotices = ({ item }: PlannedItem): readonly string[] =>
  item.secrets
    .filter(({ effect }) => effect === 'missing')
    .map(({ title }) => `${title} of "${item.name}" has to be entered: the file does not have it.`);
