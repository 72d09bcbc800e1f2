// What the page and the program around it tell each other.

/** A state, as the server describes it for the page. */
export interface Node {
  id: string;
  name: string;
  kind?: string;
  /** The state around. */
  parent?: string;
  isCompound: boolean;
  isCollapsed: boolean;
}

export type ToPage =
  /** A picture. It replaces one of the same machine, as `key` tells, in place. */
  | { type: 'graph'; key: string; title: string; svg: string; nodes: Node[]; isStale: boolean }
  /** The text has changed, but cannot be drawn. */
  | { type: 'stale' }
  | { type: 'none' }
  /** The state at the cursor. */
  | { type: 'current'; id: string | undefined }
  | { type: 'pinned'; isPinned: boolean }
  /** What the page passes on when the window reloads. */
  | { type: 'remember'; target: unknown };

export type FromPage =
  | { type: 'ready' }
  | { type: 'reveal'; id: string }
  /** The states whose insides are hidden. */
  | { type: 'collapse'; ids: string[] }
  | { type: 'pin'; isPinned: boolean }
  | { type: 'export'; format: 'svg' | 'mermaid' }
  | { type: 'save'; format: 'png'; base64: string };
