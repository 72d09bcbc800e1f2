//! The layout of boxes and arrows: boxes in layers from top to bottom, arrows and their labels through the layers
//! between them.
//!
//! Cycles are broken, and every box is placed in a layer below its predecessors (`ranks`). An arrow gets a vertex in each
//! layer that it crosses, and long arrows to the same box share theirs (`lanes`). The order within a layer minimizes
//! crossings (`crossings`). Vertices that should be above each other become columns, which are placed near their
//! neighbors (`columns`). Finally arrows are routed through their vertices (`routes`).

mod columns;
mod crossings;
mod lanes;
mod ranks;
mod routes;

use self::columns::place;
use self::crossings::order;
use self::lanes::Lanes;
pub(super) use self::ranks::spans;
use self::ranks::{back_links, ranks};
use self::routes::draw;

/// The size of a box, including nested boxes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub width: f64,
    pub height: f64,
}

/// A box.
#[derive(Debug, Clone, Copy)]
pub(super) struct BoxSize {
    pub size: Size,
    /// The width of what is drawn on the right side of the box.
    pub beside: f64,
}

/// An arrow, with the size of its label; zero without one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub from: usize,
    pub to: usize,
    pub label: Size,
    pub is_catch: bool,
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
    /// The points from start to end. The arrow is vertical in each of them.
    pub points: Vec<Point>,
    /// The upper left corner of the label.
    pub label: Option<Point>,
    /// Whether the arrow is a self-loop along the right side of the box.
    pub is_loop: bool,
    /// Whether the arrow ends where it meets another one to the same box.
    pub is_joining: bool,
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

/// A box, or a point where an arrow crosses a layer.
struct Vertex {
    layer: usize,
    /// The extent to the left and to the right of the axis.
    left: f64,
    right: f64,
    height: f64,
    is_box: bool,
    /// The number of arrows through a point.
    arrows: usize,
    x: f64,
    above: Vec<Segment>,
    below: Vec<Segment>,
}

/// The part of an arrow between two layers, as seen from one end.
#[derive(Clone, Copy)]
struct Segment {
    /// The vertex at the other end.
    to: usize,
    /// How important it is that the segment is vertical.
    weight: u32,
}

impl Vertex {
    fn of_box(sized: &BoxSize, layer: usize) -> Vertex {
        let half = sized.size.width / 2.0;
        Vertex { is_box: true, ..Vertex::new(layer, half, half + sized.beside, sized.size.height) }
    }

    fn new(layer: usize, left: f64, right: f64, height: f64) -> Vertex {
        Vertex {
            layer,
            left,
            right,
            height,
            is_box: false,
            arrows: 0,
            x: 0.0,
            above: Vec::new(),
            below: Vec::new(),
        }
    }

    /// Whether it is a point with a label.
    fn is_label(&self) -> bool {
        !self.is_box && self.right > 0.0
    }
}

pub(super) fn layout(boxes: &[BoxSize], links: &[Link]) -> Layout {
    let reversed = back_links(boxes.len(), links);
    let ranks = ranks(boxes.len(), links, &reversed);
    let mut vertices: Vec<Vertex> =
        boxes.iter().zip(&ranks).map(|(sized, rank)| Vertex::of_box(sized, rank * 2)).collect();
    for link in links.iter().filter(|link| link.from == link.to) {
        vertices[link.from].right += LOOP + link.label.width;
    }
    let mut lanes = Lanes::default();
    let chains: Vec<Vec<usize>> =
        links.iter().zip(&reversed).map(|(link, back)| lanes.add(&mut vertices, link, *back)).collect();
    let layers = order(&vertices);
    let straight = place(&mut vertices, &layers);
    draw(boxes, links, &reversed, &vertices, &layers, &chains, &straight)
}

#[cfg(test)]
mod tests;
