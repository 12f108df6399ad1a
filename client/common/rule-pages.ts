import { commands, MarkdownString, Uri, ViewColumn, workspace, type Disposable } from 'vscode';
import { ruleScheme } from './identity';
import { pageIn, type RulePages } from './packed-pages';

/** The folder of the rules' pages: documents that nobody can change. */
export const rulePages = Uri.from({ scheme: ruleScheme, path: '/rules' });

/** The command that links in hovers run; argument: id of the rule. */
export const openRuleCommand = 'sipTrace.openRule';

/**
 * Shows the rules' pages. They stand in one file of the package, where they need a third of the room that they need
 * one by one; it is read when the first of them is opened.
 */
export function showRulePages(extension: Uri): Disposable {
  let known: Promise<RulePages> | undefined;
  return workspace.registerTextDocumentContentProvider(ruleScheme, {
    provideTextDocumentContent: async ({ path }) => {
      known ??= readPages(Uri.joinPath(extension, 'dist', 'rule-pages.json'));
      return pageIn(await known, path.slice(path.lastIndexOf('/') + 1));
    },
  });
}

async function readPages(file: Uri): Promise<RulePages> {
  return JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(file))) as RulePages;
}

/** Opens the page of a rule; does nothing for what cannot be the id of one. */
export async function openRule(rule: unknown, column = ViewColumn.Active): Promise<void> {
  if (typeof rule !== 'string' || !/^[a-z0-9-]{1,80}$/.test(rule)) return;
  await commands.executeCommand('vscode.open', Uri.joinPath(rulePages, `${rule}.md`), column);
}

const linkToPage = /\]\(sip-trace-rule:\/rules\/([a-z0-9-]+)\.md\)/g;

/** A hover shows no links of a scheme of ours: those to pages become a command, the only one that it may run. */
export function linkRules(text: MarkdownString): MarkdownString {
  const linked = text.value.replaceAll(linkToPage, (_, rule: string) => {
    const argument = encodeURIComponent(JSON.stringify([rule]));
    return `](command:${openRuleCommand}?${argument})`;
  });
  if (linked === text.value) return text;
  const result = new MarkdownString(linked);
  result.isTrusted = { enabledCommands: [openRuleCommand] };
  return result;
}
