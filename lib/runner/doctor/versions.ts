/** Major and minor version of a program or of Kubernetes. */
export interface Version {
  readonly major: number;
  readonly minor: number;
}

/**
 * The oldest kind that knows how to make nodes of Kubernetes v1.32.
 * @see https://github.com/kubernetes-sigs/kind/releases
 */
export const OLDEST_KIND: Version = { major: 0, minor: 24 };

/** The oldest Docker that kind v0.24 and newer work with. */
export const OLDEST_DOCKER: Version = { major: 20, minor: 10 };

/** The first version number in what a program says of itself; undefined where there is none. */
export function parseVersion(text: string): Version | undefined {
  const match = /(\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

export function isAtLeast(version: Version, oldest: Version): boolean {
  return version.major > oldest.major || (version.major === oldest.major && version.minor >= oldest.minor);
}

export function formatVersion({ major, minor }: Version): string {
  return `${major}.${minor}`;
}

/**
 * The oldest kubectl for a version of Kubernetes: one minor version apart is supported.
 * @see https://kubernetes.io/releases/version-skew-policy/#kubectl
 */
export function oldestKubectl(kubernetes: Version): Version {
  return { major: kubernetes.major, minor: kubernetes.minor - 1 };
}

/** The Kubernetes version of a node image, by its tag: `kindest/node:v1.32.2@sha256:…` is 1.32. */
export function kubernetesOf(image: string): Version | undefined {
  const tag = /:(v\d+\.\d+[^@/]*)(?:@|$)/.exec(image)?.[1];
  return tag === undefined ? undefined : parseVersion(tag);
}

/** The version that setup installs programs for where no cluster is declared. */
export const DEFAULT_KUBERNETES: Version = { major: 1, minor: 32 };
