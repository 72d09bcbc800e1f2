//! Breaks cycles, and assigns a rank to every box.

use super::Link;

/// The number of ranks that each link crosses.
pub(in super::super) fn spans(boxes: usize, links: &[Link]) -> Vec<usize> {
    let ranks = ranks(boxes, links, &back_links(boxes, links));
    links.iter().map(|link| ranks[link.from].abs_diff(ranks[link.to])).collect()
}

/// The links that close a cycle in a depth-first traversal in link order.
pub(super) fn back_links(boxes: usize, links: &[Link]) -> Vec<bool> {
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
pub(super) fn ends(link: &Link, is_back: bool) -> (usize, usize) {
    if is_back { (link.to, link.from) } else { (link.from, link.to) }
}

/// The layer of each box: one more than the highest layer of its predecessors.
pub(super) fn ranks(boxes: usize, links: &[Link], reversed: &[bool]) -> Vec<usize> {
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
