import { Button } from '@mantine/core';
import type { VaultBackend, VaultView } from '../../shared/vault/vault.ts';
import { moveWords } from './move-words.ts';
import { backendTitles } from './vault-words.ts';
import classes from './secrets.module.css';

interface BackendChoicesProps {
  readonly management: NonNullable<VaultView['management']>;
  readonly onChoose: (backend: VaultBackend) => void;
}

export const BackendChoices = ({ management, onChoose }: BackendChoicesProps) => (
  <ul className={classes.choices} aria-label="Places for secrets">
    {management.choices.map(({ backend, isAvailable, explanation }) => {
      const isActive = backend === management.backend;
      return (
        <li key={backend} aria-label={backendTitles[backend]} data-active={isActive || undefined}>
          <div>
            <strong>{backendTitles[backend]}</strong>
            {isActive && <span className={classes.active}>✓ in use</span>}
          </div>
          <div className={classes.explanation}>{explanation}</div>
          {!isActive && isAvailable && (
            <Button
              onClick={() => {
                onChoose(backend);
              }}
            >
              {moveWords[backend].button}
            </Button>
          )}
        </li>
      );
    })}
  </ul>
);
