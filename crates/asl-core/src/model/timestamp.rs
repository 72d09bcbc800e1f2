//! Timestamps in the format that Step Functions accepts.

/// Checks a timestamp as Step Functions does: RFC 3339 with an upper-case `T` and `Z` (§2.8). The error says what is
/// wrong.
pub(crate) fn rfc3339(text: &str) -> Result<(), &'static str> {
    let no_date = "it does not begin with a date such as `2030-01-31`";
    let (date, rest) = text.split_at_checked(10).ok_or(no_date)?;
    let [year, month, day] = numbers(date, "____-__-__").ok_or(no_date)?;
    if rest.is_empty() {
        return Err("the time is missing");
    }
    if rest.starts_with('t') {
        return Err("the `T` between date and time must be upper-case");
    }
    let rest = rest.strip_prefix('T').ok_or("there is no `T` between date and time")?;
    let (time, rest) = rest.split_at_checked(8).ok_or("the time is not complete")?;
    let [hour, minute, second] =
        numbers(time, "__:__:__").ok_or("the time does not have the form `23:59:59`")?;
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => {
            let rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if rest.len() == fraction.len() {
                return Err("no digits follow the decimal point");
            }
            rest
        }
        None => rest,
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return Err("the month does not exist"),
    };
    if !(1..=days).contains(&day) {
        return Err("the month does not have that many days");
    }
    if hour > 23 || minute > 59 || second > 60 {
        return Err("the time of day is out of range");
    }
    match rest {
        "Z" => Ok(()),
        "" => Err("the time zone is missing"),
        _ => {
            let offset = rest
                .strip_prefix(['+', '-'])
                .ok_or("the time zone is neither `Z` nor an offset such as `+01:00`")?;
            let [hours, minutes] =
                numbers(offset, "__:__").ok_or("the offset does not have the form `+01:00`")?;
            if hours > 23 || minutes > 59 { Err("the offset is out of range") } else { Ok(()) }
        }
    }
}

/// Returns the numbers in a string that equals the pattern except for digits in place of each `_`.
fn numbers<const N: usize>(text: &str, pattern: &str) -> Option<[u32; N]> {
    let fits = text.len() == pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(t, p)| if p == b'_' { t.is_ascii_digit() } else { t == p });
    if !fits {
        return None;
    }
    let mut parts = text.split(['-', ':']).map(|part| part.parse().expect("only digits"));
    Some(std::array::from_fn(|_| parts.next().expect("the pattern has as many parts")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_functions_accepts_these() {
        for text in [
            "2016-12-05T21:29:29Z",
            "2016-12-05T21:29:29.000000Z",
            "2016-12-05T21:29:29.123456789+01:00",
            "2024-02-29T00:00:00-23:59",
            "2016-12-31T23:59:60Z",
        ] {
            assert_eq!(rfc3339(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn step_functions_refuses_these() {
        for text in [
            "",
            "2016-12-05",
            "2016-12-05 21:29:29Z",
            "2016-12-05t21:29:29Z",
            "2016-12-05T21:29:29z",
            "2016-12-05T21:29:29",
            "2016-13-05T21:29:29Z",
            "2016-12-05T25:29:29Z",
            "05-12-2016T21:29:29Z",
            "2023-02-29T00:00:00Z",
            "2016-12-05T21:29:29.Z",
            "2016-12-05T21:29:29+0100",
            "2016-12-05T21:29:29Z ",
            "２０１６-12-05T21:29:29Z",
            "{% $now() %}",
        ] {
            assert!(rfc3339(text).is_err(), "{text}");
        }
    }
}
