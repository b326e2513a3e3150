import { createTheme, type CSSVariablesResolver, MantineProvider, Menu, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useValue } from '../client/listeners.ts'
import { schemeOf, theme } from './looks-chosen.ts'

/** The library's own variables, all of them ours. */
const variables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-font-family': 'var(--font)',
    '--mantine-font-family-monospace': 'var(--mono)',
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--surface-2)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-2)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-primary-color-filled': 'var(--accent)',
  },
  light: {},
  dark: {},
})

const mantine = createTheme({
  defaultRadius: 6,
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '20px' },
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Readers of the screen would find something in the menu that is no item of it.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    // Its head is not the page's.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'none' } } } }),
  },
})

/** The nonce that the server put into the page: styles made here are let in by it. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''
}

export function Themed({ children }: { readonly children: ReactNode }) {
  const value = useValue(theme)
  return (
    <MantineProvider
      theme={mantine}
      forceColorScheme={schemeOf(value)}
      cssVariablesResolver={variables}
      getStyleNonce={nonce}
      deduplicateCssVariables={false}
    >
      {children}
    </MantineProvider>
  )
}
