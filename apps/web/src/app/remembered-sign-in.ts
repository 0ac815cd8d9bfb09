import { storedText, storeText } from './stored-text.ts';

const STORAGE_KEY = 'orrery.sign-in';

export interface RememberedSignIn {
  /** `host:port`; empty when nothing is remembered. */
  readonly graph: string;
  readonly user: string;
}

/** Graph and account of the last sign-in of this browser; never a password. */
export function rememberedSignIn(): RememberedSignIn {
  try {
    const { graph, user } = JSON.parse(storedText(STORAGE_KEY) ?? '{}') as Partial<RememberedSignIn>;
    return { graph: typeof graph === 'string' ? graph : '', user: typeof user === 'string' ? user : '' };
  } catch {
    return { graph: '', user: '' };
  }
}

export function rememberSignIn(signIn: RememberedSignIn): void {
  storeText(STORAGE_KEY, JSON.stringify(signIn));
}
