import { QueryClient } from '@tanstack/react-query';
import { ConnectionError, OrreryError } from '@orrery/sdk';

const RETRIES = 2;

/** Refusals stand; a server that is away or has a fault of its own is asked again. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  if (failures >= RETRIES) return false;
  return error instanceof ConnectionError || (error instanceof OrreryError && error.httpStatus >= 500);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: isWorthRetrying, staleTime: 5000, gcTime: 5 * 60_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
