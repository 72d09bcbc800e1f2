//! The vertices of arrows in the layers that they cross.

use std::collections::{HashMap, HashSet};

use super::ranks::ends;
use super::{BESIDE, Link, Segment, Vertex};

/// The weights of segments: those of a transition to the next layer, those inside a long arrow, those at the ends of a
/// long transition, and those of a catcher or of a transition back between its box and its label, and at the other end.
const NEXT: u32 = 16;
const INSIDE: u32 = 8;
const LONG: u32 = 6;
const LABEL: u32 = 4;
const SIDE: u32 = 1;

/// The vertices that long arrows to the same box share.
#[derive(Default)]
pub(super) struct Lanes {
    /// By the box, whether the arrows are catchers and whether they lead back: the vertex in each layer.
    shared: HashMap<(usize, bool, bool), HashMap<usize, usize>>,
    segments: HashSet<(usize, usize)>,
}

impl Lanes {
    /// Adds the vertices of an arrow. Returns them from top to bottom, with the boxes at both ends; none for a self-loop.
    pub(super) fn add(&mut self, vertices: &mut Vec<Vertex>, link: &Link, is_back: bool) -> Vec<usize> {
        if link.from == link.to {
            return Vec::new();
        }
        let (top, bottom) = ends(link, is_back);
        let (first, last) = (vertices[top].layer + 1, vertices[bottom].layer);
        let is_long = last - first > 1;
        let has_label = link.label.width > 0.0;
        // The label stands where the arrow leaves its box.
        let labelled = if is_back { last - 1 } else { first };
        let shared = self.shared.entry((link.to, link.is_catch, is_back)).or_default();
        let mut chain = vec![top];
        for layer in first..last {
            let is_own = !is_long || has_label && layer == labelled;
            let known = shared.get(&layer).copied().filter(|_| !is_own);
            let vertex = known.unwrap_or_else(|| {
                let (width, height) = match has_label && layer == labelled {
                    true => (link.label.width + BESIDE, link.label.height),
                    false => (0.0, 0.0),
                };
                vertices.push(Vertex::new(layer, 0.0, width, height));
                vertices.len() - 1
            });
            if !is_own {
                shared.insert(layer, vertex);
            }
            vertices[vertex].arrows += 1;
            chain.push(vertex);
        }
        chain.push(bottom);
        let end = match (link.is_catch || is_back, is_long) {
            (true, _) => SIDE,
            (false, true) => LONG,
            (false, false) => NEXT,
        };
        for two in chain.windows(2) {
            let is_inside = two.iter().all(|&one| !vertices[one].is_box && !vertices[one].is_label());
            let is_label = two.contains(&link.from) && two.iter().any(|&one| vertices[one].is_label());
            let weight = match (is_inside, is_label) {
                (true, _) => INSIDE,
                (false, true) => end.max(LABEL),
                (false, false) => end,
            };
            self.connect(vertices, two[0], two[1], weight);
        }
        chain
    }

    /// Adds a segment, unless another arrow has it.
    fn connect(&mut self, vertices: &mut [Vertex], upper: usize, lower: usize, weight: u32) {
        if self.segments.insert((upper, lower)) {
            vertices[upper].below.push(Segment { to: lower, weight });
            vertices[lower].above.push(Segment { to: upper, weight });
        }
    }
}
