/**
 * Markdown of hovers and completion documentation. Text of a trace is hostile: it enters Markdown through
 * {@link code} only, and never with a secret in it.
 */
import { maskSecrets } from '../engine/sdp/secrets';
import { withoutControls } from '../../shared/controls';
import type { Explained } from './knowledge/types';

const longestCode = 72;

/** Text of a trace as a code span: one line, without control characters and secrets, long text cut. */
export function code(text: string, longest = longestCode): string {
  const cut = text.length > longest * 4 ? text.slice(0, longest * 4) : text;
  const line = withoutControls(maskSecrets(cut).replace(/\s+/g, ' ').trim());
  if (line === '') return '*empty*';
  const shown =
    line.length > longest || cut.length < text.length ? `${wholeCharacters(line, longest)}…` : line;
  // A run of backquotes that the text does not hold is the only safe fence (CommonMark §6.1).
  const runs = shown.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((most, run) => Math.max(most, run.length), 0) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A secret by its first two characters, enough to tell two apart; a short one not at all. */
export function secret(text: string): string {
  return code(text.length < 8 ? '…' : `${text.slice(0, 2)}…`);
}

/** A bullet list. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Blocks of Markdown under one another; empty ones are left out. */
export function blocks(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What the knowledge base says of a thing: what it is, what Teams makes of it, and where that is written. */
export function explained({ summary, teams, source }: Explained): string {
  return blocks(summary, teams === undefined ? '' : `**Teams:** ${teams}`, sourceLine(source));
}

export function sourceLine(source: string): string {
  return `*Source: ${source}*`;
}

/** Digits in groups of three: `2,147,483,648`. */
export function grouped(value: number | bigint): string {
  return value.toLocaleString('en-US');
}

export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Cuts before a length, never through a surrogate pair. */
function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
