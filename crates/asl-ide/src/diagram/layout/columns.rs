//! Assigns an axis to every vertex: straight lines first, then short ones.
//!
//! As in the algorithm of Brandes and Köpf, vertices that are connected by vertical segments form a column, which has a
//! single axis. A segment is vertical if it is the middle one of the heaviest at both of its ends. Columns then move
//! towards their neighbors, as far as the order within the layers allows.

use std::collections::BTreeMap;

use super::{GAP, LANE, Segment, Vertex};

/// The number of iterations that move columns, and how many vertices they may visit in total.
const ROUNDS: usize = 200;
const EFFORT: usize = 1_000_000;

/// Sets the axis of every vertex. Returns the vertex below each one to which a vertical segment leads, if any.
pub(super) fn place(vertices: &mut [Vertex], layers: &[Vec<usize>]) -> Vec<Option<usize>> {
    let straight = straight(vertices, layers);
    let columns = Columns::new(vertices, layers, &straight);
    let mut axes = columns.spread(&vec![0.0; columns.count]);
    for _ in 0..ROUNDS.min(EFFORT / (vertices.len() + 1)) {
        axes = columns.spread(&columns.wishes(&axes));
    }
    for (vertex, column) in vertices.iter_mut().zip(&columns.of) {
        vertex.x = axes[*column];
    }
    straight
}

/// The vertex below each one to which a vertical segment leads. Vertical segments do not cross.
fn straight(vertices: &[Vertex], layers: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut position = vec![0; vertices.len()];
    for layer in layers {
        for (i, &vertex) in layer.iter().enumerate() {
            position[vertex] = i;
        }
    }
    let back: Vec<Option<Segment>> = vertices.iter().map(|vertex| middle(&vertex.above, &position)).collect();
    let mut straight = vec![None; vertices.len()];
    for layer in layers {
        let mut chosen: Vec<(u32, usize, usize)> = Vec::new();
        for &upper in layer {
            let Some(segment) = middle(&vertices[upper].below, &position) else { continue };
            if back[segment.to].is_some_and(|back| back.to == upper) {
                chosen.push((segment.weight, upper, segment.to));
            }
        }
        chosen.sort_by_key(|(weight, ..)| std::cmp::Reverse(*weight));
        let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, upper, lower) in chosen {
            let (above, below) = (position[upper], position[lower]);
            let is_right = kept.range(..above).next_back().is_none_or(|(_, left)| *left < below);
            let is_left = kept.range(above..).next().is_none_or(|(_, right)| below < *right);
            if is_right && is_left {
                kept.insert(above, below);
                straight[upper] = Some(lower);
            }
        }
    }
    straight
}

/// The middle one of the heaviest segments, if their number is odd.
fn middle(segments: &[Segment], position: &[usize]) -> Option<Segment> {
    let heaviest = segments.iter().map(|segment| segment.weight).max()?;
    let mut equal: Vec<Segment> =
        segments.iter().filter(|segment| segment.weight == heaviest).copied().collect();
    equal.sort_by_key(|segment| position[segment.to]);
    (equal.len() % 2 == 1).then(|| equal[equal.len() / 2])
}

/// Vertices that share an axis.
struct Columns {
    count: usize,
    /// The column of each vertex.
    of: Vec<usize>,
    /// From left to right.
    order: Vec<usize>,
    /// The columns directly to the left of each one, with the minimum distance.
    left: Vec<Vec<(usize, f64)>>,
    right: Vec<Vec<(usize, f64)>>,
    /// The columns to which segments lead from each one, with the weight.
    neighbors: Vec<Vec<(usize, f64)>>,
}

impl Columns {
    fn new(vertices: &[Vertex], layers: &[Vec<usize>], straight: &[Option<usize>]) -> Columns {
        let mut of = vec![usize::MAX; vertices.len()];
        let mut count = 0;
        for &top in layers.iter().flatten() {
            let mut next = Some(top).filter(|&top| of[top] == usize::MAX);
            count += usize::from(next.is_some());
            while let Some(vertex) = next {
                of[vertex] = count - 1;
                next = straight[vertex];
            }
        }
        let mut left = vec![Vec::new(); count];
        let mut right = vec![Vec::new(); count];
        for two in layers.iter().flat_map(|layer| layer.windows(2)) {
            let (a, b) = (&vertices[two[0]], &vertices[two[1]]);
            let distance = a.right + b.left + if a.is_box && b.is_box { GAP } else { LANE };
            left[of[two[1]]].push((of[two[0]], distance));
            right[of[two[0]]].push((of[two[1]], distance));
        }
        let mut neighbors = vec![Vec::new(); count];
        for (vertex, column) in vertices.iter().zip(&of) {
            let others = vertex.above.iter().chain(&vertex.below);
            let others = others.map(|segment| (of[segment.to], f64::from(segment.weight)));
            neighbors[*column].extend(others.filter(|(other, _)| other != column));
        }
        let order = sorted(&left, &right);
        Columns { count, of, order, left, right, neighbors }
    }

    /// Where each column would be closest to its neighbors; halfway there, because they move as well.
    fn wishes(&self, axes: &[f64]) -> Vec<f64> {
        let wish = |(neighbors, axis): (&Vec<(usize, f64)>, &f64)| {
            let weight: f64 = neighbors.iter().map(|(_, weight)| weight).sum();
            let sum: f64 = neighbors.iter().map(|(other, weight)| axes[*other] * weight).sum();
            if weight > 0.0 { (axis + sum / weight) / 2.0 } else { *axis }
        };
        self.neighbors.iter().zip(axes).map(wish).collect()
    }

    /// The axes near the wishes at which columns keep their order and distance: halfway between those of columns that
    /// only move to the right and those of columns that only move to the left.
    fn spread(&self, wishes: &[f64]) -> Vec<f64> {
        let mut rightmost = wishes.to_vec();
        for &column in &self.order {
            for &(other, distance) in &self.left[column] {
                rightmost[column] = rightmost[column].max(rightmost[other] + distance);
            }
        }
        let mut leftmost = wishes.to_vec();
        for &column in self.order.iter().rev() {
            for &(other, distance) in &self.right[column] {
                leftmost[column] = leftmost[column].min(leftmost[other] - distance);
            }
        }
        leftmost.iter().zip(&rightmost).map(|(a, b)| (a + b) / 2.0).collect()
    }
}

/// The columns in an order in which each one comes after all to its left.
fn sorted(left: &[Vec<(usize, f64)>], right: &[Vec<(usize, f64)>]) -> Vec<usize> {
    let mut open: Vec<usize> = left.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..left.len()).filter(|&column| open[column] == 0).collect();
    let mut next = 0;
    while let Some(&column) = order.get(next) {
        next += 1;
        for &(other, _) in &right[column] {
            open[other] -= 1;
            if open[other] == 0 {
                order.push(other);
            }
        }
    }
    order
}
