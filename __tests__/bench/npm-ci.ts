import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../lib/runner/temporary';
import { must } from '../e2e/harness';
import { alternate, type Figure } from './figure';
import { ROOT, timed } from './programs';
import { writeTemplatePackage } from './template';

export async function npmCi(runs: number): Promise<Figure[]> {
  return withTemporaryFolder(async (folder) => {
    const [ours, template] = [join(folder, 'ours'), join(folder, 'template')];
    mkdirSync(ours);
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(ROOT, file), join(ours, file));
    writeTemplatePackage(template);
    // Also fills npm's cache: what is measured is the install, not the network.
    await must('npm', ['install', '--no-audit', '--no-fund'], { cwd: template });
    const install = (project: string) => timed('npm', ['ci', '--no-audit', '--no-fund'], { cwd: project });
    const times = await alternate(
      runs,
      () => install(ours),
      () => install(template),
    );
    const size = async (project: string) =>
      (Number.parseInt(await must('du', ['-sk', join(project, 'node_modules')]), 10) * 1024) / 1e6;
    const against = "the `npm ci` of `cdk8s init typescript-app`'s project";
    return [
      { name: '`npm ci`, time', against, goal: 1.2, unit: 'ms', ...times },
      {
        name: '`npm ci`, size on disk',
        against,
        goal: 1.2,
        unit: 'MB',
        ours: [await size(ours)],
        theirs: [await size(template)],
      },
    ];
  });
}
