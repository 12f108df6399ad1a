/** The commands of the command line: arguments in, text out, exit code back. */
import { analyse, type Analysis } from '../engine/analysis';
import { LineIndex } from '../engine/lines';
import { callsJson, callsText, table } from '../engine/report/calls';
import { reportFile, sumCounts, type FileReport } from '../engine/report/file-report';
import { toGithub } from '../engine/report/github';
import { toJson } from '../engine/report/json';
import { messagesJson, messagesText } from '../engine/report/messages';
import { colours, plain } from '../engine/report/paint';
import { toSarif } from '../engine/report/sarif';
import { withoutControls } from '../engine/report/secrets';
import { toText } from '../engine/report/text';
import { rules } from '../engine/rules/index';
import { joinTraces } from '../engine/trace-text/join';
import { analysisOptions } from '../settings';
import { readArguments, type Arguments } from './arguments';
import { loadSettings } from './config';
import { readKeyLog, readTrace, type Input } from './input';
import { Progress } from './progress';
import { usage, UsageError } from './usage';

export interface Console {
  readonly out: (text: string) => void;
  readonly error: (line: string) => void;
  /** Whether standard output is a terminal that shows colours. */
  readonly colours: boolean;
  readonly folder: string;
  readonly version: string;
}

/** Runs a command line; gives back the exit code. */
export function run(argv: readonly string[], console: Console): number {
  try {
    const args = readArguments(argv);
    if (args.help) {
      console.out(usage);
      return 0;
    }
    if (args.version) {
      console.out(`${console.version}\n`);
      return 0;
    }
    return runCommand(args, console);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`sip-trace: ${withoutControls(error.message)}`);
    return 2;
  }
}

function runCommand(args: Arguments, console: Console): number {
  if (args.command === 'rules') {
    console.out(rulesText(args));
    return 0;
  }
  if (args.files.length === 0)
    throw new UsageError('name a file, or "-" for standard input (--help says more)');
  const { traces, unreadable } = analyseFiles(args, console);
  switch (args.command) {
    case 'messages':
      console.out(
        listText(args, traces, (each) => messagesJson(each.analysis.trace, each.lines), messagesOf),
      );
      return unreadable ? 2 : 0;
    case 'calls':
      console.out(listText(args, traces, (each) => callsJson(each.analysis), callsOf));
      return unreadable ? 2 : 0;
    case 'lint':
      return lint(args, traces, unreadable, console);
  }
}

interface AnalysedFile {
  readonly path: string;
  /** The form of a capture; null for a text trace. */
  readonly capture: string | null;
  readonly analysis: Analysis;
  readonly lines: LineIndex;
}

interface ReadFile extends Input {
  readonly path: string;
}

/** Analyses what can be read; a file that cannot costs a line, not the others' findings. */
function analyseFiles(
  args: Arguments,
  console: Console,
): { readonly traces: readonly AnalysedFile[]; readonly unreadable: boolean } {
  const options = analysisOptions(loadSettings(args, console.folder));
  const keyLog = readKeyLog(args.keyLog);
  const progress = new Progress(args.files.length);
  const say = (path: string, note: string): void => {
    console.error(`sip-trace: ${withoutControls(path)}: ${note}`);
  };
  const analyseFile = ({ path, text, capture, problems }: ReadFile): AnalysedFile => {
    const analysis = analyse(text, options);
    const notes = analysis.trace.messages.length === 0 ? [...problems, emptyText(text)] : problems;
    for (const note of notes) say(path, note);
    return { path, capture, analysis, lines: new LineIndex(text) };
  };
  const traces: AnalysedFile[] = [];
  const together: ReadFile[] = [];
  let unreadable = false;
  args.files.forEach((path, index) => {
    progress.step(index, path);
    try {
      const file = { path, ...readTrace(path, keyLog) };
      if (args.together) together.push(file);
      else traces.push(analyseFile(file));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      console.error(`sip-trace: ${withoutControls(error.message)}`);
      unreadable = true;
    }
  });
  if (together.length > 0) traces.push(analyseFile(joinFiles(together, say)));
  progress.end();
  return { traces, unreadable };
}

/** One trace of several files; a clock that was put right is told of. */
function joinFiles(files: readonly ReadFile[], say: (path: string, note: string) => void): ReadFile {
  const { text, offsets } = joinTraces(files.map((file) => file.text));
  files.forEach(({ path }, index) => {
    const offset = offsets[index] ?? null;
    if (offset === null) say(path, 'no message is also in the first file, so its clock is taken as it is');
    else if (Math.abs(offset) >= 1000) {
      const way = offset > 0 ? 'forward' : 'back';
      say(path, `its clock is put ${way} by ${(Math.abs(offset) / 1e6).toFixed(3)} s, to the first file's`);
    }
  });
  return {
    path: files.map(({ path }) => path).join(' + '),
    text,
    capture: 'joined',
    problems: files.flatMap(({ problems }) => problems),
  };
}

function emptyText(text: string): string {
  return text.trim() === '' ? 'the file is empty' : 'no SIP message and no session description found';
}

function lint(
  args: Arguments,
  traces: readonly AnalysedFile[],
  unreadable: boolean,
  console: Console,
): number {
  const reports = traces.map(({ path, capture, analysis, lines }) =>
    reportFile(path, analysis, lines, capture ?? analysis.trace.format),
  );
  if (reports.length > 0 || args.format !== 'text') {
    const text = lintText(args, reports, console);
    if (text !== '') console.out(`${text}\n`);
  }
  if (unreadable) return 2;
  const counts = sumCounts(reports);
  return counts.error > 0 || (args.maxWarnings !== null && counts.warning > args.maxWarnings) ? 1 : 0;
}

function lintText(args: Arguments, reports: readonly FileReport[], console: Console): string {
  switch (args.format) {
    case 'json':
      return toJson(reports);
    case 'sarif':
      return toSarif(reports, rules, console.version);
    case 'github':
      return toGithub(reports);
    case 'text':
      return toText(reports, (args.color ?? console.colours) ? colours : plain);
  }
}

/** A list over all files: one JSON array, or lines, with the file named where there are several. */
function listText(
  args: Arguments,
  traces: readonly AnalysedFile[],
  json: (trace: AnalysedFile) => readonly object[],
  text: (trace: AnalysedFile) => readonly string[],
): string {
  const several = traces.length > 1;
  if (args.format === 'json') {
    const rows = traces.flatMap((each) =>
      json(each).map((row) => (several ? { path: each.path, ...row } : row)),
    );
    return `${JSON.stringify(rows, null, 2)}\n`;
  }
  return traces
    .map((each) => [...(several ? [`${withoutControls(each.path)}:`] : []), ...text(each)].join('\n') + '\n')
    .join(several ? '\n' : '');
}

/** A capture is shown as its trace text, whose lines all findings name. */
function messagesOf({ capture, analysis, lines }: AnalysedFile): readonly string[] {
  return capture === null ? messagesText(analysis.trace, lines) : [analysis.trace.text.replace(/\n$/, '')];
}

function callsOf({ analysis }: AnalysedFile): readonly string[] {
  return callsText(analysis);
}

function rulesText(args: Arguments): string {
  if (args.format === 'json') {
    const list = rules.map(
      ({ id, title, severity, otherwise, basis, applies, source, profiles, scope, fixable }) => ({
        id,
        title,
        severity,
        otherwise: otherwise ?? [],
        basis,
        applies,
        source,
        profiles,
        scope,
        fixable,
      }),
    );
    return `${JSON.stringify(list, null, 2)}\n`;
  }
  const rows = rules.map((rule) => [rule.id, rule.severity, rule.basis, rule.applies, rule.title]);
  return `${table([['RULE', 'SEVERITY', 'BASIS', 'WHO', 'WHAT IS WRONG'], ...rows]).join('\n')}\n`;
}
