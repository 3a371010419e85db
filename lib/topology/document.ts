import { type Content, Markup, markup } from './markup';
import { MONO, paletteStyle, SANS } from './palette';

export interface DocumentOptions {
  readonly title: string;
  /** Added to the style that all pages share. @default '' */
  readonly style?: string;
  readonly body: Content;
}

const STYLE = `${paletteStyle(':root')}
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1040px;padding:40px 24px 64px;background:var(--paper);color:var(--ink);font:15px/1.5 ${SANS};overflow-wrap:anywhere}
h1{margin:0;font-size:28px;line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{margin:44px 0 12px;font-size:17px}
p{margin:8px 0}
a{color:var(--link)}
code,pre,.name{font-family:${MONO};font-size:.9em}
pre{margin:0;white-space:pre-wrap}
.muted{color:var(--muted)}
.picture{margin:28px 0 0;border:1px solid var(--line);border-radius:10px;overflow-x:auto}
.picture svg{display:block;width:100%;height:auto}
.picture .narrow{display:none}
@media (max-width:640px){
body{padding:24px 16px 40px}
h1{font-size:23px}
.picture .wide{display:none}
.picture .narrow{display:block}
}
@media print{
@page{margin:14mm}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{max-width:none;padding:0;font-size:12px}
h2{break-after:avoid}
figure,article,tr,li{break-inside:avoid}
}`;

/** A page in one file that needs neither network nor JavaScript, and says so to the browser. */
export function htmlDocument({ title, style = '', body }: DocumentOptions): string {
  return `${markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(STYLE + style)}</style>
</head>
<body>
${body}
</body>
</html>`}\n`;
}
