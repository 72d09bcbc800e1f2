//! Routes arrows through their vertices, and computes the positions of boxes.

use std::collections::HashMap;

use super::{BESIDE, BoxSize, LOOP, Layout, Link, Point, Route, STEP, Segment, Size, Vertex};

/// The distance between arrows at the side of a box, and between an arrow and the end of the side.
const APART: f64 = 18.0;
const INSET: f64 = 20.0;

/// The top and the height of a layer.
#[derive(Clone, Copy)]
struct Band {
    top: f64,
    height: f64,
}

pub(super) fn draw(
    boxes: &[BoxSize],
    links: &[Link],
    reversed: &[bool],
    vertices: &[Vertex],
    layers: &[Vec<usize>],
    chains: &[Vec<usize>],
    straight: &[Option<usize>],
) -> Layout {
    let left = vertices.iter().map(|vertex| vertex.x - vertex.left).fold(f64::INFINITY, f64::min);
    let left = if left.is_finite() { left } else { 0.0 };
    let right = vertices.iter().map(|vertex| vertex.x + vertex.right).fold(left, f64::max);
    let bands = bands(vertices, layers);
    let height = bands.last().map_or(0.0, |band| band.top + band.height);
    let corner = |(sized, vertex): (&BoxSize, &Vertex)| {
        let band = bands[vertex.layer];
        Point { x: vertex.x - sized.size.width / 2.0, y: band.top + (band.height - sized.size.height) / 2.0 }
    };
    let corners: Vec<Point> = boxes.iter().zip(vertices).map(corner).collect();
    let mut router = Router {
        vertices,
        bands,
        ports: ports(boxes, vertices, straight),
        is_drawn: vec![false; vertices.len()],
    };
    let mut routes: Vec<Route> = Vec::with_capacity(links.len());
    for ((link, chain), is_back) in links.iter().zip(chains).zip(reversed) {
        routes.push(match chain.as_slice() {
            [] => around(boxes[link.from].size, corners[link.from]),
            chain => router.route(chain, *is_back, &corners, boxes),
        });
    }
    let mut layout = Layout { size: Size { width: right - left, height }, corners, routes };
    layout.corners.iter_mut().for_each(|corner| corner.x -= left);
    for route in &mut layout.routes {
        route.points.iter_mut().chain(&mut route.label).for_each(|point| point.x -= left);
    }
    layout
}

fn bands(vertices: &[Vertex], layers: &[Vec<usize>]) -> Vec<Band> {
    let mut top = 0.0;
    let mut bands = Vec::with_capacity(layers.len());
    for layer in layers {
        let height = layer.iter().map(|&vertex| vertices[vertex].height).fold(0.0, f64::max);
        bands.push(Band { top, height });
        top += height + STEP;
    }
    bands
}

/// The position of each arrow at the upper or lower side of a box, by the box and the next vertex.
type Ports = HashMap<(usize, usize), f64>;

fn ports(boxes: &[BoxSize], vertices: &[Vertex], straight: &[Option<usize>]) -> Ports {
    let mut ports = Ports::new();
    for (number, sized) in boxes.iter().enumerate() {
        let vertex = &vertices[number];
        let mut add = |segments: &[Segment], is_straight: &dyn Fn(usize) -> bool| {
            let mut others: Vec<usize> = segments.iter().map(|segment| segment.to).collect();
            others.sort_by(|&a, &b| vertices[a].x.total_cmp(&vertices[b].x).then(a.cmp(&b)));
            // A vertical arrow is in the middle, and the others beside it; or else all of them are around the middle.
            let fixed = others.iter().position(|&other| is_straight(other)).map(|place| place as f64);
            let last = others.len() as f64 - 1.0;
            let middle = fixed.unwrap_or(last / 2.0);
            let half = (sized.size.width / 2.0 - INSET).max(4.0);
            let apart = APART.min(half / middle.max(last - middle).max(1.0));
            for (place, other) in others.into_iter().enumerate() {
                ports.insert((number, other), vertex.x + (place as f64 - middle) * apart);
            }
        };
        add(&vertex.below, &|other| straight[number] == Some(other));
        add(&vertex.above, &|other| straight[other] == Some(number));
    }
    ports
}

struct Router<'l> {
    vertices: &'l [Vertex],
    bands: Vec<Band>,
    ports: Ports,
    /// Whether an arrow has been drawn from a vertex to its target.
    is_drawn: Vec<bool>,
}

impl Router<'_> {
    /// The route of an arrow through its vertices, which are given from top to bottom.
    fn route(&mut self, chain: &[usize], is_back: bool, corners: &[Point], boxes: &[BoxSize]) -> Route {
        let mut route = Route::default();
        let steps: Vec<usize> = if is_back { chain.iter().rev().copied().collect() } else { chain.to_vec() };
        let (start, end) = (steps[0], steps[steps.len() - 1]);
        self.add_box(&mut route, start, steps[1], is_back, corners, boxes);
        for &number in &steps[1..steps.len() - 1] {
            let vertex = &self.vertices[number];
            let band = self.bands[vertex.layer];
            let is_shared = vertex.arrows > 1;
            if vertex.is_label() {
                let y = band.top + (band.height - vertex.height) / 2.0;
                route.label = Some(Point { x: vertex.x + BESIDE, y });
            }
            let (enter, leave) =
                if is_back { (band.top + band.height, band.top) } else { (band.top, band.top + band.height) };
            if is_shared || band.height > 0.0 {
                route.points.push(Point { x: vertex.x, y: enter });
            }
            if std::mem::replace(&mut self.is_drawn[number], true) {
                route.is_joining = true;
                return route;
            }
            if band.height > 0.0 {
                route.points.push(Point { x: vertex.x, y: leave });
            }
        }
        let mut last = Route::default();
        self.add_box(&mut last, end, steps[steps.len() - 2], !is_back, corners, boxes);
        route.points.extend(last.points.into_iter().rev());
        route
    }

    /// Adds the points from the side of a box to the edge of its layer, so that no curve touches a taller box beside it.
    fn add_box(
        &self,
        route: &mut Route,
        number: usize,
        other: usize,
        is_top: bool,
        corners: &[Point],
        boxes: &[BoxSize],
    ) {
        let x = self.ports[&(number, other)];
        let band = self.bands[self.vertices[number].layer];
        let (side, edge) = match is_top {
            true => (corners[number].y, band.top),
            false => (corners[number].y + boxes[number].size.height, band.top + band.height),
        };
        route.points.extend([Point { x, y: side }, Point { x, y: edge }]);
    }
}

/// A self-loop on the right side of a box.
fn around(size: Size, corner: Point) -> Route {
    let x = corner.x + size.width;
    let y = corner.y + size.height - 14.0;
    let points = vec![Point { x, y: y - 8.0 }, Point { x, y: y + 8.0 }];
    let label = Some(Point { x: x + LOOP, y: y - 8.0 });
    Route { points, label, is_loop: true, is_joining: false }
}
