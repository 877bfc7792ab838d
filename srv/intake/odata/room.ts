/**
 * Memory for bodies that are on their way, of all senders together: a process isn't killed for what many send at the same moment. Whoever finds
 * no room is asked to come again.
 */
export class Room {
  readonly #most: number
  #taken = 0

  /** @param most bytes; what comes alone is let in however large it is */
  constructor(most: number) {
    this.#most = most
  }

  /** @returns whether there was room for so many bytes more; they are given back by {@link give} */
  take(bytes: number): boolean {
    if (this.#taken > 0 && this.#taken + bytes > this.#most) return false
    this.#taken += bytes
    return true
  }

  give(bytes: number): void {
    this.#taken -= bytes
  }
}
