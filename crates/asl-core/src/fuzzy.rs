//! "Did you mean": the known name that is nearest to one that is not known; and names that go with some letters.

use crate::effort::Effort;

/// At most this many candidates are compared with a name.
const MAX_CANDIDATES: usize = 1000;
/// At most this many comparisons are made for all the names of a document: one with very many names can misspell them
/// all.
const MAX_COMPARISONS: u64 = 100_000;
/// More letters are never wrong in a name that is taken for another one.
const MAX_CHANGES: usize = 3;
/// The columns that matter in a row.
const WIDTH: usize = 2 * MAX_CHANGES + 1;
/// Longer names are not compared. That of a state has at most 80 characters.
const MAX_LENGTH: usize = 256;

/// The effort that the misspelt names of a document are worth.
pub(crate) fn effort() -> Effort {
    Effort::new(MAX_COMPARISONS)
}

/// The candidate nearest to a name, if one is near enough to be what was meant.
pub(crate) fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_within(name, candidates, &effort())
}

/// The same for one of many names that share an effort.
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
        _ => MAX_CHANGES,
    };
    let candidates = candidates
        .into_iter()
        .take(MAX_CANDIDATES)
        .filter(|candidate| *candidate != name && candidate.len() <= MAX_LENGTH)
        .take_while(|_| effort.spend(1));
    let mut best = None;
    for candidate in candidates {
        let limit = best.map_or(limit, |(distance, _)| distance);
        let found = distance(name, candidate, limit).map(|distance| (distance, candidate));
        best = best.into_iter().chain(found).min();
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether a name has the letters of a query in their order, whatever their case.
pub fn matches(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

/// How many letters must change, if not more than the limit. A difference in case, blanks or signs alone is none.
fn distance(name: &str, candidate: &str, limit: usize) -> Option<usize> {
    let (a, b) = without_common_ends(name, candidate);
    if plain(a).eq(plain(b)) {
        return Some(0);
    }
    // Each change makes two letters differ at most; this is quick, and leaves few candidates.
    let different = (letters(a) ^ letters(b)).count_ones() as usize;
    if different > 2 * limit || a.len().abs_diff(b.len()) > 4 * limit {
        return None;
    }
    changes(a, b, limit)
}

/// What two names do not have in common at their beginnings and ends.
fn without_common_ends<'n>(a: &'n str, b: &'n str) -> (&'n str, &'n str) {
    let equal = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let start = a.floor_char_boundary(equal).min(b.floor_char_boundary(equal));
    let (a, b) = (&a[start..], &b[start..]);
    let equal = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    let (a_end, b_end) = (a.ceil_char_boundary(a.len() - equal), b.ceil_char_boundary(b.len() - equal));
    (&a[..a_end], &b[..b_end])
}

fn plain(name: &str) -> impl Iterator<Item = char> {
    let lower =
        |c: char| if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
    name.chars().filter(|c| c.is_alphanumeric()).map(lower)
}

/// How many letters must be added, left out, replaced, or exchanged with the next one, to make one name of the other;
/// nothing if more than the limit.
fn changes(a: &str, b: &str, limit: usize) -> Option<usize> {
    if a.is_ascii() && b.is_ascii() {
        return changed(a.as_bytes(), b.as_bytes(), limit);
    }
    let letters = |name: &str| name.chars().collect::<Vec<_>>();
    changed(&letters(a), &letters(b), limit)
}

/// Counts row by row what it takes to make the beginnings of one name of those of the other. Only beginnings whose lengths
/// differ by the limit at most matter: column `k` of row `i` stands for the first `i + k - limit` letters.
fn changed<T: PartialEq>(a: &[T], b: &[T], limit: usize) -> Option<usize> {
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
            let left_out = if k < 2 * limit { last[k + 1] + 1 } else { far };
            let added = if k > 0 { row[k - 1] + 1 } else { far };
            row[k] = replaced.min(left_out).min(added).min(far);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[k] = row[k].min(before[k] + 1);
            }
        }
        if row.iter().all(|&changes| changes == far) {
            return None;
        }
        (before, last) = (last, row);
    }
    Some(last[b.len() + limit - a.len()]).filter(|&changes| changes <= limit)
}

/// Which letters a name has, one bit for each, whatever their number and order.
fn letters(name: &str) -> u64 {
    name.bytes().filter(u8::is_ascii).fold(0, |bits, byte| bits | 1 << (byte & 63))
}

#[cfg(test)]
mod tests {
    use super::{changes, nearest};

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["ProcessOrder", "Notify", "B", "größer"];
        assert_eq!(nearest("ProcesOrder", names), Some("ProcessOrder"));
        assert_eq!(nearest("process order", names), Some("ProcessOrder"), "case and blanks");
        assert_eq!(nearest("Notfiy", names), Some("Notify"), "two letters changed places");
        assert_eq!(nearest("grösser", names), Some("größer"));
        assert_eq!(nearest("Bx", names), Some("B"));
        assert_eq!(nearest("X", names), None, "another letter is a guess");
        assert_eq!(nearest("ShipOrder", names), None);
        assert_eq!(nearest("b", names), Some("B"));
    }

    #[test]
    fn changes_are_counted_up_to_a_limit() {
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
            assert_eq!(changes(a, b, 3), Some(count), "{a} {b}");
            assert_eq!(changes(b, a, count), Some(count), "{b} {a}");
            assert!(count == 0 || changes(a, b, count - 1).is_none(), "{a} {b}");
        }
        assert_eq!(changes("ProcessOrder", "ShipOrder", 3), None);
        let words = |letters: &[char]| -> Vec<String> {
            let add = |word: &String| letters.iter().map(|c| format!("{word}{c}")).collect::<Vec<_>>();
            (0..4).fold(vec![String::new()], |words, _| {
                words.iter().flat_map(add).chain(words.clone()).collect()
            })
        };
        for a in words(&['a', 'b']) {
            for b in words(&['a', 'b', 'c']) {
                let all = strsim::osa_distance(&a, &b);
                assert_eq!(changes(&a, &b, 3), Some(all).filter(|&all| all <= 3), "{a} {b}");
            }
        }
    }

    #[test]
    fn names_without_end_are_not_compared() {
        let long = "x".repeat(1_000_000);
        let names: Vec<String> = (0..100_000).map(|i| format!("{i}")).collect();
        assert_eq!(nearest(&long, [&long[1..]]), None);
        assert_eq!(nearest("x", names.iter().map(String::as_str)), None);
    }
}
