/** The commands that analyse traces, loaded when they are asked for: the rules take their time to get ready. */
import { analyse } from '../engine/analysis/analyse';
import type { Analysis, AnalysisOptions } from '../engine/analysis/model';
import { LineIndex } from '../engine/basics/lines';
import type { Task } from '../engine/batches/judge';
import {
  type AnalysedCall,
  analysedCalls,
  analysedRows,
  analysedText,
  table,
  writeAnalysedCalls,
} from '../engine/report/calls';
import { noCallFound, nothingFound } from '../engine/basics/unread-frames';
import {
  type FileHead,
  type FileTail,
  headOf,
  type LintWriter,
  writeAnalysis,
} from '../engine/report/file-report';
import { writeExplanations } from '../engine/report/explain';
import { githubWriter } from '../engine/report/github';
import { jsonWriter, ndjsonWriter } from '../engine/report/json';
import type { Write } from '../engine/report/json-stream';
import { asListFormat, type ListFormat, listWriter, type ListWriter } from '../engine/report/list-writer';
import { writeMessages } from '../engine/report/messages';
import { colours, plain } from '../engine/report/paint';
import { placesOf } from '../engine/report/path';
import { proposalText, traceProposal, type TraceProposal } from '../engine/report/proposal';
import { replayList, writeReplays } from '../engine/report/replay';
import { sarifWriter } from '../engine/report/sarif';
import type { ListRow, RulesOutput } from '../engine/report/shapes';
import { textWriter } from '../engine/report/text';
import { rules } from '../engine/rules/index';
import { profileChoice } from '../engine/rules/lint';
import { nothingHeldBack } from '../engine/suppression/sieve';
import type { Rule } from '../engine/rules/rule';
import { withoutControls } from '../../shared/controls';
import type { SeverityCounts } from '../../shared/severities';
import type { Settings } from '../../shared/protocol';
import { analysisOptions, defaultSettings } from '../settings';
import type { Arguments } from './arguments';
import { type Opened, writeIndexed } from './calls';
import { openLarge } from './batched';
import { type FileSettings, loadSettings } from './config';
import type { Console } from './console';
import { FixCommand } from './fix';
import { readKeyLog, readTrace } from './input';
import { KnownFindings } from './known-findings';
import { Networks } from './networks';
import { OutputBuffer } from './output-buffer';
import { PathCommand } from './path';
import type { LargeTrace } from './large-trace';
import { fileOf } from './pieces';
import { Progress } from './progress';
import { assertRoom } from './room';
import { isJudgedAlone } from './judged-alone';
import { contentSizeOf, WHOLE } from './size';
import { rotatedSource } from './rotated-source';
import type { Source } from './source';
import { forEachFile, readTogether, say, type ReadFile } from './traces';
import { UsageError } from './usage';

/** Runs a command; gives back the exit code. Throws {@link UsageError}. */
export async function runCommand(args: Arguments, console: Console): Promise<number> {
  if (args.command === 'rules') {
    console.out(rulesText(args));
    return 0;
  }
  const settings = loadSettings(args, console.folder);
  assertRules(settings);
  const progress = new Progress(args.files.length);
  const output = new OutputBuffer(console.out, progress);
  const networks = new Networks(console, args.endpoints);
  const known = new KnownFindings(args, console);
  const code = await runOnFiles({ args, settings, console, progress, output, networks, known });
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
  readonly known: KnownFindings;
}

async function runOnFiles(run: Run): Promise<number> {
  switch (run.args.command) {
    case 'messages':
      return list(run, (format) => ({ kind: 'messages', as: formOf(format) }), writeMessagesOf);
    case 'calls':
      return list(
        run,
        () => ({ kind: 'calls' }),
        (writer, file) => {
          writeAnalysedCalls(writer, callsOf(file), run.args);
        },
      );
    case 'explain':
      return list(
        run,
        () => ({ kind: 'calls' }),
        (writer, file) => {
          writeExplanations(writer, callsOf(file), headOf(file.path, file.analysis, file.lines));
        },
      );
    case 'replay':
      return replay(run);
    case 'path':
      return path(run);
    case 'fix':
      return fix(run);
    default:
      return lint(run);
  }
}

function formOf(format: ListFormat): 'row' | 'lines' {
  return format === 'text' ? 'lines' : 'row';
}

/**
 * Lists something of each file.
 *
 * @param task what of a large trace is wanted; null where a trace of any size is analysed whole
 * @param tell writes it of one that was analysed whole
 * @param seen is told of each large trace beforehand
 */
async function list(
  run: Run,
  task: ((format: ListFormat) => Task) | null,
  tell: (writer: ListWriter, file: AnalysedFile) => void,
  seen: (file: LargeTrace) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const { args, output } = run;
  const { files, together } = args;
  const format = asListFormat(args.format);
  const writer = listWriter(format, output.write, files.length > 1 && !together);
  const isWhole = await analyseFiles(
    run,
    (file) => {
      writer.begin(file.path);
      tell(writer, file);
      writer.end();
    },
    task === null
      ? null
      : async (file) => {
          await seen(file);
          writer.begin(file.about.path);
          await listLarge(run, file, task(format), writer);
          writer.end();
        },
    args.command === 'calls' && !args.findings
      ? (file) => {
          writeIndexed(writer, format, file, run.console);
        }
      : null,
  );
  writer.finish();
  return isWhole ? 0 : 2;
}

async function listLarge({ args }: Run, file: LargeTrace, task: Task, writer: ListWriter): Promise<void> {
  const calls: AnalysedCall[] = [];
  const replays = replayList(writer);
  await file.judge(task, (told) => {
    if (told.kind === 'call') {
      const { call } = told;
      if (args.command === 'calls') for (const row of analysedRows(call, args)) writer.row(() => row);
      // Columns are as wide as the widest of all, and the worst call may be the last one.
      if (args.format === 'text' || args.command === 'explain') calls.push(call);
    } else if (told.kind === 'row') {
      const row = (): ListRow => told.row ?? {};
      if (task.kind === 'replays') replays.add(row, () => told.lines);
      else {
        writer.row(row);
        writer.lines(() => told.lines);
      }
    }
  });
  if (args.command === 'calls') writer.lines(() => analysedText(calls, args));
  if (args.command === 'explain') writeExplanations(writer, calls, file.about);
  if (task.kind === 'replays' && task.callId === null) replays.end();
}

/** A capture is shown as its trace text, whose lines all findings name. */
function writeMessagesOf(writer: ListWriter, { capture, analysis, lines }: AnalysedFile): void {
  const { trace } = analysis;
  writeMessages(writer, trace, lines, capture === null ? null : trace.text.replace(/\n$/, ''));
}

function callsOf({ analysis, lines }: AnalysedFile): readonly AnalysedCall[] {
  return analysedCalls(analysis, lines);
}

async function fix(run: Run): Promise<number> {
  const { args, console, output } = run;
  const command = new FixCommand(args, console, output.write);
  const isWhole = await analyseFiles(
    run,
    (file) => {
      command.take(file);
    },
    null,
  );
  return command.exitCode(isWhole);
}

async function path(run: Run): Promise<number> {
  const { args, console, networks, output } = run;
  if (args.propose) return propose(run);
  const command = new PathCommand(args, console, networks);
  if (!isJudgedAlone(args) || args.files.length > 0) {
    return ofCall(run, null, (writer, { analysis, lines, settings, capture }) => {
      command.tell(writer, { analysis, lines, isCapture: isOneCapture(capture) }, settings);
    });
  }
  const writer = listWriter(asListFormat(args.format), output.write, false);
  writer.begin(args.routes ?? args.firewall ?? args.endpoints ?? '');
  command.tell(writer, null, settingsOf(run, '-'));
  writer.end();
  writer.finish();
  return 0;
}

/** Writes settings that the traces speak for, all of them together. */
async function propose(run: Run): Promise<number> {
  const { args, console, output } = run;
  if (args.format !== 'text') throw new UsageError('--propose writes JSON with comments, in no other format');
  const traces: TraceProposal[] = [];
  const take = ({ path: name, analysis, lines, capture }: AnalysedFile): void => {
    traces.push(traceProposal(name, analysis, placesOf({ lines, isCapture: isOneCapture(capture) })));
  };
  const isWhole = await analyseFiles(run, take, null);
  const text = proposalText(traces);
  if (text !== null) output.write(text);
  else console.error('sip-trace: the traces tell nothing of the network that the settings do not know');
  return isWhole ? 0 : 2;
}

/** Whether the numbers of packets tell places: of several captures that were joined they do not. */
function isOneCapture(capture: string | null): boolean {
  return capture !== null && capture !== 'joined';
}

function replay(run: Run): Promise<number> {
  const { callId } = run.args;
  return ofCall(
    run,
    (format) => ({ kind: 'replays', as: formOf(format), callId }),
    (writer, { analysis, lines }) => {
      writeReplays(writer, analysis, lines, callId);
    },
  );
}

/** Lists what is told of calls, with `--call` of those with its Call-ID; see {@link list}. */
async function ofCall(
  run: Run,
  task: ((format: ListFormat) => Task) | null,
  tell: (writer: ListWriter, file: AnalysedFile) => void,
): Promise<number> {
  const { callId } = run.args;
  const seen = { isRead: false, isFound: callId === null };
  const see = (holdsIt: boolean): void => {
    seen.isRead = true;
    seen.isFound ||= holdsIt;
    if (seen.isFound) run.output.release();
  };
  // Nothing is written before it is known that there is such a call.
  if (!seen.isFound) run.output.hold();
  const code = await list(
    run,
    task,
    (writer, file) => {
      see(file.analysis.trace.calls.some((call) => call.kind === 'call' && call.callId === callId));
      tell(writer, file);
    },
    async (file) => {
      see(callId !== null && (await file.holds(callId)));
    },
  );
  if (seen.isRead && !seen.isFound)
    throw new UsageError(`no call has the Call-ID "${callId ?? ''}"; "sip-trace calls" lists them`);
  return code;
}

/** Throws a {@link UsageError} where settings name a rule that does not exist. */
export function assertRules(settings: FileSettings): void {
  const named = [...settings.values()].flatMap(({ rules: own, overrides }) =>
    [own, ...overrides.map((each) => each.rules)].flatMap((each) => Object.keys(each)),
  );
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

/**
 * Analyses each file, and lets it go when something was done with it. False where one could not be read.
 *
 * @param take does something with one that was analysed whole
 * @param takeLarge does it with one whose calls are yet to be judged, in batches; null where there is no such way
 * @param takeIndexed does it with one that is large and need not be judged; null where all have to be
 */
async function analyseFiles(
  run: Run,
  take: (file: AnalysedFile) => void,
  takeLarge: ((file: LargeTrace) => Promise<void>) | null,
  takeIndexed: ((file: Opened) => void) | null = null,
): Promise<boolean> {
  const { args, console, progress } = run;
  const keyLog = readKeyLog(args.keyLog);
  const analyseFile = (file: ReadFile, settings: Settings): void => {
    assertRoom(file.path, [file]);
    const analysis = analyse(file.text, optionsOf(run, settings));
    const { problems } = file;
    progress.clear();
    const empty = emptyText(args, analysis.trace);
    for (const note of [...problems, ...(empty === null ? [] : [empty])]) say(console, file.path, note);
    take({ path: file.path, capture: file.capture, settings, analysis, lines: new LineIndex(file.text) });
  };
  const analyseSource = async (source: Source, settings: Settings): Promise<void> => {
    const { path } = source;
    const files = source.files.map(({ open }) => open);
    if (takeIndexed !== null && contentSizeOf(source, WHOLE) >= WHOLE) {
      takeIndexed({ path, files, keyLog, problems: [], chosen: profileChoice(settings.profile) });
      return;
    }
    const opening = {
      keyLog,
      progress,
      threads: args.workers,
      say: (note: string) => {
        progress.clear();
        say(console, path, note);
      },
    };
    const large = takeLarge === null ? null : await openLarge(source, optionsOf(run, settings), opening);
    if (large === null) {
      analyseFile({ path, ...readTrace(path, files, keyLog) }, settings);
      return;
    }
    progress.clear();
    const calls = args.command === 'calls' ? (await large.head()).calls : null;
    const empty = absenceOf({ ...large.about, calls });
    for (const note of [...large.problems, ...(empty === null ? [] : [empty])]) say(console, path, note);
    try {
      await takeLarge?.(large);
    } finally {
      await large.close();
    }
  };
  const sources = args.files.map(fileOf);
  if (!args.together)
    return forEachFile(sources, console, progress, (file) =>
      analyseSource({ path: file.path, files: [file] }, settingsOf(run, file.path)),
    );
  const settings = settingsOf(run, args.files[0] ?? '');
  const rotated = rotatedSource(sources, keyLog);
  if (rotated !== null) {
    await analyseSource(rotated, settings);
    return true;
  }
  const { file, isWhole } = await readTogether(sources, keyLog, console, progress);
  if (file !== null && takeIndexed !== null && file.text.length >= WHOLE) {
    const bytes = new TextEncoder().encode(file.text);
    const { path, problems } = file;
    const chosen = profileChoice(settings.profile);
    takeIndexed({ path, files: [() => [bytes]], keyLog: '', problems, chosen });
  } else if (file !== null) analyseFile(file, settings);
  return isWhole;
}

function settingsOf({ settings }: Run, path: string): Settings {
  return settings.get(path) ?? defaultSettings;
}

function optionsOf({ args, networks, known }: Run, settings: Settings): AnalysisOptions {
  const options = { ...analysisOptions(settings, networks.of(settings)), ...known.options };
  return args.memo ? options : { ...options, remembers: false };
}

function emptyText(
  { command }: Arguments,
  { text, messages, calls, unread }: Analysis['trace'],
): string | null {
  if (messages.length === 0 && text.trim() === '') return 'the file is empty';
  const found = calls.filter(({ kind }) => kind === 'call');
  return absenceOf({ messages: messages.length, unread, calls: command === 'calls' ? found.length : null });
}

/** What was found in a file. */
interface FoundIn extends Pick<FileHead, 'messages' | 'unread'> {
  /** Null where the command lists no calls. */
  readonly calls: number | null;
}

/** That nothing was found; null where something was, or where what the command writes says so itself. */
function absenceOf({ messages, unread, calls }: FoundIn): string | null {
  if (messages === 0) return nothingFound(unread);
  return calls === 0 ? noCallFound(unread) : null;
}

/** Of a file whose judgement broke off. */
const unfinished: FileTail = {
  withheld: [],
  notEvaluated: [],
  diagnoses: [],
  failed: 0,
  heldBack: nothingHeldBack,
  unknownRules: [],
  counts: { error: 0, warning: 0, info: 0 },
  isBroken: true,
};

async function lint(run: Run): Promise<number> {
  const { args, console, output, known } = run;
  const writer = lintWriter(args, console, output.write);
  const summary = { error: 0, warning: 0, info: 0 };
  const ruleOf = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));
  const isWhole = await analyseFiles(
    run,
    ({ path, capture, analysis, lines }) => {
      writeAnalysis(writer, path, analysis, lines, capture ?? analysis.trace.format);
      add(summary, analysis.counts);
      known.take(analysis.heldBack);
      sayUnknown(console, path, analysis.unknownRules);
    },
    async (file) => {
      writer.begin(await file.head());
      const task = { kind: 'findings' } as const;
      let tail = unfinished;
      try {
        tail = await file.judge(task, (told) => {
          const rule = told.kind === 'finding' ? ruleOf.get(told.rule.id) : undefined;
          if (told.kind === 'finding' && rule !== undefined) writer.finding({ ...told.finding, rule });
        });
      } finally {
        writer.end(tail);
      }
      add(summary, tail.counts);
      known.take(tail.heldBack);
      sayUnknown(console, file.about.path, tail.unknownRules);
    },
  );
  writer.finish({ ...summary, ...known.summary(isWhole) });
  known.write();
  if (!isWhole) return 2;
  if (args.writeBaseline !== null) return 0;
  return summary.error > 0 || (args.maxWarnings !== null && summary.warning > args.maxWarnings) ? 1 : 0;
}

function sayUnknown(console: Console, path: string, unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  const names = unknown.map((id) => `"${withoutControls(id)}"`).join(', ');
  say(console, path, `#!ignore names no rule: ${names}; "sip-trace rules" lists them`);
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
