// The page of the panel in VS Code.

import { Graph, type Host } from './graph';
import type { ToPage } from './messages';

declare function acquireVsCodeApi(): Host;

const graph = new Graph(document.body, acquireVsCodeApi());
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => graph.receive(data));
