import { Modal } from '@mantine/core'
import { useBackCloses } from '../shell/back.ts'
import { t } from '../words.ts'

export interface Question {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly onConfirm: () => void
}

/** Asks before something that cannot be undone. */
export function Confirm({
  question,
  onClose,
}: {
  readonly question: Question | undefined
  readonly onClose: () => void
}) {
  useBackCloses(question !== undefined, onClose)
  const confirm = (): void => {
    question?.onConfirm()
    onClose()
  }
  return (
    <Modal
      opened={question !== undefined}
      onClose={onClose}
      title={question?.title}
      centered
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <p className="mid">{question?.text}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t('action.keep')}
        </button>
        <button type="button" className="button danger" onClick={confirm}>
          {question?.action}
        </button>
      </div>
    </Modal>
  )
}
