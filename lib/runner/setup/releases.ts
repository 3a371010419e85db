/** A program as its project publishes it for one platform. */
export interface Release {
  readonly program: 'kind' | 'kubectl';
  readonly version: string;
  /** The official server, and the path on it; a mirror has the same paths. */
  readonly server: string;
  readonly path: string;
  /** The file beside it that holds its SHA-256. */
  readonly sumPath: string;
  /** The SHA-256 as published; absent where only the file beside it says it. */
  readonly sha256?: string;
  /** What it is called once it is installed. */
  readonly fileName: string;
}

type Platform = `${'linux' | 'darwin' | 'windows'}-${'amd64' | 'arm64'}`;

const KIND_VERSION = 'v0.27.0';
/** https://github.com/kubernetes-sigs/kind/releases/tag/v0.27.0; there is none for Windows on ARM. */
const KIND_SUMS: Partial<Record<Platform, string | undefined>> = {
  'linux-amd64': 'a6875aaea358acf0ac07786b1a6755d08fd640f4c79b7a2e46681cc13f49a04b',
  'linux-arm64': '5e4507a41c69679562610b1be82ba4f80693a7826f4e9c6e39236169a3e4f9d0',
  'darwin-amd64': '3435134325b6b9406ccfec417b13bb46a808fc74e9a2ebb0ca31b379c8293863',
  'darwin-arm64': '5240ca1acb587e1d0386532dd8c3373d81f5173b5af322919fc56f0cdd646596',
  'windows-amd64': undefined,
};

const KUBECTL_VERSION = 'v1.32.2';
/** https://dl.k8s.io/release/v1.32.2/bin/<platform>/kubectl.sha256 */
const KUBECTL_SUMS: Record<Platform, string | undefined> = {
  'linux-amd64': '4f6a959dcc5b702135f8354cc7109b542a2933c46b808b248a214c1f69f817ea',
  'linux-arm64': '7381bea99c83c264100f324c2ca6e7e13738a73b8928477ac805991440a065cd',
  'darwin-amd64': '371b8fbd481e1e9052ace16d9c243e92618a2ea9a18c1aaf235d35fef20c0c32',
  'darwin-arm64': '31b6318deaa72014b72121e1c7a2e12496d077cee49bbeda94250aec4c978ffb',
  'windows-amd64': 'cf51a1c6bf3b6ba6a5b549d1debf8aa6afb00c4c5a3d5d4bb1072f54cbe4390f',
  'windows-arm64': undefined,
};

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const PROCESSORS: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The release of a program for a platform as Node names it; undefined where its project publishes none. */
export function releaseOf(
  program: Release['program'],
  platform: NodeJS.Platform,
  arch: NodeJS.Architecture,
): Release | undefined {
  const [system, processor] = [SYSTEMS[platform], PROCESSORS[arch]];
  if (system === undefined || processor === undefined) return undefined;
  const key = `${system}-${processor}` as Platform;
  const exe = system === 'windows' ? '.exe' : '';
  const sums = program === 'kind' ? KIND_SUMS : KUBECTL_SUMS;
  if (!(key in sums)) return undefined;
  const sha256 = sums[key];
  const pinned = { ...(sha256 !== undefined && { sha256 }), fileName: `${program}${exe}` };
  if (program === 'kind') {
    const path = `/kubernetes-sigs/kind/releases/download/${KIND_VERSION}/kind-${key}`;
    return { program, version: KIND_VERSION, server: 'https://github.com', path, sumPath: `${path}.sha256sum`, ...pinned };
  }
  const path = `/release/${KUBECTL_VERSION}/bin/${system}/${processor}/kubectl${exe}`;
  return { program, version: KUBECTL_VERSION, server: 'https://dl.k8s.io', path, sumPath: `${path}.sha256`, ...pinned };
}
