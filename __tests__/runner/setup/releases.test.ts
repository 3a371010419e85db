import { releaseOf } from '../../../lib/runner/setup/releases';

test.each([
  ['kind', 'linux', 'x64', '/kubernetes-sigs/kind/releases/download/v0.27.0/kind-linux-amd64', 'kind'],
  ['kind', 'darwin', 'arm64', '/kubernetes-sigs/kind/releases/download/v0.27.0/kind-darwin-arm64', 'kind'],
  ['kind', 'win32', 'x64', '/kubernetes-sigs/kind/releases/download/v0.27.0/kind-windows-amd64', 'kind.exe'],
  ['kubectl', 'linux', 'arm64', '/release/v1.32.2/bin/linux/arm64/kubectl', 'kubectl'],
  ['kubectl', 'win32', 'arm64', '/release/v1.32.2/bin/windows/arm64/kubectl.exe', 'kubectl.exe'],
] as const)('%s for %s on %s is at %s', (program, platform, arch, path, fileName) => {
  expect(releaseOf(program, platform, arch)).toMatchObject({ path, fileName });
});

test('there is none for a platform that its project does not build for', () => {
  expect(releaseOf('kind', 'win32', 'arm64')).toBeUndefined();
  expect(releaseOf('kind', 'freebsd', 'x64')).toBeUndefined();
  expect(releaseOf('kubectl', 'linux', 'riscv64')).toBeUndefined();
});

test('the sum of each is known on Linux and macOS', () => {
  const sums = (['kind', 'kubectl'] as const).flatMap((program) =>
    (['linux', 'darwin'] as const).flatMap((platform) =>
      (['x64', 'arm64'] as const).map((arch) => releaseOf(program, platform, arch)?.sha256),
    ),
  );
  expect(sums.every((sum) => /^[0-9a-f]{64}$/.test(sum ?? ''))).toBe(true);
  expect(new Set(sums).size).toBe(8);
});
