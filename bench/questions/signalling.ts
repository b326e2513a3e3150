import type { Question } from '../question.ts'
import { throughput } from '../throughput.ts'

export const signalling: Question = {
  name: 'signalling',
  asks: 'How fast is SIP alone?',
  answer: (options) => throughput('signalling', options),
}
