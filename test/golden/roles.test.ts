/** What each node does, inferred from what it sends and gets: DOMAIN §4 and the nodes of §7's flows. */
import { describe, expect, it } from 'vitest'
import { layoutLadder } from '../../src/export/ladder-layout.ts'
import { AliasBook } from '../../src/store/aliases.ts'
import type { ListedNode } from '../../src/store/results/node-reader.ts'
import { withResult } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { Peers } from '../make/diameter.ts'
import { failover, HSS, MME, S6A } from '../make/diameter-flows.ts'
import * as gtp from '../make/gtp.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { play } from '../make/network/stories.ts'
import { Ng, registrationRequest } from '../make/ngap.ts'
import { utf8 } from '../make/octets.ts'
import { PfcpPeers } from '../make/pfcp.ts'
import { attachRequest, S1 } from '../make/s1ap.ts'
import { Association } from '../make/sctp.ts'
import { Wire } from '../make/wire.ts'

async function nodesOf(make: (wire: Wire) => void): Promise<ListedNode[]> {
  const wire = new Wire()
  make(wire)
  return withResult([pcap(wire.packets)], (result) => result.nodes.list({ from: 0, limit: 1000 }).nodes)
}

/** Roles by address, or by address and port. */
function rolesOf(nodes: readonly ListedNode[]): Record<string, string | undefined> {
  return Object.fromEntries(
    nodes.map(({ address, port, role }) => [port === undefined ? address : `${address}:${port}`, role]),
  )
}

const REALM = 'ims.mnc001.mcc001.3gppnetwork.org'
const UE = end('10.45.0.5', 5060)
const [P, I, S] = [end('10.0.0.20', 5060), end('10.0.0.21', 4060), end('10.0.0.22', 6060)]
const VIA = [UE, P, I].map(({ address }, i) => `Via: SIP/2.0/UDP ${address}:5060;branch=z9hG4bK-${i}`)
const PATH = `Path: <sip:term@pcscf.${REALM};lr>`

/** A registration as each hop passes it on: DOMAIN 7.2. */
function registration(wire: Wire): void {
  const hops = [
    [UE, P],
    [P, I],
    [I, S],
  ] as const
  hops.forEach(([from, to], hop) => {
    const lines = [
      `REGISTER sip:${REALM} SIP/2.0`,
      ...VIA.slice(0, hop + 1).toReversed(),
      ...(hop > 0 ? [PATH] : []),
      `From: <sip:001010000000001@${REALM}>;tag=1`,
      `To: <sip:001010000000001@${REALM}>`,
      'Call-ID: r1',
      'CSeq: 1 REGISTER',
      `Contact: <sip:001010000000001@${UE.address}:5060>`,
      'P-Access-Network-Info: 3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=0010100010000101',
      'Content-Length: 0',
    ]
    wire.udp(hop * 4, from, to, utf8(`${lines.join('\r\n')}\r\n\r\n`))
  })
}

const [MME_S11, SGW, SGW_S5, PGW] = ['10.0.0.10', '10.0.0.41', '10.0.0.42', '10.0.0.40'].map(gtp.node) as [
  ReturnType<typeof gtp.node>,
  ReturnType<typeof gtp.node>,
  ReturnType<typeof gtp.node>,
  ReturnType<typeof gtp.node>,
]

function asked(sequence: number, ...ends: Uint8Array[]): Uint8Array {
  const user = [gtp.imsi('001010000000001'), ...ends, gtp.apn('internet'), gtp.paa('0.0.0.0')]
  return gtp.gtp2(32, { teid: 0, sequence }, ...user)
}

function told(teid: number, sequence: number, ...ends: Uint8Array[]): Uint8Array {
  return gtp.gtp2(33, { teid, sequence }, gtp.cause(16), ...ends, gtp.paa('10.45.0.6'))
}

/** S1, S6a, S11 and S5 of an attach: DOMAIN 7.3. */
function attach(wire: Wire): void {
  const s1 = new S1(wire, 0, '10.0.0.2', '10.0.0.10')
  s1.setUp(5)
  s1.initial(10, 2, attachRequest('001010000000001'))
  new Peers(wire, { client: MME, server: HSS }, { at: 0 }).exchange(15, {
    command: 316,
    application: S6A,
    session: 's;1',
    avps: [],
  })
  wire.udp(85, MME_S11, SGW, asked(1, gtp.fteid(10, 0x11, '10.0.0.10'), gtp.fteid(7, 0, '10.0.0.40', 1)))
  wire.udp(88, SGW_S5, PGW, asked(2, gtp.fteid(6, 0x12, '10.0.0.42')))
  wire.udp(92, PGW, SGW_S5, told(0x12, 2, gtp.fteid(7, 0x31, '10.0.0.40', 1)))
  wire.udp(95, SGW, MME_S11, told(0x11, 1, gtp.fteid(11, 0x21, '10.0.0.41'), gtp.fteid(7, 0x31, '10.0.0.40', 1)))
  s1.context(100, { mme: 1, enb: 2 }, { address: '10.0.0.1', teid: 0x101 }, { address: '10.0.0.2', teid: 0x202 })
}

const AT = (n: number, port: number) => end(`10.1.0.${n}`, port)
const [AMF, AUSF, UDM, PCF, SMF] = [1, 2, 3, 4, 5]
type Call = readonly [from: number, to: number, method: string, path: string]
const SUPI = 'imsi-001010000000001'
/** DOMAIN 7.5, 7.6. */
const CALLS: readonly Call[] = [
  [AMF, AUSF, 'POST', '/nausf-auth/v1/ue-authentications'],
  [AUSF, UDM, 'POST', `/nudm-ueau/v1/${SUPI}/security-information/generate-auth-data`],
  [AMF, UDM, 'PUT', `/nudm-uecm/v1/${SUPI}/registrations/amf-3gpp-access`],
  [AMF, PCF, 'POST', '/npcf-am-policy-control/v1/policies'],
  [AMF, SMF, 'POST', '/nsmf-pdusession/v1/sm-contexts'],
  [SMF, UDM, 'GET', `/nudm-sdm/v2/${SUPI}/sm-data`],
  [SMF, PCF, 'POST', '/npcf-smpolicycontrol/v1/sm-policies'],
  [SMF, AMF, 'POST', `/namf-comm/v1/ue-contexts/${SUPI}/n1-n2-messages`],
]

function core(wire: Wire): void {
  CALLS.forEach(([from, to, method, path], i) => {
    const http = new Http2(wire, AT(from, 40_000 + i), AT(to, 7777))
    http.exchange(10 + i * 10, { method, path, json: { supi: SUPI } }, { status: 200, json: {} })
  })
}

const FLOWS: { it: string; make: (wire: Wire) => void; want: Record<string, string> }[] = [
  {
    it: '7.1 a call with its bearer and policy',
    make: (wire) => play(wire, [{ n: 1, at: 0, ip: '10.45.0.5' }]),
    want: {
      '10.45.0.5': 'UE',
      '10.0.0.20': 'P-CSCF',
      '10.0.0.30': 'PCRF',
      '10.0.0.40': 'PGW',
      '10.0.0.41': 'SGW',
      '10.0.0.10': 'MME',
      '10.1.0.2': 'eNB',
    },
  },
  {
    it: '7.2 a registration by the Vias',
    make: registration,
    want: { '10.45.0.5': 'UE', '10.0.0.20': 'P-CSCF', '10.0.0.21': 'I-CSCF', '10.0.0.22': 'S-CSCF' },
  },
  {
    it: '7.3 an attach',
    make: attach,
    want: {
      '10.0.0.2': 'eNB',
      '10.0.0.10': 'MME',
      '10.0.0.80': 'HSS',
      '10.0.0.41': 'SGW',
      '10.0.0.42': 'SGW',
      '10.0.0.40': 'PGW',
      '10.0.0.1': 'SGW',
    },
  },
  {
    it: '7.5, 7.6 the services of a 5G core',
    make: core,
    want: { '10.1.0.1': 'AMF', '10.1.0.2': 'AUSF', '10.1.0.3': 'UDM', '10.1.0.4': 'PCF', '10.1.0.5': 'SMF' },
  },
  {
    it: '7.5 the gNB',
    make: (wire) => {
      const ng = new Ng(wire, 0, '10.0.0.7', '10.1.0.1')
      ng.setUp(5)
      ng.initial(10, 5, registrationRequest('0000000001'))
    },
    want: { '10.0.0.7': 'gNB', '10.1.0.1': 'AMF' },
  },
  {
    it: '7.11 an agent between',
    make: (wire) => void failover(wire),
    want: { '10.0.0.10': 'MME', '10.0.0.70': 'DRA', '10.0.0.80': 'HSS', '10.0.0.81': 'HSS' },
  },
]

describe('roles', () => {
  it.each(FLOWS)('$it', async ({ make, want }) => {
    expect(rolesOf(await nodesOf(make))).toMatchObject(want)
  })

  it('are told with the messages that say so, and how many', async () => {
    const nodes = await nodesOf(attach)
    const mme = nodes.find(({ address }) => address === '10.0.0.10')!
    const [{ role, evidence }] = mme.roles as [ListedNode['roles'][number]]
    expect(role).toBe('MME')
    expect(evidence).toContainEqual({ evidence: 'sent DIAMETER Update-Location-Request (S6a)', count: 1, frame: 11 })
    expect(evidence.map((one) => one.evidence)).toEqual(
      expect.arrayContaining(['got S1AP InitialUEMessage', 'F-TEID S11 MME GTP-C in GTPv2 Create Session Request']),
    )
  })

  it('of an agent hold over those that it acts for, which are told too', async () => {
    const dra = (await nodesOf((wire) => void failover(wire))).find(({ address }) => address === '10.0.0.70')!
    expect(dra.roles.map(({ role }) => role)).toEqual(['DRA', 'MME', 'HSS'])
  })

  it('are no more than a class where nothing tells which of it', async () => {
    const nodes = await nodesOf((wire) => new PfcpPeers(wire, '10.1.0.5', '10.1.0.6').delete(0, { cp: 1, up: 2 }))
    expect(rolesOf(nodes)).toEqual({ '10.1.0.5': 'CP function', '10.1.0.6': 'UP function' })
  })

  it('are not known where nothing tells', async () => {
    const nodes = await nodesOf((wire) =>
      wire.udp(0, end('10.9.0.1', 4000), end('10.9.0.2', 4001), utf8('what is this')),
    )
    expect(nodes).toEqual([])
  })

  it('are of ports where an address has several', async () => {
    const nodes = await nodesOf((wire) => {
      const mme = { ...MME, end: end('10.0.0.80', 40_001) }
      new Peers(wire, { client: mme, server: HSS }, { at: 0 }).exchange(5, {
        command: 316,
        application: S6A,
        session: 's',
        avps: [],
      })
    })
    expect(rolesOf(nodes)).toEqual({ '10.0.0.80': undefined, '10.0.0.80:40001': 'MME', '10.0.0.80:3868': 'HSS' })
  })
})

const asking = (port: number) => end('127.0.0.1', port)

describe('127.0.0.1, from which all on one host may send', () => {
  const [NRF, AMF, UDM] = [end('127.0.0.1', 8000), end('127.0.0.1', 8001), end('127.0.0.1', 8003)]
  const path = '/nudm-sdm/v2/imsi-001010000000001/am-data'

  it('has a function at each port that tells one, and none itself', async () => {
    const nodes = await nodesOf((wire) => {
      new Http2(wire, asking(40_000), UDM).exchange(10, { path }, { status: 200 })
      const put = { method: 'PUT', path: '/nnrf-nfm/v1/nf-instances/x', json: { nfType: 'AMF' } }
      new Http2(wire, asking(40_001), NRF, { at: 20 }).exchange(25, put, { status: 201 })
    })
    expect(rolesOf(nodes)).toMatchObject({
      '127.0.0.1': undefined,
      '127.0.0.1:40000': 'AMF',
      '127.0.0.1:8003': 'UDM',
      '127.0.0.1:8000': 'NRF',
    })
  })

  it('says nothing of a port by what another does', async () => {
    const nodes = await nodesOf((wire) => {
      new Http2(wire, end('127.0.1.5', 40_000), UDM).exchange(10, { path }, { status: 200 })
      wire.udp(20, AMF, end('127.0.1.5', 4000), utf8('what is this'))
    })
    expect(rolesOf(nodes)).toEqual({ '127.0.1.5': 'AMF', '127.0.0.1': undefined, '127.0.0.1:8003': 'UDM' })
  })

  it('is no agent of what some send and others get', async () => {
    const nodes = await nodesOf((wire) => {
      new Http2(wire, asking(40_000), end('127.0.1.12', 7777)).exchange(10, { path }, { status: 200 })
      new Http2(wire, end('127.0.1.5', 40_000), UDM, { at: 20 }).exchange(25, { path }, { status: 200 })
    })
    expect(rolesOf(nodes)).toMatchObject({ '127.0.0.1:40000': 'AMF', '127.0.0.1:8003': 'UDM', '127.0.1.12': 'UDM' })
  })
})

describe('several addresses', () => {
  it('are one SGW where one was given what the other passes on', async () => {
    const nodes = await nodesOf(attach)
    const [s11, s5] = ['10.0.0.41', '10.0.0.42'].map((ip) => nodes.find(({ address }) => address === ip)!)
    expect([s11!.node, s5!.node]).toEqual(['10.0.0.41', '10.0.0.41'])
    expect(s11!.same_as).toMatchObject([
      { address: '10.0.0.42', evidence: 'passed on tunnel ends that the other had been given' },
    ])
  })

  it('are one host where one SCTP association goes over them', async () => {
    const nodes = await nodesOf((wire) => {
      const association = new Association(wire, 0, {
        client: end('10.0.0.2', 40_000),
        server: end('10.0.0.10', 36_412),
      })
      const own = utf8('nothing of S1AP')
      association.send(5, 'client', own, { ppid: 18 })
      association.changeOver({ client: '10.0.1.2', server: '10.0.1.10' })
      association.send(10, 'client', own, { ppid: 18 })
      attach(wire)
    })
    expect(nodes.find(({ address }) => address === '10.0.0.2')).toMatchObject({
      node: '10.0.0.2',
      same_as: [{ address: '10.0.1.2', evidence: 'one SCTP association' }],
    })
  })

  it('are one column of a ladder, which says why', async () => {
    const wire = new Wire()
    attach(wire)
    await withResult([pcap(wire.packets)], (result) => {
      const session = [...result.details()].find(({ type }) => type === 'GTP')!
      const { columns, rows } = layoutLadder(session)
      expect(columns.map(({ role, addresses }) => [role, addresses])).toEqual([
        ['MME', ['10.0.0.10']],
        ['SGW', ['10.0.0.41', '10.0.0.42']],
        ['PGW', ['10.0.0.40']],
      ])
      expect(columns[1]!.why[0]).toMatch(/passed on tunnel ends/)
      expect(rows.map(({ from, to }) => [from, to])).toEqual([
        [0, 1],
        [1, 2],
        [2, 1],
        [1, 0],
      ])
    })
  })

  it('are two nodes where each has a role of its own beyond doubt', async () => {
    const nodes = await nodesOf((wire) => {
      attach(wire)
      const association = new Association(wire, 0, { client: end('10.0.0.40', 5000), server: end('10.7.0.1', 5000) })
      association.send(5, 'client', utf8('x'), { ppid: 18 })
      association.changeOver({ client: '10.0.0.10', server: '10.7.0.1' })
      association.send(9, 'client', utf8('x'), { ppid: 18 })
    })
    expect(rolesOf(nodes)).toMatchObject({ '10.0.0.10': 'MME', '10.0.0.40': 'PGW' })
  })
})

describe('aliases', () => {
  it('hold over what was inferred, when a result is read', async () => {
    const wire = new Wire()
    attach(wire)
    await withResult([pcap(wire.packets)], (result) => {
      const session = () => [...result.details()].find(({ type }) => type === 'GTP')!
      expect(session().participant_roles?.['10.0.0.10:2123']).toMatchObject({ role: 'MME' })
      result.nodes.aliases = new AliasBook([
        { address: '10.0.0.0/24', group: 'core' },
        { address: '10.0.0.10', name: 'mme-1', role: 'AMF' },
      ])
      expect(session().participant_roles).toMatchObject({
        '10.0.0.10:2123': { role: 'AMF', name: 'mme-1', also: ['MME'] },
        '10.0.0.41:2123': { role: 'SGW', group: 'core', node: 'group core' },
        '10.0.0.40:2123': { role: 'PGW', group: 'core', node: 'group core' },
      })
      expect(layoutLadder(session()).columns.map(({ key }) => key)).toEqual(['10.0.0.10', 'group core'])
      result.nodes.aliases = new AliasBook()
      expect(session().participant_roles?.['10.0.0.10:2123']).toMatchObject({ role: 'MME' })
    })
  })
})
