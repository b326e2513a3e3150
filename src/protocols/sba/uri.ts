// URIs as messages of the core give them: RFC 3986 §3, and without a scheme, as some do.
const WITH_SCHEME = /^https?:\/\/([^/]+)(\/.*)?$/i
const WITHOUT_SCHEME = /^((?:[\w-]+\.)+[\w-]+(?::\d{1,5})?|[\w-]+:\d{1,5}|\[[\da-f:]+\](?::\d{1,5})?)(\/.+)$/i
const USUAL_PORT = /:(?:80|443)$/

/** Authority and path, where the URI has an authority. */
export function partsOf(uri: string): { readonly authority: string; readonly path: string } | undefined {
  const [, authority, path = '/'] = WITH_SCHEME.exec(uri) ?? WITHOUT_SCHEME.exec(uri) ?? []
  return authority === undefined ? undefined : { authority, path }
}

/** Without a port that says nothing: with it or without, it is the same place. */
export function plainAuthority(authority: string): string {
  return authority.replace(USUAL_PORT, '')
}
