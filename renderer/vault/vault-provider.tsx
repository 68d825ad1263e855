import type { ReactNode } from 'react';
import { useVaultReading, VaultContextProvider } from './vault-context.ts';

export const VaultProvider = ({ children }: { readonly children: ReactNode }) => (
  <VaultContextProvider value={useVaultReading()}>{children}</VaultContextProvider>
);
