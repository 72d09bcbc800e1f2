//! Templates of Terraform: what stands there as it is, what is put in, and what is there at times only. Strings,
//! heredocs and files are all read here.

use std::collections::HashSet;

use super::scanner::closing;
use crate::text::Span;

/// So many interpolations without an end are looked at; what follows is read as text.
const MAX_UNCLOSED: usize = 16;

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Literal(Span),
    /// An interpolation, from `${` to `}`.
    Placeholder(Span),
    /// A directive, from `%{` to `}`.
    Directive(Span, Directive),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive {
    If,
    Else,
    Endif,
    For,
    Endfor,
    /// Terraform has no such directive.
    Unknown,
}

impl Directive {
    /// The directive that a text behind `%{` names.
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

/// The pieces of the template that a part of a file is.
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

/// Whether a text has directives of Terraform, each with its end.
pub(in crate::host) fn has_directives(text: &str) -> bool {
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

/// Which parts of a template are taken together: of each condition one branch, of each loop one round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Branch {
    /// What is there if all conditions hold.
    Then,
    /// The other branch of conditions that have two.
    Else,
}

/// A piece of a template with its place in the directives around it.
pub(super) struct Placed {
    pub piece: Piece,
    /// Of a directive, the number of the one that has begun it.
    pub group: u32,
    /// Whether the piece is a part of what a branch takes.
    pub is_taken: bool,
}

/// The pieces with what a branch takes of them, and the directives that belong to no other.
pub(super) fn placed(pieces: &[Piece], branch: Branch) -> (Vec<Placed>, Vec<Span>) {
    let has_else = if branch == Branch::Else { with_else(pieces) } else { HashSet::new() };
    let mut strays = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // How many of the open directives leave out what stands here.
    let mut left_out = 0;
    let mut found = Vec::with_capacity(pieces.len());
    for (number, &piece) in pieces.iter().enumerate() {
        let is_taken = left_out == 0;
        let mut group = number as u32;
        if let Piece::Directive(span, directive) = piece {
            match directive {
                Directive::If | Directive::For => {
                    let is_taken = !has_else.contains(&group);
                    left_out += usize::from(!is_taken);
                    open.push(Open { group, span, is_loop: directive == Directive::For, is_taken });
                }
                Directive::Else => match open.last_mut().filter(|open| !open.is_loop) {
                    Some(open) => {
                        left_out = left_out + usize::from(open.is_taken) - usize::from(!open.is_taken);
                        open.is_taken = !open.is_taken;
                        group = open.group;
                    }
                    None => strays.push(span),
                },
                Directive::Endif | Directive::Endfor => {
                    let is_loop = directive == Directive::Endfor;
                    match open.pop_if(|open| open.is_loop == is_loop) {
                        Some(open) => {
                            left_out -= usize::from(!open.is_taken);
                            group = open.group;
                        }
                        None => strays.push(span),
                    }
                }
                Directive::Unknown => strays.push(span),
            }
        }
        found.push(Placed { piece, group, is_taken });
    }
    strays.extend(open.iter().map(|open| open.span));
    strays.sort_unstable();
    (found, strays)
}

/// A directive that has begun.
struct Open {
    group: u32,
    span: Span,
    is_loop: bool,
    /// Whether what stands here now is taken.
    is_taken: bool,
}

/// The numbers of the conditions that have two branches.
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
