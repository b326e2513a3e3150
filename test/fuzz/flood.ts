/** Run as a program: analyses a capture and prints the most memory that took, in bytes. */
import { dirname, join } from 'node:path'
import { analyze } from '../../src/jobs/analyze.ts'

const path = process.argv[2]!
const folder = dirname(path)
const job = '00000000-0000-0000-0000-000000000000'
const { capture } = await analyze({ inputs: [path], folder, result: join(folder, 'result'), job })
console.log(JSON.stringify({ packets: capture.packets, peak: process.resourceUsage().maxRSS * 1024 }))
