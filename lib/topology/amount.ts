import { formatCpu, formatMemory } from '../kubernetes/quantity';

/** A measured or summed amount of CPU, in thousandths, as short as it is read: `300m`, `2`. */
export function shortCpu(millis: number): string {
  return formatCpu(Math.round(millis));
}

/** An amount of memory, in bytes, in three digits or so: `118Mi`, `1.5Gi`. */
export function shortMemory(bytes: number): string {
  const exact = formatMemory(Math.round(bytes));
  if (exact === '0' || /^\d{1,4}[KMGT]i$/.test(exact)) return exact;
  for (const [unit, size] of [
    ['Gi', 2 ** 30],
    ['Mi', 2 ** 20],
    ['Ki', 2 ** 10],
  ] as const) {
    const value = bytes / size;
    if (value >= 1) return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)}${unit}`;
  }
  return exact;
}

/** A part of a whole as a number from 0 to 1; a whole of nothing is full as soon as anything is taken of it. */
export function share(part: number, whole: number): number {
  if (whole <= 0) return part > 0 ? 1 : 0;
  return Math.min(1, Math.max(0, part / whole));
}

/** `1 pod`, `3 pods`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
