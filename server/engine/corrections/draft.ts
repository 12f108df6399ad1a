/** A text on its way to being right: what is found in it, and what fixes make of it. */
import { analyse } from '../analysis/analyse';
import { findingsWith } from '../analysis/findings-with';
import { type Analysis, type Finding, messageOf } from '../analysis/model';
import { encloses, type Span } from '../basics/span';
import type { TextEdit } from '../sdp/write';
import { inTrace, type ParsedMessage, type TraceMessage } from '../traces/message';
import { withContentLengths } from './content-length';
import { isEditable } from './editable';
import { EditedText } from './edited-text';
import { fixesTogether, isFixable, type Fixable } from './whole-fixes';

export interface Draft<Self> {
  readonly text: string;
  /** What was edited so far, as edits of the text at first. */
  readonly edits: readonly TextEdit[];
  /** All findings that edits may bring or take away. */
  readonly findings: readonly Finding[];
  /** Those whose fixes may be applied. */
  readonly fixable: readonly Fixable[];
  /** What stands at a finding. */
  read(finding: Finding): string;
  /** Applies as many of the fixes as go together. */
  apply(fixes: readonly Fixable[]): Step<Self>;
}

export interface Step<D> {
  readonly draft: D;
  readonly applied: readonly Fixable[];
}

/** A trace text; only what may be edited in place is. */
export class TraceDraft implements Draft<TraceDraft> {
  readonly findings: readonly Finding[];
  readonly fixable: readonly Fixable[];

  private constructor(
    private readonly analysis: Analysis,
    private readonly edited: EditedText,
  ) {
    this.findings = analysis.findings;
    this.fixable = this.findings.filter(
      (finding): finding is Fixable =>
        isFixable(finding) && isEditable(analysis.trace, messageOf(analysis, finding)),
    );
  }

  /** Of a trace as it is. No fix may be withheld. */
  static of(analysis: Analysis): TraceDraft {
    const { options, trace, withheld } = analysis;
    const told =
      withheld.length === 0 ? analysis : analyse(trace.text, { ...options, maxFindingsPerRule: 0 });
    return new TraceDraft(told, EditedText.of(trace.text));
  }

  get text(): string {
    return this.edited.text;
  }

  get edits(): readonly TextEdit[] {
    return this.edited.edits;
  }

  read(finding: Finding): string {
    return this.text.slice(finding.range.start, finding.range.end);
  }

  apply(fixes: readonly Fixable[]): Step<TraceDraft> {
    const edits: TextEdit[] = [];
    const applied: Fixable[] = [];
    for (const [message, found] of byMessage(this.analysis, fixes)) {
      const together = fixesTogether(found, message.parsed.content);
      for (const each of together) applied.push(each);
      const ofMessage = together.flatMap(({ fix }) => fix.edits);
      for (const each of inTraceText(message, withContentLengths(message.parsed, ofMessage)))
        edits.push(each);
    }
    const edited = this.edited.edited(edits);
    const analysis = analyse(edited.text, this.analysis.options, this.analysis);
    return { draft: new TraceDraft(analysis, edited), applied };
  }
}

/**
 * One message, or a description in it, while the trace stays as it is: the text is the content of the message. Findings are
 * those of its Call-ID.
 */
export class MessageDraft implements Draft<MessageDraft> {
  readonly findings: readonly Finding[];
  readonly fixable: readonly Fixable[];
  /** What may be edited, in the text. */
  readonly place: Span;
  private readonly parsed: ParsedMessage;

  private constructor(
    private readonly analysis: Analysis,
    private readonly message: TraceMessage,
    /** The part that is edited; null for all of the message. */
    private readonly part: number | null,
    private readonly edited: EditedText,
  ) {
    const { parsed, findings } = findingsWith(analysis, message, edited.text);
    this.parsed = parsed;
    this.place = placeOf(parsed, part);
    this.findings = findings;
    this.fixable = findings.filter(
      (each): each is Fixable =>
        this.isOwn(each) && isFixable(each) && each.fix.edits.every((edit) => encloses(this.place, edit)),
    );
  }

  static of(analysis: Analysis, message: TraceMessage): MessageDraft {
    return new MessageDraft(analysis, message, null, EditedText.of(message.parsed.content));
  }

  /** @param at where the description stands in the content of the message */
  static ofDescription(analysis: Analysis, message: TraceMessage, at: Span): MessageDraft {
    const { parsed } = message;
    const part =
      parsed.kind === 'sip' ? parsed.parts.findIndex(({ content }) => encloses(content, at)) : null;
    return new MessageDraft(analysis, message, part, EditedText.of(parsed.content));
  }

  get text(): string {
    return this.edited.text;
  }

  get edits(): readonly TextEdit[] {
    return this.edited.edits;
  }

  /** Whether a finding is about what may be edited. */
  isOwn(finding: Finding): boolean {
    return finding.in === this.message.index && encloses(this.place, finding.at);
  }

  read({ at }: Finding): string {
    return this.text.slice(at.start, at.end);
  }

  apply(fixes: readonly Fixable[]): Step<MessageDraft> {
    const applied = fixesTogether(fixes, this.text);
    const edits = applied.flatMap(({ fix }) => fix.edits);
    const edited = this.edited.edited(this.part === null ? withContentLengths(this.parsed, edits) : edits);
    return { draft: new MessageDraft(this.analysis, this.message, this.part, edited), applied };
  }
}

function placeOf(parsed: ParsedMessage, part: number | null): Span {
  const all = { start: 0, end: parsed.content.length };
  return parsed.kind === 'sip' && part !== null ? (parsed.parts[part]?.content ?? { start: 0, end: 0 }) : all;
}

function byMessage(
  analysis: Analysis,
  fixes: readonly Fixable[],
): ReadonlyMap<TraceMessage, readonly Fixable[]> {
  const found = new Map<TraceMessage, Fixable[]>();
  for (const finding of fixes) {
    const message = messageOf(analysis, finding);
    const ofMessage = found.get(message);
    if (ofMessage === undefined) found.set(message, [finding]);
    else ofMessage.push(finding);
  }
  return found;
}

/** Edits of a message's content as edits of the trace text. */
export function inTraceText(message: TraceMessage, edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.map((edit) => ({ ...inTrace(message, edit), newText: edit.newText }));
}
