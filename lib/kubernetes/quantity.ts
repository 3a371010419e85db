const SUFFIX: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * A Kubernetes quantity as a number, undefined where it is none.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string | number): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/.exec(String(text));
  if (match === null) return undefined;
  const [, digits = '', exponent = '', suffix = ''] = match;
  return Number(digits + exponent) * (SUFFIX[suffix] as number);
}

/** A CPU quantity in thousandths of a CPU, rounded up as Kubernetes does. */
export function parseCpuMillis(text: string | number): number | undefined {
  const cpus = parseQuantity(text);
  return cpus === undefined ? undefined : roundUp(cpus * 1000);
}

/** A memory quantity in bytes, rounded up as Kubernetes does. */
export function parseMemoryBytes(text: string | number): number | undefined {
  const bytes = parseQuantity(text);
  return bytes === undefined ? undefined : roundUp(bytes);
}

// 0.1 * 1000 is 100.00000000000001 in floating point, and is not 101.
function roundUp(value: number): number {
  return Math.ceil(Number(value.toFixed(6)));
}

/** `1`, `500m` or `1500m`. */
export function formatCpu(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

/** In the biggest binary unit that divides it: `2Gi`, `1536Mi`, `1000` bytes. */
export function formatMemory(bytes: number): string {
  for (const unit of ['Ti', 'Gi', 'Mi', 'Ki'] as const) {
    const size = SUFFIX[unit] as number;
    if (bytes !== 0 && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return String(bytes);
}
