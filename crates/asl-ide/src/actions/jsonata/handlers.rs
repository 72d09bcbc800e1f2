//! Catchers and retriers. JSONPath states and JSONata states fail with different error names.

use super::State;
use super::expressions::{ERROR, Expression};
use super::output::merged;
use super::payload;
use asl_core::catalog::intrinsics::ValueType;
use asl_core::edit::{self, Edit};
use asl_core::model::{Object, State as Named};
use asl_core::syntax::Node;

/// Errors that only JSONPath states raise. `States.Runtime` is never handled, but a handler may have been meant for it.
const OF_JSONPATH: [&str; 5] = [
    "States.IntrinsicFailure",
    "States.ParameterPathFailure",
    "States.ReferencePathConflict",
    "States.ResultPathMatchFailure",
    "States.Runtime",
];

/// The names that match the error of a JSONata expression.
const FOR_JSONATA: [&str; 3] = ["States.ALL", "States.QueryEvaluationError", "States.TaskFailed"];

impl State<'_> {
    pub(super) fn catcher(&self, edits: &mut Vec<Edit>, catcher: Object<'_>) -> Option<()> {
        for field in catcher.fields() {
            let value = field.value()?;
            match field.key().value {
                "ErrorEquals" | "Next" | "Comment" => {}
                "Assign" => payload::edits(edits, self.tree, value, &self.scope().with(ERROR))?,
                "ResultPath" => {
                    let code = merged(Some(value), Expression::operand(ERROR, ValueType::Object))?.whole();
                    if code == ERROR {
                        edits.push(edit::remove_pair(self.tree, catcher.node(), field.pair()));
                        continue;
                    }
                    edits.push(edit::replace_text(self.tree, field.key(), "Output"));
                    self.replace(edits, field, &code)?;
                }
                _ => return None,
            }
        }
        Some(())
    }
}

/// Whether a handler of the state lists an error that only JSONPath states raise.
pub(super) fn handles_jsonpath(state: Named<'_>) -> bool {
    handlers(state).any(|handler| is_for(handler, &OF_JSONPATH))
}

/// Whether a handler could observe a failure of the state itself in either language: a handler of the state, or of a
/// state around it. Failures inside the executions of a Distributed Map state stay there.
pub(super) fn may_be_handled(state: Named<'_>) -> bool {
    let is_open = |handler: Object<'_>| is_for(handler, &OF_JSONPATH) || is_for(handler, &FOR_JSONATA);
    std::iter::successors(Some(state), |inner| around(*inner)).any(|state| handlers(state).any(is_open))
}

/// The enclosing state that a failure propagates to.
fn around(state: Named<'_>) -> Option<Named<'_>> {
    state.machine().parent().filter(|outer| !outer.is_distributed_map())
}

fn handlers(state: Named<'_>) -> impl Iterator<Item = Object<'_>> {
    state.objects("Catch").chain(state.objects("Retry"))
}

/// Whether a handler lists one of the errors, or an unknown name.
fn is_for(handler: Object<'_>, errors: &[&str]) -> bool {
    let is_one = |name: Node<'_>| match name.as_text() {
        Some(name) => name.has_placeholder() || errors.contains(&name.value),
        None => true,
    };
    handler.get("ErrorEquals").is_none_or(|names| names.is_unknown() || names.items().any(is_one))
}
