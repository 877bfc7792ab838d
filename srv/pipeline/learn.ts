import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import cds from '@sap/cds'
import { ModelVersions } from '#cds-models/countersign'
import { type CauseModel, type LabelledCase, type Ranker, train } from '../causes/index.ts'

const LOG = cds.log('countersign/learning')
const SEED = 7
const MOST_CASES = 400

/** The model of this process: ready at once where nothing is to be trained, else once training has ended, well or badly. */
export interface Learning {
  isReady(): boolean
  begin(): Promise<void>
  end(): void
}

/**
 * Trains a first model in a thread of its own where `history` names a module of made cases, which only the development profile does.
 * Until then, and wherever it fails, the ranker goes by its prior.
 */
export function startLearning(ranker: Ranker, history: string | undefined): Learning {
  const cancel = new AbortController()
  let isReady = history === undefined
  return {
    isReady: () => isReady,
    end: () => cancel.abort(),
    async begin() {
      if (history === undefined) return
      try {
        const { makeHistory } = (await import(pathToFileURL(resolve(cds.root, history)).href)) as {
          makeHistory: (seed: number, n: number) => LabelledCase[]
        }
        const model = await train(makeHistory(SEED, MOST_CASES), { seed: SEED, origin: 'made' }, cancel.signal)
        await keep(model)
        ranker.use(model)
        LOG.info(`Model ${model.version} ranks causes; it learnt from ${model.facts.cases} made cases`)
      } catch (error) {
        if (!cancel.signal.aborted) LOG.error('No model was trained: causes are ranked by rules', error)
      } finally {
        isReady = true
      }
    },
  }
}

/** Keeps what a model is and came from; its version stands on every suggestion that it ranked. */
async function keep({ version, facts, save }: CauseModel): Promise<void> {
  const bytes = save()
  const { family, origin, cases, seed, parameters, featureSchema, dataHash } = facts
  const entry = {
    version,
    family,
    origin,
    cases,
    seed,
    featureSchema,
    dataHash,
    parameters: JSON.stringify(parameters),
    bytes,
    isActive: true,
  }
  await cds.tx(async () => {
    await UPDATE(ModelVersions).set({ isActive: false })
    await UPSERT.into(ModelVersions).entries({
      ...entry,
      trainedAt: new Date().toISOString(),
      bytesHash: createHash('sha256').update(bytes).digest('hex'),
    })
  })
}
