//! "Did you mean": the known name that is nearest to one that is not known.

/// The candidate nearest to a name, if one is near enough to be what was meant.
pub(crate) fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let plain = normal(name);
    let limit = match name.chars().count() {
        0..=1 => 0,
        2..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| {
            // A difference in case or blanks alone is always near.
            let distance = if normal(candidate) == plain {
                0
            } else if candidate.len().abs_diff(name.len()) > 4 * limit {
                return None;
            } else {
                strsim::damerau_levenshtein(name, candidate)
            };
            (distance <= limit).then_some((distance, candidate))
        })
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

fn normal(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["ProcessOrder", "Notify", "B"];
        assert_eq!(nearest("ProcesOrder", names), Some("ProcessOrder"));
        assert_eq!(nearest("process order", names), Some("ProcessOrder"), "case and blanks");
        assert_eq!(nearest("Notfiy", names), Some("Notify"), "two letters changed places");
        assert_eq!(nearest("Bx", names), Some("B"));
        assert_eq!(nearest("X", names), None, "another letter is a guess");
        assert_eq!(nearest("ShipOrder", names), None);
        assert_eq!(nearest("b", names), Some("B"));
    }
}
