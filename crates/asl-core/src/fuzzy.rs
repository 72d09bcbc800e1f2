//! Edit distance for "did you mean" suggestions, and fuzzy matching of names.

use crate::effort::Effort;

/// The maximum number of candidates to compare with a name.
const MAX_CANDIDATES: usize = 1000;
/// The maximum number of comparisons for all names of a document, as it may misspell very many names.
const MAX_COMPARISONS: u64 = 100_000;
/// The maximum edit distance between a name and a suggestion.
const MAX_DISTANCE: usize = 3;
/// The number of relevant columns in a row of the distance matrix.
const WIDTH: usize = 2 * MAX_DISTANCE + 1;
/// The maximum length in bytes of names to compare. A state name has at most 80 characters.
const MAX_LENGTH: usize = 256;

/// The limit of effort for the names of a document.
pub(crate) fn effort() -> Effort {
    Effort::new(MAX_COMPARISONS)
}

/// Returns the candidate with the smallest edit distance to a name, if the name is probably a misspelling of it.
pub(crate) fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_within(name, candidates, &effort())
}

/// Like [`nearest`], for a name of several that share an effort.
pub(crate) fn nearest_within<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    effort: &Effort,
) -> Option<&'c str> {
    if name.len() > MAX_LENGTH {
        return None;
    }
    let limit = match name.chars().count() {
        0..=1 => 0,
        2..=5 => 1,
        6..=9 => 2,
        _ => MAX_DISTANCE,
    };
    let candidates = candidates
        .into_iter()
        .take(MAX_CANDIDATES)
        .filter(|candidate| *candidate != name && candidate.len() <= MAX_LENGTH)
        .take_while(|_| effort.spend(1));
    let letters_of_name = letters(name);
    let mut best = None;
    for candidate in candidates {
        let limit = best.map_or(limit, |(distance, _)| distance);
        if !may_be_near(letters_of_name, letters(candidate), limit) {
            continue;
        }
        let found = distance(name, candidate, limit).map(|distance| (distance, candidate));
        best = best.into_iter().chain(found).min();
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether a name contains the characters of a query in the same order, ignoring case.
pub fn matches(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

/// The edit distance, if it does not exceed the limit; 0 if the names differ only in case, whitespace or punctuation.
fn distance(name: &str, candidate: &str, limit: usize) -> Option<usize> {
    let (a, b) = without_common_ends(name, candidate);
    if normalized(a).eq(normalized(b)) {
        return Some(0);
    }
    if !may_be_near(letters(a), letters(b), limit) || a.len().abs_diff(b.len()) > 4 * limit {
        return None;
    }
    edit_distance(a, b, limit)
}

/// Whether two names with these letters may be within an edit distance: each edit changes at most two bits. This is fast,
/// and rules out most candidates, and most of the others without their common ends.
fn may_be_near(a: u64, b: u64, limit: usize) -> bool {
    (a ^ b).count_ones() as usize <= 2 * limit
}

/// Two names without their common prefix and suffix.
fn without_common_ends<'n>(a: &'n str, b: &'n str) -> (&'n str, &'n str) {
    let equal = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let start = a.floor_char_boundary(equal).min(b.floor_char_boundary(equal));
    let (a, b) = (&a[start..], &b[start..]);
    let equal = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    let (a_end, b_end) = (a.ceil_char_boundary(a.len() - equal), b.ceil_char_boundary(b.len() - equal));
    (&a[..a_end], &b[..b_end])
}

fn normalized(name: &str) -> impl Iterator<Item = char> {
    let lower =
        |c: char| if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
    name.chars().filter(|c| c.is_alphanumeric()).map(lower)
}

/// The number of insertions, deletions, replacements and transpositions of adjacent characters that turn one name into the
/// other; `None` if it exceeds the limit.
fn edit_distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    if a.is_ascii() && b.is_ascii() {
        return osa_distance(a.as_bytes(), b.as_bytes(), limit);
    }
    let letters = |name: &str| name.chars().collect::<Vec<_>>();
    osa_distance(&letters(a), &letters(b), limit)
}

/// Computes the optimal string alignment distance row by row. Only prefixes whose lengths differ by at most the limit
/// matter: column `k` of row `i` is for the first `i + k - limit` characters of `b`.
fn osa_distance<T: PartialEq>(a: &[T], b: &[T], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let far = limit + 1;
    let (mut before, mut last) = ([far; WIDTH], [far; WIDTH]);
    for i in 0..=a.len() {
        let mut row = [far; WIDTH];
        for k in 0..=2 * limit {
            let Some(j) = (i + k).checked_sub(limit).filter(|&j| j <= b.len()) else { continue };
            if i == 0 || j == 0 {
                row[k] = far.min(i + j);
                continue;
            }
            let replaced = last[k] + usize::from(a[i - 1] != b[j - 1]);
            let removed = if k < 2 * limit { last[k + 1] + 1 } else { far };
            let added = if k > 0 { row[k - 1] + 1 } else { far };
            row[k] = replaced.min(removed).min(added).min(far);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[k] = row[k].min(before[k] + 1);
            }
        }
        if row.iter().all(|&distance| distance == far) {
            return None;
        }
        (before, last) = (last, row);
    }
    Some(last[b.len() + limit - a.len()]).filter(|&distance| distance <= limit)
}

/// The set of ASCII letters and digits in a name, regardless of their case.
fn letters(name: &str) -> u64 {
    name.bytes().fold(0, |bits, byte| bits | BITS[usize::from(byte)])
}

/// The bit of each ASCII letter or digit.
const BITS: [u64; 256] = {
    let mut bits = [0; 256];
    let mut next = 0;
    while next < 36 {
        let bit = 1 << next;
        if next < 10 {
            bits[b'0' as usize + next] = bit;
        } else {
            bits[b'a' as usize + next - 10] = bit;
            bits[b'A' as usize + next - 10] = bit;
        }
        next += 1;
    }
    bits
};

#[cfg(test)]
mod tests {
    use super::{edit_distance, nearest};

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["ProcessOrder", "Notify", "B", "größer"];
        assert_eq!(nearest("ProcesOrder", names), Some("ProcessOrder"));
        assert_eq!(nearest("process order", names), Some("ProcessOrder"), "case and whitespace");
        assert_eq!(nearest("Notfiy", names), Some("Notify"), "transposed characters");
        assert_eq!(nearest("grösser", names), Some("größer"));
        assert_eq!(nearest("Bx", names), Some("B"));
        assert_eq!(nearest("X", names), None, "a different single letter is a guess");
        assert_eq!(nearest("ShipOrder", names), None);
        assert_eq!(nearest("b", names), Some("B"));
    }

    #[test]
    fn edit_distances_up_to_a_limit() {
        for (a, b, count) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("Next", "Nxet", 1),
            ("ca", "abc", 3),
            ("abcd", "badc", 2),
            ("größer", "grösser", 2),
            ("aab", "ab", 1),
            ("States", "State", 1),
        ] {
            assert_eq!(edit_distance(a, b, 3), Some(count), "{a} {b}");
            assert_eq!(edit_distance(b, a, count), Some(count), "{b} {a}");
            assert!(count == 0 || edit_distance(a, b, count - 1).is_none(), "{a} {b}");
        }
        assert_eq!(edit_distance("ProcessOrder", "ShipOrder", 3), None);
        let words = |letters: &[char]| -> Vec<String> {
            let add = |word: &String| letters.iter().map(|c| format!("{word}{c}")).collect::<Vec<_>>();
            (0..4).fold(vec![String::new()], |words, _| {
                words.iter().flat_map(add).chain(words.clone()).collect()
            })
        };
        for a in words(&['a', 'b']) {
            for b in words(&['a', 'b', 'c']) {
                let all = strsim::osa_distance(&a, &b);
                assert_eq!(edit_distance(&a, &b, 3), Some(all).filter(|&all| all <= 3), "{a} {b}");
            }
        }
    }

    #[test]
    fn long_names_and_many_candidates_are_not_compared() {
        let long = "x".repeat(1_000_000);
        let names: Vec<String> = (0..100_000).map(|i| format!("{i}")).collect();
        assert_eq!(nearest(&long, [&long[1..]]), None);
        assert_eq!(nearest("x", names.iter().map(String::as_str)), None);
    }
}
