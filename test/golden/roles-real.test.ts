/** The nodes of real captures, as an engineer who knows these networks would call them. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withResult } from '../analyze-capture.ts'

const FOLDER = new URL('../../../shared/captures/', import.meta.url)

/**
 * By capture, who is what: an address, or an address and port where a host has several functions. Everything that is
 * named must be so; what the table leaves out is not asked. An empty role is one that nothing tells.
 */
const NODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'volte/open5gs_volte.pcapng': {
    '192.168.101.2': 'UE',
    '192.168.101.3': 'UE',
    '172.24.0.45': 'eNB',
    '10.4.128.21:36412': 'MME',
    '10.4.128.21:2123': 'MME',
    '127.0.0.2': 'SGW',
    '127.0.0.3': 'PGW',
    '127.0.0.1:39478': 'PCRF',
    '10.4.128.21:5060': 'P-CSCF',
    '10.4.128.21:4060': 'I-CSCF',
    '10.4.128.21:6060': 'S-CSCF',
    '10.4.128.21:3868': 'HSS',
    '10.4.128.21': '',
  },
  'volte/open5gs_ipsec_to_nonipsec_call.pcapng': {
    '192.168.101.6': 'UE',
    '192.168.101.7': 'UE',
    '192.168.101.8': 'UE',
    '172.24.0.46': 'eNB',
    '10.4.128.21:36412': 'MME',
    '172.24.15.30': 'SGW',
    '127.0.0.3': 'PGW',
    '127.0.0.5': 'PCRF',
    '10.4.128.21:5060': 'P-CSCF',
    '10.4.128.21:4060': 'I-CSCF',
    '10.4.128.21:6060': 'S-CSCF',
    '10.4.128.21:3868': 'HSS',
  },
  'volte/open5gs_nonipsec_reg.pcapng': {
    '192.168.101.2': 'UE',
    '172.24.0.46': 'eNB',
    '10.4.128.21:36412': 'MME',
    '127.0.0.2': 'SGW',
    '127.0.0.3': 'PGW',
    '127.0.0.4': 'HSS',
    '127.0.0.5': 'PCRF',
    '10.4.128.21:53': 'DNS',
    '10.4.128.21:5060': 'P-CSCF',
    '10.4.128.21:4060': 'I-CSCF',
    '10.4.128.21:6060': 'S-CSCF',
    '10.4.128.21:3868': 'HSS',
    '8.8.8.8': 'DNS',
  },
  'volte/arkime_gtp_iphone.pcap': {
    'fd00:183:1:1:1886:9040:8605:32b8': 'UE',
    'fd01::183': 'P-CSCF',
  },
  's1ap/open5gs_testattach.pcapng': {
    '127.0.0.2:36412': 'MME',
    '127.0.0.2:2152': 'eNB',
    '127.0.0.3': 'SGW',
    '127.0.0.4': 'PGW',
    '127.0.0.6': 'SGW-U',
    '127.0.0.7': 'PGW-U',
    '127.0.0.8': 'HSS',
    '127.0.0.9': 'PCRF',
  },
  's1ap/tempo_nrmodule_ran.pcap': {
    '192.168.18.198': 'eNB',
    '192.168.18.199': 'eNB',
    '192.168.61.149': 'MME',
    '192.168.61.133': 'SGW',
  },
  's1ap/tempo_pixel.pcap': {
    '192.168.18.199': 'eNB',
    '192.168.61.149': 'MME',
    '192.168.61.130': 'HSS',
    '192.168.61.132': 'SGW',
  },
  's1ap/tempo_s1ap.pcap': {
    '192.168.61.210': 'eNB',
    '192.168.61.195': 'MME',
    '192.168.61.194': 'HSS',
    '192.168.61.196': 'SGW',
  },
  'ngap/5greplay_ue_auth.pcapng': {
    '127.0.0.1:53076': 'gNB',
    '127.0.0.1:2152': 'gNB',
    '127.0.0.5': 'AMF',
    '127.0.0.7': 'UPF',
  },
  'ngap/telekom_service_request.pcap': { '172.27.3.16': 'AMF', '172.27.3.101': 'gNB', '172.27.4.100': 'UPF' },
  'ngap/tempo_multiple_ue_ngap.pcap': {
    '192.168.61.193': 'gNB',
    '192.168.61.195': 'AMF',
    '192.168.61.196': 'SMF',
    '192.168.61.197': 'UPF',
  },
  'ngap/trafficfactory_ngap_ueinit.pcap': { '172.31.111.10': 'gNB', '172.31.111.2': 'AMF', '172.31.111.7': 'UPF' },
  'pfcp/tempo_pfcp.pcap': { '192.168.61.196': 'SMF', '192.168.61.201': 'UPF', '192.168.62.201': 'UPF' },
  'sba/dongnt_5gsa_reg_pduest.pcap': {
    '172.16.108.181': 'gNB',
    '172.16.108.180:38412': 'AMF',
    '172.16.108.180:8805': 'UPF',
    '172.22.0.4': 'AMF',
    '172.22.0.5': 'AMF',
    '172.22.0.13': 'SMF',
    '172.22.0.7': 'AUSF',
    '172.22.0.3': 'UDM',
    '172.22.0.6': 'UDM',
    '172.22.0.19': 'UDM',
    '172.22.0.9': 'UDR',
  },
  'sba/open5gs_roaming_lbo.pcapng': {
    '127.0.0.2': 'gNB',
    '127.0.1.5': 'AMF',
    '127.0.1.4': 'SMF',
    '127.0.1.7': 'UPF',
    '127.0.1.10': 'NRF',
    '127.0.1.13': 'PCF',
    '127.0.1.15': 'BSF',
    '127.0.1.20': 'UDR',
    '127.0.1.200': 'SCP',
    '127.0.1.251': 'SEPP',
    '127.0.2.11': 'AUSF',
    '127.0.2.12': 'UDM',
    '127.0.2.20': 'UDR',
    '127.0.2.200': 'SCP',
    '127.0.0.1': '',
  },
  'diameter/tempo_s6a_oppo.pcap': { '192.168.61.149': 'MME', '192.168.61.130': 'HSS', '192.168.18.199': 'eNB' },
  'gtpv2/gtpparser_sample.pcap': { '10.10.2.72:2123': 'MME', '10.10.1.71': 'SGW', '10.10.3.73': 'PGW' },
  'gtpv1/zeek_create_pdp_ctx.pcap': { '192.169.100.1': 'SGSN', '10.100.200.33': 'GGSN' },
  'sip/goffinet_proxy_call.pcap': { '10.33.6.100': 'UA', '10.33.6.101': 'UA', '10.33.6.102': 'SIP server' },
  'sip/goffinet_b2bua_asterisk.pcapng': { '172.16.98.1': 'UA', '172.16.98.145': 'UA', '172.16.98.101': 'SIP server' },
}

const isThere = existsSync(FOLDER)
if (!isThere) console.warn(`not tested: there is no ${FOLDER.pathname}`)

describe.skipIf(!isThere)('the nodes of', () => {
  it.each(Object.keys(NODES))('%s', async (name) => {
    const found = await withResult([readFileSync(new URL(name, FOLDER))], (result) => {
      const { nodes } = result.nodes.list({ from: 0, limit: 1000 })
      return Object.fromEntries(
        nodes.flatMap(({ address, port, ports = port ? [port] : [], role = '' }) =>
          ports.length === 0 ? [[address, role]] : ports.map((one) => [`${address}:${one}`, role]),
        ),
      )
    })
    expect(found).toMatchObject(NODES[name]!)
  })
})
