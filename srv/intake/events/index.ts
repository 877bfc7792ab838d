import cds from '@sap/cds'
import { TOPICS, keysIn } from './topics.ts'

/**
 * Listens to what an S/4HANA tells of its orders and products, and has the copies of them forgotten; hearing the same event again does
 * no harm. Only where `cds.requires.messaging` is configured: CAP brings the broker, retries what `forget` rejects, and makes topics
 * of the types as the broker writes them. To be called before CAP is listening. @returns whether it listens
 */
export async function listenToS4(forget: (keys: readonly string[]) => Promise<void>): Promise<boolean> {
  if (!(cds.requires as unknown as Record<string, unknown>).messaging) return false
  const messaging = await cds.connect.to('messaging')
  for (const topic of TOPICS) {
    messaging.on(topic.type, async ({ data }: { data: unknown }) => {
      const keys = keysIn(data, topic)
      if (keys.includes(topic.kind)) cds.log('countersign/events').warn(`${topic.type} names nothing: all of ${topic.kind} is forgotten`)
      await forget(keys)
    })
  }
  return true
}
