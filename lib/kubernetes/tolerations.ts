import type { Taint, Toleration } from './object';

/**
 * The taints that keep a pod off a node: those of effect NoSchedule or NoExecute that it does not tolerate.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export function untolerated(taints: readonly Taint[], tolerations: readonly Toleration[] = []): Taint[] {
  return taints.filter(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

function tolerates({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  // No key tolerates every taint; Kubernetes allows that with Exists alone.
  if (!key) return operator === 'Exists';
  if (key !== taint.key) return false;
  return operator === 'Exists' || value === (taint.value ?? '');
}
