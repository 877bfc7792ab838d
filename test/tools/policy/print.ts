import { mayActAlone } from '../../../srv/policy/automatic.ts'
import { decide } from '../../../srv/policy/decide.ts'
import { DEFAULT_POLICY } from '../../../srv/policy/policy.ts'
import { AUTOMATE, AUTOMATICS, CANDIDATE } from './automatics.ts'
import { DECISIONS } from './decisions.ts'

const BEGIN = '<!-- truth table -->'
const END = '<!-- /truth table -->'

/** Both truth tables in Markdown, as the code decides them now. */
export function printed(): string {
  const decisions = DECISIONS.map(([name, judgement, policy]) => {
    const { verdict, reason } = decide(
      { kind: 'confirmation', findings: [], notChecked: [], ...judgement },
      { ...DEFAULT_POLICY, ...policy },
    )
    return [name, `\`${verdict}\``, reason]
  })
  const automatics = AUTOMATICS.map(([name, candidate, policy]) => {
    const { isAllowed, why } = mayActAlone({ ...CANDIDATE, ...candidate }, { ...DEFAULT_POLICY, ...AUTOMATE, ...policy })
    return [name, isAllowed ? 'by itself' : 'a person', why]
  })
  return [
    ...table(['what is found and predicted', 'verdict', 'what people are told'], decisions),
    '',
    ...table(['a correction', 'goes', 'because'], automatics),
  ].join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
}

/** `text` with the tables between its marks. @throws where the marks are missing */
export function withTables(text: string, tables: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`There is no ${BEGIN} … ${END}`)
  return `${text.slice(0, from + BEGIN.length)}\n\n${tables}\n\n${text.slice(to)}`
}
