import classes from './view-links.module.css';

export interface ViewLink {
  readonly href: string;
  readonly title: string;
  /** Beside the title, quieter. */
  readonly note?: string;
  readonly isCurrent: boolean;
}

/** The parts of a view beside each other, each with an address of its own. */
export const ViewLinks = ({ label, links }: { readonly label: string; readonly links: readonly ViewLink[] }) => (
  <nav className={classes.links} aria-label={label}>
    {links.map(({ href, title, note, isCurrent }) => (
      <a key={href} href={href} aria-current={isCurrent ? 'page' : undefined}>
        {title} {note !== undefined && <span className={classes.note}>{note}</span>}
      </a>
    ))}
  </nav>
);
