// ITU-T G.722: quantizers, scale factors and filter of the decoder.

/** Inverse quantizer of the higher sub-band, 2 bits: table 19. */
export const QM2 = Int16Array.of(-7408, -1616, 7408, 1616)

/** Inverse quantizer of the lower sub-band, 4 bits: table 18. */
export const QM4 = Int16Array.from([
  0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0,
])

/** Inverse quantizer of the lower sub-band, 6 bits: table 16. */
export const QM6 = Int16Array.from([
  -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
  -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728, 24808,
  21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008,
  3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
])

/** Logarithmic steps of the lower sub-band by its 4-bit code. */
export const WL = Int16Array.of(-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60)

/** Logarithmic steps of the higher sub-band by its 2-bit code. */
export const WH = Int16Array.of(798, -214, 798, -214)

/** Mantissas of the scale factors: antilogarithm by 32 steps. */
export const ILB = Int16Array.from([
  2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960, 3025,
  3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
])

/** Half of the quadrature mirror filter, which is symmetric: table 11, times 2^13. */
export const QMF = Int16Array.of(3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11)
