import type { Expectation } from './http-port';

/** What a probe got. */
export interface Answer {
  /** The HTTP status; absent when there was no answer. */
  readonly status?: number;
  /** The first mebibyte of the body. */
  readonly body?: string;
  /** Why there was no answer, in the program's own words. */
  readonly error?: string;
  /** Why there could not be one, so that nothing is known, for example because the user may not ask pods. */
  readonly unable?: string;
  readonly durationMs: number;
}

/** What is wrong with an answer; undefined when it is as expected. */
export function faultOf(answer: Answer, expected: Expectation): string | undefined {
  if (answer.status === undefined) return answer.error ?? 'no answer';
  if (answer.status !== expected.status) return `status ${answer.status}`;
  if (expected.body !== undefined && !(answer.body ?? '').includes(expected.body)) {
    return `status ${answer.status}, but a body without ${JSON.stringify(expected.body)}: ${excerpt(answer.body ?? '')}`;
  }
  return undefined;
}

function excerpt(body: string): string {
  const text = body.replace(/\s+/g, ' ').trim();
  return text === '' ? 'an empty one' : JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
