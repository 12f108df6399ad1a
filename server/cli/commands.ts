/** The commands that analyse traces, loaded when they are asked for: the rules take their time to get ready. */
import { analyse, type Analysis } from '../engine/analysis';
import { LineIndex } from '../engine/basics/lines';
import { analysedCalls, table, writeCalls } from '../engine/report/calls';
import { type LintWriter, writeAnalysis } from '../engine/report/file-report';
import { githubWriter } from '../engine/report/github';
import { jsonWriter, ndjsonWriter } from '../engine/report/json';
import type { Write } from '../engine/report/json-stream';
import { asListFormat, listWriter, type ListWriter } from '../engine/report/list-writer';
import { writeMessages } from '../engine/report/messages';
import { colours, plain } from '../engine/report/paint';
import { writeReplays } from '../engine/report/replay';
import { sarifWriter } from '../engine/report/sarif';
import type { RulesOutput } from '../engine/report/shapes';
import { textWriter } from '../engine/report/text';
import { rules } from '../engine/rules/index';
import type { SeverityCounts } from '../../shared/severities';
import type { Settings } from '../../shared/protocol';
import { analysisOptions, defaultSettings } from '../settings';
import type { Arguments } from './arguments';
import { type FileSettings, loadSettings } from './config';
import type { Console } from './console';
import { readKeyLog, readTrace } from './input';
import { Networks } from './networks';
import { OutputBuffer } from './output-buffer';
import { PathCommand } from './path';
import { Progress } from './progress';
import { assertRoom } from './room';
import { isJudgedAlone } from './judged-alone';
import { forEachFile, readTogether, say, type ReadFile } from './traces';
import { UsageError } from './usage';

/** Runs a command; gives back the exit code. Throws {@link UsageError}. */
export function runCommand(args: Arguments, console: Console): number {
  if (args.command === 'rules') {
    console.out(rulesText(args));
    return 0;
  }
  const settings = loadSettings(args, console.folder);
  assertRules(settings);
  const progress = new Progress(args.files.length);
  const output = new OutputBuffer(console.out, progress);
  const networks = new Networks(console, args.endpoints);
  const code = runOnFiles({ args, settings, console, progress, output, networks });
  output.flush();
  return code;
}

interface Run {
  readonly args: Arguments;
  readonly settings: FileSettings;
  readonly console: Console;
  readonly progress: Progress;
  readonly output: OutputBuffer;
  readonly networks: Networks;
}

function runOnFiles(run: Run): number {
  switch (run.args.command) {
    case 'messages':
      return list(run, writeMessagesOf);
    case 'calls':
      return list(run, writeCallsOf);
    case 'replay':
      return replay(run);
    case 'path':
      return path(run);
    default:
      return lint(run);
  }
}

function list(run: Run, tell: (writer: ListWriter, file: AnalysedFile) => void): number {
  const { args, output } = run;
  const { format, files, together } = args;
  const writer = listWriter(asListFormat(format), output.write, files.length > 1 && !together);
  const isWhole = analyseFiles(run, (file) => {
    writer.begin(file.path);
    tell(writer, file);
    writer.end();
  });
  writer.finish();
  return isWhole ? 0 : 2;
}

/** A capture is shown as its trace text, whose lines all findings name. */
function writeMessagesOf(writer: ListWriter, { capture, analysis, lines }: AnalysedFile): void {
  const { trace } = analysis;
  writeMessages(writer, trace, lines, capture === null ? null : trace.text.replace(/\n$/, ''));
}

function writeCallsOf(writer: ListWriter, { analysis }: AnalysedFile): void {
  writeCalls(writer, analysedCalls(analysis));
}

function path(run: Run): number {
  const { args, console, networks, output } = run;
  const command = new PathCommand(args, console, networks);
  if (!isJudgedAlone(args) || args.files.length > 0) {
    return ofCall(run, (writer, { analysis, lines, settings, capture }) => {
      const isCapture = capture !== null && capture !== 'joined';
      command.tell(writer, { analysis, lines, isCapture }, settings);
    });
  }
  const writer = listWriter(asListFormat(args.format), output.write, false);
  writer.begin(args.routes ?? args.firewall ?? args.endpoints ?? '');
  command.tell(writer, null, settingsOf(run, '-'));
  writer.end();
  writer.finish();
  return 0;
}

function replay(run: Run): number {
  return ofCall(run, (writer, { analysis, lines }) => {
    writeReplays(writer, analysis.trace, lines, run.args.callId);
  });
}

/** Lists what is told of calls, with `--call` of those with its Call-ID. */
function ofCall(run: Run, tell: (writer: ListWriter, file: AnalysedFile) => void): number {
  const { callId } = run.args;
  const seen = { isRead: false, isFound: callId === null };
  // Nothing is written before it is known that there is such a call.
  if (!seen.isFound) run.output.hold();
  const code = list(run, (writer, file) => {
    const { trace } = file.analysis;
    seen.isRead = true;
    seen.isFound ||= trace.calls.some((call) => call.kind === 'call' && call.callId === callId);
    if (seen.isFound) run.output.release();
    tell(writer, file);
  });
  if (seen.isRead && !seen.isFound)
    throw new UsageError(`no call has the Call-ID "${callId ?? ''}"; "sip-trace calls" lists them`);
  return code;
}

/** Throws a {@link UsageError} where settings name a rule that does not exist. */
export function assertRules(settings: FileSettings): void {
  const named = [...settings.values()].flatMap((each) => Object.keys(each.rules));
  const unknown = named.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined)
    throw new UsageError(`there is no rule "${unknown}"; "sip-trace rules" lists them`);
}

interface AnalysedFile {
  readonly path: string;
  /** The form of a capture; null for a text trace. */
  readonly capture: string | null;
  readonly settings: Settings;
  readonly analysis: Analysis;
  readonly lines: LineIndex;
}

/** Analyses each file, and lets it go when something was done with it. False where one could not be read. */
function analyseFiles(run: Run, take: (file: AnalysedFile) => void): boolean {
  const { args, console, progress, networks } = run;
  const analyseFile = (file: ReadFile, path: string): void => {
    assertRoom(file.path, file.text);
    const settings = settingsOf(run, path);
    const analysis = analyse(file.text, analysisOptions(settings, networks.of(settings)));
    const { problems } = file;
    progress.clear();
    const notes = analysis.trace.messages.length === 0 ? [...problems, emptyText(file.text)] : problems;
    for (const note of notes) say(console, file.path, note);
    take({ path: file.path, capture: file.capture, settings, analysis, lines: new LineIndex(file.text) });
  };
  if (args.together) {
    const { file, isWhole } = readTogether(args, console, progress);
    if (file !== null) analyseFile(file, args.files[0] ?? '');
    return isWhole;
  }
  const keyLog = readKeyLog(args.keyLog);
  return forEachFile(args, console, progress, (path) => {
    analyseFile({ path, ...readTrace(path, keyLog) }, path);
  });
}

function settingsOf({ settings }: Run, path: string): Settings {
  return settings.get(path) ?? defaultSettings;
}

function emptyText(text: string): string {
  return text.trim() === '' ? 'the file is empty' : 'no SIP message and no session description found';
}

function lint(run: Run): number {
  const { args, console, output } = run;
  const writer = lintWriter(args, console, output.write);
  const summary = { error: 0, warning: 0, info: 0 };
  const isWhole = analyseFiles(run, ({ path, capture, analysis, lines }) => {
    writeAnalysis(writer, path, analysis, lines, capture ?? analysis.trace.format);
    add(summary, analysis.counts);
  });
  writer.finish(summary);
  if (!isWhole) return 2;
  return summary.error > 0 || (args.maxWarnings !== null && summary.warning > args.maxWarnings) ? 1 : 0;
}

function add(sum: { -readonly [Severity in keyof SeverityCounts]: number }, counts: SeverityCounts): void {
  sum.error += counts.error;
  sum.warning += counts.warning;
  sum.info += counts.info;
}

function lintWriter(args: Arguments, console: Console, write: Write): LintWriter {
  switch (args.format) {
    case 'json':
      return jsonWriter(write);
    case 'ndjson':
      return ndjsonWriter(write);
    case 'sarif':
      return sarifWriter(write, rules, console.version);
    case 'github':
      return githubWriter(write);
    case 'text':
      return textWriter(write, (args.color ?? console.colours) ? colours : plain);
  }
}

function rulesText(args: Arguments): string {
  if (args.format === 'json') {
    const list: RulesOutput = rules.map(
      ({ id, title, severity, otherwise, basis, applies, source, profiles, scope, fixable }) => ({
        id,
        title,
        severity,
        otherwise: otherwise ?? [],
        basis,
        applies,
        source,
        profiles,
        scope: scope === 'description' ? 'body' : scope,
        fixable,
      }),
    );
    return `${JSON.stringify(list, null, 2)}\n`;
  }
  const rows = rules.map((rule) => [rule.id, rule.severity, rule.basis, rule.applies, rule.title]);
  return `${table([['RULE', 'SEVERITY', 'BASIS', 'WHO', 'WHAT IS WRONG'], ...rows]).join('\n')}\n`;
}
