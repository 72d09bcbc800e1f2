//! Heredocs without their text.

use std::borrow::Cow;

use super::scanner::Scanner;
use super::template::{Piece, pieces};
use asl_syntax::text::Span;

/// The length in bytes of the shortest text that is replaced.
const MIN_LENGTH: usize = 16;

/// Replaces most of the text of heredocs, which the parser reads slowly, with comments in interpolations, which it skips:
/// without this, a file with definitions in heredocs takes more than twice as long. All other text keeps its offset, and
/// text that is not blank is still not blank. The values of heredocs must be read from the file.
pub(super) fn without_text(text: &str) -> Cow<'_, str> {
    if !text.contains("<<") {
        return text.into();
    }
    let mut scanner = Scanner::new(text, 0);
    scanner.all();
    let heredocs = scanner.heredocs.into_iter().map(|lines| Span::new(lines.start, lines.end));
    let mut out = String::with_capacity(text.len());
    for span in heredocs.flat_map(|lines| pieces(text, lines)).filter_map(|piece| replaceable(text, piece)) {
        out.push_str(&text[out.len()..span.range().start]);
        let (start, end) = ("x${/*", "*/0}");
        out.push_str(start);
        out.extend(std::iter::repeat_n(' ', span.range().len() - start.len() - end.len()));
        out.push_str(end);
    }
    out.push_str(&text[out.len()..]);
    out.into()
}

/// Returns the part of a literal that can be replaced: all but its leading whitespace. What is not a literal to the parser
/// is kept, so that it is reported.
fn replaceable(text: &str, piece: Piece) -> Option<Span> {
    let Piece::Literal(span) = piece else { return None };
    let literal = &text[span.range()];
    let span = Span::new(span.range().end - literal.trim_start().len(), span.range().end);
    let has_signs = literal.contains("${") || literal.contains("%{");
    (span.range().len() >= MIN_LENGTH && !has_signs).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_of_heredocs_is_replaced() {
        let text = r#"a = "<<not a heredoc, but a string>>"
b = <<-EOT
    {"StartAt": "Über", "Role": "${role.arn}", "x": "short"}
      EOT2 is not the end
    %{ if x }this one has a literal $${sign} in it%{ endif }
  EOT
c = <<E
E
d = "x"
"#;
        let expected = r#"a = "<<not a heredoc, but a string>>"
b = <<-EOT
    x${/*                     */0}${role.arn}x${/*                                      */0}%{ if x }this one has a literal $${sign} in it%{ endif }
  EOT
c = <<E
E
d = "x"
"#;
        let found = without_text(text);
        assert_eq!(found, expected);
        assert_eq!(found.len(), text.len());
    }
}
