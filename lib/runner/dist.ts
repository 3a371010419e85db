import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { LineCounter, parseAllDocuments } from 'yaml';
import { KIND_API_VERSION, type KindConfig } from '../kind/config';
import { clusterName, namedNodes } from '../kind/names';
import { type NodeSize, parseNodeSize, sizeMounts } from '../kind/node-size';
import { apiGroup, workloadKind } from '../kubernetes/kinds';
import { listedObjects } from '../kubernetes/list';
import { describeObject, type KubernetesObject, podTemplateOf } from '../kubernetes/object';
import { isRecord } from '../kubernetes/plain';
import type { Declared, DeclaredCluster, DeclaredNode, DeclaredObject } from './declared';
import { ExitStatus, UserError } from './errors';

/** The kind configuration's place in a dist folder: out of the sight of `kubectl apply -f <dist>`. */
export const KIND_CONFIG = join('kind', 'cluster.yaml');

/**
 * Reads what a dist folder declares. It may come from `npm run synth`, another tool or a hand.
 *
 * @param stage where its files stand for now; what they name, and how they are named, is as in `dir`
 * @throws UserError (2) naming the file and, for YAML that does not parse, the line
 */
export async function readDist(dir: string, stage = dir): Promise<Declared> {
  const names = await manifestFiles(stage);
  const manifests = names.map((name) => join(dir, name));
  const objects: DeclaredObject[] = [];
  for (const name of names) objects.push(...objectsOf(join(dir, name), await readText(join(stage, name))));
  const kindFile = join(stage, KIND_CONFIG);
  const place = (path: string) => {
    const below = relative(dir, path);
    return below.startsWith('..') || isAbsolute(below) ? path : join(stage, below);
  };
  const cluster = existsSync(kindFile) ? readCluster(join(dir, KIND_CONFIG), await readText(kindFile), place) : undefined;
  if (objects.length === 0 && cluster === undefined) {
    throw unreadable(
      `${dir} declares nothing: it holds neither kind/cluster.yaml nor an object in a .yaml, .yml or .json file.`,
      'npm run synth writes it anew.',
    );
  }
  refuseTwins(objects);
  return { dir, manifests, objects, ...(cluster !== undefined && { cluster }) };
}

/** The files that `kubectl apply -f <dir>` reads: it does not look into folders. */
async function manifestFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw unreadable(`${dir} does not exist.`, 'npm run synth writes it; --dist DIR names another folder.');
    if (error.code === 'ENOTDIR') throw unreadable(`${dir} is not a folder.`, '--dist DIR names a folder of manifests.');
    throw unreadable(`${dir} cannot be read: ${error.message}.`, '--dist DIR names another folder.');
  });
  return entries
    .filter((entry) => !entry.isDirectory() && /\.(ya?ml|json)$/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable(`${file} cannot be read: ${error.message}.`, 'Mend or remove it, or write it anew with npm run synth.');
  });
}

function objectsOf(file: string, text: string): DeclaredObject[] {
  return documents(file, text).flatMap((document, index) => {
    if (document === null || document === undefined) return [];
    const where = `${file}, document ${index + 1},`;
    return listedObjects(document).map((item: unknown) => ({ file, object: asObject(where, item) }));
  });
}

function documents(file: string, text: string): unknown[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  return [...parsed].map((document) => {
    const error = document.errors[0];
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw unreadable(
        `${file}:${line}:${col} is not YAML: ${error.message}`,
        'Mend the file, or write it anew with npm run synth.',
      );
    }
    try {
      return document.toJS() as unknown;
    } catch (error) {
      throw unreadable(`${file} is not YAML that can be read: ${(error as Error).message}`, 'Mend the file.');
    }
  });
}

function asObject(where: string, value: unknown): KubernetesObject {
  const wrong = (what: string) =>
    unreadable(`${where} is not a Kubernetes object: ${what}.`, 'Mend the file, or write it anew with npm run synth.');
  if (!isRecord(value)) throw wrong(`it is ${Array.isArray(value) ? 'a list' : `the ${typeof value} ${JSON.stringify(value)}`}`);
  for (const field of ['apiVersion', 'kind'] as const) {
    if (typeof value[field] !== 'string' || value[field] === '') throw wrong(`it has no ${field}`);
  }
  if (value.apiVersion === KIND_API_VERSION) {
    throw unreadable(
      `${where} is a kind configuration, which kubectl apply -f would refuse ("no matches for kind Cluster").`,
      `Move it to the folder kind beside it, as ${KIND_CONFIG}.`,
    );
  }
  if (!isRecord(value.metadata) || typeof value.metadata.name !== 'string') throw wrong('it has no metadata.name');
  const object = value as unknown as KubernetesObject;
  const template = podTemplateOf(object);
  if (template === undefined && workloadKind(object) !== undefined) {
    throw unreadable(`${where} ${describeObject(object)} has no pod template.`, 'Give it a spec.template.');
  }
  if (template !== undefined && !template.spec?.containers?.length) {
    throw unreadable(`${where} ${describeObject(object)} has no containers.`, 'Give its pod template at least one.');
  }
  return object;
}

function refuseTwins(objects: readonly DeclaredObject[]): void {
  const seen = new Map<string, string>();
  for (const { file, object } of objects) {
    const key = `${apiGroup(object.apiVersion)} ${describeObject(object)}`;
    const other = seen.get(key);
    if (other !== undefined) {
      throw unreadable(
        `${describeObject(object)} stands in ${other} and in ${file}: the second would overwrite the first.`,
        'Remove one of them.',
      );
    }
    seen.set(key, file);
  }
}

/** @param place where the file of a path stands for now */
function readCluster(file: string, text: string, place: (path: string) => string): DeclaredCluster {
  const all = documents(file, text);
  if (all.length > 1) {
    throw unreadable(`${file} holds ${all.length} YAML documents; kind reads the first only.`, 'Keep one.');
  }
  const config = all[0];
  if (!isRecord(config) || config.kind !== 'Cluster' || config.apiVersion !== KIND_API_VERSION) {
    const found = isRecord(config) ? `kind ${String(config.kind)}, apiVersion ${String(config.apiVersion)}` : 'something else';
    throw unreadable(
      `${file} is not a kind configuration: it must be kind Cluster, apiVersion ${KIND_API_VERSION}, and is ${found}.`,
      'npm run synth writes it anew.',
    );
  }
  refuseMisshapen(file, config);
  const kindConfig = config as unknown as KindConfig;
  const nodes = namedNodes(kindConfig).map((node): DeclaredNode => {
    const size = readSize(file, node, place);
    return { ...node, ...(size !== undefined && { size }) };
  });
  return { file, name: clusterName(kindConfig), config: kindConfig, nodes };
}

/** What the commands read of a kind configuration. The name becomes a part of file names, so it must not lead elsewhere. */
function refuseMisshapen(file: string, { name, nodes }: Record<string, unknown>): void {
  const wrong = (what: string) => unreadable(`${file}: ${what}.`, 'npm run synth writes it anew.');
  if (name !== undefined && !(typeof name === 'string' && /^[a-z0-9.-]+$/.test(name))) {
    throw wrong(`name ${JSON.stringify(name)} is none that kind takes: lower case letters, digits, dots and dashes`);
  }
  if (nodes !== undefined && !(Array.isArray(nodes) && nodes.every(isRecord))) throw wrong('nodes must be a list of nodes');
  for (const node of (nodes ?? []) as Record<string, unknown>[]) {
    if (!['control-plane', 'worker', undefined].includes(node.role as string | undefined)) {
      throw wrong(`role ${JSON.stringify(node.role)} is neither control-plane nor worker`);
    }
    for (const field of ['extraMounts', 'extraPortMappings', 'kubeadmConfigPatches'] as const) {
      if (node[field] !== undefined && !Array.isArray(node[field])) throw wrong(`${field} of a node must be a list`);
    }
  }
}

/** kind resolves a relative hostPath against its working directory, and so do we. */
function readSize(
  file: string,
  { name, node }: { name: string; node: DeclaredNode['node'] },
  place: (path: string) => string,
): NodeSize | undefined {
  const mounts = sizeMounts(node);
  if (mounts.meminfo === undefined || mounts.cpus === undefined) return undefined;
  const read = (declared: string) => {
    const path = place(declared);
    if (!existsSync(path) || !statSync(path).isFile()) {
      throw unreadable(
        `${declared}, which ${file} mounts into ${name} for its size, is not there.`,
        'npm run synth writes it; run the command from the project’s root.',
      );
    }
    return readFileSync(path, 'utf8');
  };
  const meminfo = resolve(mounts.meminfo);
  const online = join(resolve(mounts.cpus), 'online');
  const size = parseNodeSize(read(meminfo), read(online), node);
  if (size === undefined) {
    throw unreadable(`${meminfo} and ${online} do not tell the size of ${name}.`, 'npm run synth writes them anew.');
  }
  return size;
}

function unreadable(message: string, hint: string): UserError {
  return new UserError(ExitStatus.usage, message, hint);
}
