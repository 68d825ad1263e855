import { createContext, use } from 'react';
import type { ConnectionStatus } from '../../shared/connection/status.ts';

/** Undefined until the engine has told them. */
const ConnectionsContext = createContext<readonly ConnectionStatus[] | undefined>(undefined);

export const ConnectionsProvider = ConnectionsContext.Provider;

/** Every connection's state, heard once for the whole window. */
export const useConnections = (): readonly ConnectionStatus[] | undefined => use(ConnectionsContext);
