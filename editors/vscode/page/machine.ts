// The graph of a machine, as the server describes it.

import type { Node } from './messages';

/** A position of the language server protocol. */
export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface MachineNode extends Node {
  nameRange: Range;
  range: Range;
}

export interface Machine {
  /** The document with the definition. */
  uri: string;
  version?: number;
  name?: string;
  isBroken: boolean;
  svg: string;
  /** States before the states inside them. */
  nodes: MachineNode[];
  /** The state at the position. */
  current?: string;
}

/** What to draw: the machine at the position, or else the one with the name, or else the first one. */
export interface Wanted {
  uri: string;
  name?: string | undefined;
  position?: Position | undefined;
  collapsed?: string[];
}

/** What executes commands of the server. Without an answer, the result is null. */
export interface Server {
  execute<T>(command: string, ...args: unknown[]): Promise<T | null>;
}

export function machine(server: Server, wanted: Wanted): Promise<Machine | null> {
  return server.execute<Machine>('asl.graph', wanted);
}

export function mermaid(server: Server, wanted: Wanted): Promise<string | null> {
  return server.execute<string>('asl.graph', { ...wanted, format: 'mermaid' });
}

/** The innermost state at a position. */
export function stateAt(machine: Machine, { line, character }: Position): MachineNode | undefined {
  const isAfter = (a: Position) => line > a.line || (line === a.line && character >= a.character);
  const isBefore = (a: Position) => line < a.line || (line === a.line && character <= a.character);
  return machine.nodes.filter(({ range }) => isAfter(range.start) && isBefore(range.end)).at(-1);
}
