import stringWidth = require('string-width');

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The text in at most so many cells of a fixed-width font. What is too long loses its middle, because names of pods
 * differ in their ends.
 */
export function fit(text: string, cells: number): string {
  if (stringWidth(text) <= cells) return text;
  if (cells < 1) return '';
  const parts = Array.from(graphemes.segment(text), ({ segment }) => segment);
  const head = take(parts, Math.ceil((cells - 1) / 2));
  const tail = take(parts.slice(head.length).reverse(), cells - 1 - stringWidth(head.join('')));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

/** `fit`, filled up with spaces. */
export function fitPadded(text: string, cells: number): string {
  const fitted = fit(text, cells);
  return fitted + ' '.repeat(Math.max(0, cells - stringWidth(fitted)));
}

function take(parts: readonly string[], cells: number): string[] {
  const taken: string[] = [];
  let width = 0;
  for (const part of parts) {
    width += stringWidth(part);
    if (width > cells) break;
    taken.push(part);
  }
  return taken;
}

/** The text in lines of at most so many cells, broken at spaces; a word that is longer has a line of its own. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(last) + 1 + stringWidth(word) <= cells) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
