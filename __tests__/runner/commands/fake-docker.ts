import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CPU_PATH, MEMINFO_PATH } from '../../../lib/kind/node-size';
import { fullReference } from '../../../lib/runner/cluster/images';
import { type FakeContainer, type FakeMachine, type FakeProgram, failure } from './fake-machine';

const STOPPED = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
const INFO = {
  ServerVersion: '27.3.1',
  NCPU: 8,
  MemTotal: 32 * 2 ** 30,
  CgroupVersion: '2',
  // Whose disk is not looked at: that of the machine that runs the tests may be full.
  OperatingSystem: 'Docker Desktop',
};

/** `docker`, as far as the runner asks it; undefined for what it does not know. */
export function fakeDocker(machine: FakeMachine): FakeProgram {
  return (args, { stdinFile, stdoutFile }) => {
    if (!machine.dockerRuns) return failure(STOPPED);
    const line = args.join(' ');
    const named = () =>
      args.filter((word) => machine.containers.some(({ name }) => name === word)).map((n) => machine.container(n));
    switch (args[0]) {
      case 'ps':
        return { stdout: args.includes('--filter') ? idsWith(machine, line) : published(machine) };
      case 'inspect':
        if (line.startsWith('inspect --format')) return { stdout: 'kind\n' };
        if (args.includes('--format')) return labelOf(machine, args);
        return { stdout: JSON.stringify(machine.containers.filter(({ id }) => args.includes(id)).map(inspected)) };
      case 'info':
        return { stdout: JSON.stringify(INFO) };
      case 'version':
        return { stdout: line.includes('APIVersion') ? '1.47 1.47 linux/amd64' : '27.3.1' };
      case 'stats':
        return {
          stdout: named()
            .map(({ name }) => `${name} 12.50% 210MiB / 23.5GiB\n`)
            .join(''),
        };
      case 'image':
        return image(machine, args, stdoutFile);
      case 'start':
        return each(named(), (one) => machine.start(one));
      case 'unpause':
        return each(named(), (one) => {
          one.state = 'running';
        });
      case 'stop':
        return each(named(), (one) => {
          one.state = 'exited';
          one.ip = '';
        });
      case 'restart':
        return each(named(), (one) => {
          machine.start(one);
          readFiles(one);
          startKubelet(machine, one);
        });
      case 'rm':
        return each(named(), (one) => machine.remove([one]));
      case 'run':
        return run(machine, args);
      case 'exec':
        return exec(machine, args, stdinFile);
      default:
        throw new Error(`the fake Docker does not know: docker ${line}`);
    }
  };
}

function idsWith(machine: FakeMachine, line: string): string {
  const [, label = '', value] = /label=(\S+)=(\S+)$/.exec(line) ?? [];
  return machine.containers
    .filter(({ labels }) => labels[label] === value)
    .map(({ id }) => `${id}\n`)
    .join('');
}

function labelOf(machine: FakeMachine, args: readonly string[]) {
  const name = args.at(-1) ?? '';
  const found = machine.containers.find((one) => one.name === name);
  if (found === undefined) return failure(`Error response from daemon: No such container: ${name}`);
  return { stdout: `${found.labels[/"(\S+)"/.exec(args.join(' '))?.[1] ?? ''] ?? ''}\n` };
}

function published(machine: FakeMachine): string {
  return machine.containers
    .filter(({ state }) => state === 'running')
    .map(({ name, labels, ports }) => {
      const mapped = ports.map((port) => `${port.address}:${port.hostPort}->${port.containerPort}/tcp`).join(', ');
      return [name, labels['io.x-k8s.kind.cluster'] ?? '', labels['cdk8s-kind.proxy-of'] ?? '', mapped].join('\t');
    })
    .join('\n');
}

function inspected({ id, name, labels, image, created, started, state, ports, mounts, ip }: FakeContainer): unknown {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { containerPort, protocol, address, hostPort } of ports) {
    const key = `${containerPort}/${protocol.toLowerCase()}`;
    bindings[key] = [...(bindings[key] ?? []), { HostIp: address, HostPort: String(hostPort) }];
  }
  return {
    Id: id,
    Name: `/${name}`,
    Created: created,
    Config: { Image: image, Labels: labels },
    State: { Status: state, StartedAt: started },
    HostConfig: { PortBindings: bindings },
    Mounts: mounts.map((mount) => ({ ...mount, Type: 'bind' })),
    NetworkSettings: { Networks: { kind: { IPAddress: ip } } },
  };
}

function image(machine: FakeMachine, args: readonly string[], stdoutFile: string | undefined) {
  const name = args.at(-1) ?? '';
  const id = machine.images.get(name);
  if (id === undefined) return failure(`Error: No such image: ${name}`);
  if (args[1] === 'inspect') return { stdout: `${id} linux/amd64` };
  if (stdoutFile === undefined) throw new Error('the fake Docker saves an image to a file only');
  writeFileSync(stdoutFile, JSON.stringify({ name, id }));
  return {};
}

function run(machine: FakeMachine, args: readonly string[]) {
  const after = (flag: string) => args.flatMap((word, index) => (word === flag ? [args[index + 1] ?? ''] : []));
  const labels = Object.fromEntries(after('--label').map((label) => label.split('=')));
  const [, address = '', host, inside] = /^(.*):(\d+):(\d+)$/.exec(after('--publish')[0] ?? '') ?? [];
  const ports = [{ address, hostPort: Number(host), containerPort: Number(inside), protocol: 'TCP' }];
  const taken = machine.isTaken(Number(host));
  // Docker makes the container before it finds out.
  machine.add({
    name: after('--name')[0] ?? '',
    labels,
    image: args[args.indexOf('--entrypoint') + 2] ?? '',
    ports,
    state: taken ? 'created' : 'running',
  });
  return taken
    ? failure(`docker: Error response from daemon: Bind for ${address}:${host} failed: port is already allocated.`, 125)
    : {};
}

function exec(machine: FakeMachine, args: readonly string[], stdinFile: string | undefined) {
  const [name = '', ...command] = args.slice(1).filter((word) => word !== '--interactive');
  const node = machine.container(name);
  if (node.state !== 'running') return failure(`Error response from daemon: container ${name} is not running`);
  const line = command.join(' ');
  if (line.endsWith('images list'))
    return { stdout: [...node.images].map(([reference, id]) => `${reference} type ${id} 1MiB`).join('\n') };
  if (line.includes('images import')) {
    const { name: image, id } = JSON.parse(readFileSync(stdinFile ?? '', 'utf8')) as { name: string; id: string };
    node.images.set(fullReference(image), id);
    return {};
  }
  if (line.includes('snapshots unpack')) return {};
  if (command[0] === 'cat') return { stdout: `${node.files?.online}${node.files?.meminfo}` };
  if (command[0] === 'sh') return { stdout: `online ${node.files?.online}${node.files?.meminfo}` };
  if (command[0] === 'sed') {
    node.reserved = /--system-reserved=cpu=(\S+?)"/.exec(line)?.[1] ?? '';
    return {};
  }
  if (line === 'systemctl restart kubelet') {
    startKubelet(machine, node);
    return {};
  }
  throw new Error(`the fake Docker does not know: docker exec ${name} ${line}`);
}

function each(containers: readonly FakeContainer[], change: (container: FakeContainer) => void) {
  containers.forEach(change);
  return {};
}

/** A node sees a file that was replaced only when it is started again. */
export function readFiles(node: FakeContainer): void {
  const source = (destination: string) => node.mounts.find(({ Destination }) => Destination === destination)?.Source;
  const [meminfo, cpu] = [source(MEMINFO_PATH), source(CPU_PATH)];
  if (meminfo === undefined || cpu === undefined || !existsSync(meminfo)) return;
  node.files = { online: readFileSync(join(cpu, 'online'), 'utf8'), meminfo: readFileSync(meminfo, 'utf8') };
}

/** The kubelet reads the size when it starts. */
export function startKubelet(machine: FakeMachine, { name, labels, files, reserved }: FakeContainer): void {
  if (files === undefined) return;
  const cpus = files.online.trim().split(',').length;
  const memory = `${/(\d+) kB/.exec(files.meminfo)?.[1]}Ki`;
  const milli = cpus * 1000 - Number(reserved.replace('m', ''));
  const size = { capacity: { cpu: String(cpus), memory }, allocatable: { cpu: `${milli}m`, memory } };
  machine.clusters.get(labels['io.x-k8s.kind.cluster'] ?? '')?.patchNode(name, { status: size });
}
