import type { ReactNode } from 'react';
import { NoticesContextProvider, useNoticesReading } from './notices-context.ts';

export const NoticesProvider = ({ children }: { readonly children: ReactNode }) => (
  <NoticesContextProvider value={useNoticesReading()}>{children}</NoticesContextProvider>
);
