/** The one of the names that was most likely meant; undefined where none is like it. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const meant = word.toLowerCase();
  const ranked = names.map((name) => ({ name, away: apart(meant, name.toLowerCase()) })).sort((a, b) => a.away - b.away);
  const [best] = ranked;
  return best !== undefined && best.away <= Math.ceil(meant.length / 3) ? best.name : undefined;
}

/** How many letters have to be changed, added or left out; one where a word is only cut short. */
function apart(a: string, b: string): number {
  if (a !== b && a.length > 1 && (a.startsWith(b) || b.startsWith(a))) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
