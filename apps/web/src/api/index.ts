export { client } from './client.ts';
export { errorText, type ErrorText } from './error-text.ts';
export { postJob, rerunJob, resumeJob } from './post-jobs.ts';
export * from './queries.ts';
export { createQueryClient } from './query-client.ts';
export { queryKeys } from './query-keys.ts';
export { useIsServerAway } from './server-reach.ts';
export { useIsExpired } from './session-expiry.ts';
export { accountKey, useAccount, useSession, useSignedIn, useSignOutLocally, type Session } from './use-session.ts';
