const STORAGE_KEY = 'orrery.sign-in';

export interface RememberedSignIn {
  /** `host:port`; empty when nothing is remembered. */
  readonly graph: string;
  readonly user: string;
}

/** Graph and account of the last sign-in of this browser; never a password. */
export function rememberedSignIn(): RememberedSignIn {
  try {
    const { graph, user } = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Partial<RememberedSignIn>;
    return { graph: typeof graph === 'string' ? graph : '', user: typeof user === 'string' ? user : '' };
  } catch {
    return { graph: '', user: '' };
  }
}

export function rememberSignIn(signIn: RememberedSignIn): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(signIn));
  } catch {
    // Without storage the next sign-in starts empty.
  }
}
