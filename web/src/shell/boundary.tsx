import { Component, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { Failure } from '../parts/failure.tsx'
import { t } from '../words.ts'

/** What fails while a page is drawn is told in its place, with the way to others still there. */
export function Guarded({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation()
  return <Boundary key={path}>{children}</Boundary>
}

interface State {
  readonly error?: unknown
}

/** React tells of such errors to classes alone. */
class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = {}

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <main className="page" id="main" tabIndex={-1}>
        <Failure error={told(error)} onRetry={() => location.reload()} />
      </main>
    )
  }
}

/** A part of the page that the server has no more: it was brought up to date meanwhile. */
function told(error: unknown): unknown {
  const isPart = error instanceof TypeError && /module|import/i.test(error.message)
  return isPart ? new Error(t('error.outdated')) : error
}
