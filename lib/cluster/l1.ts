import type { ClusterNetworking, ClusterNodes } from '../../imports/kind.x-k8s.io';
import type { KindNetworking, KindNode } from '../kind/config';

/** What a type of the L1 is made of: the words of its enums, which are nominal and accept only themselves, and readonly lists. */
type Plain<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Plain<T[Key]> }
      : T;

// cdk8s import writes abbreviations its own way (disableDefaultCni) and puts kind's (disableDefaultCNI) back when it renders.

/** A node by the names of the L1. */
export function toL1Node({ kubeadmConfigPatchesJSON6902, ...node }: KindNode): Plain<ClusterNodes> {
  return { ...node, kubeadmConfigPatchesJson6902: kubeadmConfigPatchesJSON6902 };
}

/** Networking by the names of the L1. */
export function toL1Networking({ disableDefaultCNI, dnsSearch, ...networking }: KindNetworking): Plain<ClusterNetworking> {
  return { ...networking, disableDefaultCni: disableDefaultCNI, dnsSearch: dnsSearch ?? undefined };
}
