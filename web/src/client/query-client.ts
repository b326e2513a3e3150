import { QueryClient } from '@tanstack/react-query'
import { Refused } from './request.ts'

const MOST_RETRIES = 3

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it refuses again; a broken line may come back.
      retry: (failures, error) => !(error instanceof Refused) && failures < MOST_RETRIES,
      staleTime: 10_000,
      refetchOnWindowFocus: false,
    },
  },
})
