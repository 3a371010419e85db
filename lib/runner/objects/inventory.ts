import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type KubernetesObject, namespaceOf } from '../../kubernetes/object';
import type { Declared } from '../declared';
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

/** The list of a dist folder; empty when nothing was applied from it yet. */
export async function readInventory(kubectl: Kubectl, dir: string): Promise<Applied[]> {
  const found = await kubectl.text([
    'get',
    'configmap',
    INVENTORY.name,
    '--namespace',
    INVENTORY.namespace,
    '--ignore-not-found',
    '--output',
    'json',
  ]);
  if (found.trim() === '') return [];
  const { data } = JSON.parse(found) as { data?: Record<string, string> };
  return JSON.parse(data?.[keyOf(dir)] ?? '[]') as Applied[];
}

export async function writeInventory(kubectl: Kubectl, { dir, objects }: Declared): Promise<void> {
  const list = JSON.stringify(objects.map(({ object }) => appliedOf(object)));
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: INVENTORY, data: { [keyOf(dir)]: list } };
  // Server-side, so that the lists of other folders in it stay.
  const manager = `cdk8s-kind-${keyOf(dir)}`;
  await kubectl.text(['apply', '--server-side', '--field-manager', manager, '--filename', '-'], {
    input: JSON.stringify(configMap),
  });
}

/** What is to be pruned: applied once from this folder, and no longer declared. */
export function leftovers(applied: readonly Applied[], { objects }: Declared): Applied[] {
  const key = ({ apiVersion, kind, namespace, name }: Applied) =>
    [apiVersion.replace(/\/.*/, ''), kind, namespace, name].join(' ');
  const declared = new Set(objects.map(({ object }) => key(appliedOf(object))));
  return applied.filter((object) => !declared.has(key(object)));
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
