import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { KindConfig } from '../../../lib/kind/config';
import { contextName, namedNodes } from '../../../lib/kind/names';
import type { RunOptions } from '../../../lib/runner/process';
import { FakeApi } from './fake-api';
import { readFiles, startKubelet } from './fake-docker';
import { type FakeMachine, type FakeProgram, failure, kubeconfigOf } from './fake-machine';

const STOPPED = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.';

/** `kind`, as far as the runner asks it. */
export function fakeKind(machine: FakeMachine): FakeProgram {
  return (args, options) => {
    const line = args.join(' ');
    const name = args[args.indexOf('--name') + 1] ?? '';
    if (line === 'version') return { stdout: 'kind v0.27.0 go1.23.6 linux/amd64' };
    if (!machine.dockerRuns) return failure(`ERROR: ${STOPPED}`);
    if (line.startsWith('create cluster')) return create(machine, name, args[args.indexOf('--config') + 1] ?? '', options);
    if (line.startsWith('delete cluster')) {
      machine.remove(machine.nodes(name));
      machine.clusters.delete(name);
      machine.contexts.delete(contextName(name));
      return {};
    }
    if (line.startsWith('get kubeconfig')) {
      if (machine.api(name) === undefined)
        return failure(`ERROR: could not locate any control plane nodes for cluster '${name}'`);
      return { stdout: kubeconfigOf(name) };
    }
    if (line.startsWith('export logs')) {
      writeFileSync(join(args.at(-1) ?? '', 'kubelet.log'), 'what happened');
      return {};
    }
    throw new Error(`the fake kind does not know: kind ${line}`);
  };
}

async function create(machine: FakeMachine, name: string, file: string, { onLine }: RunOptions) {
  if (machine.nodes(name).length > 0)
    return failure(`ERROR: failed to create cluster: node(s) already exist for a cluster with the name "${name}"`);
  const config = parse(readFileSync(file, 'utf8')) as KindConfig;
  onLine?.(' • Ensuring node image (kindest/node:v1.32.2) 🖼  ...');
  await new Promise(setImmediate);
  onLine?.(' • Preparing nodes 📦 📦 📦  ...');
  const namesake = machine.nodes(name)[0];
  if (namesake !== undefined) {
    const words = `Conflict. The container name "/${namesake.name}" is already in use by container "${namesake.id}".`;
    return failure(`ERROR: failed to create cluster: docker run error: exit status 125\nCommand Output: ${words}`);
  }
  const ports = makeContainers(machine, name, config);
  if (ports.length > 0)
    return failure(`ERROR: failed to create cluster: Bind for 127.0.0.1:${ports[0]} failed: port is already allocated`);
  // Long enough for what goes on beside it.
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  if (!machine.dockerRuns) return failure(`ERROR: failed to create cluster: ${STOPPED}`);
  bootCluster(machine, name, config);
  return { stderr: ' ✓ Starting control-plane' };
}

/** Makes the node containers, and tells which of their host ports are taken. */
function makeContainers(machine: FakeMachine, cluster: string, config: KindConfig): number[] {
  const wanted = namedNodes(config).map((named) => ({ named, ports: portsOf(named.node) }));
  const taken = wanted.flatMap(({ ports }) => ports.map(({ hostPort }) => hostPort).filter((port) => machine.isTaken(port)));
  for (const { named, ports } of wanted) {
    const { name, role, node } = named;
    const labels = { 'io.x-k8s.kind.cluster': cluster, 'io.x-k8s.kind.role': role };
    const mounts = (node.extraMounts ?? []).map(({ hostPath = '', containerPath = '' }) => ({
      Source: resolve(hostPath),
      Destination: containerPath,
    }));
    const apiServer =
      role === 'control-plane'
        ? [{ containerPort: 6443, hostPort: 40000 + machine.containers.length, address: '127.0.0.1', protocol: 'TCP' }]
        : [];
    machine.add({ name, labels, image: node.image ?? '', ports: [...apiServer, ...ports], mounts });
  }
  return taken;
}

function portsOf({ extraPortMappings = [] }: NonNullable<KindConfig['nodes']>[number]) {
  return extraPortMappings.map(({ containerPort = 0, hostPort = 0, listenAddress = '0.0.0.0', protocol = 'TCP' }) => ({
    containerPort,
    hostPort,
    address: listenAddress,
    protocol,
  }));
}

function bootCluster(machine: FakeMachine, cluster: string, config: KindConfig): void {
  const api = new FakeApi(namedNodes(config).map(({ name, node }) => ({ name, labels: node.labels ?? {} })));
  machine.clusters.set(cluster, api);
  machine.contexts.set(contextName(cluster), api);
  for (const { name } of namedNodes(config)) {
    readFiles(machine.container(name));
    startKubelet(machine, machine.container(name));
  }
}

/** A cluster that runs already, made from a configuration as `kind create cluster` would. */
export function existingCluster(machine: FakeMachine, cluster: string, config: KindConfig): FakeApi {
  makeContainers(machine, cluster, config);
  bootCluster(machine, cluster, config);
  const api = machine.clusters.get(cluster);
  if (api === undefined) throw new Error(`the fake kind did not make ${cluster}`);
  return api;
}
