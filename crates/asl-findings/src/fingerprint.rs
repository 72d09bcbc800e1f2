//! Fingerprints: what makes a finding the same one in the next run. SARIF, GitLab and JSON contain them, and baselines
//! contain what they are made of.
//!
//! A fingerprint is made of the path of the file in the repository, the rule, the name of the definition, the place in the
//! definition and the message. It stays the same if lines move, if the file is formatted, and if items are added to or
//! removed from arrays. Findings that are equal in all of these are numbered.

use std::collections::HashMap;

use asl_core::brief::shortened;
use asl_core::syntax::{Node, Pair};
use asl_core::text::Span;
use asl_core::{Analysis, Diagnostic};

use crate::Finding;

/// Fields that name an item of an array better than its index does: the first state of a branch, the errors of a retrier
/// or catcher, the target of a choice rule.
const KEYS: [&str; 3] = ["StartAt", "ErrorEquals", "Next"];

/// The maximum length in bytes of the name of an item.
const MAX_NAME: usize = 80;

/// The place of a finding in a file, without lines and offsets.
#[derive(Debug)]
pub(crate) struct Place {
    /// The name of the definition, if the file is a template.
    pub definition: Option<String>,
    /// The path of the construct of the CDK that made the definition.
    pub construct: Option<String>,
    /// The location in the definition as a JSON Pointer, in which an item of an array is named by a field or by `*`. Empty
    /// if it is not known.
    pub pointer: String,
}

/// The definitions in a file.
pub(crate) struct Definitions<'a> {
    found: Vec<(Span, &'a Analysis)>,
    /// Whether they are sorted, and no two of them overlap or touch each other.
    are_apart: bool,
}

impl<'a> Definitions<'a> {
    pub(crate) fn new(analyses: &'a [Analysis]) -> Definitions<'a> {
        let place = |analysis: &'a Analysis| Some((analysis.tree().root()?.span(), analysis));
        let all: Vec<_> = analyses.iter().filter_map(place).collect();
        // Of several with the same place, the first remains.
        let mut sorted = all.clone();
        sorted.sort_by_key(|(span, _)| *span);
        sorted.dedup_by_key(|(span, _)| *span);
        let are_apart = sorted.windows(2).all(|two| two[0].0.end < two[1].0.start);
        Definitions { found: if are_apart { sorted } else { all }, are_apart }
    }

    /// Returns the first definition that an offset is in.
    fn at(&self, offset: u32) -> Option<&'a Analysis> {
        let candidates = match self.are_apart {
            true => {
                let next = self.found.partition_point(|(span, _)| span.end < offset);
                &self.found[next..self.found.len().min(next + 1)]
            }
            false => &self.found,
        };
        let holds = |(span, _): &&(Span, &Analysis)| span.start <= offset && offset <= span.end;
        candidates.iter().find(holds).map(|(_, analysis)| *analysis)
    }
}

impl Place {
    pub(crate) fn of(diagnostic: &Diagnostic, definitions: &Definitions<'_>) -> Place {
        let at = diagnostic.span.start;
        let analysis = definitions.at(at);
        let embedded = analysis.filter(|analysis| !analysis.host().is_whole_file());
        let pointer = diagnostic.pointer.as_deref().unwrap_or_default();
        let mut hosts = analysis.into_iter().flat_map(|one| one.named_by().iter().chain([one.host()]));
        Place {
            construct: hosts.find_map(|host| host.construct.clone()),
            definition: embedded.and_then(|one| Some(one.host().name.as_ref()?.value.clone())),
            pointer: stable(pointer, at, analysis.and_then(|analysis| analysis.tree().root())),
        }
    }
}

/// Replaces the indexes in a JSON Pointer into a definition. `at` is the offset of the finding, which is a short cut to the
/// values on the way in large objects.
fn stable(pointer: &str, at: u32, root: Option<Node<'_>>) -> String {
    let index = |step: &str| step.parse::<usize>().ok();
    if pointer.split('/').all(|step| index(step).is_none()) {
        return pointer.to_owned();
    }
    let mut out = String::with_capacity(pointer.len());
    let mut node = root;
    for step in pointer.split('/').skip(1) {
        out.push('/');
        let item = node.filter(|node| !node.is_object());
        match item.zip(index(step)) {
            Some((array, index)) => {
                node = array.item(index);
                out.push_str(&node.and_then(name).unwrap_or_else(|| "*".to_owned()));
            }
            None => {
                let key = step.replace("~1", "/").replace("~0", "~");
                let here = node.and_then(|node| node.pair_at(at)).filter(|pair| pair.is_named(&key));
                node = here.or_else(|| node.and_then(|node| node.pair(&key))).and_then(Pair::value);
                out.push_str(step);
            }
        }
    }
    out
}

/// What names an item of an array.
fn name(item: Node<'_>) -> Option<String> {
    let value = KEYS.iter().find_map(|key| item.get(key))?;
    // The beginning and the end of a long list are all that remains of it when it is shortened.
    let (first, rest) = (MAX_NAME, value.items().len().saturating_sub(MAX_NAME));
    let mut last: Vec<Node<'_>> = value.items().rev().take(rest.min(MAX_NAME)).collect();
    last.reverse();
    let words = value.items().take(first).chain(last).filter_map(Node::as_str);
    let words: Vec<&str> = words.chain(value.as_str()).collect();
    let name = words.join(",").replace('~', "~0").replace('/', "~1");
    (!name.is_empty()).then(|| format!("[{}]", shortened(&name, MAX_NAME)))
}

/// The fingerprint of each finding in a file, in the same order.
pub(crate) fn fingerprints(path: &str, findings: &[Finding]) -> Vec<String> {
    let mut times: HashMap<u64, usize> = HashMap::new();
    let fingerprint = |finding: &Finding| {
        let definition = finding.definition.as_deref().unwrap_or_default();
        let hash = hash(&[path, &finding.rule, definition, &finding.stable_pointer, &finding.message]);
        let time = times.entry(hash).or_default();
        *time += 1;
        if *time > 1 { format!("{hash:016x}-{time}") } else { format!("{hash:016x}") }
    };
    findings.iter().map(fingerprint).collect()
}

/// The fingerprint of some texts, which is the same in every version of asl-lint.
pub fn of(parts: &[&str]) -> String {
    format!("{:016x}", hash(parts))
}

/// The FNV-1a hash of some texts with a NUL character between them.
fn hash(parts: &[&str]) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    parts.iter().enumerate().fold(0xcbf2_9ce4_8422_2325, |hash, (i, part)| {
        let hash = if i > 0 { add(hash, 0) } else { hash };
        part.bytes().fold(hash, add)
    })
}

#[cfg(test)]
mod tests {
    use asl_core::syntax::{Dialect, parse};

    use super::*;

    #[test]
    fn long_lists_are_named_by_their_ends() {
        for count in [1, 79, 80, 81, 159, 160, 161, 500] {
            let names: Vec<String> = (0..count).map(|i| (i % 10).to_string()).collect();
            let tree = parse(&format!(r#"{{ "ErrorEquals": {names:?} }}"#), Dialect::Json);
            let expected = format!("[{}]", shortened(&names.join(","), MAX_NAME));
            assert_eq!(tree.root().and_then(name), Some(expected), "{count}");
        }
    }
}
