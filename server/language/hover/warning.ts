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
      const match = /^\s*(\d{1,4})\s+(\S+)\s*(.*)$/s.exec(content.slice(start, end));
      if (match === null) return 'a code, a host and a text in quotes are wanted';
      const [, number = '', agent = '', text = ''] = match;
      const known = WARNING_CODES.get(Number(number));
      return `${code(number)}, ${known ?? 'no code that is registered'}; said by ${code(agent)}${text === '' ? '' : `: ${code(text)}`}`;
    });
}
