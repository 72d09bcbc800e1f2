//! The check of the signature of a function, such as `<n-s?:s>`, as the reference implementation does it.
//!
//! Only the parameters are read. Each becomes a regular expression; unknown letters are skipped.

use crate::error::ErrorCode;
use crate::{js, regex};

/// An error in a signature.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub code: ErrorCode,
    /// Where it is, in UTF-16 code units of the signature.
    pub offset: Option<usize>,
    /// The value of the reference implementation, as JSON.
    pub value: Option<String>,
}

/// A parameter as the reference implementation stores it.
struct Param {
    /// The letter of the type, or the choice with its parentheses. Empty before the first type.
    kind: Vec<u16>,
    pattern: Vec<u16>,
}

/// Checks a signature, which is given with its angle brackets and without whitespace.
pub(super) fn check(signature: &[u16]) -> Result<(), Fault> {
    let mut params: Vec<Param> = Vec::new();
    // Modifiers before the first type belong to a parameter that is discarded. Even so, a regular expression must
    // allow their order.
    let mut nothing = Param { kind: Vec::new(), pattern: "undefined".encode_utf16().collect() };
    let mut position = 1;
    while let Some(&unit) = signature.get(position) {
        let previous = params.last_mut().unwrap_or(&mut nothing);
        match u8::try_from(unit).unwrap_or(b' ') {
            b':' => break,
            b's' | b'n' | b'b' | b'l' | b'o' => params.push(param(unit, &format!("[{}m]", letter(unit)))),
            b'a' | b'x' => params.push(param(unit, "[asnblfom]")),
            b'f' => params.push(param(unit, "f")),
            b'j' => params.push(param(unit, "[asnblom]")),
            b'-' => {
                compile(&previous.pattern)?;
                previous.pattern.push(u16::from(b'?'));
            }
            b'?' | b'+' => previous.pattern.push(unit),
            b'(' => {
                let end = closing(signature, position, b'(', b')');
                let choice = &signature[(position + 1).min(end)..end];
                if choice.contains(&u16::from(b'<')) {
                    let value = Some(js::quote(choice));
                    return Err(Fault { code: ErrorCode::S0402, offset: Some(position), value });
                }
                let mut pattern = vec![u16::from(b'[')];
                pattern.extend_from_slice(choice);
                pattern.extend("m]".encode_utf16());
                let mut kind = vec![unit];
                kind.extend_from_slice(choice);
                kind.push(u16::from(b')'));
                params.push(Param { kind, pattern });
                position = end;
            }
            b'<' => {
                let generic = matches!(previous.kind[..], [unit] if matches!(letter(unit), 'a' | 'f'));
                if !generic {
                    let value = (!previous.kind.is_empty()).then(|| js::quote(&previous.kind));
                    return Err(Fault { code: ErrorCode::S0401, offset: Some(position), value });
                }
                position = closing(signature, position, b'<', b'>');
            }
            _ => {}
        }
        position += 1;
    }
    let mut pattern = vec![u16::from(b'^')];
    for param in &params {
        pattern.push(u16::from(b'('));
        pattern.extend_from_slice(&param.pattern);
        pattern.push(u16::from(b')'));
    }
    pattern.push(u16::from(b'$'));
    compile(&pattern)
}

fn param(letter: u16, pattern: &str) -> Param {
    Param { kind: vec![letter], pattern: pattern.encode_utf16().collect() }
}

fn letter(unit: u16) -> char {
    char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn compile(pattern: &[u16]) -> Result<(), Fault> {
    regex::check(pattern, "").map_err(|message| Fault {
        code: ErrorCode::InvalidSignature,
        offset: None,
        value: Some(message),
    })
}

/// Returns the index of the bracket that closes the one at `open`, or the end of the signature.
fn closing(signature: &[u16], open: usize, opener: u8, closer: u8) -> usize {
    let mut depth = 1;
    for (index, &unit) in signature.iter().enumerate().skip(open + 1) {
        if unit == u16::from(closer) {
            depth -= 1;
            if depth == 0 {
                return index;
            }
        } else if unit == u16::from(opener) {
            depth += 1;
        }
    }
    signature.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_text(text: &str) -> Option<(ErrorCode, Option<usize>)> {
        check(&text.encode_utf16().collect::<Vec<_>>()).err().map(|fault| (fault.code, fault.offset))
    }

    #[test]
    fn signatures() {
        for (text, fault) in [
            ("<n-n:n>", None),
            ("<a<s>s?:s>", None),
            ("<f<n:n>>", None),
            ("<zq>", None),
            ("<(ns)->", None),
            ("<-n>", None),
            ("<n<n>>", Some((ErrorCode::S0401, Some(2)))),
            ("<(sa<n>)>>", Some((ErrorCode::S0402, Some(1)))),
            ("<n???>", Some((ErrorCode::InvalidSignature, None))),
        ] {
            assert_eq!(check_text(text), fault, "{text}");
        }
    }
}
