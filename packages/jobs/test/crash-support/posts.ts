import type { JobPlan } from '@orrery/jobs';
import { planOf } from '../plans.ts';
import type { Post } from './check-invariants.ts';
import { ServerGone, type CrashServer } from './crash-server.ts';

/** A job of four tasks, one of which depends on two others. */
export function planOfPost(key: string): JobPlan {
  const task = { spec: { value: key, sleepMs: 5 }, maxAttempts: 10 };
  return planOf(
    { a: task, b: { ...task, dependsOn: ['a'] }, c: task, d: { ...task, dependsOn: ['b', 'c'] } },
    { input: key, idempotency: { key, bodyHash: key } },
  );
}

/** Posts until the server is gone or all are acknowledged; what was not acknowledged may or may not be there. */
export async function postAll(server: CrashServer, posts: readonly Post[]): Promise<void> {
  await Promise.all(
    posts.map(async (post) => {
      try {
        post.jobId = (await server.call('submit', planOfPost(post.key))).id;
      } catch (error) {
        if (!(error instanceof ServerGone)) throw error;
      }
    }),
  );
}
