import { RotateCw, X } from 'lucide-react'
import type { UploadState } from '../../client/uploads.ts'
import { bytes, coarse, percent, rate } from '../../numbers.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { Progress } from './progress.tsx'
import { uploads } from './uploading.ts'

/** A capture on its way to the server. */
export function UploadRow({ upload }: { readonly upload: UploadState }) {
  const { id, name, bytes: size, sent, state, speed, error, isHeld } = upload
  const share = size === 0 ? 1 : sent / size
  const done = sent >= size && state === 'sending'
  const left = speed !== undefined && speed > 0 ? t('progress.left', { time: coarse((size - sent) / speed) }) : ''
  const told = done
    ? t('upload.checking')
    : speed === undefined
      ? percent(Math.floor(share * 100) / 100)
      : t('progress.at', { percent: percent(Math.floor(share * 100) / 100), speed: rate(speed) })
  return (
    <div className="job">
      <div className="job-name">
        <span className="file cut">
          <bdi>{visible(name)}</bdi>
        </span>
        <div className="facts-line cut">
          {t(`upload.${state}`)} · {t('upload.of', { sent: bytes(sent), size: bytes(size) })}
        </div>
      </div>
      <div className="job-state">
        {state === 'failed' ? (
          <>
            <div className="bad strong small">{t('upload.failedTitle')}</div>
            <div className="mid small">{visible(error ?? '')}</div>
          </>
        ) : (
          <>
            <div className="line">
              <span>{state === 'waiting' ? t(isHeld ? 'upload.held' : 'upload.turn') : told}</span>
              <span className="mid">{done || state === 'waiting' ? '' : left}</span>
            </div>
            <Progress name={name} percent={Math.floor(share * 100)} />
          </>
        )}
      </div>
      <div className="job-actions">
        {state === 'failed' && (
          <button type="button" className="button" onClick={() => uploads.retry(id)}>
            <RotateCw className="icon" aria-hidden="true" />
            {t('action.retry')}
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label={t('upload.cancel', { name })}
          title={t('upload.cancelTitle')}
          onClick={() => uploads.cancel(id)}
        >
          <X className="icon" />
        </button>
      </div>
    </div>
  )
}
