/** Completion of `#!` lines. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { directiveValues, ignoreMark } from '../../engine/text/directives';
import { noProposals, type Proposal, type Proposals } from './proposal';

const meanings: Readonly<Record<keyof typeof directiveValues, string>> = {
  side: 'Who sent the first message, or this description: `sbc` is the SBC, `teams` is Microsoft.',
  role: 'Whether this description is an offer or an answer. An answer that follows an offer is judged against it.',
  profile: 'Which rules speak for the file.',
};

export function directiveProposals(before: string): Proposals {
  const named = /^#!(\w+)[ \t:=]+([\w-]*)$/.exec(before);
  if (named !== null) {
    const values = Object.entries(directiveValues).find(([name]) => name === named[1])?.[1] ?? [];
    return {
      typed: named[2]?.length ?? 0,
      proposals: values.map((value) => ({
        label: value,
        kind: CompletionItemKind.EnumMember,
        snippet: value,
      })),
    };
  }
  return /^#?!?\w*$/.test(before) ? { typed: before.length, proposals: directives() } : noProposals;
}

function directives(): readonly Proposal[] {
  return [...named(), ignore];
}

const ignore: Proposal = {
  label: ignoreMark,
  kind: CompletionItemKind.Keyword,
  snippet: `${ignoreMark} \${1:rule} \${2:reason}`,
  detail: 'rule reason',
  documentation: 'Does not tell of a rule: at the top in the whole file, above a message in that message.',
  rank: 8,
};

function named(): readonly Proposal[] {
  return Object.entries(directiveValues).map(([name, values]) => ({
    label: `#!${name}`,
    kind: CompletionItemKind.Keyword,
    snippet: `#!${name} \${1|${values.join(',')}|}`,
    detail: values.join(', '),
    documentation: Object.entries(meanings).find(([each]) => each === name)?.[1] ?? '',
    rank: 8,
  }));
}
