import { createHash, randomUUID } from 'node:crypto';
import { OrreryError, type Account, type AuthenticatedAccount, type GraphCredentials } from '@orrery/contracts';
import type { Viewer } from '@orrery/jobs';
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from 'jose';

/** Who calls: what a token stands for. */
export interface Session {
  readonly tokenId: string;
  readonly account: Account;
  readonly viewer: Viewer;
  readonly credentials: GraphCredentials;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

interface Claims extends JWTPayload {
  readonly graph: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly root: boolean;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

const REMEMBERED = 1000;

/**
 * Tokens are JWE (dir, A256GCM): the password inside is readable only with the data folder's key. Opened tokens are
 * remembered by their hash, so that a busy caller is decrypted once; whether they are revoked is asked every time
 * (see authenticate).
 */
export class SessionTokens {
  readonly #key: Uint8Array;
  readonly #lifetimeMs: number;
  readonly #opened = new Map<string, Session>();

  /** key: 32 bytes. */
  constructor(key: Uint8Array, lifetimeMs: number) {
    if (key.length !== 32) throw new RangeError(`a token key has 32 bytes, not ${key.length}`);
    this.#key = key;
    this.#lifetimeMs = lifetimeMs;
  }

  get lifetimeMs(): number {
    return this.#lifetimeMs;
  }

  issue(account: AuthenticatedAccount, credentials: GraphCredentials, nowMs = Date.now()): Promise<string> {
    const claims: Claims = {
      jti: randomUUID(),
      graph: account.graphAddress,
      address: credentials.address,
      port: credentials.port,
      user: account.user,
      password: credentials.password,
      root: account.isRoot,
      issuedAtMs: nowMs,
      expiresAtMs: nowMs + this.#lifetimeMs,
    };
    return new EncryptJWT(claims).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(this.#key);
  }

  /** @throws ErrSession on a token that is not ours, was tampered with or is expired */
  async open(token: string, nowMs = Date.now()): Promise<Session> {
    const hash = createHash('sha256').update(token).digest('base64');
    let session = this.#opened.get(hash);
    if (session === undefined) {
      session = await this.#decrypt(token);
      if (this.#opened.size >= REMEMBERED) this.#opened.delete(this.#opened.keys().next().value!);
      this.#opened.set(hash, session);
    }
    if (session.expiresAtMs <= nowMs) {
      this.#opened.delete(hash);
      throw new OrreryError('ErrSession', 'the token has expired; connect again');
    }
    return session;
  }

  async #decrypt(token: string): Promise<Session> {
    let claims: Claims;
    try {
      const { payload } = await jwtDecrypt<Claims>(token, this.#key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      claims = payload;
    } catch (error) {
      if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError)) throw error;
      throw new OrreryError('ErrSession', 'the token is not one of this server; connect again', { cause: error });
    }
    const { graph, address, port, user, password, root, issuedAtMs, expiresAtMs, jti } = claims;
    const account = { graphAddress: graph, user };
    return {
      tokenId: jti!,
      account,
      viewer: { ...account, isRoot: root },
      credentials: { address, port, user, password },
      issuedAtMs,
      expiresAtMs,
    };
  }
}
