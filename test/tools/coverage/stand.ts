import { createRanker, train, type Ranker } from '../../../srv/causes/index.ts'
import { createDmGateway } from '../../../srv/dm/gateway.ts'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import { DEFAULT_POLICY } from '../../../srv/policy/policy.ts'
import { settings } from '../../../srv/settings.ts'
import { startDm } from '../../landscape/dm/server.ts'
import { makeHistory } from '../../landscape/history.ts'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { Staging } from '../../landscape/staging.ts'
import type { JudgeOptions } from './judge.ts'

const CLIENT = { clientId: 'countersign', clientSecret: 'countersign' }

/** A landscape of its own in this process, and the parts of the product that judge. */
export interface Stand extends JudgeOptions {
  readonly s4: RunningS4
  readonly staging: Staging
  close(): Promise<void>
}

/** Configured as in the development profile. */
export async function startStand(ranker: Ranker): Promise<Stand> {
  const s4 = await startS4()
  const dm = await startDm({ port: 0, s4Url: s4.url, client: CLIENT })
  const given = settings()
  return {
    s4,
    staging: new Staging(s4.adminUrl, dm.adminUrl),
    erp: createErpGateway({ destination: { url: s4.url, username: 'COUNTERSIGN', password: 'countersign' } }),
    // Scenes follow one another faster than a shop floor changes: nothing is remembered.
    dm: createDmGateway({ destination: { url: dm.url, tokenUrl: `${dm.url}/oauth/token`, ...CLIENT }, freshFor: 0 }),
    ranker,
    policy: { ...DEFAULT_POLICY, ...given.policy },
    reasons: given.reasons,
    async close() {
      await dm.close()
      await s4.close()
    },
  }
}

/** The ranker of a development start: trained on made history. */
export async function trainedRanker(): Promise<Ranker> {
  const ranker = createRanker()
  ranker.use(await train(makeHistory(7), { family: 'exact', seed: 7, origin: 'made', trees: 60 }))
  return ranker
}
