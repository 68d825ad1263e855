/** The same drawing as fleetdeck.svg, in the colours of the scheme. */
export const Logo = () => (
  <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden>
    <rect width="32" height="32" rx="7" fill="var(--fd-accent)" />
    <path d="M16 5 25 25 16 20.5 7 25Z" fill="var(--fd-raised)" />
  </svg>
);
