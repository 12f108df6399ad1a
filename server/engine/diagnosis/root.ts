/** Which finding is the cause: what fits the end, is bad, and stands where the end was made, before any symptom. */
import { factsOf } from '../sip/facts';
import { causes } from '../ice/causes';
import { isSip } from '../traces/message';
import type { Case } from './case';
import type { Ending } from './endings/ending';
import type { KnownFinding } from './model';
import { fit, isBystander, isSymptom } from './relations';

export interface Root {
  readonly finding: KnownFinding;
  /** It fits what the end is about, and is bad enough to lead there. */
  readonly isLikely: boolean;
  /** A packet of the trace shows it at work. */
  readonly isSeenAtWork: boolean;
}

/** The finding that most likely explains an ending; null where none does. */
export function rootOf(it: Case, ending: Ending): Root | null {
  const verdicts = verdictPlaces(it);
  let best: { readonly root: Root; readonly score: number } | null = null;
  for (const finding of it.findings) {
    const root = weigh(finding, it, ending, verdicts);
    if (root !== null && (best === null || root.score > best.score)) best = root;
  }
  return best?.root ?? null;
}

/** Weights: what counts most first. A symptom is told only where no cause is known. */
const weight = {
  symptom: -5000,
  error: 1000,
  transaction: 400,
  verdict: 300,
  blamed: 150,
  description: 100,
  fit: 60,
};

function weigh(
  finding: KnownFinding,
  { call }: Case,
  { topic, transaction, blamed, says }: Ending,
  verdicts: ReadonlyMap<string, number>,
): { readonly root: Root; readonly score: number } | null {
  const { rule, severity, in: message } = finding;
  if (severity === 'info' || isBystander(rule.id) || says.includes(rule.id)) return null;
  const fits = topic === null ? 0 : fit(rule.id, topic);
  if (topic !== null && fits === 0) return null;
  // Without a word on what the end is about, only what is bad may explain it.
  if (topic === null && severity !== 'error') return null;
  const sender = call.messages.find((each) => each.message === message)?.party ?? null;
  // What the refusing side wrote is not what it refused.
  if (blamed !== null && sender !== null && sender !== blamed && !isAboutBoth(rule.scope)) return null;
  const isThere = transaction !== null && isSip(message) && transactionOf(message) === transaction;
  const place = verdicts.get(rule.id) ?? null;
  const isDescription =
    rule.scope === 'body' || rule.scope === 'description' || rule.scope === 'offer-answer';
  const score =
    (isSymptom(rule.id) ? weight.symptom : 0) +
    (severity === 'error' ? weight.error : 0) +
    (isThere ? weight.transaction : 0) +
    (place === null ? 0 : weight.verdict - place) +
    (blamed !== null && sender === blamed ? weight.blamed : 0) +
    (isDescription ? weight.description : 0) +
    fits * weight.fit;
  return {
    root: {
      finding,
      isLikely: topic !== null && (severity === 'error' || isThere),
      isSeenAtWork: place !== null && severity === 'error',
    },
    score,
  };
}

function isAboutBoth(scope: KnownFinding['rule']['scope']): boolean {
  return scope === 'offer-answer' || scope === 'call' || scope === 'packet' || scope === 'path';
}

function transactionOf({
  parsed,
}: Parameters<typeof isSip>[0] & { readonly parsed: { readonly kind: 'sip' } }): string {
  const { cseq, method } = factsOf(parsed);
  return `${cseq} ${method}`;
}

/** The rules that report why ICE did not come through, by how telling the verdict is. */
function verdictPlaces({ replay }: Case): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const { id, severity, evidence, rules } of replay?.verdicts ?? []) {
    const place = causes.indexOf(id);
    if (place === -1 || severity !== 'error' || evidence !== 'observed') continue;
    for (const rule of rules) places.set(rule, Math.min(place, places.get(rule) ?? Infinity));
  }
  return places;
}
