//! Terraform templates: literals, interpolations and directives. Strings, heredocs and files are all templates.

use std::collections::HashSet;

use super::scanner::closing;
use asl_syntax::text::Span;

/// The maximum number of unclosed interpolations. After that, the rest is a literal.
const MAX_UNCLOSED: usize = 16;

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Literal text.
    Literal(Span),
    /// An interpolation, from `${` to `}`.
    Placeholder(Span),
    /// A directive, from `%{` to `}`.
    Directive(Span, Directive),
}

/// The directives of templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive {
    If,
    Else,
    Endif,
    For,
    Endfor,
    /// Not a directive that Terraform has.
    Unknown,
}

impl Directive {
    /// Returns the directive for the text after `%{`.
    pub(super) fn of(text: &str) -> Directive {
        let text = text.strip_prefix('~').unwrap_or(text).trim_start();
        let name = text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        match name {
            "if" => Directive::If,
            "else" => Directive::Else,
            "endif" => Directive::Endif,
            "for" => Directive::For,
            "endfor" => Directive::Endfor,
            _ => Directive::Unknown,
        }
    }
}

/// Splits a part of a file that is a template into pieces.
pub(super) fn pieces(file: &str, span: Span) -> Vec<Piece> {
    let end = span.end as usize;
    let text = &file[..end];
    let mut found = Vec::new();
    let (mut literal, mut at) = (span.start as usize, span.start as usize);
    let mut unclosed = 0;
    while let Some(start) = text[at..].find(['$', '%']).map(|i| at + i) {
        let sign = &text[start..start + 1];
        let rest = &text[start + 1..];
        at = start + 1;
        if rest.starts_with(sign) && rest[1..].starts_with('{') {
            at = start + 3;
            continue;
        }
        let close =
            if rest.starts_with('{') && unclosed < MAX_UNCLOSED { closing(text, start + 2) } else { None };
        let Some(close) = close else {
            unclosed += usize::from(rest.starts_with('{'));
            continue;
        };
        if literal < start {
            found.push(Piece::Literal(Span::new(literal, start)));
        }
        let span = Span::new(start, close);
        found.push(match sign {
            "$" => Piece::Placeholder(span),
            _ => Piece::Directive(span, Directive::of(&text[start + 2..close - 1])),
        });
        (literal, at) = (close, close);
    }
    if literal < end {
        found.push(Piece::Literal(Span::new(literal, end)));
    }
    found
}

/// Returns whether a text has Terraform directives, all of them with an end.
pub(crate) fn has_directives(text: &str) -> bool {
    let mut open = 0;
    let mut is_found = false;
    for (at, _) in text.match_indices("%{").filter(|(at, _)| !text[..*at].ends_with('%')) {
        match Directive::of(&text[at + 2..]) {
            Directive::If | Directive::For => open += 1,
            Directive::Endif | Directive::Endfor if open == 0 => return false,
            Directive::Endif | Directive::Endfor => {
                open -= 1;
                is_found = true;
            }
            Directive::Else => {}
            Directive::Unknown => return false,
        }
    }
    is_found && open == 0
}

/// The branch of each condition that is rendered. Of each loop, one iteration is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Branch {
    /// The first branch.
    Then,
    /// The second branch of conditions that have two.
    Else,
}

/// A piece of a template with its position in the structure of directives.
pub(super) struct Placed {
    pub piece: Piece,
    /// For a directive, the number of the directive that begins its group.
    pub group: u32,
    /// Whether the piece is part of the rendered branch.
    pub is_taken: bool,
}

/// Returns the pieces, marked with whether they are part of a branch, and the spans of unmatched directives.
pub(super) fn placed(pieces: &[Piece], branch: Branch) -> (Vec<Placed>, Vec<Span>) {
    let has_else = if branch == Branch::Else { with_else(pieces) } else { HashSet::new() };
    let mut unmatched = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // The number of open directives that exclude the current piece.
    let mut excluding = 0;
    let mut found = Vec::with_capacity(pieces.len());
    for (number, &piece) in pieces.iter().enumerate() {
        let is_taken = excluding == 0;
        let mut group = number as u32;
        if let Piece::Directive(span, directive) = piece {
            match directive {
                Directive::If | Directive::For => {
                    let is_taken = !has_else.contains(&group);
                    excluding += usize::from(!is_taken);
                    open.push(Open { group, span, is_loop: directive == Directive::For, is_taken });
                }
                Directive::Else => match open.last_mut().filter(|open| !open.is_loop) {
                    Some(open) => {
                        excluding = excluding + usize::from(open.is_taken) - usize::from(!open.is_taken);
                        open.is_taken = !open.is_taken;
                        group = open.group;
                    }
                    None => unmatched.push(span),
                },
                Directive::Endif | Directive::Endfor => {
                    let is_loop = directive == Directive::Endfor;
                    match open.pop_if(|open| open.is_loop == is_loop) {
                        Some(open) => {
                            excluding -= usize::from(!open.is_taken);
                            group = open.group;
                        }
                        None => unmatched.push(span),
                    }
                }
                Directive::Unknown => unmatched.push(span),
            }
        }
        found.push(Placed { piece, group, is_taken });
    }
    unmatched.extend(open.iter().map(|open| open.span));
    unmatched.sort_unstable();
    (found, unmatched)
}

/// An open directive.
struct Open {
    group: u32,
    span: Span,
    is_loop: bool,
    /// Whether its current branch is rendered.
    is_taken: bool,
}

/// Returns the numbers of the conditions that have two branches.
fn with_else(pieces: &[Piece]) -> HashSet<u32> {
    let mut found = HashSet::new();
    let mut open = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let Piece::Directive(_, directive) = piece else { continue };
        match directive {
            Directive::If | Directive::For => open.push((number as u32, *directive)),
            Directive::Else => {
                let condition = open.last().filter(|(_, directive)| *directive == Directive::If);
                found.extend(condition.map(|(number, _)| number));
            }
            Directive::Endif | Directive::Endfor => _ = open.pop(),
            Directive::Unknown => {}
        }
    }
    found
}
