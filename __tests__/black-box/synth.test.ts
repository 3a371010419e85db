import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'synth-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `npm run synth` of a main.ts. */
function synth(main: string) {
  writeFileSync(
    join(folder, 'main.ts'),
    `import { KindCluster } from '${ROOT}/lib/cluster/kind-cluster';\nimport { KindApp } from '${ROOT}/lib/synth/kind-app';\n${main}`,
  );
  const register = require.resolve('tsx/cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', register, join(ROOT, 'lib/synth/cli.ts')], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('every app of main.ts is reported, also when it ends with process.exit', () => {
  const { status, stdout } = synth(`
    for (const name of ['one', 'two']) {
      const app = new KindApp({ outdir: name });
      new KindCluster(app, 'cluster', { name });
      app.synth();
    }
    process.exit(0);
  `);
  expect({ status, lines: stdout.split('\n').filter((line) => line !== '') }).toEqual({
    status: 0,
    lines: [
      'one/kind/cluster.yaml  written',
      'one-control-plane   no size   -',
      'two/kind/cluster.yaml  written',
      'two-control-plane   no size   -',
    ],
  });
});

test('a program with a mistake says the place and the mistake, and exits 2', () => {
  const { status, stdout, stderr } = synth(`
    new KindCluster(new KindApp({ outdir: 'three' }), 'cluster', { nmae: 'three' } as {}).toKindConfig();
  `);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('main.ts:4');
  expect(stderr).toContain('KindCluster cluster: there is no prop nmae. Did you mean name?');
});
