import { earlier, type Row } from '../scene.ts'
import { TODAY, confirmation } from '../world.ts'

/** The same message again, and what only looks like it. */
export const duplicates: readonly Row[] = [
  ['the same posted before', confirmation(), earlier({ sameBody: true }), ['duplicate', 'COUNTERSIGN/DUPLICATE', 'duplicate', true, '']],
  [
    'the same but for its key',
    confirmation(),
    earlier({ sameContent: true }),
    ['duplicate', 'COUNTERSIGN/DUPLICATE', 'duplicate', true, ''],
  ],
  [
    'the same still held',
    confirmation(),
    earlier({ sameBody: true, status: 'held' }),
    ['duplicate', 'COUNTERSIGN/DUPLICATE', 'duplicate', false, ''],
  ],
  [
    'equal quantities a minute ago',
    confirmation(),
    earlier({ receivedAt: `${TODAY}T09:59:00Z` }),
    ['duplicate', 'COUNTERSIGN/DUPLICATE', 'duplicate', false, '', 'warning'],
  ],
  ['equal quantities an hour ago, the next lot', confirmation(), earlier({})],
  ['the same, before the window', confirmation(), earlier({ sameBody: true, receivedAt: '2026-07-13T09:00:00Z' })],
]
