import { stripVTControlCharacters } from 'node:util';

// Names and log lines come from a cluster and may hold anything: what XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets),
// what a terminal would obey, and what turns the direction of the text that follows.
const UNPRINTABLE = /(?![\t\n])\p{Cc}|\p{Cs}|\p{Bidi_Control}|\p{Noncharacter_Code_Point}|[\u2028\u2029\ufeff]/gu;

/** A text without terminal sequences and control characters; of these only tabs and line feeds are kept. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replace(UNPRINTABLE, '');
}

/** `plainText` on one line: every run of white space becomes a space. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}
