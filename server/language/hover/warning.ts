/** Hover of Warning: what its codes stand for, who warns, and the text. */
import type { Header } from '../../engine/sip/message';
import { splitList } from '../../engine/sip/values';
import { WARNING_CODES } from '../knowledge/warning-codes';
import { code } from '../markdown';

const maxWarnings = 4;

export function warningFacts(content: string, { value }: Header): readonly string[] {
  return splitList(content, value)
    .slice(0, maxWarnings)
    .map(({ start, end }) => {
      const warning = content.slice(start, end).trim();
      const number = /^\d{1,4}(?=\s)/.exec(warning)?.[0];
      if (number === undefined) return 'a code, a host and a text in quotes are wanted';
      const rest = warning.slice(number.length).trim();
      const [agent = ''] = rest.split(/\s/, 1);
      const text = rest.slice(agent.length).trim();
      const known = WARNING_CODES.get(Number(number));
      return `${code(number)}, ${known ?? 'no code that is registered'}; said by ${code(agent)}${text === '' ? '' : `: ${code(text)}`}`;
    });
}
