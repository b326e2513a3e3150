import { useMemo, useState } from 'react'
import { useMay } from '../../client/account.ts'
import { useAudio, useSeries } from '../../client/media.ts'
import type { Media, Session } from '../../client/records.ts'
import { Failure } from '../../parts/failure.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { beginOf } from './media-lines.ts'
import { Playback } from './playback.tsx'

/** What the server decodes; others would be refused. */
const HEARD = new Set(['PCMU', 'PCMA', 'G722', 'L16'])
/** Both directions of a call. */
const FIRST = 2

/** Streams to be heard, for those who may. Nothing is loaded before somebody asks: it is noted who heard what. */
export function MediaPlayer({ session, shown }: { readonly session: Session; readonly shown: readonly Media[] }) {
  const mayListen = useMay('media:listen')
  const media = useMemo(() => shown.filter((stream) => whySilent(stream) === undefined), [shown])
  if (shown.length === 0) return null
  if (mayListen && media.length > 0) return <Player session={session} media={media} shown={shown} />
  return (
    <section className="card" aria-label={t('media.player.title')}>
      <header>
        <h2>{t('media.player.title')}</h2>
      </header>
      <div className="in">
        {mayListen ? <Silent shown={shown} /> : <p className="dim small">{t('media.player.forbidden')}</p>}
      </div>
    </section>
  )
}

type Silence = 'secure' | 'codec' | 'unnamed'

/** Why a stream cannot be heard; undefined where it can be. */
function whySilent({ codec, secure }: Media): Silence | undefined {
  if (secure === true) return 'secure'
  if (codec === '') return 'unnamed'
  return HEARD.has(codec.toUpperCase()) ? undefined : 'codec'
}

/** What cannot be heard, once for each reason. */
function Silent({ shown }: { readonly shown: readonly Media[] }) {
  const why = shown.flatMap((stream) => {
    const silence = whySilent(stream)
    return silence === undefined ? [] : [t(`media.player.silent.${silence}`, { codec: visible(stream.codec) })]
  })
  return [...new Set(why)].map((text) => (
    <p key={text} className="dim small">
      {text}
    </p>
  ))
}

interface PlayerProps {
  readonly session: Session
  /** What can be heard, of all that is shown. */
  readonly media: readonly Media[]
  readonly shown: readonly Media[]
}

function Player({ session, media, shown }: PlayerProps) {
  const [isAsked, setAsked] = useState(false)
  const [heard, setHeard] = useState(() => new Set(media.slice(0, FIRST).map(({ stream_id }) => stream_id)))
  const { series } = useSeries(session.session_id, media)
  const { tracks, isLoading, error } = useAudio(
    session.session_id,
    media,
    ({ stream_id }) => isAsked && heard.has(stream_id),
  )
  const begin = beginOf(series)
  const parts = useMemo(
    () =>
      media.flatMap((stream, i) => {
        const [track, over] = [tracks[i], series[i]]
        if (!track || !over || !heard.has(stream.stream_id)) return []
        return [{ stream, series: over, placed: { track, begin: (Date.parse(over.start_time) - begin) / 1000 } }]
      }),
    [media, tracks, series, heard, begin],
  )
  return (
    <section className="card" aria-label={t('media.player.title')}>
      <header>
        <h2>{t('media.player.title')}</h2>
        <span className="dim small">{t('media.player.note')}</span>
      </header>
      <div className="in media-player">
        <div className="media-choice">
          {media.map((stream) => (
            <Choice key={stream.stream_id} stream={stream} heard={heard} setHeard={setHeard} />
          ))}
        </div>
        {!isAsked && (
          <button type="button" className="button" onClick={() => setAsked(true)}>
            {t('media.player.load')}
          </button>
        )}
        <Silent shown={shown} />
        {isLoading && <p className="dim small">{t('media.player.loading')}</p>}
        {error && <Failure error={error} />}
        {parts.length > 0 && !isLoading && <Playback session={session} parts={parts} />}
      </div>
    </section>
  )
}

interface ChoiceProps {
  readonly stream: Media
  readonly heard: ReadonlySet<string>
  readonly setHeard: (heard: Set<string>) => void
}

function Choice({ stream, heard, setHeard }: ChoiceProps) {
  const { stream_id, source, destination } = stream
  const isHeard = heard.has(stream_id)
  const toggle = (): void => {
    const next = new Set(heard)
    if (isHeard) next.delete(stream_id)
    else next.add(stream_id)
    setHeard(next)
  }
  return (
    <label className="small">
      <input type="checkbox" checked={isHeard} onChange={toggle} />
      {t('media.player.hear', { source: visible(source), destination: visible(destination) })}
    </label>
  )
}
