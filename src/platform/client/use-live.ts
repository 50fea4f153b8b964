import { useEffect, useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { follow, type LiveState } from './live.ts';

/** Whether the line to the server stands. What is on the screen stays until the new is there. */
export function useLive(client: QueryClient, enabled: boolean, gatherMs = 1_000): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => (enabled ? follow(client, setState, gatherMs) : undefined), [client, enabled, gatherMs]);
  return state;
}
