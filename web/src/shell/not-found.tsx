import { Link } from 'wouter'
import { useAccount } from '../client/account.ts'
import { t } from '../words.ts'

/** The server knows nothing of what the address names, or does not tell who is signed in: it answers both alike. */
export function NotFound() {
  const { data } = useAccount()
  const name = data?.user?.username
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="nothing">
        <h1 className="page-title">{t('notFound.title')}</h1>
        <p className="mid">{name === undefined ? t('notFound.gone') : t('notFound.others', { name })}</p>
        <Link className="button" href="/">
          {t('notFound.action')}
        </Link>
      </div>
    </main>
  )
}
