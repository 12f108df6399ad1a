import { onOneLine } from '../../shared/controls';
import { l10n } from 'vscode';
import type { ProfileSetting } from '../../shared/protocol';
import type { SeverityCounts } from '../../shared/severities';

/** The name of a profile, as people say it. */
export function profileName(profile: ProfileSetting): string {
  switch (profile) {
    case 'auto':
      return l10n.t('Automatic');
    case 'teams-bypass':
      return l10n.t('Teams bypass');
    case 'teams-nonbypass':
      return l10n.t('Teams non-bypass');
    case 'rfc':
      return l10n.t('RFC only');
  }
}

/** "2 errors, 1 warning", or that there is nothing. */
export function countsInWords({ error, warning, info }: SeverityCounts): string {
  const parts: string[] = [];
  if (error > 0) parts.push(error === 1 ? l10n.t('1 error') : l10n.t('{0} errors', error));
  if (warning > 0) parts.push(warning === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', warning));
  if (info > 0) parts.push(info === 1 ? l10n.t('1 note') : l10n.t('{0} notes', info));
  return parts.length === 0 ? l10n.t('no findings') : parts.join(', ');
}

/** Who a SIP URI names, in short: its user, which is the number, or its host where it names no user. */
export function party(uri: string): string {
  const address = /^(?:sips?|tel):(.+)$/i.exec(uri)?.[1] ?? uri;
  const [user = ''] = address.split(/[@;?]/, 1);
  return user === '' ? uri : user;
}

/** Text of a trace on one line: no control characters, nothing that turns the direction of text, not endless. */
export function visible(text: string): string {
  return onOneLine(text.slice(0, 300));
}

/** The same of sentences that are read to their end: what to do stands last. */
export function sentences(text: string): string {
  return onOneLine(text.slice(0, 2000));
}

/** {@link visible} for a label of VS Code, without a `$(name)` that would become an icon. */
export function label(text: string): string {
  return visible(text).slice(0, 200).replaceAll('$(', '$\u200b(');
}
