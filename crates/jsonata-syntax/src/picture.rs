//! The pictures of numbers and dates that functions take as text: what is wrong with one, where that is certain. The
//! rules are those of XPath functions and operators, as far as the reference implementation checks them.

/// Why `$formatNumber` refuses a picture, with the usual signs for digits and separators.
pub fn number_error(picture: &str) -> Option<String> {
    let parts: Vec<&str> = picture.split(';').collect();
    if parts.len() > 2 {
        return Some("the picture has more than two parts".to_owned());
    }
    parts.into_iter().find_map(part_error)
}

/// One of the two parts: that for positive, or for negative numbers.
fn part_error(part: &str) -> Option<String> {
    let chars: Vec<char> = part.chars().collect();
    let is_sign = |c: &char| c.is_ascii_digit() || matches!(c, '.' | ',' | '#');
    let (Some(first), Some(last)) = (chars.iter().position(is_sign), chars.iter().rposition(is_sign)) else {
        return Some(NO_DIGIT.to_owned());
    };
    let active = &chars[first..=last];
    let (mantissa, exponent) = match active.iter().position(|c| *c == 'e') {
        // Behind a prefix, the reference implementation looks for the exponent elsewhere.
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
        return Some(format!("`{odd}` stands between the digits of the picture"));
    } else if point.is_some() && (whole.last() == comma || fraction.first() == comma) {
        "`,` stands beside `.` in the picture"
    } else if point.is_none() && whole.last() == comma {
        "the digits of the picture end with `,`"
    } else if chars.windows(2).any(|two| two == [',', ',']) {
        "two `,` stand side by side in the picture"
    } else if first_optional.is_some_and(|at| whole[..at].iter().any(is_digit)) {
        "`#` stands behind a digit before the `.` of the picture"
    } else if last_optional.is_some_and(|at| fraction[at..].iter().any(is_digit)) {
        "`#` stands before a digit behind the `.` of the picture"
    } else if exponent.is_some_and(is_wrong_exponent) {
        "the exponent of the picture is not made of digits"
    } else if exponent.is_some() && has_scale {
        "the picture has both an exponent and a `%` or `‰`"
    } else {
        return None;
    };
    Some(wrong.to_owned())
}

const NO_DIGIT: &str = "the picture has no digit, `0` or `#`";

/// Why `$formatInteger` and `$parseInteger` refuse a picture.
pub fn integer_error(picture: &str) -> Option<String> {
    let primary = picture.rsplit_once(';').map_or(picture, |(primary, _)| primary);
    let is_letter = matches!(primary, "A" | "a" | "I" | "i" | "W" | "Ww" | "w");
    // There are digits of other scripts.
    let has_digit = primary.chars().any(|c| c.is_ascii_digit() || !c.is_ascii());
    (!is_letter && !has_digit).then(|| format!("`{}` is not a picture of an integer", shown(primary)))
}

/// Why functions for dates refuse a picture, or make the same of every date.
pub fn date_error(picture: &str) -> Option<String> {
    let mut rest = picture;
    let mut has_marker = false;
    while let Some(start) = rest.find('[') {
        rest = &rest[start + 1..];
        if let Some(literal) = rest.strip_prefix('[') {
            rest = literal;
            continue;
        }
        let Some(end) = rest.find(']') else { return Some("a `[` of the picture has no `]`".to_owned()) };
        let marker: String = rest[..end].chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(error) = marker_error(&marker) {
            return Some(error);
        }
        has_marker = true;
        rest = &rest[end + 1..];
    }
    (!has_marker).then(|| "the picture has no part in brackets, such as `[Y0001]`".to_owned())
}

/// A part of a date: a letter that says which, how it is written, and how wide it is.
fn marker_error(marker: &str) -> Option<String> {
    const PARTS: &str = "YMDdFWwXxHhPmsfZzCE";
    const NUMBERS: &str = "YMDdFWwXxHhmsf";
    let part = marker.chars().next();
    let modifier = part.map_or("", |part| &marker[part.len_utf8()..]);
    let modifier = modifier.rsplit_once(',').map_or(modifier, |(modifier, _)| modifier);
    match part {
        Some(part) if PARTS.contains(part) => {
            let is_number =
                NUMBERS.contains(part) && !modifier.is_empty() && !modifier.starts_with(['n', 'N']);
            let form = match modifier.char_indices().last() {
                Some((at, 'a' | 't' | 'c' | 'o')) if at > 0 => &modifier[..at],
                _ => modifier,
            };
            let digits = if part == 'Y' { "0001" } else { "01" };
            (is_number && integer_error(form).is_some()).then(|| {
                format!("`[{marker}]` is not a part of a date: write `[{part}]` or `[{part}{digits}]`")
            })
        }
        Some(part) if modifier.is_empty() => Some(format!("`{part}` is not a part of a date")),
        None => Some("a part of the picture is empty".to_owned()),
        _ => None,
    }
}

/// The beginning of a text, for a message.
fn shown(text: &str) -> String {
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
