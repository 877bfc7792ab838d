import cds, { type Request } from '@sap/cds'

/**
 * A text of `_i18n/messages*.properties` in the language of whoever asks, or the key where there is none. For what isn't a refusal: CAP says refusals
 * in the reader's language by itself, and all else in the default one.
 */
export function say(req: Request, key: string, ...values: unknown[]): string {
  const { messages } = (
    cds as unknown as { i18n: { messages: { at(key: string, locale: string, values: unknown[]): string | undefined } } }
  ).i18n
  return messages.at(key, req.locale ?? '', values) ?? key
}
