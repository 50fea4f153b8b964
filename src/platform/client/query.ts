import { keepPreviousData, MutationCache, QueryCache, QueryClient, useInfiniteQuery, useMutation, useQuery, type InfiniteData, type UseInfiniteQueryResult, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Command, Query } from '../core/contract.ts';
import { ask, Problem, send } from './call.ts';

// Keys are [domain, name, input]: the live stream can tell what an event concerns without knowing the domains.

export function makeQueries(hooks: { onSignedOut: () => void }): QueryClient {
  const noticed = (error: unknown): void => {
    if (error instanceof Problem && error.status === 401 && error.refused === 'platform/not-signed-in') hooks.onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: noticed }),
    mutationCache: new MutationCache({ onError: noticed }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 3 && isPassing(error),
        retryDelay: (attempt, error) => (error instanceof Problem && error.retryAfterSeconds !== null ? error.retryAfterSeconds * 1000 : Math.min(500 * 2 ** attempt, 8_000)),
      },
    },
  });
}

/** No line, or a server that is starting: worth another try without asking anybody. */
export function isPassing(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status === 502 || error.status === 503);
}

type Input<Op extends { input: z.ZodType }> = z.input<Op['input']>;
type Output<Op extends { output: z.ZodType }> = z.output<Op['output']>;

export function keyOf<Op extends Query>(operation: Op, input?: Input<Op>): readonly unknown[] {
  return input === undefined ? [operation.domain, operation.name] : [operation.domain, operation.name, input];
}

export type AskOptions = { enabled?: boolean; staleTime?: number; keepPrevious?: boolean; refetchEvery?: number };

export function useAsk<Op extends Query>(operation: Op, input: Input<Op>, options: AskOptions = {}): UseQueryResult<Output<Op>, Error> {
  return useQuery<Output<Op>, Error, Output<Op>, readonly unknown[]>({
    queryKey: keyOf(operation, input),
    queryFn: ({ signal }) => ask(operation, input, signal),
    enabled: options.enabled ?? true,
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options.refetchEvery === undefined ? {} : { refetchInterval: options.refetchEvery }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

type Paged = { next: string | null };

/** A keyset-paged list; `fetchNextPage` takes the next page after the last row. */
export function usePages<Op extends Query<z.ZodType, z.ZodType<Paged>>>(
  operation: Op, input: Omit<Input<Op>, 'after'>, options: AskOptions = {},
): UseInfiniteQueryResult<InfiniteData<Output<Op>, string | null>, Error> {
  return useInfiniteQuery<Output<Op>, Error, InfiniteData<Output<Op>, string | null>, readonly unknown[], string | null>({
    queryKey: [operation.domain, operation.name, input, 'pages'],
    queryFn: ({ signal, pageParam }) => ask(operation, (pageParam === null ? input : { ...input, after: pageParam }) as Input<Op>, signal), // `after` is the only field left out above
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

export type Sending<Op extends Command> = { input: Input<Op>; key?: string };

export function useSend<Op extends Command>(operation: Op): UseMutationResult<Output<Op>, Error, Sending<Op>> {
  return useMutation<Output<Op>, Error, Sending<Op>>({ mutationFn: ({ input, key }) => send(operation, input, key) });
}
