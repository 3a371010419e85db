import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type KubernetesObject, namespaceOf } from '../../kubernetes/object';
import type { Declared } from '../declared';
import { ExitStatus, UserError } from '../errors';
import type { Kubectl } from '../kubectl';
import { ProgramFailed } from '../process';

/** An object that a former `up` applied. */
export interface Applied {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * What a former `up` applied from this dist folder, kept in the cluster itself: only that is ever pruned. A folder has its own list, so
 * that two programs on one cluster leave each other's objects alone.
 */
const INVENTORY = { namespace: 'kube-system', name: 'cdk8s-kind-inventory' } as const;

/**
 * The list of a dist folder; empty when nothing was applied from it yet.
 * @throws UserError (3) when it cannot be read
 */
export async function readInventory(kubectl: Kubectl, dir: string): Promise<Applied[]> {
  const place = ['get', 'configmap', INVENTORY.name, '--namespace', INVENTORY.namespace];
  const found = await kubectl.text([...place, '--ignore-not-found', '--output', 'json']);
  if (found.trim() === '') return [];
  try {
    const { data } = JSON.parse(found) as { data?: Record<string, string> };
    return JSON.parse(data?.[keyOf(dir)] ?? '[]') as Applied[];
  } catch (error) {
    throw new UserError(
      ExitStatus.machine,
      `The list of what a former npm run up applied cannot be read: ${(error as Error).message}.`,
      `See it, and delete it to begin anew; what is on it then stays:\n${kubectl.commandLine([...place, '--output', 'yaml'])}`,
    );
  }
}

/** What the list says once everything that is declared is applied. */
export function inventoryOf({ objects }: Declared): Applied[] {
  return objects.map(({ object }) => appliedOf(object));
}

/** Replaces the list of a dist folder, if it changes. */
export async function writeInventory(
  kubectl: Kubectl,
  dir: string,
  former: readonly Applied[],
  applied: readonly Applied[],
): Promise<void> {
  const list = JSON.stringify(applied);
  if (list === JSON.stringify(former)) return;
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: INVENTORY, data: { [keyOf(dir)]: list } };
  // Server-side, so that the lists of other folders in it stay.
  const manager = `cdk8s-kind-${keyOf(dir)}`;
  await kubectl.text(['apply', '--server-side', '--field-manager', manager, '--filename', '-'], {
    input: JSON.stringify(configMap),
  });
}

/** What is to be pruned: applied once from this folder, and no longer declared. */
export function leftovers(applied: readonly Applied[], declared: Declared): Applied[] {
  const key = ({ apiVersion, kind, namespace, name }: Applied) =>
    [apiVersion.replace(/\/.*/, ''), kind, namespace, name].join(' ');
  const still = new Set(inventoryOf(declared).map(key));
  return applied.filter((object) => !still.has(key(object)));
}

/** Deletes an object. One that is gone already, or whose kind is, counts as deleted. */
export async function prune(kubectl: Kubectl, { apiVersion, kind, namespace, name }: Applied): Promise<void> {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  try {
    await kubectl.text([
      'delete',
      `${kind}.${version}.${group}`,
      name,
      '--namespace',
      namespace,
      '--ignore-not-found',
      '--wait=false',
    ]);
  } catch (error) {
    if (!(error instanceof ProgramFailed && /doesn't have a resource type|no matches for kind/.test(error.result.stderr)))
      throw error;
  }
}

export function describeApplied({ kind, namespace, name }: Applied): string {
  return `${kind} ${namespace}/${name}`;
}

function appliedOf(object: KubernetesObject): Applied {
  return { apiVersion: object.apiVersion, kind: object.kind, namespace: namespaceOf(object), name: object.metadata.name };
}

function keyOf(dir: string): string {
  return createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 12);
}
