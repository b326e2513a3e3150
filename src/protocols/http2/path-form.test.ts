/** What a request is called must not tell one instance from another: filters and counts go by it. */
import { describe, expect, it } from 'vitest'
import { servicePath } from '../sba/path.ts'
import { pathForm } from './path-form.ts'

const FORMS: readonly { path: string; want: string }[] = [
  { path: '/widget/callout', want: '/widget/callout' },
  { path: '/RPC_BFCP_SRV.BFCP_GRPC_Service/AddFcs', want: '/RPC_BFCP_SRV.BFCP_GRPC_Service/AddFcs' },
  { path: '/static/jquery-3.1.1.min.js', want: '/static/jquery-3.1.1.min.js' },
  { path: '/x/imsi-460100000000005/ue-access', want: '/x/{supi}/ue-access' },
  { path: '/x/nai-alice@example.org', want: '/x/{supi}' },
  { path: '/x/suci-0-460-100-0064-0-0-000000005', want: '/x/{suci}' },
  { path: '/x/msisdn-4912345678/y', want: '/x/{gpsi}/y' },
  { path: '/x/extid-user@example.org', want: '/x/{gpsi}' },
  { path: '/x/imeisv-1234567890123456', want: '/x/{pei}' },
  { path: '/x/5g-guti-00101cafe00000001', want: '/x/{guti}' },
  { path: '/x/38c9ca6c-610c-41ee-b951-973e863a8887', want: '/x/{id}' },
  { path: '/x/urn:uuid:38c9ca6c-610c-41ee-b951-973e863a8887', want: '/x/{id}' },
  { path: '/x/7/y/0001', want: '/x/{id}/y/{id}' },
  { path: '/x/imsi-460100000000005-5/release', want: '/x/{supi}-{id}/release' },
  { path: '/x/UDM:imsi-460100000000005', want: '/x/UDM:{supi}' },
  { path: '/x/MeContext:-suci-0-460-100-0064-0-0-000000005-3GPP_ACCESS', want: '/x/MeContext:-{suci}-3GPP_ACCESS' },
  { path: '/x/Zk3vQ9dT1mPxw7Yb2LsA', want: '/x/{id}' },
  {
    path: '/amf-3gpp-access/n1-n2-messages/5g-aka-confirmation',
    want: '/amf-3gpp-access/n1-n2-messages/5g-aka-confirmation',
  },
  { path: `/${'word/'.repeat(40)}`, want: `/${'word/'.repeat(23).slice(0, -1)}…` },
  { path: `/${'x'.repeat(500)}`, want: `/${'x'.repeat(199)}…` },
]

const SERVICES: readonly { method: string; path: string; want: string }[] = [
  { method: 'GET', path: '/nudm-sdm/v2/imsi-001010000000001/am-data', want: '/nudm-sdm/v2/{supi}/am-data' },
  { method: 'GET', path: '/nudm-sdm/v2/shared-data', want: '/nudm-sdm/v2/shared-data' },
  { method: 'POST', path: '/nsmf-pdusession/v1/sm-contexts', want: '/nsmf-pdusession/v1/sm-contexts' },
  {
    method: 'POST',
    path: '/nsmf-pdusession/v1/sm-contexts/KGDMhsTQIj/modify',
    want: '/nsmf-pdusession/v1/sm-contexts/{id}/modify',
  },
  {
    method: 'PUT',
    path: '/root/of/api/nausf-auth/v1/ue-authentications/token/5g-aka-confirmation',
    want: '/nausf-auth/v1/ue-authentications/{id}/5g-aka-confirmation',
  },
]

describe('the form of a path', () => {
  it.each(FORMS)('$path', ({ path, want }) => expect(pathForm(path.split('/'))).toBe(want))

  it.each(SERVICES)('of a service: $path', ({ method, path, want }) => {
    expect(servicePath(method, path)?.form).toBe(want)
  })
})
