import type { z } from 'zod';
import { refusalKey, type Language } from './core/words.ts';
import type { Nature, Refusal } from './core/refusal.ts';
import type { Say } from './say.ts';

/** `application/problem+json`, RFC 9457: `refused` names it for programs, `detail` says it to a person. */
export type ProblemBody = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly refused: string;
  readonly detail: string;
  /** The first wrong field of an input error. */
  readonly path?: string;
  readonly errors?: readonly { readonly path: string; readonly detail: string }[];
};

export const statusOf: Record<Nature, number> = { rule: 409, absent: 404, forbidden: 403, overtaken: 412, clash: 422, unproven: 401, busy: 429, guess: 403 };

export function problemOf(refusal: Refusal, language: Language, say: Say, status: number = statusOf[refusal.nature]): ProblemBody {
  return { type: 'about:blank', title: refusal.refused, status, refused: refusal.refused, detail: say(language, refusalKey(refusal.refused), refusal.params) };
}

export function inputProblem(issues: readonly z.core.$ZodIssue[], language: Language, say: Say): ProblemBody {
  const errors = issues.flatMap(flat).slice(0, 50).map((issue) => ({ path: issue.path.map(String).join('.'), detail: sentence(issue, language, say) }));
  const first = errors[0] ?? { path: '', detail: '' };
  return {
    type: 'about:blank', title: 'platform/input-wrong', status: 400, refused: 'platform/input-wrong',
    detail: say(language, 'platform.refusal.input-wrong', { first: `${first.path} ${first.detail}`.trim() }),
    path: first.path, errors,
  };
}

/** Of a union the branch that came furthest says most. */
function flat(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
  if (best.length === 0) return [issue];
  return best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(flat);
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function sentence(issue: z.core.$ZodIssue, language: Language, say: Say): string {
  const text = (key: string, params: Record<string, string | number> = {}): string => say(language, `platform.input.${key}`, params);
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? text('required') : text('type', { expected: text(`types.${issue.expected}`) });
    case 'too_small': return text(issue.origin === 'string' ? 'text-too-short' : issue.origin === 'array' ? 'list-too-short' : 'too-small', { min: Number(issue.minimum) });
    case 'too_big': return text(issue.origin === 'string' ? 'text-too-long' : issue.origin === 'array' ? 'list-too-long' : 'too-big', { max: Number(issue.maximum) });
    case 'invalid_format': return text('format');
    case 'invalid_value': return text('value', { options: issue.values.map(String).join(', ') });
    case 'unrecognized_keys': return text('unknown-field');
    case 'invalid_union': return text('union');
    case 'custom': {
      const params: Record<string, unknown> = issue.params ?? {};
      const named = typeof params['sentence'] === 'string' ? params['sentence'] : 'other';
      const numbers = Object.fromEntries(Object.entries(params).flatMap(([key, value]) => (typeof value === 'number' ? [[key, value]] : [])));
      return text(named, numbers);
    }
    default: return text('other');
  }
}
