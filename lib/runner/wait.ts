import { sizeDiffers } from './cluster/sizes';
import type { Declared, DeclaredCluster } from './declared';
import { diagnose, hintFrom } from './diagnosis/diagnose';
import { certainFailure } from './diagnosis/failure';
import { afterLook, type FirstSeen } from './diagnosis/first-seen';
import { settled, waitLine } from './diagnosis/wait-line';
import { ExitStatus, UserError } from './errors';
import type { Kubectl } from './kubectl';
import { ProgramFailed } from './process';
import { retryUntil } from './retry';
import type { ClusterState, NodeState } from './state/cluster-state';
import { reduceNode } from './state/node';
import { readState } from './state/read-state';

export interface Wait {
  readonly kubectl: Kubectl;
  readonly declared: Declared;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly say: (waitingFor: string) => void;
}

/** Either what was read, or why it could not be read yet. */
type Look<T> = { readonly seen: T } | { readonly trouble: string };

/**
 * Waits until every node of a declared cluster is Ready.
 *
 * `kind create cluster` returns while workers are still NotReady, and pods applied then would all land on one of them.
 * @param until `sized` waits also until each kubelet reports the declared Capacity, which it does a moment after its restart
 * @throws UserError (1) when the time is up, naming the nodes and their last state
 */
export async function waitForNodes(
  { kubectl, timeoutMs, signal, say }: Omit<Wait, 'declared'>,
  cluster: DeclaredCluster,
  until: 'ready' | 'sized' = 'ready',
): Promise<readonly NodeState[]> {
  // A node comes up before its API server's view of it does, so the declared ones count, not those that are listed.
  const missing = (nodes: readonly NodeState[]) =>
    cluster.nodes.flatMap((declared) => {
      const { name } = declared;
      const node = nodes.find((candidate) => candidate.name === name);
      if (node === undefined) return [`${name} has not joined`];
      if (until === 'sized' && sizeDiffers(declared, node)) return [`${name} does not report its new size yet`];
      return node.ready ? [] : [`${name}: ${briefly(node.readyCondition?.message ?? 'NotReady')}`];
    });
  const result = await retryUntil<Look<NodeState[]>>({
    look: async () => {
      const look = await tolerant(async () => {
        // An API server that has just started answers before it knows anybody's rights; then it is not ready yet.
        await kubectl.text(['get', '--raw', '/readyz']);
        return kubectl.list('/api/v1/nodes', reduceNode);
      });
      say('trouble' in look ? look.trouble : missing(look.seen).join('; '));
      return look;
    },
    done: (look) => 'seen' in look && missing(look.seen).length === 0,
    onTimeout: (look) =>
      timedOut(
        'Not every node became Ready',
        timeoutMs,
        'trouble' in look ? [look.trouble] : missing(look.seen),
        'npm run status shows the nodes; docker logs NODE shows what one of them did.',
      ),
    timeoutMs,
    signal,
  });
  return 'seen' in result ? result.seen : [];
}

/**
 * Waits until every workload is rolled out and every Service has its endpoints, or until it is certain that it will not come to that.
 *
 * @throws UserError (1) naming what failed, in the cluster's own words
 */
export async function waitForWorkloads({ kubectl, declared, timeoutMs, signal, say }: Wait): Promise<ClusterState> {
  const since = Date.now();
  let seen: FirstSeen = new Map();
  const result = await retryUntil<Look<ClusterState>>({
    look: async () => {
      const look = await tolerant(() => readState(kubectl, declared));
      if ('trouble' in look) {
        say(look.trouble);
        return look;
      }
      say(waitLine(declared, look.seen));
      const now = Date.now();
      seen = afterLook(seen, look.seen, now);
      const failure = certainFailure(declared, look.seen, now, since, seen);
      if (failure !== undefined) {
        const known = await diagnose(kubectl, failure);
        throw new UserError(
          ExitStatus.failed,
          [`${failure.subject}: ${failure.reason}`, ...known.map((line) => `  ${line}`)].join('\n'),
          hintFrom(known, failure) ?? failure.hint,
        );
      }
      return look;
    },
    done: (look) => 'seen' in look && settled(declared, look.seen),
    onTimeout: (look) => {
      const last = 'trouble' in look ? look.trouble : waitLine(declared, look.seen);
      return timedOut(
        'The workloads were not rolled out',
        timeoutMs,
        [last],
        'npm run status shows the pods; --timeout SECONDS waits longer.',
      );
    },
    timeoutMs,
    intervalMs: 1000,
    signal,
  });
  if ('seen' in result) return result.seen;
  throw new Error('a wait ended without having seen what it waited for');
}

/** The kubelet, and an API server that is not ready, tell everything at once; the beginning says enough for a line. */
function briefly(message: string): string {
  return message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS - 1)}…` : message;
}

const MOST_CHARACTERS = 100;

// While nodes start, their API server does not answer yet, and then for some seconds knows nobody's rights and answers "Forbidden"; that is
// what the wait is for. A kubectl that is missing or writes nonsense will not get better: those errors have no failed program as their cause.
async function tolerant<T>(read: () => Promise<T>): Promise<Look<T>> {
  try {
    return { seen: await read() };
  } catch (error) {
    if (error instanceof UserError && error.cause instanceof ProgramFailed) return { trouble: error.message };
    if (error instanceof ProgramFailed) return { trouble: briefly(error.result.stderr.trim().split('\n').at(-1) ?? '') };
    throw error;
  }
}

function timedOut(what: string, timeoutMs: number, last: readonly string[], hint: string): UserError {
  return new UserError(
    ExitStatus.failed,
    [`${what} within ${timeoutMs / 1000} s:`, ...last.map((line) => `  ${line}`)].join('\n'),
    hint,
  );
}
