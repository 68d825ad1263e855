// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ok } from '../../shared/contract/result.ts';
import { presets } from '../../core/presets/presets.ts';
import { fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { ConnectionsView } from './connections-view.tsx';
import { goToSetup, usePlatformErrand } from './platform-errand.ts';

const show = () =>
  renderWithEngine(<ConnectionsView />, fakeHandlers({ methods: { 'connections.presets': () => ok([...presets]) } }));

it('opens the setup of IoT Central with the pasted token, and keeps the token nowhere else', async () => {
  goToSetup({
    kind: 'iot-central',
    apiKey: '',
    token: 'SharedAccessSignature sr=app&sig=abc&skn=desk&se=1900000000000',
  });
  show();
  const form = await screen.findByRole('form', { name: /^New connection/ });
  expect(within(form).getByRole<HTMLInputElement>('radio', { name: 'API token' }).checked).toBe(true);
  expect(
    within(form).getByLabelText<HTMLInputElement>(/^API token/, { selector: 'input[type=password]' }).value,
  ).toMatch(/skn=desk/);
  expect(usePlatformErrand.getState().errand).toBeNull();
});

it('opens the setup of Watson with key and token', async () => {
  goToSetup({ kind: 'watson', apiKey: ' a-abc123-x1y2z3a4b5 ', token: 'pasted' });
  show();
  const form = await screen.findByRole('form', { name: /^New connection/ });
  expect(within(form).getByLabelText<HTMLInputElement>(/^API key/).value).toBe('a-abc123-x1y2z3a4b5');
  expect(within(form).getByLabelText<HTMLInputElement>(/^Token/).value).toBe('pasted');
});

it('shows the list again to whoever comes back without an errand', async () => {
  show();
  expect(await screen.findByRole('heading', { name: 'Connections' })).toBeShown();
});
