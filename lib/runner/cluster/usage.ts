import { parseMemoryBytes, parseQuantity } from '../../kubernetes/quantity';
import type { Kubectl } from '../kubectl';
import { ProgramFailed, type Programs } from '../process';
import type { Amounts } from '../state/cluster-state';

export type Usage = ReadonlyMap<string, Amounts>;

/**
 * What the nodes use now; a node that cannot be measured is left out.
 *
 * @param containers the nodes of a kind cluster, which Docker measures; absent of a cluster of another kind, which the metrics API may
 */
export function measureUsage(programs: Programs, kubectl: Kubectl, containers?: readonly string[]): Promise<Usage> {
  return containers === undefined ? metricsUsage(kubectl) : containerUsage(programs, containers);
}

/**
 * What containers use now. Docker takes two seconds to say it.
 *
 * @param names @default every container that runs
 * @param signal ends it early
 */
export async function containerUsage(programs: Programs, names: readonly string[] = [], signal?: AbortSignal): Promise<Usage> {
  const { exitCode, stdout } = await programs.run(
    'docker',
    ['stats', '--no-stream', '--format', '{{.Name}} {{.CPUPerc}} {{.MemUsage}}', ...names],
    {
      allowFailure: true,
      timeoutMs: 60_000,
      ...(signal !== undefined && { signal }),
    },
  );
  return exitCode === 0 ? parseStats(stdout) : new Map();
}

/** `kind-worker 12.50% 210MiB / 23.5GiB`, a line a container. */
export function parseStats(output: string): Usage {
  const usage = new Map<string, Amounts>();
  for (const line of output.split('\n')) {
    const [, name, percent, memory] = /^(\S+) ([\d.]+)% ([\d.]+[KMGT]?i?B) \//.exec(line) ?? [];
    const memoryBytes = parseMemoryBytes((memory ?? '').replace(/B$/, ''));
    if (name === undefined || memoryBytes === undefined) continue;
    usage.set(name, { cpuMillis: Math.round(Number(percent) * 10), memoryBytes });
  }
  return usage;
}

interface NodeMetrics {
  readonly metadata: { readonly name: string };
  readonly usage: { readonly cpu: string; readonly memory: string };
}

async function metricsUsage(kubectl: Kubectl): Promise<Usage> {
  try {
    const measured = await kubectl.list<NodeMetrics, NodeMetrics>('/apis/metrics.k8s.io/v1beta1/nodes', (item) => item);
    return new Map(
      measured.map(({ metadata, usage }) => [
        metadata.name,
        { cpuMillis: Math.round((parseQuantity(usage.cpu) ?? 0) * 1000), memoryBytes: parseMemoryBytes(usage.memory) ?? 0 },
      ]),
    );
  } catch (error) {
    if (error instanceof ProgramFailed) return new Map();
    throw error;
  }
}
