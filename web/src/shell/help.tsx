import { Modal } from '@mantine/core'
import { t } from '../words.ts'
import { useBackCloses } from './back.ts'

const SHEET: readonly (readonly [group: string, keys: readonly (readonly [keys: string, does: string])[]])[] = [
  [
    'everywhere',
    [
      ['?', 'help'],
      ['/', 'search'],
      ['g j', 'jobs'],
      ['g s', 'subscribers'],
      ['g a', 'analytics'],
      ['T', 'theme'],
      ['y', 'copy'],
    ],
  ],
  [
    'sessions',
    [
      ['j k ↑ ↓', 'move'],
      ['Enter', 'open'],
      ['Space', 'mark'],
      ['t', 'tableColumns'],
    ],
  ],
  [
    'compare',
    [
      ['j k ↑ ↓', 'move'],
      ['n p', 'difference'],
      ['v', 'swap'],
      ['d', 'only'],
    ],
  ],
  [
    'ladder',
    [
      ['j k ↑ ↓ PgUp PgDn Home End', 'move'],
      ['Enter Esc', 'detail'],
      ['e E', 'error'],
      ['r', 'raw'],
      ['d', 'sdp'],
      ['m', 'media'],
      ['s', 'columns'],
      ['Alt+← Alt+→ h', 'column'],
      ['c', 'color'],
      ['t', 'time'],
      ['f', 'filter'],
      ['Space', 'mark'],
      ['→ ←', 'unfold'],
      ['+ − 0', 'zoom'],
    ],
  ],
]

/** All keys, on one sheet. */
export function Help({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  useBackCloses(opened, onClose)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      size="lg"
      centered
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className="keys">
        {SHEET.map(([group, keys]) => [
          <h3 key={group}>{t(`help.group.${group}`)}</h3>,
          ...keys.map(([key, does]) => (
            <div key={`${group}-${does}`}>
              <span>{t(`help.does.${does}`)}</span>
              <span>
                {key.split(' ').map((one) => (
                  <kbd key={one}>{one}</kbd>
                ))}
              </span>
            </div>
          )),
        ])}
      </div>
    </Modal>
  )
}
