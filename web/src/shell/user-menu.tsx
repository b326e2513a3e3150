import { Menu } from '@mantine/core'
import { useLocation } from 'wouter'
import { logOut, useAccount, useMay } from '../client/account.ts'
import { t } from '../words.ts'

const INITIALS = 2

/** Who is logged in, and the ways from there. */
export function UserMenu() {
  const user = useAccount().data?.user
  const isAdmin = useMay('users:admin')
  const [, go] = useLocation()
  if (!user) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className="avatar">
          {user.username.slice(0, INITIALS).toUpperCase()}
          <span className="hidden">{t('user.menu', { name: user.username })}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.username}</Menu.Label>
        <Menu.Item onClick={() => go('/account')}>{t('account.title')}</Menu.Item>
        {isAdmin && <Menu.Item onClick={() => go('/users')}>{t('users.title')}</Menu.Item>}
        <Menu.Item onClick={() => void logOut()}>{t('user.logOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
