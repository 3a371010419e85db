const NAME = '[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
const KEY = new RegExp(`^${NAME}$`);
const VALUE = new RegExp(`^(${NAME})?$`);
const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/**
 * Whether it is the key of a label: a name, after a domain and "/" if any.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function isLabelKey(key: string): boolean {
  const [name = '', domain, ...rest] = key.split('/').reverse();
  return rest.length === 0 && KEY.test(name) && (domain === undefined || DOMAIN.test(domain));
}

/** Whether it is the value of a label, which is a text, also where it looks like a number. */
export function isLabelValue(value: unknown): boolean {
  return typeof value === 'string' && VALUE.test(value);
}
