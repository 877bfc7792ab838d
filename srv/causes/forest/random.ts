/** Draws a whole number from 0 to `below` − 1, each as likely as the others but for `below` ÷ 2³². */
export type Draw = (below: number) => number

/**
 * Random numbers of their own for every `stream` of a `seed`: sfc32 (C. Doty-Humphrey, PractRand 0.95: 128 bits of state, 32-bit additions, shifts and rotations only, so that
 * every machine draws the same), seeded with both numbers and mixed by 15 rounds as PractRand does.
 *
 * @param seed 32-bit integer
 * @param stream 32-bit integer
 */
export function randomOf(seed: number, stream: number): Draw {
  let [a, b, c, counter] = [stream | 0, seed | 0, 0, 1]
  const next = (): number => {
    const drawn = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + drawn) | 0
    return drawn >>> 0
  }
  for (let round = 0; round < 15; round++) next()
  return (below) => Math.floor((next() * below) / 2 ** 32)
}
