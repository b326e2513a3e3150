import { QueryCache, QueryClient } from '@tanstack/react-query'
import { refreshJobs } from './jobs.ts'
import { isUnknown, Refused } from './request.ts'

const MOST_RETRIES = 3

export const queryClient: QueryClient = new QueryClient({
  // Of what is gone the job may be gone, which others have deleted.
  queryCache: new QueryCache({ onError: (error) => (isUnknown(error) ? void refreshJobs(queryClient) : undefined) }),
  defaultOptions: {
    queries: {
      // What the server refused it refuses again; a broken line may come back.
      retry: (failures, error) => !(error instanceof Refused) && failures < MOST_RETRIES,
      staleTime: 10_000,
      refetchOnWindowFocus: false,
    },
  },
})
