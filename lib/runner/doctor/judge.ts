import { capacityCpus } from '../../kind/node-size';
import { formatMemory } from '../../kubernetes/quantity';
import type { DeclaredCluster } from '../declared';
import { ExitStatus, UserError } from '../errors';
import type { MachineFacts } from './facts';
import type { TakenPort } from './ports';
import { wantedPorts } from './ports';
import {
  DEFAULT_KUBERNETES,
  formatVersion,
  isAtLeast,
  kubernetesOf,
  OLDEST_DOCKER,
  OLDEST_KIND,
  oldestKubectl,
  parseVersion,
  type Version,
} from './versions';

/** What was found about one thing that a cluster needs. */
export interface Finding {
  /** For example `kind` or `host port 30080`. */
  readonly subject: string;
  readonly severity: 'ok' | 'warning' | 'failure';
  readonly text: string;
  /** The command that mends it, or what to change. */
  readonly fix?: string;
}

/** Below this, image layers and the nodes' volumes fill the disk, and the kubelet evicts pods. */
export const LEAST_FREE_BYTES = 5 * 2 ** 30;

/** From six nodes on the kernel's default of 128 inotify instances is too few. https://kind.sigs.k8s.io/docs/user/known-issues/ */
const NODES_WITHIN_INOTIFY_DEFAULTS = 5;
const INOTIFY_INSTANCES = 512;
const INOTIFY_WATCHES = 524_288;

/** Judges a machine: whether the cluster can be made on it, as far as that can be known before. */
export function judgeMachine(facts: MachineFacts, cluster?: DeclaredCluster): Finding[] {
  const kubernetes = wantedKubernetes(cluster);
  return [
    judgeDocker(facts),
    judgeProgram('kind', facts.kind, OLDEST_KIND, `making nodes of Kubernetes ${formatVersion(kubernetes)}`),
    judgeProgram('kubectl', facts.kubectl, oldestKubectl(kubernetes), `Kubernetes ${formatVersion(kubernetes)}`),
    judgeCurl(facts),
    ...judgePorts(facts, cluster),
    ...judgeDisk(facts),
    ...judgeSizes(facts, cluster),
    ...judgeInotify(facts, cluster),
    ...judgeImages(facts),
  ];
}

/** What is wrong or doubtful, for those who go on only where nothing is. */
export function machineProblems(facts: MachineFacts, cluster?: DeclaredCluster): Finding[] {
  return judgeMachine(facts, cluster).filter(({ severity }) => severity !== 'ok');
}

/** All failures as one error (3); undefined where there is none. */
export function machineError(findings: readonly Finding[]): UserError | undefined {
  const failures = findings.filter(({ severity }) => severity === 'failure');
  if (failures.length === 0) return undefined;
  const lines = failures.map(({ subject, text }) => `${subject}: ${text}`);
  const fixes = new Set(failures.map(({ fix }) => fix).filter((fix) => fix !== undefined));
  return new UserError(ExitStatus.machine, lines.join('\n'), [...fixes].join('\n'));
}

/** The newest Kubernetes among the nodes' images. */
export function wantedKubernetes(cluster?: DeclaredCluster): Version {
  const versions = (cluster?.nodes ?? []).map(({ node }) => kubernetesOf(node.image ?? '')).filter((v) => v !== undefined);
  return versions.reduce((newest, v) => (isAtLeast(v, newest) ? v : newest), versions[0] ?? DEFAULT_KUBERNETES);
}

const SETUP = 'npm run setup';
/** What lets a user of Linux use Docker: members of that group may, from their next login on. */
export const JOIN_DOCKER = 'sudo usermod -aG docker "$USER", then log in again, or in this terminal only: newgrp docker';

function judgeDocker({ docker, platform }: MachineFacts): Finding {
  const subject = 'Docker';
  switch (docker.state) {
    case 'missing':
      return { subject, severity: 'failure', text: 'it is not on the PATH', fix: SETUP };
    case 'stopped':
      return {
        subject,
        severity: 'failure',
        text: `it does not answer: ${docker.says}`,
        fix: platform === 'linux' ? SETUP : 'Start Docker Desktop.',
      };
    case 'forbidden':
      return {
        subject,
        severity: 'failure',
        text: `it refuses this user: ${docker.says}`,
        fix: JOIN_DOCKER,
      };
    case 'running': {
      const { version, cpus, memoryBytes, cgroupVersion } = docker;
      const text = `${version}, ${cpus} CPUs, ${gib(memoryBytes)}, cgroup v${cgroupVersion}`;
      const parsed = parseVersion(version);
      if (parsed === undefined || isAtLeast(parsed, OLDEST_DOCKER)) return { subject, severity: 'ok', text };
      const older = `${text}: older than ${formatVersion(OLDEST_DOCKER)}, which kind needs`;
      return { subject, severity: 'failure', text: older, fix: 'https://docs.docker.com/engine/install/ says how to renew it.' };
    }
  }
}

/** Whether a program is there and not older than what is needed, from what it says of its version. */
export function judgeProgram(subject: string, says: string | undefined, oldest: Version, purpose: string): Finding {
  if (says === undefined) return { subject, severity: 'failure', text: 'it is not on the PATH, or fails', fix: SETUP };
  const version = parseVersion(says);
  const first = says.split('\n')[0] ?? '';
  if (version === undefined) {
    return { subject, severity: 'failure', text: `it does not tell its version, but says ${JSON.stringify(first)}`, fix: SETUP };
  }
  if (isAtLeast(version, oldest)) return { subject, severity: 'ok', text: /v?\d+\.\d+\S*/.exec(first)?.[0] ?? first };
  const text = `${formatVersion(version)} is too old; ${purpose} needs ${formatVersion(oldest)} or newer`;
  return { subject, severity: 'failure', text, fix: SETUP };
}

function judgeCurl({ curl, platform }: MachineFacts): Finding {
  if (curl !== undefined) return { subject: 'curl', severity: 'ok', text: /\d+\.\d+\S*/.exec(curl)?.[0] ?? curl };
  const fix =
    { darwin: 'brew install curl', win32: 'winget install cURL.cURL' }[platform as string] ?? 'sudo apt-get install -y curl';
  return { subject: 'curl', severity: 'failure', text: 'it is not on the PATH', fix };
}

function judgePorts({ takenPorts }: MachineFacts, cluster?: DeclaredCluster): Finding[] {
  if (cluster === undefined) return [];
  return wantedPorts(cluster).map(({ address, port, protocol, purpose }): Finding => {
    const subject = `host port ${port}${protocol === 'TCP' ? '' : `/${protocol}`}`;
    const taken = takenPorts.find((t) => t.port === port && t.protocol === protocol && t.address === address);
    if (taken === undefined) return { subject, severity: 'ok', text: `free, for ${purpose}` };
    if (taken.cluster === cluster.name)
      return { subject, severity: 'ok', text: `held by ${taken.holder}, a part of this cluster` };
    return { subject, severity: 'failure', ...whoHolds(taken) };
  });
}

function whoHolds({ address, port, reason, holder, cluster }: TakenPort): { text: string; fix: string } {
  const another = 'map another host port in main.ts';
  if (reason === 'no-such-address')
    return { text: `${address} is no address of this machine`, fix: `${another}, or another address` };
  if (cluster !== undefined) {
    return {
      text: `held by ${holder} of the kind cluster ${cluster}`,
      fix: `kind delete cluster --name ${cluster}, or ${another}`,
    };
  }
  if (holder?.startsWith('the container ')) {
    return { text: `held by ${holder}`, fix: `docker stop ${holder.slice('the container '.length)}, or ${another}` };
  }
  const process = /\(process (\d+)\)$/.exec(holder ?? '')?.[1];
  if (process !== undefined) return { text: `held by ${holder}`, fix: `kill ${process}, or ${another}` };
  return { text: `held by another program on ${address}`, fix: `sudo lsof -nP -i :${port} says by whom; end it, or ${another}` };
}

function judgeDisk({ docker }: MachineFacts): Finding[] {
  if (docker.state !== 'running' || docker.disk === undefined) return [];
  const { folder, freeBytes } = docker.disk;
  const text = `${gib(freeBytes)} free in ${folder}`;
  if (freeBytes >= LEAST_FREE_BYTES) return [{ subject: 'disk', severity: 'ok', text }];
  return [
    {
      subject: 'disk',
      severity: 'failure',
      text: `${text}; a cluster needs ${gib(LEAST_FREE_BYTES)}`,
      fix: 'docker system prune',
    },
  ];
}

function judgeSizes({ docker, shownCpus }: MachineFacts, cluster?: DeclaredCluster): Finding[] {
  if (docker.state !== 'running' || cluster === undefined) return [];
  const sized = cluster.nodes.flatMap(({ name, size }) => (size === undefined ? [] : [{ name, size }]));
  if (sized.length === 0) return [];
  const findings = sized.flatMap(({ name, size }): Finding[] => {
    const cpus = capacityCpus(size);
    const subject = `CPUs of ${name}`;
    if (cpus > docker.cpus) {
      const text = `${cpus} are declared, and Docker has ${docker.cpus}: the kubelet cannot show more than there are`;
      return [{ subject, severity: 'failure', text, fix: `Declare at most ${docker.cpus} in main.ts.` }];
    }
    const beyond = (shownCpus[name] ?? []).filter((cpu) => cpu >= docker.cpus);
    if (beyond.length === 0) return [];
    const text = `it shows CPU ${beyond.join(', ')}, and Docker's are 0 to ${docker.cpus - 1}`;
    return [
      {
        subject,
        severity: 'failure',
        text,
        fix: `Set hostCpus to ${docker.cpus} on the cluster in main.ts: the nodes then share CPUs.`,
      },
    ];
  });
  if (findings.length === 0)
    findings.push({ subject: 'CPUs', severity: 'ok', text: `enough for each of the ${sized.length} sized nodes` });
  const bytes = sized.reduce((sum, { size }) => sum + size.memoryBytes, 0);
  const fits = bytes <= docker.memoryBytes;
  const text = `${formatMemory(bytes)} are declared in all, and Docker has ${gib(docker.memoryBytes)}`;
  const fix = 'Declare less in main.ts, or count on the nodes not using it all at once.';
  findings.push({ subject: 'memory', severity: fits ? 'ok' : 'warning', text, ...(!fits && { fix }) });
  return findings;
}

function judgeInotify({ inotify }: MachineFacts, cluster?: DeclaredCluster): Finding[] {
  const nodes = cluster?.nodes.length ?? 0;
  if (inotify === undefined || nodes <= NODES_WITHIN_INOTIFY_DEFAULTS) return [];
  const text = `max_user_instances ${inotify.instances}, max_user_watches ${inotify.watches}`;
  const enough = inotify.instances >= INOTIFY_INSTANCES && inotify.watches >= INOTIFY_WATCHES;
  if (enough) return [{ subject: 'inotify', severity: 'ok', text }];
  return [
    {
      subject: 'inotify',
      severity: 'warning',
      text: `${text}: too few for ${nodes} nodes, whose programs may fail with "too many open files"`,
      fix: `sudo sysctl fs.inotify.max_user_instances=${INOTIFY_INSTANCES} fs.inotify.max_user_watches=${INOTIFY_WATCHES}`,
    },
  ];
}

function judgeImages({ missingImages, docker }: MachineFacts): Finding[] {
  if (docker.state !== 'running') return [];
  return missingImages.map((image) => ({
    subject: `image ${image}`,
    severity: 'warning',
    text: 'not here yet; kind pulls it from its registry',
    fix: SETUP,
  }));
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
