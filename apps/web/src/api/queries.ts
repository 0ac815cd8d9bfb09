import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { Query } from '@orrery/sdk';
import { client } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** One hook for each thing of the server that several pages read. Their data are the SDK's. */

/** Graph addresses that one can sign in at, the embedded one first; needs no session. */
export function useGraphs() {
  return useQuery({ queryKey: queryKeys.graphs, queryFn: () => client.graphs(), staleTime: 60_000 });
}

/** What the server can run; does not change while it runs. */
export function useCatalogue() {
  return useQuery({
    queryKey: queryKeys.catalogue,
    queryFn: () => client.catalogue(),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useWorkflows(query: Query<'listWorkflows'> = {}) {
  return useQuery({
    queryKey: [...queryKeys.workflows, query],
    queryFn: () => client.workflows.list(query),
    placeholderData: keepPreviousData,
  });
}

/** A workflow with its definition, the newest version unless one is named. */
/** Asks nothing while there is no id. */
export function useWorkflow(id: string | undefined, version?: number) {
  return useQuery({
    queryKey: queryKeys.workflow(id ?? '', version),
    queryFn: id === undefined ? skipToken : () => client.workflows.get(id, version),
  });
}

export function useVersions(id: string) {
  return useQuery({ queryKey: queryKeys.versions(id), queryFn: () => client.workflows.versions(id) });
}

export function useJobs(query: Query<'findJobs'> = {}, options: { readonly refetchMs?: number } = {}) {
  return useQuery({
    queryKey: [...queryKeys.jobs, query],
    queryFn: () => client.jobs.list(query),
    placeholderData: keepPreviousData,
    refetchInterval: options.refetchMs ?? false,
  });
}

/** Names of the spaces of the graph that the account is signed in at. */
export function useSpaces() {
  return useQuery({ queryKey: queryKeys.spaces, queryFn: () => client.graph.spaces(), staleTime: 60_000 });
}

/** Files that workflows can read. */
export function useInputFiles() {
  return useQuery({
    queryKey: queryKeys.inputFiles,
    queryFn: ({ signal }) => client.inputFiles(signal),
    staleTime: 60_000,
  });
}

/** Columns of a file as it is now; nothing is asked for an empty name. */
export function useFileColumns(format: {
  readonly file: string;
  readonly header: boolean;
  readonly delimiter: string;
}) {
  return useQuery({
    queryKey: [...queryKeys.inputFiles, format],
    queryFn: ({ signal }) => client.fileColumns(format, signal),
    enabled: format.file !== '',
    staleTime: 10_000,
    retry: false,
  });
}

/** Tags, edge types and indexes of a space; nothing is asked for an empty name. */
export function useSpace(name: string) {
  return useQuery({
    queryKey: queryKeys.space(name),
    queryFn: () => client.graph.space(name),
    enabled: name !== '',
    staleTime: 60_000,
  });
}
