/** The kubeconfig of somebody whose context has this name, and leads to another cluster. */
export function othersKubeconfig(context: string): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters: [{name: far, cluster: {server: "https://192.0.2.7:6443"}}]',
    'users: [{name: me, user: {}}]',
    `contexts: [{name: ${context}, context: {cluster: far, user: me}}]`,
    `current-context: ${context}`,
  ].join('\n');
}
