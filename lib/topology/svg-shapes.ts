import stringWidth = require('string-width');

import { share } from './amount';
import { fit } from './fit';
import { type Markup, markup } from './markup';
import { MONO, paletteStyle, SANS } from './palette';
import { plainLine } from './plain-text';
import type { PodHealth, TopologyAmount } from './topology';

/** A part of a picture that is drawn from a given corner, and how far down it reaches. */
export interface Part {
  readonly height: number;
  readonly markup: Markup;
}

export const SVG_STYLE = [
  paletteStyle('.topology'),
  `.topology text{font-family:${SANS};fill:var(--ink)}`,
  `.topology .mono{font-family:${MONO}}`,
  '.topology .muted{fill:var(--muted)}',
  ...(['good', 'suspect', 'broken'] as const).map((name) => `.topology .${name}{fill:var(--${name})}`),
  '.topology .pod.suspect{fill:var(--suspect-mark)}',
  '.topology .sign{fill:none;stroke:var(--paper);stroke-width:1.4}',
  '.topology .idle{fill:none;stroke:var(--muted);stroke-width:1.5}',
  '.topology .card{fill:var(--surface);stroke:var(--line)}',
  '.topology .card.bad{fill:var(--broken-soft);stroke:var(--broken)}',
  '.topology .card.none{fill:none;stroke:var(--muted);stroke-dasharray:4 3}',
  '.topology .wire{fill:none;stroke:var(--muted);stroke-width:1.5}',
  '.topology .tip{fill:var(--muted)}',
  '.topology .track{fill:var(--track)}.topology .requested{fill:var(--requested)}.topology .used{fill:var(--used)}',
].join('');

// The advance of a character in em: of fixed-width fonts, of a wide letter of the others, and of these on average.
const ADVANCE = { mono: 0.605, wide: 0.62, sans: 0.54 };

export interface TextOptions {
  /** In user units. @default 12 */
  readonly size?: number;
  /** Names stand in a fixed-width font, prose does not. @default false */
  readonly mono?: boolean;
  /** @default false */
  readonly bold?: boolean;
  /** @default 'ink' */
  readonly colour?: 'ink' | 'muted' | 'good' | 'suspect' | 'broken';
  /** @default 'start' */
  readonly anchor?: 'start' | 'end' | 'middle';
  /** What does not fit into it loses its middle, and is told whole in a title. @default no limit */
  readonly width?: number;
}

/** One line of text; y is its base line. */
export function label(x: number, y: number, content: string, options: TextOptions = {}): Markup {
  const { size = 12, mono = false, bold = false, colour = 'ink', anchor = 'start', width } = options;
  const text = plainLine(content);
  const advance = size * (mono ? ADVANCE.mono : ADVANCE.wide) * (bold && !mono ? 1.06 : 1);
  const shown = width === undefined ? text : fit(text, Math.floor(width / advance));
  const classes = [mono && 'mono', colour !== 'ink' && colour].filter(Boolean).join(' ');
  return markup`<text x="${round(x)}" y="${round(y)}" font-size="${size}"${classes !== '' && markup` class="${classes}"`}${
    bold && markup` font-weight="600"`
  }${anchor !== 'start' && markup` text-anchor="${anchor}"`}>${shown !== text && markup`<title>${text}</title>`}${shown}</text>`;
}

/** How wide `label` would draw it, about. */
export function labelWidth(content: string, { size = 12, mono = false, bold = false }: TextOptions = {}): number {
  return stringWidth(plainLine(content)) * size * (mono ? ADVANCE.mono : ADVANCE.sans) * (bold && !mono ? 1.06 : 1);
}

export function card(x: number, y: number, width: number, height: number, look: '' | 'bad' | 'none' = ''): Markup {
  const name = ['card', look].filter(Boolean).join(' ');
  return markup`<rect class="${name}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="6"/>`;
}

/** A bar as long as a size: how much of it is requested, and in the middle of that how much is used. */
export function bar(x: number, y: number, width: number, height: number, amount: TopologyAmount): Markup {
  const piece = (name: string, part: number, inset: number) =>
    markup`<rect class="${name}" x="${round(x)}" y="${round(y + inset)}" width="${round(width * part)}" height="${round(height - 2 * inset)}" rx="${round(height / 2 - inset)}"/>`;
  const { size, requested = 0, used = 0 } = amount;
  const over = requested > size;
  return markup`${piece('track', 1, 0)}${requested > 0 && piece(over ? 'broken' : 'requested', share(requested, size), 0)}${
    used > 0 && piece('used', share(used, size), height / 4)
  }`;
}

/** A pod as a square; the sign in it tells what is wrong to who does not see the colour. */
export function podSquare(x: number, y: number, size: number, health: PodHealth, title?: string): Markup {
  const inset = health === 'idle' ? 0.75 : 0;
  const side = round(size - 2 * inset);
  return markup`<g>${title !== undefined && markup`<title>${plainLine(title)}</title>`}<rect class="pod ${health}" x="${round(
    x + inset,
  )}" y="${round(y + inset)}" width="${side}" height="${side}" rx="2"/>${sign(x, y, size, health)}</g>`;
}

function sign(x: number, y: number, size: number, health: PodHealth): Markup {
  const at = (part: number) => `${round(x + size * part)} ${round(y + size * part)}`;
  const arm = round(size * 0.4);
  switch (health) {
    case 'broken':
      return markup`<path class="sign" d="M${at(0.3)}l${arm} ${arm}m0 ${-arm}l${-arm} ${arm}"/>`;
    case 'suspect':
      return markup`<path class="sign" d="M${round(x + size * 0.25)} ${round(y + size / 2)}h${round(size / 2)}"/>`;
    default:
      return markup``;
  }
}

/** A line through the points, with an arrow head at the last; its segments are horizontal or vertical. */
export function arrow(points: readonly (readonly [number, number])[]): Markup {
  const [x, y] = points.at(-1) ?? [0, 0];
  const [fromX, fromY] = points.at(-2) ?? [x, y];
  const down = x === fromX;
  const head = down ? `M${round(x - 4)} ${round(y - 6)}h8l-4 6z` : `M${round(x - 6)} ${round(y - 4)}v8l6 -4z`;
  const line = points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${round(px)} ${round(py)}`).join('');
  return fromX === x && fromY === y ? markup`` : markup`<path class="wire" d="${line}"/><path class="tip" d="${head}"/>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
