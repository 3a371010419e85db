/**
 * A scheduler that tries everything: in whatever order pods come, on whatever node its filters allow, whichever nodes are
 * ready. What it finds no placement for cannot be placed. Written apart from lib/checks/feasibility, after the documentation.
 */
export interface TrialNode {
  readonly name: string;
  readonly tainted: boolean;
  readonly cpu: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface TrialWorkload {
  readonly name: string;
  readonly replicas: number;
  readonly cpu: number;
  readonly tolerant: boolean;
  readonly selector?: Readonly<Record<string, string>>;
  readonly apart: boolean;
  readonly hostPort: boolean;
  readonly spread?: { readonly maxSkew: number; readonly minDomains: number; readonly honor: boolean };
}

/** Whether there is a way to have all pods running at the same time. */
export function canPlace(workloads: readonly TrialWorkload[], nodes: readonly TrialNode[]): boolean {
  const seen = new Set<string>();
  const placed = workloads.map(() => nodes.map(() => 0));

  const search = (): boolean => {
    const key = JSON.stringify(placed);
    if (seen.has(key)) return false;
    seen.add(key);
    if (workloads.every((workload, w) => sum(placed[w]) === workload.replicas)) return true;
    for (const [w, workload] of workloads.entries()) {
      if (sum(placed[w]) === workload.replicas) continue;
      for (const n of nodes.keys()) {
        if (!allows(w, n)) continue;
        const counts = placed[w] as number[];
        counts[n] = (counts[n] ?? 0) + 1;
        if (search()) return true;
        counts[n] = (counts[n] ?? 0) - 1;
      }
    }
    return false;
  };

  const allows = (w: number, n: number): boolean => {
    const workload = workloads[w] as TrialWorkload;
    const node = nodes[n] as TrialNode;
    if (!selected(workload, node) || (node.tainted && !workload.tolerant)) return false;
    const used = workloads.reduce((total, other, o) => total + other.cpu * (placed[o]?.[n] ?? 0), 0);
    if (used + workload.cpu > node.cpu) return false;
    if (workload.apart && (placed[w]?.[n] ?? 0) > 0) return false;
    if (workload.hostPort && workloads.some((other, o) => other.hostPort && (placed[o]?.[n] ?? 0) > 0)) return false;
    const { spread } = workload;
    return spread === undefined || readySets(nodes.length, n).some((ready) => spreadAllows(w, n, spread, ready));
  };

  const spreadAllows = (w: number, n: number, spread: NonNullable<TrialWorkload['spread']>, ready: ReadonlySet<number>) => {
    const workload = workloads[w] as TrialWorkload;
    const counted = nodes.flatMap((node, index) => {
      if (!selected(workload, node)) return [];
      if (spread.honor && (!ready.has(index) || (node.tainted && !workload.tolerant))) return [];
      return [placed[w]?.[index] ?? 0];
    });
    const fewest = counted.length < spread.minDomains ? 0 : Math.min(...counted);
    return (placed[w]?.[n] ?? 0) + 1 - fewest <= spread.maxSkew;
  };

  return search();
}

function selected({ selector = {} }: TrialWorkload, { labels }: TrialNode): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** All sets of nodes that one of them is in. */
function readySets(count: number, member: number): ReadonlySet<number>[] {
  return Array.from(
    { length: 2 ** count },
    (_, bits) => new Set(Array.from({ length: count }, (_, i) => i).filter((i) => bits & (1 << i))),
  ).filter((set) => set.has(member));
}

function sum(values: readonly number[] = []): number {
  return values.reduce((total, value) => total + value, 0);
}
