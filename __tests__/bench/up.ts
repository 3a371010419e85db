import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../lib/runner/temporary';
import { must, run } from '../e2e/harness';
import { alternate, type Figure } from './figure';
import { ROOT, timed } from './programs';

const CLUSTER = 'e2e-bench';
const PORT = 30_580;

const APPLY = 'kubectl apply -f dist/ && kubectl rollout status deployment/nginx-deployment --timeout=300s';

/** The whole story as one types it. What is not up yet when it is asked is asked again, as a person would. */
const STORY = `
kind create cluster --config dist/kind/cluster.yaml --wait 300s
kind load docker-image nginx:alpine --name ${CLUSTER}
${APPLY}
kubectl wait nodes --all --for=condition=Ready --timeout=300s
for _ in $(seq 100); do curl --silent --fail http://localhost:${PORT} && break; sleep 0.2; done
curl --silent --fail http://localhost:${PORT}
`;

export async function up(runs: number): Promise<Figure[]> {
  return withTemporaryFolder(async (folder) => {
    const project = join(folder, 'project');
    copyProject(project);
    const options = { cwd: project, env: { KUBECONFIG: join(folder, 'kubeconfig') } };
    const npmRun = (command: string) => timed('npm', ['run', '--silent', command], options);
    const byHand = (commands: string) => timed('sh', ['-e', '-c', commands], options);
    const remove = () => must('kind', ['delete', 'cluster', '--name', CLUSTER], options);

    const story: number[] = [];
    const created: number[] = [];
    const started: number[] = [];
    const there = { ours: [] as number[], theirs: [] as number[] };
    try {
      // Also lets both find everything in the disk's cache.
      await npmRun('synth');
      await remove();
      for (let i = 0; i < runs; i++) {
        story.push(await byHand(STORY));
        await remove();
        created.push(await npmRun('up'));
        const pair = await alternate(
          1,
          () => npmRun('up'),
          () => byHand(APPLY),
        );
        there.ours.push(...pair.ours);
        there.theirs.push(...pair.theirs);
        await npmRun('stop');
        started.push(await npmRun('up'));
        await remove();
      }
    } finally {
      await run('kind', ['delete', 'cluster', '--name', CLUSTER], options);
    }
    const fromNothing =
      'the same by hand, from nothing: `kind create cluster --wait`, `kind load docker-image`, `kubectl apply`, ' +
      '`rollout status`, `wait` for the nodes, `curl`';
    return [
      { name: '`up` from nothing to verified', against: fromNothing, goal: 0.85, unit: 'ms', ours: created, theirs: story },
      {
        name: '`up` of a stopped cluster, to verified',
        against: fromNothing,
        goal: 0.3,
        unit: 'ms',
        ours: started,
        theirs: story,
      },
      {
        name: '`up` when all is there',
        against: '`kubectl apply -f dist/` and `kubectl rollout status` by hand',
        goal: 2,
        unit: 'ms',
        ...there,
      },
    ];
  });
}

/** The default program in a folder of its own, with a cluster and a port that nobody else uses. */
function copyProject(folder: string): void {
  mkdirSync(folder);
  for (const part of ['package.json', 'lib', 'imports']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const program = readFileSync(join(ROOT, 'main.ts'), 'utf8')
    .replace("name: 'kind'", `name: '${CLUSTER}'`)
    .replace('nodePort: 30080', `nodePort: ${PORT}`);
  // Otherwise the cluster of whoever runs this would be deleted.
  if (!program.includes(`'${CLUSTER}'`) || !program.includes(`${PORT}`))
    throw new Error('main.ts names its cluster or port differently');
  writeFileSync(join(folder, 'main.ts'), program);
}
