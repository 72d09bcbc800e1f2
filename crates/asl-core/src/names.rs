//! "Did you mean": the known name that is nearest to one that is not known; and names that go with some letters.

/// The candidate nearest to a name, if one is near enough to be what was meant.
pub(crate) fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = match name.chars().count() {
        0..=1 => 0,
        2..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    let letters = letters(name);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| Some((distance(name, letters, candidate, limit)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether a name has the letters of a query in their order, whatever their case.
pub fn matches(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

/// How many letters must change, if not more than the limit. A difference in case, blanks or signs alone is none.
fn distance(name: &str, letters_of_name: u64, candidate: &str, limit: usize) -> Option<usize> {
    if plain(name).eq(plain(candidate)) {
        return Some(0);
    }
    // Each change makes two letters differ at most; this is quick, and leaves few candidates.
    let different = (letters_of_name ^ letters(candidate)).count_ones() as usize;
    if different > 2 * limit || name.len().abs_diff(candidate.len()) > 4 * limit {
        return None;
    }
    Some(strsim::osa_distance(name, candidate)).filter(|distance| *distance <= limit)
}

fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Which letters a name has, one bit for each, whatever their number and order.
fn letters(name: &str) -> u64 {
    name.bytes().filter(u8::is_ascii).fold(0, |bits, byte| bits | 1 << (byte & 63))
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
}
