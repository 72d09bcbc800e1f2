//! Variables of the Serverless Framework: `${file(path):key}`, `${self:custom.key}`.

/// A string that is a variable as a whole.
#[derive(Debug, PartialEq)]
pub(super) enum Variable<'t> {
    /// A file, and the path of keys to a part of it.
    File { path: &'t str, keys: Vec<&'t str> },
    /// A path of keys in the service itself.
    Own(Vec<&'t str>),
    /// A variable that only the framework can evaluate.
    Other,
}

impl<'t> Variable<'t> {
    /// Returns the variable that a string is, or `None` if it is not exactly one variable.
    pub(super) fn of(text: &'t str) -> Option<Variable<'t>> {
        let inside = text.trim().strip_prefix("${")?.strip_suffix('}')?;
        if !is_one(inside) {
            return None;
        }
        Some(file(inside).or_else(|| own(inside)).unwrap_or(Variable::Other))
    }
}

/// Returns whether the outer braces match each other: `${a}-${b}` has two variables.
fn is_one(inside: &str) -> bool {
    let mut depth = 0;
    inside.bytes().all(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        depth >= 0
    })
}

/// Returns whether a part of a variable is literal: it contains no variable and has no fallback.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(['$', '(', ')', '{', '}', ','])
}

fn file(inside: &str) -> Option<Variable<'_>> {
    let (path, rest) = inside.trim().strip_prefix("file(")?.split_once(')')?;
    let path = path.trim();
    let keys = match rest.trim() {
        "" => Vec::new(),
        rest => keys(rest.strip_prefix(':')?)?,
    };
    is_plain(path).then_some(Variable::File { path, keys })
}

fn own(inside: &str) -> Option<Variable<'_>> {
    Some(Variable::Own(keys(inside.trim().strip_prefix("self:")?)?))
}

fn keys(text: &str) -> Option<Vec<&str>> {
    let text = text.trim();
    (is_plain(text) && text.split('.').all(|key| !key.is_empty())).then(|| text.split('.').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_their_parts_are_read() {
        let file = |path, keys| Some(Variable::File { path, keys });
        for (text, variable) in [
            ("${file(a.yml)}", file("a.yml", vec![])),
            (" ${ file( ./flows/a.yml ) } ", file("./flows/a.yml", vec![])),
            ("${file(a.yml):flows.ship}", file("a.yml", vec!["flows", "ship"])),
            ("${self:custom.flow}", Some(Variable::Own(vec!["custom", "flow"]))),
            ("${self:}", Some(Variable::Other)),
            ("${file(a.yml), file(b.yml)}", Some(Variable::Other)),
            ("${file(a.yml):x, 1}", Some(Variable::Other)),
            ("${file(${opt:stage}.yml)}", Some(Variable::Other)),
            ("${file(a.yml):${opt:stage}}", Some(Variable::Other)),
            ("${self:custom.${opt:stage}.x}", Some(Variable::Other)),
            ("${opt:x}", Some(Variable::Other)),
            ("${opt:x}-${opt:y}", None),
            ("a ${opt:x}", None),
            ("${file(a.yml)", None),
            ("", None),
        ] {
            assert_eq!(Variable::of(text), variable, "{text}");
        }
    }
}
