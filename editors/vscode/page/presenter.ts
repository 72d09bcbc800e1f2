// What the page shows: the machine that the server has described last.

import { type Machine, type MachineNode, machine, type Position, type Server, stateAt, type Wanted } from './machine';
import type { Node, ToPage } from './messages';

export class Presenter {
  /** The machine that is shown. A text that is broken keeps the last one. */
  machine: Machine | undefined;
  /** The document that it has been asked for of, which may only refer to its definition. */
  uri = '';

  private key = '';
  private isStale = false;
  /** Counts the requests: only the answer to the last one matters. */
  private requests = 0;

  constructor(
    private readonly server: Server,
    private readonly post: (message: ToPage) => void,
  ) {}

  get title(): string {
    return this.machine?.name ?? this.machine?.uri.split('/').pop() ?? '';
  }

  /** Shows a machine and returns it. Gives null if the page keeps the last one, undefined if a newer request came. */
  async show(wanted: Wanted): Promise<Machine | null | undefined> {
    const request = ++this.requests;
    const found = await machine(this.server, wanted);
    if (request !== this.requests) return undefined;
    if (!found) {
      this.post({ type: this.machine && this.uri === wanted.uri ? 'stale' : 'none' });
      return null;
    }
    const { svg, isBroken } = found;
    const key = JSON.stringify([found.uri, found.name]);
    const isSame = this.machine !== undefined && key === this.key;
    const isUnchanged = isSame && svg === this.machine?.svg && isBroken === this.isStale;
    this.isStale = isBroken;
    if (isSame && isBroken) {
      this.post({ type: 'stale' });
      return null;
    }
    this.machine = found;
    this.uri = wanted.uri;
    this.key = key;
    if (!isUnchanged) this.post({ type: 'graph', key, title: this.title, svg, nodes: found.nodes.map(forPage), isStale: isBroken });
    return found;
  }

  /** Highlights the state at a position of the definition. Returns whether there is one. */
  select(position: Position): boolean {
    const node = this.machine && stateAt(this.machine, position);
    this.post({ type: 'current', id: node?.id });
    return node !== undefined;
  }

  /** Shows that there is nothing to show. */
  clear(): void {
    this.requests++;
    this.post({ type: 'none' });
  }

  /** Forgets what the page shows, as it is a new one. */
  reset(): void {
    this.requests++;
    this.machine = undefined;
  }
}

/** A node without what the page does not need. */
function forPage({ nameRange, range, ...node }: MachineNode): Node {
  return node;
}
