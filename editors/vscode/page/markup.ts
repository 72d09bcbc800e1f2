// The controls around the picture.

export const MARKUP = `
<div id="bar" role="toolbar" aria-label="Graph">
  <button id="out" title="Zoom out (-)" aria-label="Zoom out">−</button>
  <button id="zoom" title="Actual size (1)"></button>
  <button id="in" title="Zoom in (+)" aria-label="Zoom in">+</button>
  <button id="fit" title="Show the whole machine (0)">Fit</button>
  <button id="folds" title="Hide or show what is inside Parallel and Map states">Fold</button>
  <span id="space"></span>
  <input id="search" type="search" placeholder="Find state" aria-label="Find state" title="Find a state by name (/)">
  <span id="count" role="status"></span>
  <select id="export" aria-label="Export" title="Export the graph">
    <option value="">Export</option>
    <option value="svg">SVG</option>
    <option value="png">PNG</option>
    <option value="mermaid">Mermaid</option>
  </select>
  <button id="pin" aria-pressed="false" title="Keep this machine when another file is active">Pin</button>
</div>
<div id="status" role="status"></div>
<section id="stage" aria-label="State machine">
  <svg id="minimap" class="hidden" preserveAspectRatio="none" aria-hidden="true"></svg>
  <p id="none">No state machine found.</p>
</section>`;
