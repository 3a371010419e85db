import { describeObject, type KubernetesObject, namespaceOf } from '../../kubernetes/object';
import type { Declared } from '../declared';
import { ExitStatus, UserError } from '../errors';
import type { Kubectl } from '../kubectl';
import { ProgramFailed } from '../process';

export interface ObjectDifference {
  /** For example `Deployment default/nginx-deployment`. */
  readonly object: string;
  readonly remedy: 'create' | 'change';
  /** A unified diff from what runs to what is declared; empty for one that is to be created. */
  readonly diff: string;
}

/**
 * How the running objects differ from the declared ones, by the API server's own account (`kubectl diff`).
 *
 * @throws UserError (1) with the API server's words when it would refuse an object
 */
export async function objectDifferences(kubectl: Kubectl, { objects }: Declared): Promise<ObjectDifference[]> {
  const all = objects.map(({ object }) => object);
  const homeless = await withoutHome(kubectl, all);
  const rest = all.filter((object) => !homeless.has(object));
  const created = [...homeless].map((object) => ({ object: describeObject(object), remedy: 'create' as const, diff: '' }));
  return [...created, ...(rest.length === 0 ? [] : parseDiff(await kubectlDiff(kubectl, rest), rest))];
}

/** The objects whose namespace or custom resource definition is itself still to be created: `kubectl diff` stumbles over them. */
async function withoutHome(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<Set<KubernetesObject>> {
  const makers = objects.filter(({ kind }) => kind === 'Namespace' || kind === 'CustomResourceDefinition');
  if (makers.length === 0) return new Set();
  const existing = new Set((await kubectl.text(['get', 'namespaces,customresourcedefinitions', '--output', 'name'])).split('\n'));
  const missing = makers.filter(({ kind, metadata }) => !existing.has(`${RESOURCE[kind]}/${metadata.name}`));
  const namespaces = new Set(missing.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const kinds = new Set(missing.filter(({ kind }) => kind !== 'Namespace').map(customKind));
  const groupKind = ({ apiVersion, kind }: KubernetesObject) => `${kind}.${apiVersion.split('/')[0]}`;
  return new Set(objects.filter((object) => namespaces.has(namespaceOf(object)) || kinds.has(groupKind(object))));
}

const RESOURCE: Readonly<Record<string, string>> = {
  Namespace: 'namespace',
  CustomResourceDefinition: 'customresourcedefinition.apiextensions.k8s.io',
};

function customKind({ spec }: KubernetesObject): string {
  const { group, names } = (spec ?? {}) as { group?: string; names?: { kind?: string } };
  return `${names?.kind}.${group}`;
}

async function kubectlDiff(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<string> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  try {
    return await kubectl.text(['diff', '--filename', '-'], { input: JSON.stringify(list), perObject: true });
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    // Exit status 1 says that there are differences, a higher one that it could not tell.
    if (error.result.exitCode === 1 && error.result.stdout.includes('diff ')) return error.result.stdout;
    throw new UserError(
      ExitStatus.failed,
      `kubectl diff could not compare the objects:\n${error.result.stderr.trim()}`,
      'Mend it in the program, then npm run plan again.',
    );
  }
}

/** Takes apart what `kubectl diff` writes: a section for each object, whose file is named `<group>.<version>.<Kind>.<namespace>.<name>`. */
export function parseDiff(output: string, objects: readonly KubernetesObject[]): ObjectDifference[] {
  const files = new Map(objects.map((object) => [fileName(object), object]));
  return output
    .split(/^(?=diff )/m)
    .filter((section) => section.startsWith('diff '))
    .map((section) => {
      const file = /\/(?:LIVE|MERGED)-\d+\/(\S+)/.exec(section)?.[1] ?? '';
      const object = files.get(file);
      const creates = /^@@ -0,0 /m.test(section);
      const hunks = section.slice(Math.max(0, section.search(/^@@/m)));
      return {
        object: object === undefined ? file : describeObject(object),
        remedy: creates ? ('create' as const) : ('change' as const),
        diff: creates ? '' : hunks.trimEnd(),
      };
    });
}

/** What changes with every change, and kubectl's own copy of the whole manifest. */
const NOISE =
  /^[ +-]\s*(kubectl\.kubernetes\.io\/last-applied-configuration:|\{"apiVersion":|(generation|resourceVersion|uid|creationTimestamp): )/;

/** The lines of a unified diff as one wants to read them: the changes and what is around them, with `…` for what is left out. */
export function changedLines(diff: string): string[] {
  return diff
    .split(/^@@.*\n/m)
    .map((hunk) => hunk.split('\n').filter((line) => line !== '' && !NOISE.test(line)))
    .filter((lines) => lines.some((line) => /^[+-]/.test(line)))
    .flatMap((lines, index) => (index === 0 ? lines : ['  …', ...lines]));
}

function fileName(object: KubernetesObject): string {
  const [version = '', group] = object.apiVersion.split('/').reverse();
  const parts = [group, version, object.kind, namespaceOf(object), object.metadata.name];
  return parts.filter((part) => part !== undefined).join('.');
}
