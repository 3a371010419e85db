import * as path from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Cluster } from '../../imports/kind.x-k8s.io';
import { KIND_API_VERSION, type KindConfig, type KindNetworking, type KindNode } from '../kind/config';
import { DEFAULT_CLUSTER_NAME, namedNodes } from '../kind/names';
import type { NodeSize } from '../kind/node-size';
import type { KindApp } from '../synth/kind-app';
import { type Exposable, type ExposeOptions, type Exposure, exposureOf } from './exposure';
import { refuseUnknownProps } from './known-props';
import { toL1Networking, toL1Node } from './l1';
import { type NodeProps, sizeOf, toKindNode } from './node';
import { imageOf } from './node-image';
import {
  type ContainerdPatch,
  containerdPatchText,
  type JsonPatchOperation,
  jsonPatchText,
  type KubeadmJsonPatch,
  type KubeadmPatch,
  kubeadmJsonPatch,
  kubeadmPatchText,
} from './patches';
import { assignCpus, hostCpusMistakes, reservingPatch, sizeFiles, sizeMountsFrom } from './sized-nodes';

/**
 * All of kind.x-k8s.io/v1alpha4, by kind's own names, and what goes beyond it: the nodes' sizes.
 * @see https://kind.sigs.k8s.io/docs/user/configuration/
 */
export interface KindClusterProps {
  /**
   * The name of the cluster; its nodes' names and its context `kind-<name>` begin with it.
   *
   * @default 'kind'
   */
  readonly name?: string;
  /**
   * The version of Kubernetes, for example `v1.32.2`: short for the image `kindest/node:v1.32.2`.
   *
   * @default the one that kind was released with
   */
  readonly kubernetesVersion?: string;
  /**
   * The image of all nodes that name none themselves, where `kubernetesVersion` does not say it, for example with a digest.
   *
   * @default `kindest/node:<kubernetesVersion>`
   */
  readonly image?: string;
  /** @default one control plane */
  readonly nodes?: readonly NodeProps[];
  /** @default IPv4, kindnet, iptables, the API server on a free port of 127.0.0.1 */
  readonly networking?: KindNetworking;
  /**
   * Feature gates of Kubernetes, for all its components.
   *
   * @default those of the version
   */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /**
   * The API server's `--runtime-config`, for example `{'api/alpha': 'false'}`.
   *
   * @default that of the version
   */
  readonly runtimeConfig?: Readonly<Record<string, string>>;
  /**
   * Merge patches for the kubeadm configuration of every node, or their text in YAML.
   *
   * @default none
   */
  readonly kubeadmConfigPatches?: readonly (KubeadmPatch | string)[];
  /**
   * JSON patches for the kubeadm configuration of every node.
   *
   * @default none
   */
  readonly kubeadmConfigPatchesJSON6902?: readonly KubeadmJsonPatch[];
  /**
   * Merge patches for containerd's configuration on every node, or their text in TOML. One with another `version` than the node's configuration is
   * ignored by kind.
   *
   * @default none
   */
  readonly containerdConfigPatches?: readonly (ContainerdPatch | string)[];
  /**
   * JSON patches for containerd's configuration on every node, or their text.
   *
   * @default none
   */
  readonly containerdConfigPatchesJSON6902?: readonly (readonly JsonPatchOperation[] | string)[];
  /**
   * How many CPUs the host has. Sized nodes get CPUs of their own in order, and share them from the first one on again when
   * they are used up.
   *
   * @default as many as the nodes need, so that no two share one
   */
  readonly hostCpus?: number;
}

/**
 * A kind cluster. It is written to dist/kind/cluster.yaml, out of the way of `kubectl apply -f dist/`.
 *
 * `ApiObject.of(cluster).addJsonPatch(…)` is the way to what has no prop.
 *
 * @throws Error where a value cannot be written down at all, for example a size that is NaN; where there is no prop of a name; and
 * in an app other than a KindApp, which would write the cluster among the manifests
 */
export class KindCluster extends Chart {
  /** Not `instanceof`: Chart redefines it, for every class that extends it too, so that any chart would pass. */
  static isKindCluster(construct: unknown): construct is KindCluster {
    return Chart.isChart(construct) && 'toKindConfig' in construct;
  }

  readonly clusterName: string;
  /** The names of the nodes as kind gives them, in the order of the props. */
  readonly nodeNames: readonly string[];
  /** The sizes of the nodes, in the order of the props; undefined where a node has none. */
  readonly sizes: readonly (NodeSize | undefined)[];

  private readonly nodes: readonly NodeProps[];
  private readonly firstControlPlane: string | undefined;
  private readonly image: string | undefined;
  private readonly hostCpus: number | undefined;
  private readonly exposed: { readonly service: Exposable; readonly options: ExposeOptions }[] = [];

  constructor(scope: KindApp, id: string, props: KindClusterProps = {}) {
    super(scope, id);
    if (!(KIND_APP in this.node.root)) {
      throw new Error(`KindCluster ${id}: its app is no KindApp. Write new KindApp() instead of new App().`);
    }
    try {
      refuseUnknownProps(props);
    } catch (error) {
      throw new Error(`KindCluster ${id}: ${(error as Error).message}`);
    }
    this.clusterName = props.name ?? DEFAULT_CLUSTER_NAME;
    this.nodes = props.nodes?.length ? props.nodes : [{}];
    this.image = imageOf(props);
    this.hostCpus = props.hostCpus;

    const named = namedNodes({ kind: 'Cluster', apiVersion: KIND_API_VERSION, name: this.clusterName, nodes: this.roles() });
    this.nodeNames = named.map(({ name }) => name);
    this.firstControlPlane = named.find(({ role }) => role === 'control-plane')?.name;
    this.sizes = this.nodes.map((node, index) => {
      try {
        return sizeOf(node);
      } catch (error) {
        throw new Error(`KindCluster ${id}, node ${this.nodeNames[index]}: ${(error as Error).message}`);
      }
    });

    const resource = new Cluster(this, 'Default', {
      name: this.clusterName,
      nodes: Lazy.any({ produce: () => this.kindNodes().map(toL1Node) }), // `expose` adds to them
      networking: Lazy.any({ produce: () => props.networking && toL1Networking(props.networking) }),
      featureGates: props.featureGates,
      runtimeConfig: props.runtimeConfig,
      kubeadmConfigPatches: props.kubeadmConfigPatches?.map(kubeadmPatchText),
      kubeadmConfigPatchesJson6902: props.kubeadmConfigPatchesJSON6902?.map(kubeadmJsonPatch),
      containerdConfigPatches: props.containerdConfigPatches?.map(containerdPatchText),
      containerdConfigPatchesJson6902: props.containerdConfigPatchesJSON6902?.map(jsonPatchText),
    });
    // kind refuses a configuration with fields that it does not know, and cdk8s gives every object metadata.
    resource.addJsonPatch(JsonPatch.remove('/metadata'));

    this.node.addValidation({ validate: () => this.mistakes() });
  }

  /** How many workers it has: the domains of a spread over its workers. */
  get workers(): number {
    return this.nodes.filter(({ role }) => role === 'worker').length;
  }

  /**
   * Makes a NodePort Service reachable from the host: `curl localhost:<nodePort>`. Without a mapping, which has to be there when
   * the cluster is created, its port ends at the node's container. To do the same twice is to do it once.
   *
   * @param service of cdk8s-plus, or the ApiObject of any Service, for example one of `include.apiObjects`
   */
  expose(service: Exposable, options: ExposeOptions = {}): void {
    this.exposed.push({ service, options });
  }

  /** The configuration as kind reads it. */
  toKindConfig(): KindConfig {
    return ApiObject.of(this).toJson() as KindConfig;
  }

  /** The files that its sized nodes mount, by their path below the app's output folder. */
  nodeFiles(): Map<string, string> {
    const cpus = assignCpus(this.sizes, this.hostCpus);
    const nodes = this.nodeNames.map((name, index) => ({ name, size: this.sizes[index], cpus: cpus[index] ?? [] }));
    return new Map([...sizeFiles(nodes)].map(([file, text]) => [`${NODES_FOLDER}/${file}`, text]));
  }

  private roles(): KindNode[] {
    return this.nodes.map(({ role = 'control-plane' }) => ({ role }));
  }

  private exposures(): Exposure[] {
    const first = this.firstControlPlane ?? this.nodeNames[0];
    const nodes = [...this.nodeNames].sort((a, b) => Number(b === first) - Number(a === first));
    const exposures = this.exposed.map(({ service, options }) => exposureOf(service, options, nodes));
    return [...new Map(exposures.map((exposure) => [JSON.stringify(exposure), exposure])).values()];
  }

  private kindNodes(): KindNode[] {
    const exposures = this.exposures();
    return this.nodes.map((node, index) => {
      const name = this.nodeNames[index] ?? '';
      const size = this.sizes[index];
      const reserving = size && reservingPatch(size, name === this.firstControlPlane);
      return toKindNode(node, {
        image: this.image,
        mounts: size === undefined ? [] : sizeMountsFrom(`${this.outputFolder()}/${NODES_FOLDER}/${name}`),
        portMappings: exposures.flatMap((e) => ('node' in e && e.node === name ? e.portMappings : [])),
        patches: reserving === undefined ? [] : [reserving],
      });
    });
  }

  /** Relative to the project's root, where kind is run, so that dist/ is the same on every machine. */
  private outputFolder(): string {
    const { outdir } = App.of(this);
    const relative = path.relative('', outdir);
    return (relative.startsWith('..') ? path.resolve(outdir) : relative).split(path.sep).join('/');
  }

  private mistakes(): string[] {
    const exposing = this.exposures().flatMap((exposure) => ('mistake' in exposure ? [exposure.mistake] : []));
    return [...exposing, ...hostCpusMistakes(this.hostCpus, this.sizes, this.nodeNames)];
  }
}

/** What a KindApp is known by. */
export const KIND_APP: unique symbol = Symbol('KindApp');

/** The folder of the sized nodes' files, below the output folder. */
export const NODES_FOLDER = 'kind/nodes';
