/** A sun and a planet on its ring. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden>
      <ellipse
        cx="16"
        cy="16"
        rx="14"
        ry="7"
        transform="rotate(-28 16 16)"
        stroke="var(--color-accent)"
        strokeWidth="2.5"
      />
      <circle cx="16" cy="16" r="5" fill="var(--color-accent)" />
      <circle
        cx="27.4"
        cy="8.6"
        r="3.4"
        fill="var(--anchor-parameter)"
        stroke="var(--color-surface)"
        strokeWidth="1.5"
      />
    </svg>
  );
}
