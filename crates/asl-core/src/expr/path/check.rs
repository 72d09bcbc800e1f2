//! The check of syntactically valid paths.

use super::{
    Filter, Name, Operand, OperandKind, Operator, Path, PathError, PathErrorKind, RootKind, StepKind,
};
use crate::expr::cursor::{display, display_char};
use crate::text::Span;

const REFERENCE_STEP: &str = "`.name`, `['name']` or `[0]`";

/// Returns why a path is not a Reference Path: an error for each step that is a function or can select more than one
/// node. Syntax errors are not repeated, except if the path does not begin with `$`, for which AWS has another message.
pub fn reference_errors(path: &Path) -> Vec<PathError> {
    if path.root.kind == RootKind::Missing {
        let span = path.errors.first().map_or(path.root.span, |error| error.span);
        let message = "Reference Path does not begin with `$`".to_owned();
        return vec![PathError { kind: PathErrorKind::NoDollar, span, message, expected: "`$`" }];
    }
    let mut errors = Vec::new();
    for step in &path.steps {
        let what = match &step.kind {
            StepKind::Child(_) | StepKind::Index(0..) => continue,
            // According to AWS's message, only a quote or a digit may follow `[` in a Reference Path.
            StepKind::Index(_) => "a negative index".to_owned(),
            StepKind::Wildcard => "`*`".to_owned(),
            StepKind::Descendant => "`..`".to_owned(),
            StepKind::Slice { .. } => "a slice with `:`".to_owned(),
            StepKind::Names(_) | StepKind::Indexes(_) => "a list with `,`".to_owned(),
            StepKind::Filter(_) => "a filter".to_owned(),
            StepKind::Script => "a script with `@`".to_owned(),
            StepKind::Function { name, .. } => format!("the function `{}()`", display(&name.value)),
        };
        errors.push(PathError {
            kind: PathErrorKind::Reference,
            span: step.span,
            message: format!("{what} is not allowed in a Reference Path"),
            expected: REFERENCE_STEP,
        });
    }
    errors
}

impl Path {
    /// Returns the parts of the path that AWS accepts, as far as is known, but that do not work at run time.
    pub fn doubts(&self) -> Vec<PathError> {
        let mut doubts = Vec::new();
        for path in self.paths() {
            path.doubts_of_steps(&mut doubts);
        }
        doubts
    }

    fn doubts_of_steps(&self, doubts: &mut Vec<PathError>) {
        for (at, step) in self.steps.iter().enumerate() {
            match &step.kind {
                StepKind::Child(name) => doubts.extend(odd_character(name)),
                // Seen at run time: `Multi properties can only be used as path leafs`.
                StepKind::Names(_) if at + 1 < self.steps.len() => {
                    doubts.push(doubt(
                        step.span,
                        "step with several names is not the last step of the path".to_owned(),
                        "",
                    ));
                }
                // AWS reports that the path could not be found, even if the function exists in Jayway.
                StepKind::Function { name, .. } => {
                    let message = format!(
                        "Step Functions does not support the function `{}()` in a path",
                        display(&name.value)
                    );
                    doubts.push(doubt(
                        step.span,
                        message,
                        "an intrinsic function such as `States.ArrayLength(...)`",
                    ));
                }
                StepKind::Filter(filter) => doubts_of_filter(filter, doubts),
                _ => {}
            }
        }
    }
}

fn doubts_of_filter(filter: &Filter, doubts: &mut Vec<PathError>) {
    match filter {
        Filter::Exists(_) => {}
        Filter::Not(inner) => doubts_of_filter(inner, doubts),
        Filter::And(parts) | Filter::Or(parts) => {
            parts.iter().for_each(|part| doubts_of_filter(part, doubts))
        }
        Filter::Compare { left, operator, operator_span, right } => {
            let message = match operator {
                Operator::Word(word) => Some(format!("Step Functions does not support `{word}` in a filter")),
                Operator::Matches => {
                    Some("Step Functions does not support regular expressions in a filter".to_owned())
                }
                _ => None,
            };
            doubts.extend(
                message.map(|message| doubt(*operator_span, message, "`==`, `!=`, `<`, `<=`, `>` or `>=`")),
            );
            doubts.extend([left, right].into_iter().filter_map(doubtful_operand));
        }
    }
}

fn doubtful_operand(operand: &Operand) -> Option<PathError> {
    let OperandKind::Path(path) = &operand.kind else { return None };
    let message = "Step Functions does not support a comparison with a value outside the array".to_owned();
    (path.root.kind != RootKind::Current).then(|| doubt(operand.span, message, "a literal value"))
}

// Late releases of Jayway allow nearly any character in a name, early ones letters, digits, `_`, `-`, `$` and `@`.
fn odd_character(name: &Name) -> Option<PathError> {
    let odd = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '$' | '@');
    let escaped = name.value.len() != (name.span.end - name.span.start) as usize;
    let found = if name.quoted || escaped { None } else { name.value.chars().find(|c| odd(*c)) };
    found.map(|c| {
        doubt(
            name.span,
            format!("unquoted name contains `{}`", display_char(c)),
            "a name in quotes: `['name']`",
        )
    })
}

fn doubt(span: Span, message: String, expected: &'static str) -> PathError {
    PathError { kind: PathErrorKind::Doubt, span, message, expected }
}
