//! The resolution of plain scalars, in YAML 1.1, which AWS's tools use, and in YAML 1.2.

/// The version of YAML that a document is read with. It determines how unquoted values are resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum YamlVersion {
    /// YAML 1.1 as PyYAML implements it, which AWS's tools use.
    V1_1,
    /// YAML 1.2 as js-yaml implements it, which the Serverless Framework uses.
    V1_2,
    /// It is not known which tool reads the document. Values that the versions resolve differently are not known
    /// either.
    #[default]
    Unknown,
}

impl YamlVersion {
    /// Resolves a plain scalar.
    pub(super) fn resolve(self, text: &str) -> Resolved {
        match self {
            YamlVersion::V1_1 => resolve(text),
            YamlVersion::V1_2 => resolve_js(text),
            YamlVersion::Unknown => {
                let (a, b) = (resolve(text), resolve_1_2(text));
                if a == b || (a.is_text() && b.is_text()) { a } else { Resolved::Unclear }
            }
        }
    }
}

/// The value of a plain scalar.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolved {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, in JSON's notation.
    Number(String),
    /// A date, or a number that JSON cannot represent. AWS's tools keep dates as strings.
    Other,
    /// A string.
    String,
    /// YAML parsers disagree about the value.
    Unclear,
}

impl Resolved {
    /// Returns whether the value is the source text.
    fn is_text(&self) -> bool {
        matches!(self, Resolved::Other | Resolved::String)
    }
}

/// Resolves a plain scalar in YAML 1.1, as PyYAML does.
pub fn resolve(text: &str) -> Resolved {
    let Some(first) = text.bytes().next() else { return Resolved::Null };
    let may_be_number = first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.');
    if may_be_number {
        return number_1_1(text).unwrap_or_else(|| match is_timestamp(text) || is_not_finite(text) {
            true => Resolved::Other,
            false => Resolved::String,
        });
    }
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Resolved::Bool(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Resolved::Bool(false),
        _ => word(text),
    }
}

/// Resolves a plain scalar in the core schema of YAML 1.2.
pub fn resolve_1_2(text: &str) -> Resolved {
    let Some(first) = text.bytes().next() else { return Resolved::Null };
    if !first.is_ascii_digit() && !matches!(first, b'+' | b'-' | b'.') {
        return word(text);
    }
    if is_not_finite(text) {
        return Resolved::Other;
    }
    number_1_2(text).unwrap_or(Resolved::String)
}

/// Resolves a plain scalar in YAML 1.2 as js-yaml does, which allows underscores, and signs before any base.
fn resolve_js(text: &str) -> Resolved {
    let Some(first) = text.bytes().next() else { return Resolved::Null };
    if !first.is_ascii_digit() && !matches!(first, b'+' | b'-' | b'.') {
        return word(text);
    }
    if is_not_finite(text) || is_timestamp(text) {
        return Resolved::Other;
    }
    number_js(text).unwrap_or(Resolved::String)
}

fn word(text: &str) -> Resolved {
    match text {
        "~" | "null" | "Null" | "NULL" => Resolved::Null,
        "true" | "True" | "TRUE" => Resolved::Bool(true),
        "false" | "False" | "FALSE" => Resolved::Bool(false),
        _ => Resolved::String,
    }
}

fn number_1_1(text: &str) -> Option<Resolved> {
    let (sign, digits) = signed(text);
    if let Some(bits) = digits.strip_prefix("0b") {
        return radix(sign, bits, 2);
    }
    if let Some(hex) = digits.strip_prefix("0x") {
        return radix(sign, hex, 16);
    }
    let is_octal = digits.len() > 1 && digits.starts_with('0');
    if is_octal && digits.bytes().all(|b| matches!(b, b'0'..=b'7' | b'_')) {
        return radix(sign, &digits[1..], 8);
    }
    if digits == "0" || (!is_octal && is_run(digits)) {
        return Some(integer(sign, digits));
    }
    if digits.contains(':') {
        return sexagesimal(sign, digits);
    }
    float_1_1(sign, text, digits)
}

/// Returns whether a text consists of digits and underscores and begins with a digit.
fn is_run(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'_')
}

fn signed(text: &str) -> (&'static str, &str) {
    match text.as_bytes().first() {
        Some(b'-') => ("-", &text[1..]),
        Some(b'+') => ("", &text[1..]),
        _ => ("", text),
    }
}

fn integer(sign: &str, digits: &str) -> Resolved {
    let digits: String = digits.chars().filter(|&c| c != '_').collect();
    let digits = digits.trim_start_matches('0');
    Resolved::Number(if digits.is_empty() { "0".to_owned() } else { format!("{sign}{digits}") })
}

fn radix(sign: &str, digits: &str, radix: u32) -> Option<Resolved> {
    let digits: String = digits.chars().filter(|&c| c != '_').collect();
    Some(integer(sign, &u128::from_str_radix(&digits, radix).ok()?.to_string()))
}

/// Resolves a base-60 number: `1:30` is 90.
fn sexagesimal(sign: &str, text: &str) -> Option<Resolved> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_float = text.contains('.');
    let mut parts = whole.split(':');
    let first = parts.next().filter(|first| is_run(first) && (is_float || !first.starts_with('0')))?;
    let mut value: u128 = first.replace('_', "").parse().ok()?;
    for part in parts {
        let is_digit = matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
        let digit: u128 = part.parse().ok().filter(|&digit| is_digit && digit < 60)?;
        value = value.checked_mul(60)?.checked_add(digit)?;
    }
    if !is_float {
        return Some(integer(sign, &value.to_string()));
    }
    if !fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_') {
        return None;
    }
    float(&format!("{sign}{value}.{}0", fraction.replace('_', "")))
}

/// Resolves a float of YAML 1.1, which has a decimal point, and a sign in its exponent.
fn float_1_1(sign: &str, text: &str, digits: &str) -> Option<Resolved> {
    let (mantissa, exponent) = match digits.find(['e', 'E']) {
        Some(at) => (&digits[..at], Some(&digits[at + 1..])),
        None => (digits, None),
    };
    let (whole, fraction) = mantissa.split_once('.')?;
    let is_whole = is_run(whole) || (whole.is_empty() && text == digits && is_run(fraction));
    let is_fraction = fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let is_exponent = |text: &str| {
        let digits = text.strip_prefix(['+', '-']);
        digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    if !is_whole || !is_fraction || !exponent.is_none_or(is_exponent) {
        return None;
    }
    float(&format!("{sign}{}", digits.replace('_', "")))
}

fn float(text: &str) -> Option<Resolved> {
    let value: f64 = text.parse().ok()?;
    if !value.is_finite() {
        return Some(Resolved::Other);
    }
    Some(Resolved::Number(if is_json(text) { text.to_owned() } else { format!("{value:?}") }))
}

fn number_1_2(text: &str) -> Option<Resolved> {
    let (sign, digits) = signed(text);
    let is_unsigned = digits.len() == text.len();
    match digits.split_at_checked(2) {
        Some(("0o", octal)) if is_unsigned && !octal.contains('_') => return radix(sign, octal, 8),
        Some(("0x", hex)) if is_unsigned && !hex.contains('_') => return radix(sign, hex, 16),
        _ => {}
    }
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(integer(sign, digits));
    }
    let is_float =
        digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
            && digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if is_float { float(&format!("{sign}{digits}")) } else { None }
}

fn number_js(text: &str) -> Option<Resolved> {
    let (sign, digits) = signed(text);
    if digits.ends_with('_') {
        return None;
    }
    for (prefix, base) in [("0b", 2), ("0x", 16), ("0o", 8)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            return radix(sign, digits, base);
        }
    }
    if is_run(digits) {
        return (!digits.starts_with("0_")).then(|| integer(sign, digits));
    }
    let has_sign = digits.len() < text.len();
    let is_part = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-' | b'_');
    let starts = |c: char| c.is_ascii_digit() || (c == '.' && !has_sign);
    if !digits.starts_with(starts) || !digits.bytes().all(is_part) {
        return None;
    }
    float(&format!("{sign}{}", digits.replace('_', "")))
}

/// Returns whether a number is in JSON's notation.
pub(super) fn is_json(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

fn is_not_finite(text: &str) -> bool {
    let (_, word) = signed(text);
    matches!(word, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// Returns whether a text is a timestamp of YAML 1.1: a date, or a date and a time.
fn is_timestamp(text: &str) -> bool {
    let Some((year, rest)) = text.split_once('-') else { return false };
    let Some((month, rest)) = rest.split_once('-') else { return false };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year) || !matches!(month.len(), 1 | 2) || !digits(month) {
        return false;
    }
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (day, time) = rest.split_at(end);
    if time.is_empty() {
        return month.len() == 2 && day.len() == 2;
    }
    matches!(day.len(), 1 | 2) && is_time(time)
}

/// Returns whether a text is the time of a timestamp, with the `T` or the spaces before it and its time zone.
fn is_time(text: &str) -> bool {
    let Some(time) = text.strip_prefix(['T', 't', ' ', '\t']) else { return false };
    let time = time.trim_start();
    let end = time.find(['Z', '+', '-', ' ']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(end);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let parts: Vec<&str> = clock.split(':').collect();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let has_parts = parts.len() == 3
        && matches!(parts[0].len(), 1 | 2)
        && parts[1..].iter().all(|part| part.len() == 2)
        && parts.iter().all(|part| digits(part));
    has_parts && digits(fraction) && is_zone(zone.trim_start())
}

fn is_zone(text: &str) -> bool {
    let Some(zone) = text.strip_prefix(['+', '-']) else { return text.is_empty() || text == "Z" };
    let (hours, minutes) = zone.split_once(':').unwrap_or((zone, "00"));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    matches!(hours.len(), 1 | 2) && digits(hours) && minutes.len() == 2 && digits(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Resolved {
        Resolved::Number(text.to_owned())
    }

    #[test]
    fn yaml_1_1_has_many_numbers() {
        let cases = [
            ("12", "12"),
            ("+12", "12"),
            ("-1_000", "-1000"),
            ("0", "0"),
            ("0777", "511"),
            ("0x1F", "31"),
            ("0b101", "5"),
            ("1:30", "90"),
            ("1:30:00", "5400"),
            ("1.5", "1.5"),
            ("1.", "1.0"),
            (".5", "0.5"),
            ("1.5e+3", "1.5e+3"),
        ];
        for (text, value) in cases {
            assert_eq!(resolve(text), number(value), "{text}");
        }
        for text in ["1e3", "0o17", "08", "1.2.3", "12a", "-", "+", "1:60", "2024-1-1", "-.5", "1:30:"] {
            assert_eq!(resolve(text), Resolved::String, "{text}");
        }
        for text in [".inf", "-.INF", ".nan", "2024-01-01", "2024-01-01T00:00:00Z", "2024-1-1 1:02:03 +01:00"]
        {
            assert_eq!(resolve(text), Resolved::Other, "{text}");
        }
    }

    #[test]
    fn yaml_1_2_has_other_numbers() {
        assert_eq!(resolve_1_2("0777"), number("777"));
        assert_eq!(resolve_1_2("0o17"), number("15"));
        assert_eq!(resolve_1_2("1e3"), number("1e3"));
        for text in ["1:30", "1_000", "yes", "2024-01-01", "off"] {
            assert_eq!(resolve_1_2(text), Resolved::String, "{text}");
        }
    }

    #[test]
    fn serverless_reads_yaml_1_2_with_more_numbers() {
        let cases = [
            ("0777", "777"),
            ("0o17", "15"),
            ("-0o17", "-15"),
            ("0b101", "5"),
            ("+0x1F", "31"),
            ("1_000", "1000"),
            ("1e3", "1e3"),
            ("1_0.5", "10.5"),
            (".5", "0.5"),
        ];
        for (text, value) in cases {
            assert_eq!(YamlVersion::V1_2.resolve(text), number(value), "{text}");
        }
        for text in ["No", "yes", "off", "1:30", "1_", "0_1", "-.5", "1-2", "0o8", "1.2.3", "-", "."] {
            assert_eq!(YamlVersion::V1_2.resolve(text), Resolved::String, "{text}");
        }
        assert_eq!(YamlVersion::V1_2.resolve("2024-01-01"), Resolved::Other);
        assert_eq!(YamlVersion::V1_2.resolve("~"), Resolved::Null);
    }

    #[test]
    fn values_that_versions_disagree_about_are_unclear() {
        for text in ["No", "yes", "0777", "1:30", "1e3", "0o17", "1_000"] {
            assert_eq!(YamlVersion::Unknown.resolve(text), Resolved::Unclear, "{text}");
        }
        for text in ["12", "true", "~", "", "text", "2024-01-01", ".inf", "-1.5"] {
            assert_eq!(YamlVersion::Unknown.resolve(text), resolve(text), "{text}");
        }
    }
}
