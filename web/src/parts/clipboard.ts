/** Puts a text on the clipboard; where the page may not (plain http), by way of a selected field. */
export async function copyText(text: string): Promise<void> {
  if (isSecureContext) return navigator.clipboard.writeText(text)
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  // Inside of what has the focus: dialogs take it back.
  const place = document.activeElement?.closest('[role="dialog"], [role="menu"]') ?? document.body
  place.append(field)
  field.select()
  // oxlint-disable-next-line typescript/no-deprecated -- there is no other way without https
  const isCopied = document.execCommand('copy')
  field.remove()
  if (!isCopied) throw new Error('The browser did not let it be copied')
}

/** Whether pictures can be put there: browsers want https for it. */
export const mayCopyPictures = isSecureContext && typeof ClipboardItem === 'function'

/** A picture that is still drawn: a browser waits for it, and not for a click that is long over. */
export async function copyPicture(picture: Promise<Blob>): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
}
