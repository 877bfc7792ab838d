import type { Transition } from '../../../srv/database/transitions.ts'

const BEGIN = '<!-- states -->'
const END = '<!-- /states -->'

/** A Mermaid state diagram: where it begins, every transition with who makes it, and where nothing leads on. */
export function draw(states: readonly string[], transitions: readonly Transition[]): string {
  const last = states.filter((state) => !transitions.some((each) => each.from === state))
  return [
    'stateDiagram-v2',
    ...transitions.map(({ from, to, by }) => `  ${from ?? '[*]'} --> ${to}: ${labelOf(by)}`),
    ...last.map((state) => `  ${state} --> [*]`),
  ].join('\n')
}

/** What Mermaid would read as the end of a label, or as a mark within it. */
function labelOf(text: string): string {
  if (/[:;#%{}<>\n]/.test(text)) throw new Error(`Mermaid can't write this: ${text}`)
  return text
}

/** `text` with the drawing between its marks. @throws where the marks are missing */
export function withDrawing(text: string, drawing: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`There is no ${BEGIN} … ${END}`)
  return `${text.slice(0, from + BEGIN.length)}\n\n\`\`\`mermaid\n${drawing}\n\`\`\`\n\n${text.slice(to)}`
}
