import type { Span } from './span.ts';

export type Role = 'GOD' | 'ADMIN' | 'DBA' | 'USER' | 'GUEST';

export interface CreateUserStatement extends Span {
  readonly kind: 'createUser';
  readonly ifNotExists: boolean;
  readonly user: string;
  /** Empty when not given. */
  readonly password: string;
  /** Addresses of `WITH IP WHITELIST`; empty when not given. */
  readonly ipWhitelist: readonly string[];
}

export interface AlterUserStatement extends Span {
  readonly kind: 'alterUser';
  readonly user: string;
  readonly password: string | undefined;
  readonly ipWhitelist: readonly string[];
}

export interface DropUserStatement extends Span {
  readonly kind: 'dropUser';
  readonly ifExists: boolean;
  readonly user: string;
}

export interface DescribeUserStatement extends Span {
  readonly kind: 'describeUser';
  readonly user: string;
}

/** `CHANGE PASSWORD user FROM "old" TO "new"` */
export interface ChangePasswordStatement extends Span {
  readonly kind: 'changePassword';
  readonly user: string;
  readonly oldPassword: string;
  readonly newPassword: string;
}

/** `GRANT ROLE role ON space TO user`, `REVOKE ROLE role ON space FROM user`; no space for GOD. */
export interface RoleStatement extends Span {
  readonly kind: 'grantRole' | 'revokeRole';
  readonly role: Role;
  readonly space: string | undefined;
  readonly user: string;
}

export type UserStatement =
  | CreateUserStatement
  | AlterUserStatement
  | DropUserStatement
  | DescribeUserStatement
  | ChangePasswordStatement
  | RoleStatement;
