import { JOIN_DOCKER, LEAST_FREE_BYTES, machineProblems } from '../doctor/judge';
import { formatVersion, isAtLeast, parseVersion } from '../doctor/versions';
import { MIRROR_VARIABLE } from './download';
import type { SetupFacts } from './facts';
import { fits, OLDEST } from './fit';
import { type Release, releaseOf } from './releases';

/** One thing that setup does. */
export type SetupStep =
  /** Starts the Docker that is installed. */
  | { readonly do: 'start-docker'; readonly title: string }
  /** Runs a package manager. */
  | { readonly do: 'run'; readonly title: string; readonly program: string; readonly args: readonly string[] }
  /** Fetches a program into the user's cache folder. */
  | { readonly do: 'fetch'; readonly title: string; readonly release: Release }
  /** Builds what the testbed can build. */
  | { readonly do: 'testbed'; readonly title: string }
  | { readonly do: 'pull'; readonly title: string; readonly image: string };

export interface SetupPlan {
  readonly steps: readonly SetupStep[];
  /** What keeps it from being carried out, each with what to do; nothing is then done. */
  readonly problems: readonly { readonly text: string; readonly fix: string }[];
}

/** The images that the testbed builds. */
export const TESTBED_IMAGES: readonly string[] = ['kindest/node:v1.32.2', 'nginx:alpine'];

type Problem = SetupPlan['problems'][number];
type Part = readonly (SetupStep | Problem)[];

/** What to do so that nothing is missing any more; no steps where nothing is. */
export function planSetup(facts: SetupFacts): SetupPlan {
  // Only a Docker that answers can tell which images it has: with one that does not, everything else is planned afterwards.
  const { state } = facts.machine.docker;
  if (state === 'stopped' || state === 'forbidden') return asPlan(planDocker(facts, false));
  const testbed = planTestbed(facts);
  return asPlan([
    ...testbed,
    ...planCurl(facts),
    ...planDocker(facts, testbed.length > 0),
    ...planProgram(facts, 'kind', testbed.length > 0),
    ...planProgram(facts, 'kubectl', testbed.length > 0),
    ...planImages(facts, testbed.length > 0),
    ...planDisk(facts),
  ]);
}

function asPlan(parts: Part): SetupPlan {
  const steps = parts.filter((part): part is SetupStep => 'do' in part);
  return {
    // Several of them may want the same first, as a look at the distribution's mirror.
    steps: steps.filter(({ title }, index) => steps.findIndex((step) => step.title === title) === index),
    problems: parts.filter((part): part is Problem => !('do' in part)),
  };
}

/** What the network does not give, a Debian machine takes from Debian and builds from Go modules. */
function planTestbed(facts: SetupFacts): Part {
  const { lackedImages, registryAnswers, releasesAnswer, machine } = facts;
  if (!canBuild(facts)) return [];
  if (registryAnswers === false && lackedImages.some((image) => TESTBED_IMAGES.includes(image))) {
    const title =
      `build ${TESTBED_IMAGES.join(' and ')} from Debian packages and Go modules, as no image registry answers, with Docker, kind and ` +
      'kubectl where they are missing (about 10 minutes the first time)';
    return [{ do: 'testbed', title }];
  }
  const missing = (['kind', 'kubectl'] as const).filter((program) => machine[program] === undefined);
  if (releasesAnswer === false && missing.length > 0) {
    return [
      {
        do: 'testbed',
        title: `make ${missing.join(' and ')} from Debian packages and Go modules, as their servers do not answer`,
      },
    ];
  }
  return [];
}

function canBuild({ distribution, privilege, has }: SetupFacts): boolean {
  return distribution?.id === 'debian' && privilege !== 'none' && has.go;
}

function planDocker(facts: SetupFacts, testbed: boolean): Part {
  const { machine, has, privilege } = facts;
  const { docker, platform } = machine;
  if (docker.state === 'running' || testbed) return [];
  if (docker.state === 'forbidden') {
    return [{ text: `Docker refuses this user: ${docker.says}`, fix: JOIN_DOCKER }];
  }
  if (docker.state === 'stopped') {
    if (platform !== 'linux') return [{ text: `Docker does not answer: ${docker.says}`, fix: 'Start Docker Desktop.' }];
    if (privilege === 'none') {
      return [
        { text: 'Docker does not run, and starting it takes root; there is no sudo.', fix: 'As root: systemctl start docker' },
      ];
    }
    return [{ do: 'start-docker', title: 'start Docker' }];
  }
  if (platform === 'darwin') return [{ text: 'Docker is missing.', fix: 'brew install --cask docker, then start it' }];
  if (platform === 'win32') return [{ text: 'Docker is missing.', fix: 'winget install Docker.DockerDesktop, then start it' }];
  if (platform !== 'linux' || !has['apt-get']) {
    return [{ text: 'Docker is missing.', fix: 'https://docs.docker.com/engine/install/ says how to install it here.' }];
  }
  if (privilege === 'none') {
    return [
      {
        text: 'Docker is missing, and installing it takes root; this user is not root and there is no sudo.',
        fix: 'As root: apt-get install -y docker.io && usermod -aG docker USER, then log in again as USER',
      },
    ];
  }
  return [...aptInstall(facts, 'Docker', ['docker.io', 'iptables']), { do: 'start-docker', title: 'start Docker' }];
}

function planProgram(facts: SetupFacts, program: 'kind' | 'kubectl', testbed: boolean): Part {
  const { machine, arch, releasesAnswer } = facts;
  const says = machine[program];
  if (fits(program, says) || (says === undefined && testbed)) return [];
  // Where it is missing, the package manager's comes onto the PATH; an old one there would hide it.
  const packaged = says === undefined ? planPackage(facts, program) : [];
  if (packaged.length > 0) return packaged;
  const oldest = OLDEST[program];
  const version = says === undefined ? undefined : parseVersion(says);
  const old = version !== undefined && !isAtLeast(version, oldest) ? `${formatVersion(version)} on the PATH is too old` : '';
  const release = releaseOf(program, machine.platform, arch);
  if (release === undefined) {
    const text = `${program} is not published for ${machine.platform} on ${arch}, and there is none on the PATH that is new enough.`;
    return [{ text, fix: `Build ${program} ${formatVersion(oldest)} or newer from its source, and put it on the PATH.` }];
  }
  if (releasesAnswer === false) {
    const text = `${program} ${old || 'is missing'}, and ${release.server} does not answer.`;
    const way =
      says !== undefined && canBuild(facts)
        ? `Remove it and run npm run setup again, which then takes ${program} from Debian`
        : `Put ${program} ${formatVersion(oldest)} or newer on the PATH`;
    return [{ text, fix: `${way}, or name a server that has ${release.path} in ${MIRROR_VARIABLE}.` }];
  }
  return [{ do: 'fetch', title: `fetch ${program} ${release.version}${old && ` (${old})`}, and check its SHA-256`, release }];
}

/** How the package manager of the system installs a program; nothing where it has none that is new enough. */
function planPackage(facts: SetupFacts, program: 'kind' | 'kubectl'): Part {
  const { has, privilege, distribution } = facts;
  if (has.brew) {
    const formula = { kind: 'kind', kubectl: 'kubernetes-cli' }[program];
    return [{ do: 'run', title: `install ${program} with Homebrew`, program: 'brew', args: ['install', formula] }];
  }
  if (has.winget) {
    const args = ['install', '--exact', '--id', { kind: 'Kubernetes.kind', kubectl: 'Kubernetes.kubectl' }[program]];
    return [{ do: 'run', title: `install ${program} with winget`, program: 'winget', args }];
  }
  const debian13 = distribution?.id === 'debian' && Number(distribution.version) >= 13;
  return debian13 && has['apt-get'] && privilege !== 'none' ? aptInstall(facts, program, [program]) : [];
}

function planCurl(facts: SetupFacts): Part {
  const { machine, has, privilege } = facts;
  if (machine.curl !== undefined) return [];
  if (machine.platform === 'linux' && has['apt-get'] && privilege !== 'none') return aptInstall(facts, 'curl', ['curl']);
  if (has.brew) return [{ do: 'run', title: 'install curl with Homebrew', program: 'brew', args: ['install', 'curl'] }];
  return [{ text: 'curl is missing.', fix: 'Install curl with the package manager of this system.' }];
}

function planImages(
  { machine, lackedImages, registryAnswers, distribution, privilege, has }: SetupFacts,
  testbed: boolean,
): Part {
  const images = testbed ? lackedImages.filter((image) => !TESTBED_IMAGES.includes(image)) : lackedImages;
  if (registryAnswers) {
    // A Docker that is only now installed with sudo refuses its user, who has to join a group first.
    if (machine.docker.state === 'missing' && privilege === 'sudo') return [];
    return images.map((image) => ({ do: 'pull', title: `pull ${image}`, image }));
  }
  if (images.length === 0) return [];
  const text = `No registry answers for ${images.join(' and ')}.`;
  if (testbed || !images.some((image) => TESTBED_IMAGES.includes(image))) {
    return [{ text, fix: `Bring them from a machine that has them: docker save ${images.join(' ')} | docker load` }];
  }
  const lack = [
    ...(distribution?.id === 'debian' ? [] : ['Debian']),
    ...(has.go ? [] : ['Go (https://go.dev/dl/)']),
    ...(privilege === 'none' ? ['root or sudo'] : []),
  ];
  return [
    {
      text,
      fix: `Connect to a network that reaches it. To build them here instead takes ${lack.join(', ')}: __tests__/testbed/README.md.`,
    },
  ];
}

function planDisk({ machine, lackedImages }: SetupFacts): Part {
  const disk = machine.docker.state === 'running' ? machine.docker.disk : undefined;
  if (lackedImages.length === 0 || disk === undefined || disk.freeBytes >= LEAST_FREE_BYTES) return [];
  return machineProblems(machine)
    .filter(({ subject }) => subject === 'disk')
    .map(({ text, fix = '' }) => ({ text: `The disk is too full: ${text}.`, fix }));
}

function aptInstall({ privilege }: SetupFacts, what: string, packages: readonly string[]): SetupStep[] {
  const asRoot = (title: string, ...args: string[]): SetupStep =>
    privilege === 'root'
      ? { do: 'run', title, program: 'env', args: ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args] }
      : { do: 'run', title, program: 'sudo', args: ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args] };
  return [
    asRoot("ask the distribution's mirror for what there is", 'update'),
    asRoot(`install ${what} with apt-get`, 'install', '-y', '--no-install-recommends', ...packages),
  ];
}
