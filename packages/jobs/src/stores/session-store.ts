import type { Account } from '@orrery/contracts';
import { intCodec, textCodec } from '../metadata/codecs.ts';
import { databaseError, type Metadata } from '../metadata/open-metadata.ts';
import type { SessionStore } from '../workflow-store-face.ts';

/**
 * Revocations, in the database and in memory: one server owns the database, so asking costs no query. A revocation
 * counts from the moment of the call and is durable when its promise settles.
 */
export async function createSessionStore(metadata: Metadata): Promise<SessionStore> {
  const { db, writer } = metadata;
  const tokens = new Map<string, number>();
  const accounts = new Map<string, number>();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  for (const row of await db.selectFrom('revoked_tokens').selectAll().execute()) {
    tokens.set(row.token_id, intCodec.decode(row.expires_ms));
  }
  for (const row of await db.selectFrom('revoked_accounts').selectAll().execute()) {
    accounts.set(keyOf({ graphAddress: row.graph_address, user: row.user_name }), intCodec.decode(row.before_ms));
  }
  return {
    async revokeToken(tokenId, expiresAtMs) {
      const nowMs = Date.now();
      for (const [id, expires] of tokens) if (expires < nowMs) tokens.delete(id);
      tokens.set(tokenId, expiresAtMs);
      tell();
      const values = { token_id: textCodec.encode(tokenId), expires_ms: intCodec.encode(expiresAtMs) };
      await writer
        .write((tx) =>
          tx
            .insertInto('revoked_tokens')
            .values(values)
            .onConflict((c) => c.column('token_id').doNothing())
            .execute(),
        )
        .catch(refuse);
    },
    async revokeAccount(account, beforeMs) {
      const latest = Math.max(beforeMs, accounts.get(keyOf(account)) ?? 0);
      accounts.set(keyOf(account), latest);
      tell();
      const before = { before_ms: intCodec.encode(latest) };
      await writer
        .write((tx) =>
          tx
            .insertInto('revoked_accounts')
            .values({
              graph_address: textCodec.encode(account.graphAddress),
              user_name: textCodec.encode(account.user),
              ...before,
            })
            .onConflict((c) => c.columns(['graph_address', 'user_name']).doUpdateSet(before))
            .execute(),
        )
        .catch(refuse);
    },
    isRevoked(tokenId, account, issuedAtMs) {
      const before = accounts.get(keyOf(account));
      return Promise.resolve(tokens.has(tokenId) || (before !== undefined && issuedAtMs < before));
    },
    onRevocation(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function refuse(error: unknown): never {
  throw databaseError(error);
}

function keyOf(account: Account): string {
  return `${account.graphAddress}\n${account.user}`;
}
