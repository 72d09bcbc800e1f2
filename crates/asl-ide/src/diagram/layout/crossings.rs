//! Orders the boxes of each layer to minimize crossings.

use super::Vertex;

/// The number of iterations that improve the order.
const SWEEPS: usize = 24;

/// The vertices of each layer from left to right, with few crossings.
pub(super) fn order(vertices: &[Vertex]) -> Vec<Vec<usize>> {
    let count = vertices.iter().map(|vertex| vertex.layer + 1).max().unwrap_or_default();
    let mut layers = vec![Vec::new(); count];
    let mut is_seen = vec![false; vertices.len()];
    for root in 0..vertices.len() {
        let mut open = vec![root];
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut is_seen[at], true) {
                layers[vertices[at].layer].push(at);
                open.extend(vertices[at].below.iter().rev().map(|segment| segment.to));
            }
        }
    }
    let sweeps = if vertices.len() > 20_000 { 2 } else { SWEEPS };
    let mut best = layers.clone();
    let mut least = crossings(vertices, &layers);
    for sweep in 0..sweeps {
        if least == 0 {
            break;
        }
        let mut position = positions(vertices.len(), &layers);
        let is_down = sweep % 2 == 0;
        for i in 0..count {
            let layer = &mut layers[if is_down { i } else { count - 1 - i }];
            let centre = |vertex: usize| {
                let beside = if is_down { &vertices[vertex].above } else { &vertices[vertex].below };
                let sum: usize = beside.iter().map(|segment| position[segment.to]).sum();
                if beside.is_empty() { position[vertex] as f64 } else { sum as f64 / beside.len() as f64 }
            };
            let mut keyed: Vec<(f64, usize)> = layer.iter().map(|&vertex| (centre(vertex), vertex)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            *layer = keyed.into_iter().map(|(_, vertex)| vertex).collect();
            for (i, &vertex) in layer.iter().enumerate() {
                position[vertex] = i;
            }
        }
        let now = crossings(vertices, &layers);
        if now < least {
            least = now;
            best.clone_from(&layers);
        }
    }
    best
}

fn positions(count: usize, layers: &[Vec<usize>]) -> Vec<usize> {
    let mut position = vec![0; count];
    for layer in layers {
        for (i, &vertex) in layer.iter().enumerate() {
            position[vertex] = i;
        }
    }
    position
}

/// The number of crossings between layers.
fn crossings(vertices: &[Vertex], layers: &[Vec<usize>]) -> usize {
    let position = positions(vertices.len(), layers);
    let mut total = 0;
    for two in layers.windows(2) {
        // The lower ends seen so far, as a Fenwick tree: those to the right of a new end cross it.
        let mut sums = vec![0; two[1].len() + 1];
        let mut seen = 0;
        for &upper in &two[0] {
            let mut ends: Vec<usize> =
                vertices[upper].below.iter().map(|segment| position[segment.to]).collect();
            ends.sort_unstable();
            for &end in &ends {
                let mut at = end + 1;
                let mut before = 0;
                while at > 0 {
                    before += sums[at];
                    at &= at - 1;
                }
                total += seen - before;
            }
            for end in ends {
                seen += 1;
                let mut at = end + 1;
                while at < sums.len() {
                    sums[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
        }
    }
    total
}
