import { join } from 'node:path';
import { withTemporaryFolder } from '../../lib/runner/temporary';
import { alternate, type Figure } from './figure';
import { nodeArguments, ROOT, timed } from './programs';
import { installTemplate } from './template';

export async function synth(runs: number): Promise<Figure[]> {
  return withTemporaryFolder(async (folder) => {
    const template = join(folder, 'template');
    await installTemplate(template);
    const env = { CDK8S_OUTDIR: join(folder, 'dist'), CDK8S_CHECK_UPGRADE: 'false' };
    const cdk8s = join(template, 'node_modules', '.bin', 'cdk8s');
    return [
      {
        name: '`npm run synth` of the default program',
        against: "the same program in `cdk8s init typescript-app`'s project: `cdk8s synth`, `npx ts-node main.ts`",
        goal: 0.3,
        unit: 'ms',
        ...(await alternate(
          runs,
          () => timed('npm', ['run', '--silent', 'synth'], { cwd: ROOT, env }),
          () => timed(cdk8s, ['synth'], { cwd: template, env: { CDK8S_CHECK_UPGRADE: 'false' } }),
        )),
      },
      {
        name: 'the synth itself, with all checks',
        against: '`node -e "require(\'cdk8s-plus-30\')"`',
        goal: 1.8,
        unit: 'ms',
        ...(await alternate(
          runs,
          () => timed(process.execPath, nodeArguments('synth'), { cwd: ROOT, env }),
          () => timed(process.execPath, ['-e', "require('cdk8s-plus-30')"], { cwd: ROOT }),
        )),
      },
    ];
  });
}
