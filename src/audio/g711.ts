/** 16-bit samples of the 256 codes of µ-law: ITU-T G.711 table 2. */
export const MU_LAW = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return bits < 128 ? magnitude : -magnitude
})

/** 16-bit samples of the 256 codes of A-law, even bits inverted: ITU-T G.711 table 1. */
export const A_LAW = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55
  const segment = (bits >> 4) & 7
  const step = ((bits & 15) << 4) + 8
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return bits < 128 ? -magnitude : magnitude
})
