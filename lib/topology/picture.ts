import { type Markup, markup } from './markup';
import { drawSvg } from './svg';
import type { Topology } from './topology';

/** The topology as a figure of a page, drawn for a screen or paper and once more for a phone: the page's style shows one. */
export function picture(topology: Topology): Markup {
  return markup`<figure class="picture">
<div class="wide">${drawSvg(topology, { width: 992, id: 'topology' })}</div>
<div class="narrow">${drawSvg(topology, { width: 358, id: 'topology-narrow' })}</div>
</figure>`;
}
