import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { withTemporaryFolder } from '../../lib/runner/temporary';
import { must } from '../e2e/harness';
import { alternate, type Figure } from './figure';
import { nodeArguments, ROOT } from './programs';
import { manifestsOf, NODE_PORT, nodeNames, type Recording, writeRecording } from './recording';

const RECORDING: Recording = { cluster: 'big', nodes: 5000, deployments: 1000, podsPerDeployment: 100 };

export async function verify(runs: number): Promise<Figure[]> {
  return withTemporaryFolder(async (folder) => {
    const answers = join(folder, 'answers');
    const jsonBytes = writeRecording(answers, RECORDING);
    writeDist(join(folder, 'dist'));
    writePrograms(join(folder, 'bin'), answers);
    const env = { PATH: join(folder, 'bin'), KUBECONFIG: '/dev/null' };
    const measured = (args: readonly string[]) => measureNode(args, join(folder, 'usage.json'), env);

    const idle = (await measured(['-e', '0'])).peakBytes;
    const memory: number[] = [];
    const times = await alternate(
      runs,
      async () => {
        const { ms, peakBytes } = await measured([...nodeArguments('verify'), '--dist', join(folder, 'dist')]);
        memory.push((peakBytes - idle) / 1e6);
        return ms;
      },
      () => parse(answers),
    );
    const name = '`verify` of 5,000 nodes and 100,000 pods';
    return [
      { name, against: '`JSON.parse` of the JSON that it reads', goal: 2, unit: 'ms', ...times },
      {
        name: `${name}, peak memory beyond an idle Node`,
        against: 'the size of that JSON',
        goal: 3,
        unit: 'MB',
        ours: memory.slice(1),
        theirs: [jsonBytes / 1e6],
      },
    ];
  });
}

/** Milliseconds that JSON.parse takes for all of the answers; reading the files is not counted. */
async function parse(answers: string): Promise<number> {
  const script = `
    const { readFileSync } = require('node:fs');
    let ms = 0;
    for (const file of process.argv.slice(1)) {
      const text = readFileSync(file, 'utf8');
      const began = performance.now();
      JSON.parse(text);
      ms += performance.now() - began;
    }
    console.log(ms);`;
  const files = readdirSync(answers, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return Number(await must(process.execPath, ['-e', script, ...files.map((name) => join(answers, name))]));
}

async function measureNode(
  args: readonly string[],
  usageFile: string,
  env: Readonly<Record<string, string>>,
): Promise<{ ms: number; peakBytes: number }> {
  const began = performance.now();
  const preload = join(__dirname, 'usage.cjs');
  await must(process.execPath, ['-r', preload, ...args], { cwd: ROOT, env: { ...env, BENCH_USAGE_FILE: usageFile } });
  const ms = performance.now() - began;
  return { ms, peakBytes: (JSON.parse(readFileSync(usageFile, 'utf8')) as { peakBytes: number }).peakBytes };
}

function writeDist(folder: string): void {
  mkdirSync(join(folder, 'kind'), { recursive: true });
  const manifests = Array.from({ length: RECORDING.deployments }, (_, number) => manifestsOf(number, RECORDING)).flat();
  writeFileSync(join(folder, 'apps.k8s.yaml'), manifests.map((manifest) => stringify(manifest)).join('---\n'));
  const extraPortMappings = [{ containerPort: NODE_PORT, hostPort: NODE_PORT, listenAddress: '127.0.0.1' }];
  const nodes = nodeNames(RECORDING).map((_, i) => (i === 0 ? { role: 'control-plane', extraPortMappings } : { role: 'worker' }));
  const config = { apiVersion: 'kind.x-k8s.io/v1alpha4', kind: 'Cluster', name: RECORDING.cluster, nodes };
  writeFileSync(join(folder, 'kind', 'cluster.yaml'), stringify(config));
}

/** Stand-ins that answer from files, and so cost next to nothing themselves. */
function writePrograms(folder: string, answers: string): void {
  mkdirSync(folder, { recursive: true });
  const program = (name: string, body: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program(
    'kubectl',
    `for path; do
  case "$path" in
    */proxy/*) exit 0 ;;
    /version) echo '{"gitVersion":"v1.32.2"}'; exit 0 ;;
    /api*) break ;;
  esac
done
page=\${path##*continue=}
[ "$page" = "$path" ] && page=0
exec /bin/cat "${answers}\${path%%\\?*}.$page.json"`,
  );
  program('kind', `printf 'clusters:\\n- name: kind-${RECORDING.cluster}\\n'`);
  program('curl', 'printf 200');
  const names = nodeNames(RECORDING);
  const containers = names.map((name, i) => ({
    Id: name,
    Name: `/${name}`,
    Created: '2026-01-01T00:00:00Z',
    Config: { Image: 'kindest/node:v1.32.2', Labels: { 'io.x-k8s.kind.role': i === 0 ? 'control-plane' : 'worker' } },
    State: { Status: 'running' },
    HostConfig: {
      PortBindings: i === 0 ? { [`${NODE_PORT}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(NODE_PORT) }] } : {},
    },
    Mounts: [],
    NetworkSettings: { Networks: { kind: { IPAddress: '172.18.0.2' } } },
  }));
  writeFileSync(join(folder, 'ids'), `${names.join('\n')}\n`);
  writeFileSync(join(folder, 'containers'), JSON.stringify(containers));
  program(
    'docker',
    `case "$*" in
  *label=io.x-k8s.kind.cluster=*) exec /bin/cat "${folder}/ids" ;;
  inspect*) exec /bin/cat "${folder}/containers" ;;
esac`,
  );
}
