import { describe, expect, it } from 'vitest'
import * as ngap from '../ngap/tables.ts'
import * as radio from '../radio/tables.ts'
import * as s1ap from '../s1ap/tables.ts'

describe('names stand at their numbers', () => {
  it.each([
    [0, 'MME-UE-S1AP-ID'],
    [8, 'eNB-UE-S1AP-ID'],
    [26, 'NAS-PDU'],
    [53, 'E-RABToBeSetupListHOReq'],
    [67, 'TAI'],
    [73, 'SecurityKey'],
    [88, 'SourceMME-UE-S1AP-ID'],
    [99, 'UE-S1AP-IDs'],
    [134, 'RRC-Establishment-Cause'],
    [158, 'MME-UE-S1AP-ID-2'],
    [199, 'E-RABToBeModifiedListBearerModInd'],
    [230, 'UE-Usage-Type'],
    [253, 'DL-CP-SecurityInformation'],
    [280, 'EndIndication'],
    [296, 'IMSvoiceEPSfallbackfrom5G'],
    [314, 'UERadioCapabilityID'],
    [344, 'LoggedMDTTrigger'],
  ])('S1AP IE %i %s', (id, name) => expect(s1ap.ELEMENTS[id]).toBe(name))

  it.each([
    [10, 'AMF-UE-NGAP-ID'],
    [37, 'NASC'],
    [38, 'NAS-PDU'],
    [85, 'RAN-UE-NGAP-ID'],
    [94, 'SecurityKey'],
    [100, 'SourceAMF-UE-NGAP-ID'],
    [114, 'UE-NGAP-IDs'],
    [121, 'UserLocationInformation'],
    [139, 'UL-NGU-UP-TNLInformation'],
    [148, 'S-NSSAI'],
    [182, 'SgNB-UE-X2AP-ID'],
    [213, 'TAI'],
    [243, 'UserLocationInformationW-AGF'],
    [274, 'Extended-AMFName'],
  ])('NGAP IE %i %s', (id, name) => expect(ngap.ELEMENTS[id]).toBe(name))

  it('causes', () => {
    expect(s1ap.RADIO_CAUSES.length).toBe(44)
    expect([20, 21, 35, 43].map((cause) => s1ap.RADIO_CAUSES[cause])).toEqual([
      'user-inactivity',
      'radio-connection-with-ue-lost',
      'x2-handover-triggered',
      'up-integrity-protection-not-possible',
    ])
    expect(ngap.RADIO_CAUSES.length).toBe(53)
    expect([20, 36, 44, 52].map((cause) => ngap.RADIO_CAUSES[cause])).toEqual([
      'user-inactivity',
      'ims-voice-eps-fallback-or-rat-fallback-triggered',
      'release-due-to-cn-detected-mobility',
      'redcap-ue-not-supported',
    ])
  })

  it.each([
    ['S1AP', s1ap.PROCEDURES, 66, []],
    ['NGAP', ngap.PROCEDURES, 80, []],
    ['X2AP', radio.X2AP_PROCEDURES, 59, []],
    ['XnAP', radio.XNAP_PROCEDURES, 49, [41]],
    ['E1AP', radio.E1AP_PROCEDURES, 38, []],
  ] as const)('%s names every procedure, and no message twice', (_name, procedures, last, unused) => {
    const numbers = Array.from({ length: last + 1 }, (_, code) => code)
    expect(numbers.filter((code) => procedures[code] === undefined)).toEqual(unused)
    const names = Object.values(procedures).flat()
    expect(new Set(names).size).toBe(names.length)
  })
})
