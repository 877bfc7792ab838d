/** A model that can't be trained, read or used. `code` for machines, the message for people, `target` names what is wrong. */
export class ModelError extends Error {
  readonly code: `COUNTERSIGN/${string}`
  readonly target: string
  constructor(code: `COUNTERSIGN/${string}`, text: string, target: string) {
    super(text)
    this.name = 'ModelError'
    this.code = code
    this.target = target
  }
}
