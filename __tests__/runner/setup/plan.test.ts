import type { MachineFacts } from '../../../lib/runner/doctor/facts';
import type { SetupFacts } from '../../../lib/runner/setup/facts';
import { planSetup } from '../../../lib/runner/setup/plan';

const GI = 2 ** 30;
const running = { state: 'running', version: '27.1.0', cpus: 2, memoryBytes: 8 * GI, cgroupVersion: '2' } as const;
const IMAGES = ['kindest/node:v1.32.2', 'nginx:alpine'];

type Change = Omit<Partial<SetupFacts>, 'machine'> & { machine?: { [K in keyof MachineFacts]?: MachineFacts[K] | undefined } };

/** A Debian 12 with everything, but for what is said. */
function facts({ machine, ...change }: Change = {}): SetupFacts {
  const whole = {
    platform: 'linux',
    docker: running,
    kind: 'kind v0.27.0',
    kubectl: 'Client Version: v1.32.2',
    curl: 'curl 8',
    takenPorts: [],
    shownCpus: {},
    missingImages: [],
    ...machine,
  } as MachineFacts;
  return {
    machine: whole,
    arch: 'x64',
    distribution: { id: 'debian', version: '12' },
    privilege: 'root',
    has: { 'apt-get': true, brew: false, winget: false, go: true },
    lackedImages: [],
    ...change,
  };
}

/** Each step in a few words, and each problem. */
function planned(change: Change): string[] {
  const { steps, problems } = planSetup(facts(change));
  const words = steps.map((step) => {
    switch (step.do) {
      case 'run':
        return [step.program, ...step.args].join(' ');
      case 'fetch':
        return `fetch ${step.release.program} ${step.release.version}`;
      case 'pull':
        return `pull ${step.image}`;
      default:
        return step.do;
    }
  });
  return [...words, ...problems.map(({ text, fix }) => `✗ ${text} → ${fix}`)];
}

const APT = 'env DEBIAN_FRONTEND=noninteractive apt-get';
const INSTALL = `${APT} install -y --no-install-recommends`;
const bare = { docker: { state: 'missing' }, kind: undefined, kubectl: undefined } as const;
const FORBIDDEN = { state: 'forbidden', says: 'permission denied' } as const;
const mac = { 'apt-get': false, brew: true, winget: false, go: false };

test('nothing is done where nothing is missing', () => {
  expect(planned({})).toEqual([]);
});

test('a bare Debian 12 with a registry gets Docker from Debian, kind and kubectl from their projects, and pulls the images', () => {
  expect(planned({ machine: bare, lackedImages: IMAGES, registryAnswers: true })).toEqual([
    `${APT} update`,
    `${INSTALL} docker.io iptables`,
    'start-docker',
    'fetch kind v0.27.0',
    'fetch kubectl v1.32.2',
    'pull kindest/node:v1.32.2',
    'pull nginx:alpine',
  ]);
});

test('a Docker that sudo installs pulls nothing yet: its user has to join its group first', () => {
  const machine = { docker: { state: 'missing' } } as const;
  expect(planned({ machine, privilege: 'sudo', lackedImages: IMAGES, registryAnswers: true })).toEqual([
    `sudo ${APT} update`,
    `sudo ${INSTALL} docker.io iptables`,
    'start-docker',
  ]);
});

test('a bare Debian 12 without a registry builds everything with the testbed', () => {
  expect(planned({ machine: bare, lackedImages: IMAGES, registryAnswers: false })).toEqual(['testbed']);
});

test('Debian 13 has kind and kubectl itself; the mirror is asked once, with sudo where that is how', () => {
  const debian = { distribution: { id: 'debian', version: '13' }, privilege: 'sudo' } as const;
  expect(planned({ machine: { kind: undefined, kubectl: undefined }, ...debian })).toEqual([
    `sudo ${APT} update`,
    `sudo ${INSTALL} kind`,
    `sudo ${INSTALL} kubectl`,
  ]);
});

test('a Debian 12 that reaches no server makes what is missing itself; what is old it cannot supersede', () => {
  expect(planned({ machine: { kind: undefined }, releasesAnswer: false })).toEqual(['testbed']);
  expect(planned({ machine: { kind: 'kind v0.20.0' }, releasesAnswer: false })).toEqual([
    '✗ kind 0.20 on the PATH is too old, and https://github.com does not answer. → Remove it and run npm run setup again, ' +
      'which then takes kind from Debian, or name a server that has ' +
      '/kubernetes-sigs/kind/releases/download/v0.27.0/kind-linux-amd64 in CDK8S_KIND_MIRROR.',
  ]);
});

test('Homebrew and winget install what is missing', () => {
  const machine = { kind: undefined, kubectl: undefined };
  expect(planned({ machine: { ...machine, platform: 'darwin' }, has: mac, privilege: 'none' })).toEqual([
    'brew install kind',
    'brew install kubernetes-cli',
  ]);
  expect(planned({ machine: { ...machine, platform: 'win32' }, has: { ...mac, brew: false, winget: true } })).toEqual([
    'winget install --exact --id Kubernetes.kind',
    'winget install --exact --id Kubernetes.kubectl',
  ]);
});

test('an old kind on the PATH is not replaced: a new one is fetched, also where a package manager or the testbed is', () => {
  const old = { kind: 'kind v0.20.0 go1.20' };
  expect(planned({ machine: old, distribution: { id: 'debian', version: '13' } })).toEqual(['fetch kind v0.27.0']);
  expect(planned({ machine: old, lackedImages: IMAGES, registryAnswers: false })).toEqual(['testbed', 'fetch kind v0.27.0']);
  expect(planSetup(facts({ machine: old })).steps[0]?.title).toContain('0.20 on the PATH is too old');
});

test('with a Docker that does not run only starting it is planned, as its images are not known', () => {
  const stopped = { docker: { state: 'stopped', says: 'no daemon' } } as const;
  expect(planned({ machine: stopped, lackedImages: IMAGES, registryAnswers: false })).toEqual(['start-docker']);
  expect(planned({ machine: { ...stopped, platform: 'darwin' } })).toEqual([
    '✗ Docker does not answer: no daemon → Start Docker Desktop.',
  ]);
});

test.each<[string, Change, string]>([
  [
    'neither root nor sudo, and no Docker',
    { machine: { docker: { state: 'missing' } }, privilege: 'none' },
    '✗ Docker is missing, and installing it takes root; this user is not root and there is no sudo. → ' +
      'As root: apt-get install -y docker.io && usermod -aG docker USER, then log in again as USER',
  ],
  [
    'a Docker that is not for this user, who then cannot know its images either',
    { machine: { docker: FORBIDDEN }, privilege: 'sudo', lackedImages: IMAGES, registryAnswers: false },
    '✗ Docker refuses this user: permission denied → ' +
      'sudo usermod -aG docker "$USER", then log in again, or in this terminal only: newgrp docker',
  ],
  [
    'a Linux without apt-get, and no Docker',
    { machine: { docker: { state: 'missing' } }, has: { ...mac, brew: false } },
    '✗ Docker is missing. → https://docs.docker.com/engine/install/ says how to install it here.',
  ],
  [
    'a platform that kind is not built for',
    { machine: { kind: undefined }, arch: 'riscv64' },
    '✗ kind is not published for linux on riscv64, and there is none on the PATH that is new enough. → ' +
      'Build kind 0.24 or newer from its source, and put it on the PATH.',
  ],
  [
    'no registry, and no Go to build with',
    { lackedImages: IMAGES, registryAnswers: false, has: { 'apt-get': true, brew: false, winget: false, go: false } },
    '✗ No registry answers for kindest/node:v1.32.2 and nginx:alpine. → Connect to a network that reaches it. ' +
      'To build them here instead takes Go (https://go.dev/dl/): __tests__/testbed/README.md.',
  ],
  [
    'no registry, for an image that the testbed does not build',
    { lackedImages: ['redis:7'], registryAnswers: false },
    '✗ No registry answers for redis:7. → Bring them from a machine that has them: docker save redis:7 | docker load',
  ],
])('%s is one problem with what to do', (_what, change, problem) => {
  expect(planned(change)).toEqual([problem]);
});

test('a disk that is too full for the images is a problem, and none where they are there', () => {
  const machine = { docker: { ...running, disk: { folder: '/var/lib/docker', freeBytes: GI } } };
  expect(planSetup(facts({ machine, lackedImages: IMAGES, registryAnswers: true })).problems).toEqual([
    {
      text: 'The disk is too full: 1.0 GiB free in /var/lib/docker; a cluster needs 5.0 GiB.',
      fix: 'docker system prune',
    },
  ]);
  expect(planned({ machine })).toEqual([]);
});
