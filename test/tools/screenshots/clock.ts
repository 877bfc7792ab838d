/**
 * Preloaded into a program (`node --import`): its clock stands where it is set, by `COUNTERSIGN_CLOCK` at first and by a message `{clock}` later,
 * in milliseconds from the true time, and goes on from there. Timers keep their pace.
 */
const TrueDate = Date
let shift = Number(process.env.COUNTERSIGN_CLOCK ?? 0)

const now = (): number => TrueDate.now() + shift
globalThis.Date = new Proxy(TrueDate, {
  apply: () => new TrueDate(now()).toString(),
  construct: (target, args: unknown[], itself) => Reflect.construct(target, args.length === 0 ? [now()] : args, itself) as Date,
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
})

process.on('message', (message: { readonly clock?: unknown }) => {
  if (typeof message.clock === 'number') shift = message.clock
})
