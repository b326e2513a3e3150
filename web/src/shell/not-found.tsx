import { Link } from 'wouter'
import { t } from '../words.ts'

export function NotFound() {
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="nothing">
        <h1 className="page-title">{t('notFound.title')}</h1>
        <Link className="button" href="/">
          {t('notFound.action')}
        </Link>
      </div>
    </main>
  )
}
