/** The colours of the pictures and pages, by the custom property that holds them. */
export type Palette = Readonly<
  Record<
    | 'paper'
    | 'surface'
    | 'line'
    | 'ink'
    | 'muted'
    | 'track'
    | 'requested'
    | 'used'
    | 'good'
    | 'good-soft'
    | 'suspect'
    | 'suspect-soft'
    | 'suspect-mark'
    | 'broken'
    | 'broken-soft'
    | 'link',
    string
  >
>;

export const LIGHT: Palette = {
  paper: '#ffffff',
  surface: '#f6f7f9',
  line: '#d3d9e0',
  ink: '#18202a',
  muted: '#566270',
  track: '#e2e6eb',
  requested: '#8fb4e3',
  used: '#22518f',
  good: '#1a7440',
  'good-soft': '#e5f4ea',
  suspect: '#855600',
  'suspect-soft': '#fdf2d8',
  'suspect-mark': '#c07800',
  broken: '#b92330',
  'broken-soft': '#fdeaea',
  link: '#1d5cb3',
};

export const DARK: Palette = {
  paper: '#10151b',
  surface: '#181f27',
  line: '#323d49',
  ink: '#e7ecf1',
  muted: '#9fabb8',
  track: '#2b3540',
  requested: '#3f6ea8',
  used: '#a9cdfa',
  good: '#62c98b',
  'good-soft': '#14301f',
  suspect: '#e5b54c',
  'suspect-soft': '#352a10',
  'suspect-mark': '#e5b54c',
  broken: '#ff8682',
  'broken-soft': '#3b1a1d',
  link: '#7db2f5',
};

/** The palettes as custom properties of what the selector selects: dark where the reader prefers it, light on paper. */
export function paletteStyle(selector: string): string {
  const properties = (palette: Palette) =>
    Object.entries(palette)
      .map(([name, colour]) => `--${name}:${colour}`)
      .join(';');
  return `${selector}{${properties(LIGHT)}}@media screen and (prefers-color-scheme:dark){${selector}{${properties(DARK)}}}`;
}

export const SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","DejaVu Sans",sans-serif';
export const MONO = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace';
