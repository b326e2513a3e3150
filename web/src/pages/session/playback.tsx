import { useEffect, useMemo, useRef, useState } from 'react'
import type { Series } from '../../client/media.ts'
import type { Media, Session } from '../../client/records.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { lengthOf, mixed, type PlacedTrack } from '../../wav.ts'
import { Waveform } from './waveform.tsx'

interface Part {
  readonly stream: Media
  readonly series: Series
  readonly placed: PlacedTrack
}

const STEP_S = 0.01

/** Plays streams together, and draws them. */
export function Playback({ session, parts }: { readonly session: Session; readonly parts: readonly Part[] }) {
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const placed = useMemo(() => parts.map((part) => part.placed), [parts])
  const length = lengthOf(placed)
  const url = useObjectUrl(useMemo(() => mixed(placed), [placed]))
  const toggle = (): void => {
    if (isPlaying) audio.current?.pause()
    else void audio.current?.play()
  }
  const seek = (second: number): void => {
    setAt(second)
    if (audio.current) audio.current.currentTime = second
  }
  return (
    <>
      <div className="media-transport">
        <button type="button" className="button primary" onClick={toggle}>
          {t(isPlaying ? 'media.player.pause' : 'media.player.play')}
        </button>
        <input
          type="range"
          aria-label={t('media.player.position')}
          min={0}
          max={length}
          step={STEP_S}
          value={at}
          onChange={(event) => seek(Number(event.currentTarget.value))}
        />
        <span className="mono small">
          {at.toFixed(1)} / {length.toFixed(1)} s
        </span>
      </div>
      <audio
        ref={audio}
        src={url}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
      />
      {parts.map((part) => (
        <PartRow key={part.stream.stream_id} session={session} part={part} length={length} at={at} />
      ))}
    </>
  )
}

interface PartProps {
  readonly session: Session
  readonly part: Part
  readonly length: number
  readonly at: number
}

function PartRow({ session, part, length, at }: PartProps) {
  const { stream, series, placed } = part
  const ends = { source: visible(stream.source), destination: visible(stream.destination) }
  const url = useObjectUrl(useMemo(() => new Blob([placed.track.file], { type: 'audio/wav' }), [placed.track]))
  return (
    <div className="media-part">
      <div className="media-part-head small">
        <span className="mono">
          <bdi>{ends.source}</bdi>
          <span className="arrow">→</span>
          <bdi>{ends.destination}</bdi>
        </span>
        <a
          href={url}
          download={`session-${session.session_id}-${stream.stream_id}.wav`}
          aria-label={t('media.player.downloadOf', ends)}
        >
          {t('media.player.download')}
        </a>
      </div>
      <div className="media-wave">
        <Waveform
          placed={placed}
          length={length}
          series={series}
          label={t('media.player.wave', { ...ends, lost: stream.lost })}
        />
        <i style={{ left: `${(100 * at) / Math.max(length, STEP_S)}%` }} />
      </div>
    </div>
  )
}

/** An address within the page, for as long as it is shown. */
function useObjectUrl(blob: Blob): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return url
}
