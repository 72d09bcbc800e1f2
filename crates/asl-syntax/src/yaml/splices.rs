//! YAML that a template renders: if a directive is between the members of a mapping or a list, not all members are
//! known.

use crate::text::Span;
use crate::{Node, NodeKind, Splice, Tree, YamlVersion, parse_yaml_version};

/// The maximum number of empty directives that are processed.
const MAX_BLANK: usize = 256;

/// Parses the YAML that a template renders. `placeholders` are the spans of its interpolations, in source order. An
/// interpolation where YAML expects a field is in place of members.
pub fn parse_rendered_yaml(text: &str, splices: &[Splice], placeholders: &[Span]) -> Tree {
    let mut tree = parse_yaml_version(text, YamlVersion::Unknown);
    let line = |at: u32| super::damage::line_of(text, at as usize);
    let (spliced, errors): (Vec<_>, Vec<_>) = tree.errors.drain(..).partition(|error| {
        let line = line(error.span.start);
        let after = placeholders.partition_point(|placeholder| placeholder.end <= line.start);
        placeholders.get(after).is_some_and(|placeholder| placeholder.start <= line.end)
    });
    tree.errors = errors;
    for error in &spliced {
        tree.damage.entry(error.kind).and_modify(|count| *count -= 1);
    }
    let ranges = Ranges::new(splices);
    let mut open: Vec<u32> = Vec::new();
    let mut is_blank = vec![true; ranges.all.len()];
    let begins = beginnings(&tree);
    for node in tree.nodes() {
        let keys = node.pairs().map(|pair| pair.key().span.start);
        for at in keys.chain(node.items().map(|item| item.span().start)) {
            let range =
                ranges.around(at).filter(|&range| begins[node.id.0 as usize] < ranges.all[range].start);
            if let Some(range) = range {
                is_blank[range] = false;
                open.push(node.span().start);
            }
        }
    }
    let blank =
        ranges.all.iter().zip(is_blank).filter(|(_, is_blank)| *is_blank).map(|(range, _)| range.start);
    let places = blank.take(MAX_BLANK).chain(spliced.iter().map(|error| error.span.start));
    for at in places {
        open.extend(tree.nodes().filter(|node| is_around(text, *node, at)).map(|node| node.span().start));
    }
    tree.open = open;
    tree.open.sort_unstable();
    tree.spliced =
        spliced.iter().flat_map(|error| placeholders_on(placeholders, line(error.span.start))).collect();
    tree.take_placeholders();
    tree
}

/// Returns the start of each value, or of its key if it has one.
fn beginnings(tree: &Tree) -> Vec<u32> {
    let mut found: Vec<u32> = tree.nodes().map(|node| node.span().start).collect();
    for pair in tree.nodes().flat_map(Node::pairs) {
        if let Some(value) = pair.value() {
            found[value.id.0 as usize] = pair.key().span.start;
        }
    }
    found
}

fn placeholders_on(placeholders: &[Span], line: Span) -> impl Iterator<Item = Span> {
    let first = placeholders.partition_point(|placeholder| placeholder.end <= line.start);
    placeholders[first..].iter().take_while(move |placeholder| placeholder.start <= line.end).copied()
}

/// Returns whether a container contains an offset, or ends right before it.
fn is_around(text: &str, node: Node<'_>, at: u32) -> bool {
    let span = node.span();
    let is_container = matches!(node.data().kind, NodeKind::Object(..) | NodeKind::Array(..));
    is_container
        && span.start <= at
        && (at <= span.end || text[span.end as usize..at as usize].trim().is_empty())
}

/// The spans from the start of each directive to its end.
struct Ranges {
    /// Sorted by their start.
    all: Vec<Span>,
    /// For each range, the index of the range that contains it.
    parents: Vec<Option<usize>>,
}

impl Ranges {
    fn new(splices: &[Splice]) -> Ranges {
        let mut all: Vec<Span> = Vec::new();
        let mut numbers: std::collections::HashMap<u32, usize> = std::collections::HashMap::new();
        for splice in splices {
            let number = *numbers.entry(splice.directive).or_insert_with(|| {
                all.push(Span { start: splice.at, end: splice.at });
                all.len() - 1
            });
            all[number].end = splice.at;
        }
        let mut open: Vec<usize> = Vec::new();
        let mut parents = Vec::with_capacity(all.len());
        for (number, range) in all.iter().enumerate() {
            while open.last().is_some_and(|&last| all[last].end <= range.start) {
                open.pop();
            }
            parents.push(open.last().copied());
            open.push(number);
        }
        Ranges { all, parents }
    }

    /// Returns the index of the innermost range that contains an offset.
    fn around(&self, at: u32) -> Option<usize> {
        let mut number = self.all.partition_point(|range| range.start <= at).checked_sub(1);
        while let Some(range) = number.filter(|&number| self.all[number].end <= at) {
            number = self.parents[range];
        }
        number
    }
}
