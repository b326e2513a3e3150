import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const built = join(import.meta.dirname, '../dist/web')
const API = 'http://localhost:8080'

/** Compresses once what the server would compress for everybody. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    closeBundle() {
      const assets = join(built, 'assets')
      for (const name of readdirSync(assets).filter((file) => /\.(?:js|css)$/.test(file))) {
        const bytes = readFileSync(join(assets, name))
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(bytes))
        writeFileSync(join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed()],
  build: {
    outDir: built,
    emptyOutDir: true,
    // Captures among them: what is a file stays one, so that nothing but this server's own scripts need be allowed.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': API, '/health': API, '/ws': { target: API, ws: true } } },
})
