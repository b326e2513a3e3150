import type { Question } from '../question.ts'
import { throughput } from '../throughput.ts'

export const tunnelled: Question = {
  name: 'tunnelled',
  asks: 'How fast is the same inside GTP-U?',
  answer: (options) => throughput('tunnelled', options),
}
