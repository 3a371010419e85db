import { plainText } from './plain-text';

/** Text that is markup already, and is put into other markup as it stands. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export type Content = string | number | Markup | undefined | false | readonly Content[];

/**
 * Markup from a template. Everything put into it is escaped, for text and for attributes in quotes, and loses its control
 * characters, unless it is `Markup` itself. Good for HTML, SVG and XML.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, i) => part + render(values[i])).join(''));
}

function render(content: Content): string {
  if (content === undefined || content === false) return '';
  if (typeof content === 'object') return content instanceof Markup ? content.text : content.map(render).join('');
  return escapeText(String(content));
}

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeText(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => ENTITY[character] ?? '');
}
