//! The layout of boxes and arrows: boxes in layers from top to bottom, arrows and their labels through the layers
//! between them.
//!
//! Cycles are broken; every box is placed in a layer below its predecessors; the order within a layer minimizes
//! crossings (barycenter heuristic); and each box is placed near its neighbors (least squares, preserving the order).

mod crossings;

use crossings::order;

/// The size of a box, including nested boxes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub width: f64,
    pub height: f64,
}

/// An arrow, with the size of its label; zero without one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub from: usize,
    pub to: usize,
    pub label: Size,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

/// The positions of boxes and arrows, relative to the upper left corner.
#[derive(Debug)]
pub(super) struct Layout {
    pub size: Size,
    /// The upper left corner of each box.
    pub corners: Vec<Point>,
    pub routes: Vec<Route>,
}

/// The route of an arrow.
#[derive(Debug, Default)]
pub(super) struct Route {
    /// The points from start to end. Each pair of points bounds a layer that the arrow crosses vertically.
    pub points: Vec<Point>,
    /// The upper left corner of the label.
    pub label: Option<Point>,
    /// Whether the arrow is a self-loop along the right side of the box.
    pub is_loop: bool,
}

/// The horizontal gap between boxes.
const GAP: f64 = 28.0;
/// The horizontal gap between arrows, or between an arrow and a box.
const LANE: f64 = 16.0;
/// The vertical gap between layers.
const STEP: f64 = 22.0;
/// The gap between an arrow and its label.
const BESIDE: f64 = 5.0;
/// The width of a self-loop beside its box.
const LOOP: f64 = 26.0;
/// The number of iterations that improve the positions.
const ROUNDS: usize = 48;

/// A box, or a point where an arrow crosses a layer.
struct Vertex {
    layer: usize,
    /// The extent to the left and to the right of the axis.
    left: f64,
    right: f64,
    height: f64,
    is_box: bool,
    x: f64,
    above: Vec<usize>,
    below: Vec<usize>,
}

pub(super) fn layout(boxes: &[Size], links: &[Link]) -> Layout {
    let reversed = back_links(boxes.len(), links);
    let ranks = ranks(boxes.len(), links, &reversed);
    let mut vertices: Vec<Vertex> =
        boxes.iter().zip(&ranks).map(|(size, rank)| Vertex::of_box(*size, rank * 2)).collect();
    for link in links.iter().filter(|link| link.from == link.to) {
        vertices[link.from].right += LOOP + link.label.width;
    }
    let chains: Vec<Vec<usize>> =
        links.iter().zip(&reversed).map(|(link, back)| chain(&mut vertices, link, *back)).collect();
    let mut layers = order(&vertices);
    place(&mut vertices, &mut layers);
    let bands = bands(&vertices, &layers);
    draw(boxes, links, &reversed, &vertices, &chains, &bands)
}

/// The number of layers that each link crosses.
pub(super) fn spans(boxes: usize, links: &[(usize, usize)]) -> Vec<usize> {
    let label = Size { width: 0.0, height: 0.0 };
    let links: Vec<Link> = links.iter().map(|&(from, to)| Link { from, to, label }).collect();
    let ranks = ranks(boxes, &links, &back_links(boxes, &links));
    links.iter().map(|link| ranks[link.from].abs_diff(ranks[link.to])).collect()
}

impl Vertex {
    fn of_box(size: Size, layer: usize) -> Vertex {
        let half = size.width / 2.0;
        Vertex::new(layer, half, half, size.height, true)
    }

    fn new(layer: usize, left: f64, right: f64, height: f64, is_box: bool) -> Vertex {
        Vertex { layer, left, right, height, is_box, x: 0.0, above: Vec::new(), below: Vec::new() }
    }
}

/// The links that close a cycle in a depth-first traversal in link order.
fn back_links(boxes: usize, links: &[Link]) -> Vec<bool> {
    let mut leaving = vec![Vec::new(); boxes];
    for (number, link) in links.iter().enumerate() {
        leaving[link.from].push(number);
    }
    let mut back = vec![false; links.len()];
    let mut is_open = vec![false; boxes];
    let mut is_seen = vec![false; boxes];
    for root in 0..boxes {
        if is_seen[root] {
            continue;
        }
        is_seen[root] = true;
        is_open[root] = true;
        let mut way = vec![(root, 0)];
        while let Some((at, next)) = way.last_mut() {
            let Some(&number) = leaving[*at].get(*next) else {
                is_open[*at] = false;
                way.pop();
                continue;
            };
            *next += 1;
            let to = links[number].to;
            back[number] = is_open[to];
            if !is_seen[to] {
                is_seen[to] = true;
                is_open[to] = true;
                way.push((to, 0));
            }
        }
    }
    back
}

/// The ends of a link from top to bottom.
fn ends(link: &Link, is_back: bool) -> (usize, usize) {
    if is_back { (link.to, link.from) } else { (link.from, link.to) }
}

/// The layer of each box: one more than the highest layer of its predecessors.
fn ranks(boxes: usize, links: &[Link], reversed: &[bool]) -> Vec<usize> {
    let forward: Vec<(usize, usize)> = links
        .iter()
        .zip(reversed)
        .filter(|(link, _)| link.from != link.to)
        .map(|(l, r)| ends(l, *r))
        .collect();
    let mut leaving = vec![Vec::new(); boxes];
    let mut open = vec![0; boxes];
    for &(from, to) in &forward {
        leaving[from].push(to);
        open[to] += 1;
    }
    let mut ranks = vec![0usize; boxes];
    let mut ready: Vec<usize> = (0..boxes).filter(|&one| open[one] == 0).collect();
    let sources = ready.clone();
    while let Some(from) = ready.pop() {
        for &to in &leaving[from] {
            ranks[to] = ranks[to].max(ranks[from] + 1);
            open[to] -= 1;
            if open[to] == 0 {
                ready.push(to);
            }
        }
    }
    // A box without predecessors goes directly above its first successor.
    for source in sources.into_iter().skip(1) {
        let lowest = leaving[source].iter().map(|&to| ranks[to]).min();
        ranks[source] = lowest.map_or(0, |rank| rank.saturating_sub(1));
    }
    ranks
}

/// Adds a vertex for each layer that a link crosses. Returns the vertices of the link from top to bottom.
fn chain(vertices: &mut Vec<Vertex>, link: &Link, is_back: bool) -> Vec<usize> {
    if link.from == link.to {
        return Vec::new();
    }
    let (top, bottom) = ends(link, is_back);
    let (first, last) = (vertices[top].layer, vertices[bottom].layer);
    let labelled = if is_back { last - 1 } else { first + 1 };
    let mut chain = vec![top];
    for layer in first + 1..last {
        let (width, height) = match layer == labelled && link.label.width > 0.0 {
            true => (link.label.width + BESIDE, link.label.height),
            false => (0.0, 0.0),
        };
        vertices.push(Vertex::new(layer, 0.0, width, height, false));
        chain.push(vertices.len() - 1);
    }
    chain.push(bottom);
    for two in chain.windows(2) {
        vertices[two[0]].below.push(two[1]);
        vertices[two[1]].above.push(two[0]);
    }
    chain
}

/// Assigns an axis to every vertex.
fn place(vertices: &mut [Vertex], layers: &mut [Vec<usize>]) {
    for layer in layers.iter() {
        settle(vertices, layer, |_| None);
    }
    for round in 0..ROUNDS {
        let mean = |vertices: &[Vertex], vertex: usize| {
            let vertex = &vertices[vertex];
            let (above, below): (&[usize], &[usize]) = match round {
                _ if round + 8 >= ROUNDS => (&vertex.above, &vertex.below),
                _ if round % 2 == 0 => (&vertex.above, &[]),
                _ => (&[], &vertex.below),
            };
            let beside = || above.iter().chain(below);
            let weight = |other: usize| if vertices[other].is_box || vertex.is_box { 1.0 } else { 16.0 };
            let total: f64 = beside().map(|&other| weight(other)).sum();
            let sum: f64 = beside().map(|&other| weight(other) * vertices[other].x).sum();
            (total > 0.0).then(|| sum / total)
        };
        for i in 0..layers.len() {
            let layer = &layers[if round % 2 == 0 { i } else { layers.len() - 1 - i }];
            settle(vertices, layer, |vertices| Some(layer.iter().map(|&one| mean(vertices, one)).collect()));
        }
    }
}

/// Moves the vertices of a layer as close to their preferred positions as their order and sizes allow. Neighbors that
/// push each other become a block that moves to the mean of its preferences.
fn settle(vertices: &mut [Vertex], layer: &[usize], wishes: impl Fn(&[Vertex]) -> Option<Vec<Option<f64>>>) {
    let wishes = wishes(vertices);
    // The position of each vertex if all were packed to the left.
    let mut packed = Vec::with_capacity(layer.len());
    let mut end = 0.0;
    for (i, &number) in layer.iter().enumerate() {
        let vertex = &vertices[number];
        if let Some(&before) = i.checked_sub(1).and_then(|before| layer.get(before)) {
            let are_boxes = vertices[before].is_box && vertex.is_box;
            end += vertices[before].right + vertex.left + if are_boxes { GAP } else { LANE };
        }
        packed.push(end);
    }
    // Blocks of vertices: the first vertex, the sum of the preferences, the weight.
    let mut blocks: Vec<(usize, f64, f64)> = Vec::new();
    for (i, &number) in layer.iter().enumerate() {
        let wish = match &wishes {
            Some(wishes) => wishes[i].unwrap_or(vertices[number].x),
            None => packed[i],
        };
        let weight = if vertices[number].is_box { 1.0 } else { 2.0 };
        blocks.push((i, (wish - packed[i]) * weight, weight));
        while let [.., a, b] = blocks.as_slice() {
            if a.1 / a.2 <= b.1 / b.2 {
                break;
            }
            let joined = (a.0, a.1 + b.1, a.2 + b.2);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    for (i, &(first, sum, weight)) in blocks.iter().enumerate() {
        let end = blocks.get(i + 1).map_or(layer.len(), |next| next.0);
        for at in first..end {
            vertices[layer[at]].x = sum / weight + packed[at];
        }
    }
}

/// The top and the height of each layer.
fn bands(vertices: &[Vertex], layers: &[Vec<usize>]) -> Vec<(f64, f64)> {
    let mut top = 0.0;
    let mut bands = Vec::with_capacity(layers.len());
    for layer in layers {
        let height = layer.iter().map(|&vertex| vertices[vertex].height).fold(0.0, f64::max);
        bands.push((top, height));
        top += height + STEP;
    }
    bands
}

fn draw(
    boxes: &[Size],
    links: &[Link],
    reversed: &[bool],
    vertices: &[Vertex],
    chains: &[Vec<usize>],
    bands: &[(f64, f64)],
) -> Layout {
    let left = vertices.iter().map(|vertex| vertex.x - vertex.left).fold(f64::INFINITY, f64::min);
    let left = if left.is_finite() { left } else { 0.0 };
    let right = vertices.iter().map(|vertex| vertex.x + vertex.right).fold(left, f64::max);
    let height = bands.last().map_or(0.0, |(top, height)| top + height);
    let corner = |(size, vertex): (&Size, &Vertex)| {
        let (top, height) = bands[vertex.layer];
        Point { x: vertex.x - left - size.width / 2.0, y: top + (height - size.height) / 2.0 }
    };
    let corners: Vec<Point> = boxes.iter().zip(vertices).map(corner).collect();
    let mut routes = Vec::with_capacity(links.len());
    for (number, link) in links.iter().enumerate() {
        let Some((inner, ends)) = chains[number].split_last().and_then(|(last, rest)| {
            let (first, inner) = rest.split_first()?;
            Some((inner, (*first, *last)))
        }) else {
            routes.push(around(boxes[link.from], corners[link.from]));
            continue;
        };
        let mut route = Route::default();
        let port = |at: usize, other: usize, is_top: bool| Point {
            x: port(vertices, at, other, is_top) - left,
            y: corners[at].y + if is_top { 0.0 } else { boxes[at].height },
        };
        let first = inner.first().copied().unwrap_or(ends.1);
        let last = inner.last().copied().unwrap_or(ends.0);
        let (start, end) = (port(ends.0, first, false), port(ends.1, last, true));
        // Straight from the box to the edge of its layer, so that no curve touches a taller box next to it.
        let edge = |at: usize, is_top: bool| {
            let (top, height) = bands[vertices[at].layer];
            if is_top { top } else { top + height }
        };
        route.points.extend([start, Point { x: start.x, y: edge(ends.0, false) }]);
        for &vertex in inner {
            let (top, height) = bands[vertices[vertex].layer];
            if height == 0.0 {
                continue;
            }
            let x = vertices[vertex].x - left;
            route.points.extend([Point { x, y: top }, Point { x, y: top + height }]);
            if vertices[vertex].right > 0.0 {
                let y = top + (height - vertices[vertex].height) / 2.0;
                route.label = Some(Point { x: x + BESIDE, y });
            }
        }
        route.points.extend([Point { x: end.x, y: edge(ends.1, true) }, end]);
        if reversed[number] {
            route.points.reverse();
        }
        routes.push(route);
    }
    Layout { size: Size { width: right - left, height }, corners, routes }
}

/// The position of the end of a line on the side of a box. Lines are ordered by where they come from.
fn port(vertices: &[Vertex], at: usize, other: usize, is_top: bool) -> f64 {
    const APART: f64 = 18.0;
    let vertex = &vertices[at];
    let mut beside = if is_top { vertex.above.clone() } else { vertex.below.clone() };
    beside.sort_by(|&a, &b| vertices[a].x.total_cmp(&vertices[b].x).then(a.cmp(&b)));
    let number = beside.iter().position(|&one| one == other).unwrap_or_default() as f64;
    let apart = APART.min(2.0 * vertex.left / (beside.len() as f64 + 1.0));
    vertex.x + (number - (beside.len() as f64 - 1.0) / 2.0) * apart
}

/// A self-loop on the right side of a box.
fn around(size: Size, corner: Point) -> Route {
    let x = corner.x + size.width;
    let y = corner.y + size.height / 2.0;
    let points = vec![Point { x, y: y - 10.0 }, Point { x, y: y + 10.0 }];
    Route { points, label: Some(Point { x: x + LOOP, y: corner.y }), is_loop: true }
}
