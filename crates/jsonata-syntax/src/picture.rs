//! The check of picture strings of numbers and dates. Only what is certain to be an error is reported. The rules are
//! those of XPath Functions and Operators, as far as the reference implementation enforces them.

/// Returns why `$formatNumber` rejects a picture string, or `None` if it is not certain to reject it. Digits and
/// separators are assumed to be the default ones, which the options of `$formatNumber` can replace.
pub fn number_error(picture: &str) -> Option<String> {
    let parts: Vec<&str> = picture.split(';').collect();
    if parts.len() > 2 {
        return Some("the picture has more than two parts".to_owned());
    }
    parts.into_iter().find_map(part_error)
}

/// Checks one of the two parts: the sub-picture for positive or for negative numbers.
fn part_error(part: &str) -> Option<String> {
    let chars: Vec<char> = part.chars().collect();
    let is_sign = |c: &char| c.is_ascii_digit() || matches!(c, '.' | ',' | '#');
    let (Some(first), Some(last)) = (chars.iter().position(is_sign), chars.iter().rposition(is_sign)) else {
        return Some(NO_DIGIT.to_owned());
    };
    let active = &chars[first..=last];
    let (mantissa, exponent) = match active.iter().position(|c| *c == 'e') {
        // After a prefix, the reference implementation looks for the exponent elsewhere.
        Some(at) => (&active[..at], Some(&active[at + 1..]).filter(|_| first == 0)),
        None => (active, None),
    };
    let point = mantissa.iter().position(|c| *c == '.');
    let (whole, fraction) = match point {
        Some(point) => (&mantissa[..point], &mantissa[point + 1..]),
        None => (mantissa, &[][..]),
    };
    let count = |sign: char| chars.iter().filter(|c| **c == sign).count();
    let is_digit = |c: &char| c.is_ascii_digit();
    let has_scale = count('%') + count('‰') > 0;
    let comma = Some(&',');
    let first_optional = whole.iter().position(|c| *c == '#');
    let last_optional = fraction.iter().rposition(|c| *c == '#');
    let is_wrong_exponent = |exponent: &[char]| exponent.is_empty() || !exponent.iter().all(is_digit);
    let wrong = if !mantissa.iter().any(|c| is_digit(c) || *c == '#') {
        NO_DIGIT
    } else if count('.') > 1 {
        "the picture has more than one `.`"
    } else if count('%') + count('‰') > 1 {
        "the picture has more than one `%` or `‰`"
    } else if let Some(odd) = active.iter().find(|c| !is_sign(c) && **c != 'e') {
        return Some(format!("the picture has `{odd}` between its digits"));
    } else if point.is_some() && (whole.last() == comma || fraction.first() == comma) {
        "the picture has `,` next to `.`"
    } else if point.is_none() && whole.last() == comma {
        "the digits of the picture end with `,`"
    } else if chars.windows(2).any(|two| two == [',', ',']) {
        "the picture has two `,` in a row"
    } else if first_optional.is_some_and(|at| whole[..at].iter().any(is_digit)) {
        "the picture has `#` after a digit of its integer part"
    } else if last_optional.is_some_and(|at| fraction[at..].iter().any(is_digit)) {
        "the picture has `#` before a digit of its fractional part"
    } else if exponent.is_some_and(is_wrong_exponent) {
        "the exponent of the picture does not consist of digits"
    } else if exponent.is_some() && has_scale {
        "the picture has both an exponent and a `%` or `‰`"
    } else {
        return None;
    };
    Some(wrong.to_owned())
}

const NO_DIGIT: &str = "the picture has no digit, `0` or `#`";

/// Returns why `$formatInteger` and `$parseInteger` reject a picture string, or `None` if they are not certain to
/// reject it.
pub fn integer_error(picture: &str) -> Option<String> {
    let primary = picture.rsplit_once(';').map_or(picture, |(primary, _)| primary);
    let is_letter = matches!(primary, "A" | "a" | "I" | "i" | "W" | "Ww" | "w");
    // Other scripts have digits of their own.
    let has_digit = primary.chars().any(|c| c.is_ascii_digit() || !c.is_ascii());
    (!is_letter && !has_digit).then(|| format!("`{}` is not a picture of an integer", shortened(primary)))
}

/// Returns why `$now`, `$fromMillis` and `$toMillis` reject a picture string, or why it is the same for every date.
/// Returns `None` if neither is certain.
pub fn date_error(picture: &str) -> Option<String> {
    let mut rest = picture;
    let mut has_marker = false;
    while let Some(start) = rest.find('[') {
        rest = &rest[start + 1..];
        if let Some(literal) = rest.strip_prefix('[') {
            rest = literal;
            continue;
        }
        let Some(end) = rest.find(']') else {
            return Some("a `[` of the picture has no matching `]`".to_owned());
        };
        let marker: String = rest[..end].chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(error) = marker_error(&marker) {
            return Some(error);
        }
        has_marker = true;
        rest = &rest[end + 1..];
    }
    (!has_marker).then(|| "the picture has no component in brackets, such as `[Y0001]`".to_owned())
}

/// Checks a variable marker: the letter of a component of a date, its presentation, and its width.
fn marker_error(marker: &str) -> Option<String> {
    const COMPONENTS: &str = "YMDdFWwXxHhPmsfZzCE";
    const NUMBERS: &str = "YMDdFWwXxHhmsf";
    let component = marker.chars().next();
    let modifier = component.map_or("", |component| &marker[component.len_utf8()..]);
    let modifier = modifier.rsplit_once(',').map_or(modifier, |(modifier, _)| modifier);
    match component {
        Some(component) if COMPONENTS.contains(component) => {
            let is_number =
                NUMBERS.contains(component) && !modifier.is_empty() && !modifier.starts_with(['n', 'N']);
            let form = match modifier.char_indices().last() {
                Some((at, 'a' | 't' | 'c' | 'o')) if at > 0 => &modifier[..at],
                _ => modifier,
            };
            let digits = if component == 'Y' { "0001" } else { "01" };
            (is_number && integer_error(form).is_some()).then(|| {
                format!("`[{marker}]` is not a component of a date: write `[{component}]` or `[{component}{digits}]`")
            })
        }
        Some(component) if modifier.is_empty() => Some(format!("`{component}` is not a component of a date")),
        None => Some("a component of the picture is empty".to_owned()),
        _ => None,
    }
}

/// Returns the beginning of a text, for a message.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_numbers() {
        for picture in [
            "0",
            "#",
            "#,##0.00",
            "#0.0#",
            "000",
            "0%",
            "#0.##‰",
            "0.0e0",
            "0;(0)",
            "$#,##0.00",
            "0 €",
            "#.##",
            "0,00,000",
            "each 0",
            "#0.00 euro",
            ".0",
            "0.",
            "-0",
        ] {
            assert_eq!(number_error(picture), None, "{picture}");
        }
        for picture in [
            "", "x", "%", ".", ",", "0.0.0", "0%%", "0%‰", "0x0", "0,.0", "0.,0", "0,", "0,,0", "0#", "0.#0",
            "0ex0", "0.0e0%", "0;0;0", "0;x", "0 0",
        ] {
            assert!(number_error(picture).is_some(), "{picture}");
        }
    }

    #[test]
    fn pictures_of_integers_and_dates() {
        for picture in ["0", "#,##0", "w", "Ww;o", "I", "001;o", "٠"] {
            assert_eq!(integer_error(picture), None, "{picture}");
        }
        for picture in ["", "x", "#", "WW", "roman"] {
            assert!(integer_error(picture).is_some(), "{picture}");
        }
        for picture in [
            "[Y0001]-[M01]-[D01]",
            "[H01]:[m01]:[s01].[f001]",
            "[FNn], [D1o] [MNn] [Y]",
            "[[ [Y]",
            "[Y,2-2]",
            "[Z0101t]",
            "[P]",
            "[h#1]",
        ] {
            assert_eq!(date_error(picture), None, "{picture}");
        }
        for picture in ["[Y", "[y]", "[YYYY]-[MM]-[DD]", "YYYY-MM-DD", "", "[]", "[[Y]]"] {
            assert!(date_error(picture).is_some(), "{picture}");
        }
    }
}
