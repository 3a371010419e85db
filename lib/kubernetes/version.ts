/**
 * The minor version of the Kubernetes that a node image brings, by its tag: 32 of `kindest/node:v1.32.2`. Undefined
 * where the tag does not say.
 */
export function minorVersion(image: string | undefined): number | undefined {
  const minor = /:v?1\.(\d+)(\.\d+)?/.exec(image ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}
