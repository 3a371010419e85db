import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../e2e/harness';
import { ROOT } from './programs';

interface Package {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** Writes the package.json that `cdk8s init typescript-app` writes, without installing it. */
export function writeTemplatePackage(folder: string): void {
  const version = (name: string) => (readJson(join(ROOT, 'node_modules', name, 'package.json')) as { version: string }).version;
  const values: Readonly<Record<string, string>> = {
    $base: 'template',
    cdk8s_core_version: version('cdk8s'),
    cdk8s_plus_version: version('cdk8s-plus-33'),
    constructs_version: version('constructs'),
    cdk8s_cli_spec: `^${version('cdk8s-cli')}`,
  };
  const template = readFileSync(join(templateFolder(), 'package.json'), 'utf8');
  const text = template.replace(/\{\{ (\S+) \}\}/g, (whole, name: string) => values[name] ?? whole);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), text);
}

/**
 * Makes and installs the template's project with our program in it: our main.ts with what it imports, the template's cdk8s.yaml, whose
 * app is `npx ts-node main.ts`.
 *
 * Of the template's own only this is changed, or the program would not compile: tsconfig.json and @types/node are ours (the template's
 * know the JavaScript of 2016), and the program's own packages are added.
 */
export async function installTemplate(folder: string): Promise<void> {
  writeTemplatePackage(folder);
  const file = join(folder, 'package.json');
  const ours = readJson(join(ROOT, 'package.json')) as Package;
  const template = readJson(file) as Package;
  template.dependencies = { ...template.dependencies, ...ours.dependencies };
  template.devDependencies['@types/node'] = ours.devDependencies['@types/node'] ?? '';
  delete template.dependencies['cdk8s-plus-33'];
  writeFileSync(file, JSON.stringify(template));
  cpSync(join(templateFolder(), 'cdk8s.yaml'), join(folder, 'cdk8s.yaml'));
  for (const part of ['main.ts', 'lib', 'imports', 'tsconfig.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  await must('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder });
}

function templateFolder(): string {
  return join(ROOT, 'node_modules', 'cdk8s-cli', 'templates', 'typescript-app');
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
