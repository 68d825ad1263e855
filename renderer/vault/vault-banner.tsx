import { IconLock } from '@tabler/icons-react';
import { hrefOf, type Route } from '../app/routes.ts';
import { Banner } from '../layout/banner.tsx';
import { useVault } from './vault-context.ts';
import { vaultNotice } from './vault-words.ts';

/** Above every view but the one where something can be done about it. */
export const VaultBanner = ({ route }: { readonly route: Route }) => {
  const { value } = useVault();
  const isThere = route.view === 'admin' && route.section === 'secrets';
  const notice = value === undefined || isThere ? undefined : vaultNotice(value);
  return (
    <Banner role="status" tone="doubtful" label="Secrets" isShown={notice !== undefined}>
      {notice !== undefined && (
        <>
          <IconLock size={16} aria-hidden />
          <span>
            <strong>{notice.title}</strong> {notice.text}
          </span>
          <a href={hrefOf({ view: 'admin', section: 'secrets' })}>{notice.action}</a>
        </>
      )}
    </Banner>
  );
};
