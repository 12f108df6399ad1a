/** How the view Calls shows traces, calls and messages: their rows and what is told of them. */
import type { MarkdownString } from 'vscode';
import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, workspace, type Uri } from 'vscode';
import type { Range as LspRange } from 'vscode-languageserver-types';
import type { CallSummary, MessageSummary, TraceSummary } from '../../shared/protocol';
import { appendPlain } from '../common/markdown';
import { selectionOf } from '../common/place';
import { countsInWords, label, profileName } from '../common/text';
import { clock, dateAndClock, duration, microsBetween, offset } from '../common/time';
import { nameOf } from '../common/identity';
import {
  callDuration,
  callTitle,
  findingsIfAny,
  messageLook,
  messageTitle,
  outcomeInWords,
  outcomeLook,
  type Look,
} from './call-text';

export interface TraceNode {
  readonly kind: 'trace';
  readonly uri: Uri;
}

export interface CallNode {
  readonly kind: 'call';
  readonly trace: TraceNode;
  readonly key: string;
}

export interface MessageNode {
  readonly kind: 'message';
  readonly call: CallNode;
  readonly index: number;
}

export type CallsNode = TraceNode | CallNode | MessageNode;

export function traceItem({ uri }: TraceNode, summary: TraceSummary | undefined): TreeItem {
  const item = new TreeItem(label(nameOf(uri)), TreeItemCollapsibleState.Expanded);
  const description = traceRow(summary);
  item.id = uri.toString();
  item.resourceUri = uri;
  item.iconPath = ThemeIcon.File;
  item.description = description;
  item.contextValue = summary?.calls.every(({ kind }) => kind === 'sdp') === true ? 'body' : 'trace';
  item.accessibilityInformation = { label: `${nameOf(uri)}, ${description}` };
  return item;
}

export function callItem(node: CallNode, call: CallSummary, alone: boolean): TreeItem {
  const leaf = call.kind === 'sdp';
  const state = alone ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  const item = new TreeItem(callTitle(call), leaf ? TreeItemCollapsibleState.None : state);
  item.id = `${node.trace.uri.toString()}\n${node.key}`;
  item.iconPath = iconOf(outcomeLook(call));
  item.description = callDescription(call);
  item.contextValue = leaf ? 'body' : 'call';
  item.command = openAt(node.trace.uri, call.range);
  item.accessibilityInformation = {
    label: spoken(
      callTitle(call),
      outcomeInWords(call),
      callDescription(call),
      call.diagnosis?.headline ?? '',
    ),
  };
  return item;
}

export function messageItem(
  node: MessageNode,
  message: MessageSummary,
  call: CallSummary | undefined,
): TreeItem {
  const item = new TreeItem(messageTitle(message), TreeItemCollapsibleState.None);
  const path = pathOf(message);
  item.id = `${node.call.trace.uri.toString()}\n${node.call.key}\n${node.index}`;
  item.iconPath = iconOf(messageLook(message));
  item.description = messageDescription(message, call);
  item.contextValue = 'message';
  item.command = openAt(node.call.trace.uri, message.range);
  item.accessibilityInformation = {
    label: spoken(message.label, messageDescription(message, call), path),
  };
  return item;
}

/** Opens the text; VS Code itself sees to preview, focus and the side, by how the row was chosen. */
function openAt(uri: Uri, range: LspRange): NonNullable<TreeItem['command']> {
  return {
    command: 'vscode.open',
    title: l10n.t('Show in the Trace'),
    arguments: [uri, { selection: selectionOf(range) }],
  };
}

export function traceRow(summary: TraceSummary | undefined): string {
  if (summary === undefined) return l10n.t('being read…');
  const calls = summary.calls.filter(({ kind }) => kind === 'call').length;
  const size = calls === 1 ? l10n.t('1 call') : l10n.t('{0} calls', calls);
  return joined(calls === 0 ? '' : size, countsInWords(summary.counts));
}

/** All that a call's row shows, and where it leads. */
export function callRow(call: CallSummary): string {
  return [
    callTitle(call),
    call.outcome,
    call.diagnosis?.headline ?? '',
    callDescription(call),
    call.range.start.line,
  ].join('\n');
}

function callDescription(call: CallSummary): string {
  if (call.kind === 'sdp') return findingsIfAny(call.counts);
  const happened = call.outcome === 'answered' ? callDuration(call) : outcomeInWords(call);
  return joined(
    call.started === null ? '' : clock(call.started).replace(/\.\d{3}$/, ''),
    happened,
    findingsIfAny(call.counts),
    call.kind === 'call' ? profileName(call.profile) : '',
  );
}

function messageDescription(message: MessageSummary, call: CallSummary | undefined): string {
  const since = microsBetween(call?.started ?? null, message.time);
  return joined(
    since === undefined ? '' : offset(since),
    bodyName(message.body),
    message.retransmission ? l10n.t('retransmission') : '',
    findingsIfAny(message.counts),
  );
}

function bodyName(body: MessageSummary['body']): string {
  switch (body) {
    case 'offer':
      return l10n.t('offer');
    case 'answer':
      return l10n.t('answer');
    case 'unknown':
      return 'SDP';
    case null:
      return '';
  }
}

export function describeTrace(
  text: MarkdownString,
  { uri }: TraceNode,
  summary: TraceSummary | undefined,
): void {
  appendPlain(text, uri.scheme === 'untitled' ? uri.path : workspace.asRelativePath(uri));
  if (summary === undefined) return;
  row(text, l10n.t('Format'), summary.format);
  row(text, l10n.t('Messages'), String(summary.messages));
  row(text, l10n.t('Findings'), countsInWords(summary.counts));
}

export function describeCall(text: MarkdownString, call: CallSummary): void {
  text.appendMarkdown('**');
  appendPlain(text, callTitle(call));
  text.appendMarkdown('**');
  if (call.kind !== 'sdp') {
    row(text, l10n.t('From'), call.from);
    row(text, l10n.t('To'), call.to);
    row(text, 'Call-ID', call.callId);
  }
  if (call.started !== null) row(text, l10n.t('Started'), dateAndClock(call.started));
  if (call.kind === 'call') {
    const ringing = microsBetween(call.started, call.answered);
    row(text, l10n.t('Outcome'), joined(outcomeInWords(call), call.reason ?? ''));
    if (ringing !== undefined) row(text, l10n.t('Answered after'), duration(ringing));
    if (callDuration(call) !== '') row(text, l10n.t('Duration'), callDuration(call));
  }
  const { diagnosis } = call;
  if (diagnosis !== null) {
    row(text, l10n.t('Diagnosis'), diagnosis.headline);
    if (diagnosis.advice !== '') row(text, l10n.t('To do'), diagnosis.advice);
    if (diagnosis.audio !== '') row(text, l10n.t('Audio'), diagnosis.audio);
  }
  row(text, l10n.t('Profile'), `${profileName(call.profile)}: ${call.profileReason}`);
  row(text, l10n.t('Findings'), countsInWords(call.counts));
}

export function describeMessage(text: MarkdownString, message: MessageSummary, call: CallSummary): void {
  text.appendMarkdown('**');
  appendPlain(text, message.label);
  text.appendMarkdown('**');
  const since = microsBetween(call.started, message.time);
  const after = since === undefined ? '' : l10n.t('{0} after the first message', duration(since));
  if (message.time !== null) row(text, l10n.t('Time'), joined(dateAndClock(message.time), after));
  if (pathOf(message) !== '') row(text, l10n.t('Path'), pathOf(message));
  if (message.body !== null) row(text, 'SDP', bodyName(message.body));
  if (message.retransmission) row(text, l10n.t('Retransmission'), l10n.t('of an earlier message'));
  row(text, l10n.t('Findings'), countsInWords(message.counts));
}

/** A line of a tooltip: what it is and its value, which may be text of the trace. */
function row(text: MarkdownString, name: string, value: string): void {
  text.appendMarkdown('  \n');
  appendPlain(text, `${name}: ${value}`);
}

function pathOf({ source, destination, transport }: MessageSummary): string {
  if (source === null && destination === null) return '';
  return joined(`${source ?? '?'} → ${destination ?? '?'}`, transport ?? '');
}

function iconOf({ icon, color }: Look): ThemeIcon {
  return color === undefined ? new ThemeIcon(icon) : new ThemeIcon(icon, new ThemeColor(color));
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

function spoken(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .join(', ')
    .replaceAll(' · ', ', ');
}
