const VOID = ['meta', 'link', 'br', '!DOCTYPE', '?xml'];

/** The tags of markup that are not closed in their turn, or open nothing; none where the markup is sound. */
export function unbalanced(markup: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [tag, slash, name = ''] of markup.matchAll(/<(\/?)([!?\w-]+)(?:\s[^<>]*)?>/g)) {
    if (VOID.includes(name) || tag.endsWith('/>')) continue;
    if (slash !== '/') open.push(name);
    else if (open.pop() !== name) wrong.push(tag);
  }
  const angles = markup.replaceAll(/<(\/?)([!?\w-]+)(?:\s[^<>]*)?>/g, '').replaceAll(/<style>.*?<\/style>/gs, '');
  return [...wrong, ...open, ...(angles.match(/<.{0,20}/g) ?? [])];
}
