import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { compareDiameter } from './compare-diameter.ts'
import { compareCalls } from './compare-calls.ts'
import { compareLatencies, compareTimes } from './compare-times.ts'
import { type Analysis, compareSip, compareStreams, compareTotals, Tally } from './compare.ts'
import { compareGtp } from './gtp.ts'
import { type Case, cases, haveCaptures } from './oracle.ts'

/**
 * What we see otherwise, each with the packet that proves it. A line counts as expected once it begins as told here.
 */
const EXCEPTIONS: readonly { name: string; line: string; because: string }[] = [
  {
    name: 'bad/ndpi_gtp_false_positive.pcapng',
    line: 'gtp: no 6 type 3',
    because: 'its flags promise 4 octets behind the header that its length denies: something else on port 2123',
  },
  {
    name: 'bad/ndpi_fuzz_2006_2594.pcap',
    line: '',
    because: 'headers ruined on purpose: the other dissector shows what follows a NUL or a broken CSeq differently',
  },
  {
    name: 'formats/gopacket_be_102.pcapng',
    line: 'packets 5, not 8',
    because: 'its section holds 5 packet blocks, as capinfos counts; the others are statistics that tshark numbers too',
  },
  {
    name: 'formats/gopacket_le_202.pcapng',
    line: 'packets 8, not 11',
    because: 'its section holds 8 packet blocks, as capinfos counts; the others are statistics that tshark numbers too',
  },
  {
    name: 'other/ndpi_fax_t38_megaco_sip.pcap',
    line: 'stream 0x0eaf0eaf',
    because: '27 packets after the re-INVITE still bear the RTP header and SSRC; tshark calls them T.38 by the new SDP',
  },
  {
    name: 'formats/derived_volte_snap96.pcapng',
    line: 'call undefined',
    because:
      'no Call-ID within 96 bytes; SIP on port 6060 (frame 42) is not tried by tshark, and first fragments seen inside ' +
      'and outside of the tunnel (86 and 91: IP id 0xdfc9) are copies, which is known only when the rest never came',
  },
  ...['bad/derived_volte_truncated.pcapng', 'volte/open5gs_volte.pcapng', 'volte/open5gs_ipsec_to_nonipsec_call.pcapng']
    .concat(['gz', 'zst'].map((ending) => `formats/derived_volte.pcapng.${ending}`))
    .concat(['formats/derived_volte_ns.pcap', 'formats/derived_merge_sll_ether.pcapng'])
    .map((name) => ({
      name,
      line: 'diameter pcscf.ims.mnc001.mcc001.3gppnetwork.org;',
      because: 'Rx runs on port 3871 there (volte/open5gs_volte: frames 93 and 99), which tshark does not try',
    })),
  {
    name: 'formats/derived_volte_snap96.pcapng',
    line: 'diameter (none): besides',
    because: 'tshark shows no Diameter in what is cut (frame 98), nor on port 3871 (frame 93); the headers are there',
  },
]

const total = new Tally()
const ofDiameter = new Tally()
const ofGtp = new Tally()
const ofLatencies = new Tally()

async function compared({ path, oracle }: Case): Promise<Tally> {
  const analysis: Analysis = await analyzeCapture(readFileSync(path))
  const tally = new Tally()
  compareTotals(oracle, analysis, tally)
  compareSip(oracle, analysis, tally)
  compareStreams(oracle, analysis, tally)
  compareTimes(oracle, analysis, tally)
  const latencies = new Tally()
  compareLatencies(oracle, analysis, latencies)
  compareCalls(oracle, analysis, latencies)
  ofLatencies.add(latencies)
  tally.add(latencies)
  const diameter = new Tally()
  compareDiameter(oracle, analysis, diameter)
  ofDiameter.add(diameter)
  tally.add(diameter)
  const gtp = new Tally()
  compareGtp(oracle, analysis, gtp)
  ofGtp.add(gtp)
  tally.add(gtp)
  return tally
}

function unexplained(name: string, mismatches: readonly string[]): string[] {
  const known = EXCEPTIONS.filter((exception) => exception.name === name)
  return mismatches.filter((mismatch) => !known.some(({ line }) => mismatch.startsWith(line)))
}

describe.skipIf(!haveCaptures)(
  'real captures agree with an independent dissector (skipped where they are absent)',
  () => {
    it.each([...cases()])(
      '%s',
      async (_folder, captures) => {
        const wrong: string[] = []
        for (const capture of captures) {
          const tally = await compared(capture)
          total.add(tally)
          wrong.push(...unexplained(capture.name, tally.mismatches).map((line) => `${capture.name}: ${line}`))
        }
        expect(wrong).toEqual([])
      },
      300_000,
    )

    afterAll(() => {
      console.log(`conformance: ${total.matched} / ${total.expected} matched`)
      console.log(`of these Diameter: ${ofDiameter.matched} / ${ofDiameter.expected} matched`)
      console.log(`of these GTP: ${ofGtp.matched} / ${ofGtp.expected} matched`)
      console.log(`of these latencies and times of calls: ${ofLatencies.matched} / ${ofLatencies.expected} matched`)
    })
  },
)
