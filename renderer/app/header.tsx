import { IconKey, IconListCheck, IconMap2, IconPlugConnected, IconShieldLock } from '@tabler/icons-react';
import { PreferencesMenu } from '../preferences/preferences-menu.tsx';
import { NoticesCount } from '../tokens/notices-count.tsx';
import { Logo } from './logo.tsx';
import { hrefOf, type Route } from './routes.ts';
import classes from './header.module.css';

export const Header = ({ view }: { readonly view: Route['view'] }) => (
  <header className={classes.header}>
    <a className={classes.brand} href={hrefOf({ view: 'fleet' })} aria-label="Fleetdeck, to the fleet">
      <Logo />
      <span aria-hidden>Fleetdeck</span>
    </a>
    <nav className={classes.nav} aria-label="Views">
      <a
        href={hrefOf({ view: 'fleet' })}
        aria-current={view === 'fleet' ? 'page' : undefined}
        data-active={view === 'fleet' || view === 'vehicle' || undefined}
      >
        <IconMap2 size={16} aria-hidden />
        Fleet
      </a>
      <a
        href={hrefOf({ view: 'jobs' })}
        aria-current={view === 'jobs' ? 'page' : undefined}
        data-active={view === 'jobs' || undefined}
      >
        <IconListCheck size={16} aria-hidden />
        Jobs
      </a>
      <a
        href={hrefOf({ view: 'connections' })}
        aria-current={view === 'connections' ? 'page' : undefined}
        data-active={view === 'connections' || undefined}
      >
        <IconPlugConnected size={16} aria-hidden />
        Connections
      </a>
      <a
        href={hrefOf({ view: 'tokens', connectionId: null })}
        aria-current={view === 'tokens' ? 'page' : undefined}
        data-active={view === 'tokens' || undefined}
      >
        <IconKey size={16} aria-hidden />
        Tokens
        <NoticesCount />
      </a>
      <a
        href={hrefOf({ view: 'admin', section: 'secrets' })}
        aria-current={view === 'admin' ? 'page' : undefined}
        data-active={view === 'admin' || undefined}
      >
        <IconShieldLock size={16} aria-hidden />
        Admin
      </a>
    </nav>
    <PreferencesMenu />
  </header>
);
