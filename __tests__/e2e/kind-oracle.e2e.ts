import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { checkDescription } from '../../lib/checks/check';
import type { KindConfig } from '../../lib/kind/config';
import { generateConfigs } from './generated-configs';
import { HAS_IPV6, run } from './harness';

const COUNT = 2500;
const SEED = 20250806;
const PARALLEL = 2;

/**
 * A docker that answers what kind asks before it starts a container, and then does not start one: kind got through its
 * validation if and only if this is what it fails on.
 */
const FAKE_DOCKER = `#!/bin/sh
case "$1" in
  info) echo '{"ServerVersion":"28.0.0","CgroupDriver":"systemd","CgroupVersion":"2","MemoryLimit":true,"PidsLimit":true,"CPUShares":true,"SecurityOptions":[]}' ;;
  run) echo 'this docker starts nothing' >&2; exit 1 ;;
esac
exit 0
`;

const kind = spawnSync('sh', ['-c', 'command -v kind'], { encoding: 'utf8' }).stdout.trim();
const folder = mkdtempSync(join(tmpdir(), 'kind-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

(kind === '' ? test.skip : test)('nothing that kind refuses passes the checks', async () => {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'docker'), FAKE_DOCKER);
  chmodSync(join(folder, 'bin', 'docker'), 0o755);

  const count = { both: 0, neither: 0, onlyOurs: 0, onlyKind: 0 };
  const stricter = new Map<string, number>();
  const missed: { config: KindConfig; said: string }[] = [];
  const configs = generateConfigs(SEED, COUNT);
  let next = 0;
  const runner = async (id: number) => {
    for (let config = configs[next++]; config !== undefined; config = configs[next++]) {
      const rules = refusedBy(config);
      const said = await refusedByKind(config, join(folder, `${id}.yaml`));
      if (rules.length === 0) {
        if (said === undefined) count.both += 1;
        else {
          count.onlyKind += 1;
          missed.push({ config, said });
        }
      } else if (said === undefined) {
        count.onlyOurs += 1;
        for (const rule of rules) stricter.set(rule, (stricter.get(rule) ?? 0) + 1);
      } else count.neither += 1;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, (_, id) => runner(id)));

  const byRule = [...stricter].sort((a, b) => b[1] - a[1]).map(([rule, times]) => `    ${rule}: ${times}`);
  process.stdout.write(
    [
      `${COUNT} generated configurations (seed ${SEED}), by the checks and by ${kind}:`,
      `  both accept: ${count.both}`,
      `  both refuse: ${count.neither}`,
      `  only the checks refuse: ${count.onlyOurs}, of these by`,
      ...byRule,
      `  only kind refuses: ${count.onlyKind}`,
      '',
    ].join('\n'),
  );
  expect(missed).toEqual([]);
  expect(Math.min(count.both, count.neither, count.onlyOurs)).toBeGreaterThan(COUNT / 20);
});

/** The rules that refuse it; warnings refuse nothing. */
function refusedBy(config: KindConfig): string[] {
  const problems = checkDescription({ clusters: [{ path: 'cluster', config, sizes: [] }], objects: [] });
  return [...new Set(problems.filter(({ severity }) => severity === 'error').map(({ rule }) => rule))];
}

/** What kind says against it, if it does. */
async function refusedByKind(config: KindConfig, file: string): Promise<string | undefined> {
  writeFileSync(file, stringify(config));
  const { all } = await run(kind, ['create', 'cluster', '--config', file], {
    env: { PATH: join(folder, 'bin'), HOME: folder, KUBECONFIG: join(folder, 'kubeconfig') },
  });
  // Behind its validation it looks for a free port, which on a machine without IPv6 is not to be had on ::1.
  const lacksIpv6 = !HAS_IPV6 && all.includes('listen tcp [::1]:0: bind:');
  return lacksIpv6 || all.includes('this docker starts nothing') ? undefined : all;
}
