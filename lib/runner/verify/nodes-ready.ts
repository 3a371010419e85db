import { plural } from '../../topology/amount';
import type { Declared, DeclaredNode } from '../declared';
import type { ClusterState, NodeState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { few, type Judgement, kubectlCommand, undecided, unreadable } from './judgement';

/**
 * The declared nodes exist, no more and no fewer, each Ready, with the declared role and version. Of a cluster whose nodes
 * dist/ does not declare: every node is Ready.
 *
 * @param down the state of the containers of nodes that do not run, by the node's name
 */
export function nodesReady(declared: Declared, state: ClusterState, down: ReadonlyMap<string, string>): Judgement[] {
  const id = 'nodes-ready' as const;
  const expected = declared.cluster === undefined ? 'every node Ready' : 'the declared nodes, each Ready';
  const reason = unreadable(state, 'nodes');
  if (reason !== undefined) return [{ id, subject: 'Nodes', expected, ...undecided(reason) }];
  if (declared.cluster === undefined) return [everyNode(state)];

  const names = new Set(declared.cluster.nodes.map(({ name }) => name));
  const lookup = Lookup.of(state);
  return [
    ...declared.cluster.nodes.map((node) => declaredNode(node, lookup.node(node.name), down.get(node.name), state)),
    ...state.nodes
      .filter(({ name }) => !names.has(name))
      .map(
        (node): Judgement => ({
          id,
          subject: `Node ${node.name}`,
          status: 'failed',
          expected: `no node but ${few([...names])}`,
          observed: `${node.name} is a node of the cluster and not declared`,
          hint: `Declare it in main.ts, or make the cluster again as declared:\nnpm run up -- --recreate`,
        }),
      ),
  ];
}

function everyNode(state: ClusterState): Judgement {
  const subject = 'Nodes';
  const bad = state.nodes.filter(({ ready }) => !ready);
  const common = { id: 'nodes-ready' as const, subject, expected: 'every node Ready' };
  if (state.nodes.length === 0) return { ...common, status: 'failed', observed: 'the cluster has no node' };
  if (bad.length === 0) return { ...common, status: 'passed', observed: `${plural(state.nodes.length, 'node')} Ready` };
  return {
    ...common,
    status: 'failed',
    observed: `${bad.length} of ${plural(state.nodes.length, 'node')} not Ready: ${few(bad.map(notReady))}`,
    hint: `See why:\n${kubectlCommand(state, `describe node ${bad[0]?.name}`)}`,
  };
}

function declaredNode(
  { name, role, node }: DeclaredNode,
  running: NodeState | undefined,
  down: string | undefined,
  state: ClusterState,
): Judgement {
  const version = versionOf(node.image);
  const common = {
    id: 'nodes-ready' as const,
    subject: `Node ${name}`,
    expected: ['Ready', role, ...(version === undefined ? [] : [version])].join(', '),
  };
  if (down !== undefined) {
    const hint = down === 'missing' ? 'Only a new cluster has it again:\nnpm run up -- --recreate' : 'Start it:\nnpm run up';
    return { ...common, status: 'failed', observed: `its container is ${down}`, hint };
  }
  if (running === undefined) {
    return {
      ...common,
      status: 'failed',
      observed: 'it is not in the cluster',
      hint: `See whether its container runs; npm run up starts one that is stopped:\ndocker ps --all --filter name=${name}`,
    };
  }
  const observed = [running.ready ? 'Ready' : notReadyWords(running), running.role, running.version].join(', ');
  const versionHolds = version === undefined || version === running.version;
  if (running.ready && running.role === role && versionHolds) {
    return { ...common, status: 'passed', observed: running.unschedulable ? `${observed}, cordoned` : observed };
  }
  return {
    ...common,
    status: 'failed',
    observed,
    hint: running.ready
      ? 'Only a new cluster gets another role or version:\nnpm run up -- --recreate'
      : `See why:\n${kubectlCommand(state, `describe node ${name}`)}`,
  };
}

function notReady(node: NodeState): string {
  return `${node.name} (${notReadyWords(node)})`;
}

/** `NotReady: the kubelet's own words`. */
function notReadyWords({ readyCondition }: NodeState): string {
  const words = readyCondition?.message ?? readyCondition?.reason;
  return words === undefined ? 'NotReady' : `NotReady: ${words}`;
}

/** The version that the tag of a node image names: `kindest/node:v1.32.2@sha256:…` is v1.32.2. */
function versionOf(image: string | undefined): string | undefined {
  return /:(v\d+\.\d+\.\d+[\w.+-]*)(?:@|$)/.exec(image ?? '')?.[1];
}
