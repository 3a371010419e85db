import { join } from 'node:path';
import { contextName } from '../../../lib/kind/names';
import type { RunOptions, RunResult } from '../../../lib/runner/process';
import type { FakeApi } from './fake-api';

/** A container as the fake Docker keeps it. */
export interface FakeContainer {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly created: string;
  readonly ports: readonly FakePort[];
  readonly mounts: readonly { readonly Source: string; readonly Destination: string }[];
  started: string;
  state: 'created' | 'running' | 'paused' | 'exited';
  ip: string;
  /** What its containerd has: the digest of each reference. */
  readonly images: Map<string, string>;
  /** What it sees of the files that are mounted for its size. */
  files?: { readonly online: string; readonly meminfo: string };
  /** What its kubelet reserves, by the file that kubeadm wrote. */
  reserved: string;
}

export interface FakePort {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly address: string;
  readonly protocol: string;
}

/** A program of the machine: what it answers to its arguments. Nothing is a success without words. */
export type FakeProgram = (
  args: readonly string[],
  options: RunOptions,
) => Partial<RunResult> | undefined | Promise<Partial<RunResult> | undefined>;

/** What the fake programs share: containers, images, clusters, ports. */
export class FakeMachine {
  readonly containers: FakeContainer[] = [];
  /** What the local Docker has, by name: its identity. */
  readonly images = new Map([
    ['kindest/node:v1.32.2', 'sha256:node'],
    ['nginx:alpine', 'sha256:nginx'],
  ]);
  /** The API servers of the kind clusters, by the clusters' names. */
  readonly clusters = new Map<string, FakeApi>();
  /** The contexts of the user's own kubeconfig. */
  readonly contexts = new Map<string, FakeApi>();
  /** Host ports that a program which is no container holds. */
  readonly heldPorts = new Set<number>();
  dockerRuns = true;
  private made = 0;

  /** A new container, on an address of its own. */
  add(container: Pick<FakeContainer, 'name' | 'labels' | 'image'> & Partial<FakeContainer>): FakeContainer {
    const number = ++this.made;
    const defaults = {
      created: new Date().toISOString(),
      started: new Date(0).toISOString(),
      ports: [],
      mounts: [],
      // As kind's node image brings them, packed.
      images: new Map([['registry.k8s.io/kube-proxy:v1.32.2', 'sha256:kube-proxy']]),
      reserved: '',
    };
    const made: FakeContainer = { ...defaults, id: `id${number}`, state: 'running', ip: `172.18.0.${number}`, ...container };
    this.containers.push(made);
    return made;
  }

  /** Docker may give a container another address whenever it starts. */
  start(container: FakeContainer): void {
    container.state = 'running';
    container.started = new Date().toISOString();
    container.ip = `172.18.0.${++this.made}`;
  }

  container(name: string): FakeContainer {
    const found = this.containers.find((one) => one.name === name);
    if (found === undefined) throw new Error(`the fake Docker has no container ${name}`);
    return found;
  }

  remove(containers: readonly FakeContainer[]): void {
    for (const one of containers) this.containers.splice(this.containers.indexOf(one), 1);
  }

  /** The node containers of a kind cluster. */
  nodes(cluster: string): FakeContainer[] {
    return this.containers.filter(({ labels }) => labels['io.x-k8s.kind.cluster'] === cluster);
  }

  /** The API server of a cluster, where its control plane runs. */
  api(cluster: string): FakeApi | undefined {
    const runs = this.nodes(cluster).some(({ name, state }) => name.includes('control-plane') && state === 'running');
    return runs ? this.clusters.get(cluster) : undefined;
  }

  /** Who has a host port already. */
  isTaken(port: number): boolean {
    return (
      this.heldPorts.has(port) ||
      this.containers.some(({ state, ports }) => state === 'running' && ports.some(({ hostPort }) => hostPort === port))
    );
  }

  /** The API server whose Service answers at a host port, by way of a node or of one of our proxies. */
  behind(hostPort: number): { api: FakeApi; nodePort: number } | undefined {
    for (const { state, labels, ports } of this.containers) {
      const port = ports.find((one) => one.hostPort === hostPort);
      if (state !== 'running' || port === undefined) continue;
      const target = labels['cdk8s-kind.target'];
      const leads = target === undefined || this.containers.some((node) => node.ip === target && node.state === 'running');
      const api = this.api(labels['io.x-k8s.kind.cluster'] ?? labels['cdk8s-kind.proxy-of'] ?? '');
      if (leads && api !== undefined) return { api, nodePort: port.containerPort };
    }
    return undefined;
  }
}

export function failure(stderr: string, exitCode = 1): RunResult {
  return { exitCode, stdout: '', stderr };
}

/** The kubeconfig that the fake kind writes of a cluster. */
export function kubeconfigOf(cluster: string): string {
  return ['apiVersion: v1', 'clusters:', `- name: ${contextName(cluster)}`].join('\n');
}

/** The files of a node's size, in the folder that is mounted for it. */
export function sizeFolder(dist: string, node: string): { meminfo: string; cpu: string } {
  const folder = join(dist, 'kind', 'nodes', node);
  return { meminfo: join(folder, 'meminfo'), cpu: join(folder, 'cpu') };
}
