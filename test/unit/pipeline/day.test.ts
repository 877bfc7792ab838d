import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayIn } from '../../../srv/pipeline/context.ts'

for (const [zone, at, day] of [
  ['UTC', '2026-12-31T23:30:00Z', '2026-12-31'],
  ['Europe/Berlin', '2026-12-31T23:30:00Z', '2027-01-01'],
  ['Europe/Berlin', '2026-06-30T22:30:00Z', '2026-07-01'],
  ['America/Chicago', '2026-03-01T05:30:00Z', '2026-02-28'],
  ['Asia/Tokyo', '2026-07-15T15:00:00Z', '2026-07-16'],
  ['Nowhere/Land', '2026-07-15T23:59:59Z', '2026-07-15'],
] as const)
  test(`at ${at} it is ${day} in ${zone}`, () => assert.equal(dayIn(zone, new Date(at)), day))
