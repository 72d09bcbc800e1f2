//! Formats YAML: the indentation of blocks, empty lines, trailing whitespace, and one line break at the end. The style of
//! scalars does not change.

use super::Style;
use asl_core::edit::Edit;
use asl_core::syntax::{Kind, Tree};
use asl_core::text::{LineIndex, Span};

/// A level of indentation, with its old and new column.
struct Level {
    old: usize,
    new: usize,
}

pub(super) fn edits(tree: &Tree, style: Style) -> Option<Vec<Edit>> {
    let text = tree.text();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let inner = inner_lines(tree, lines.len());
    let mut levels: Vec<Level> = Vec::new();
    // Without the lines that are removed.
    let mut out: Vec<Option<String>> = Vec::with_capacity(lines.len());
    // Comments are indented like the next line that is not a comment.
    let mut comments: Vec<usize> = Vec::new();
    let mut shift = 0isize;
    // The line after the last one with a key or a value, and the column of its last key or value.
    let (mut after, mut column) = (0, 0);
    // Whether empty lines belong to a block scalar.
    let mut are_kept = false;
    for (number, line) in lines.iter().enumerate() {
        let content = line.trim_end_matches(['\n', '\r']);
        let indent = content.len() - content.trim_start_matches(' ').len();
        let rest = content[indent..].trim_end_matches([' ', '\t']);
        if inner[number] {
            out.push(Some(moved(content, shift)?));
            after = number + 1;
            continue;
        }
        if rest.starts_with('\t') || content.contains('\r') {
            return None;
        }
        if rest.is_empty() || rest.starts_with('#') {
            comments.push(number);
            let is_superfluous = rest.is_empty() && !are_kept && out.last().is_none_or(is_blank);
            out.push((!is_superfluous).then(|| rest.to_owned()));
            continue;
        }
        let (new, written) = relaid(&mut levels, indent, rest, style.tab_size);
        for comment in comments.drain(..) {
            if let Some(line) = out[comment].as_mut().filter(|line| !line.is_empty()) {
                line.insert_str(0, &" ".repeat(new));
            }
        }
        if new > column {
            // There is no empty line at the start of an object.
            out[after..].iter_mut().take_while(|line| is_blank(line)).for_each(|line| *line = None);
        }
        are_kept = rest.split(' ').any(|word| word.starts_with(['|', '>']) && word.contains('+'));
        column = levels.last().map_or(0, |level| level.new);
        after = number + 1;
        shift = new as isize - indent as isize;
        let keeps_blanks = inner.get(number + 1).copied().unwrap_or_default();
        let tail = if keeps_blanks { &content[indent + rest.len()..] } else { "" };
        out.push(Some(format!("{}{written}{tail}", " ".repeat(new))));
    }
    let filled = out.iter().rposition(|line| !is_blank(line))? + 1;
    if inner.last() == Some(&false) {
        out[filled..].fill(None);
    }
    Some(replaced(&lines, &out))
}

/// The edits that replace lines.
fn replaced(lines: &[&str], by: &[Option<String>]) -> Vec<Edit> {
    let mut start = 0;
    let edits = lines.iter().zip(by).map(|(line, by)| {
        let span = Span::new(start, start + line.len());
        start += line.len();
        let newline = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
        Edit { span, text: by.as_ref().map_or_else(String::new, |by| format!("{by}{newline}")) }
    });
    edits.collect()
}

/// Whether a line is empty or removed.
fn is_blank(line: &Option<String>) -> bool {
    line.as_ref().is_none_or(String::is_empty)
}

/// Whether each line is inside a value that began on an earlier line: a multi-line string, or brackets.
fn inner_lines(tree: &Tree, count: usize) -> Vec<bool> {
    let index = LineIndex::new(tree.text());
    let mut inner = vec![false; count];
    for node in tree.nodes() {
        let is_block =
            matches!(node.kind(), Kind::Object | Kind::Array) && !node.source().starts_with(['{', '[']);
        let (first, last) = (index.line(node.span().start), index.line(node.span().end));
        if is_block || node.kind() == Kind::Placeholder {
            continue;
        }
        // A string may end with the line break of its last line.
        let is_past = last > first && index.start(last) == node.span().end;
        let last = if is_past { last } else { last + 1 };
        inner.iter_mut().take(last.min(count)).skip(first + 1).for_each(|line| *line = true);
    }
    inner
}

/// A continuation line, moved together with its first line.
fn moved(line: &str, shift: isize) -> Option<String> {
    if line.trim().is_empty() {
        return Some(line.to_owned());
    }
    if shift >= 0 {
        return Some(" ".repeat(shift as usize) + line);
    }
    line.strip_prefix(&" ".repeat(shift.unsigned_abs())).map(str::to_owned)
}

/// The new column of a line, and its text with one space after each dash.
fn relaid(levels: &mut Vec<Level>, indent: usize, rest: &str, step: usize) -> (usize, String) {
    while levels.last().is_some_and(|level| level.old > indent) {
        levels.pop();
    }
    let new = match levels.last() {
        Some(level) if level.old == indent => level.new,
        Some(level) => level.new + step,
        None => 0,
    };
    if levels.last().is_none_or(|level| level.old < indent) {
        levels.push(Level { old: indent, new });
    }
    let mut written = String::new();
    let (mut old, mut column, mut rest) = (indent, new, rest);
    while let Some(after) = rest.strip_prefix("- ") {
        let inner = after.trim_start_matches(' ');
        old += rest.len() - inner.len();
        column += 2;
        written.push_str("- ");
        levels.push(Level { old, new: column });
        rest = inner;
    }
    written.push_str(rest);
    (new, written)
}
