import type { Question } from '../question.ts'
import { throughput } from '../throughput.ts'

export const media: Question = {
  name: 'media',
  asks: 'How fast are calls with their media, 95 % RTP?',
  answer: (options) => throughput('media', options),
}
