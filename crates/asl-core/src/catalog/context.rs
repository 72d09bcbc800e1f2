//! The context object, which describes the execution to a state (§5.3).

/// A field of the context object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContextField {
    /// The names of the field and of the fields that contain it, from the outside in.
    pub path: &'static [&'static str],
    /// The type of its value.
    pub content: Content,
    /// Where it exists.
    pub available: Available,
    /// Its documentation, for hovers: one sentence.
    pub docs: &'static str,
}

/// The type of the value of a context field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A string.
    String,
    /// A number.
    Number,
    /// An object with the fields that the table lists.
    Object,
    /// Any data of the user.
    Data,
}

/// Where a context field exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Available {
    /// In all states.
    Always,
    /// In a Task that waits for a task token. A Task that waits for a job seems to have one, too.
    Callback,
    /// In the `ItemSelector` of a Map, and perhaps inside its iterations (§12 U27).
    Iteration,
}

/// All fields of the context object, each before the fields inside it.
pub const CONTEXT: &[ContextField] = &[
    object(&["Execution"], Available::Always, "The running execution."),
    string(&["Execution", "Id"], Available::Always, "The ARN of the execution."),
    data(&["Execution", "Input"], Available::Always, "The input of the execution."),
    string(&["Execution", "Name"], Available::Always, "The name of the execution."),
    string(&["Execution", "RoleArn"], Available::Always, "The ARN of the role that the execution runs with."),
    string(&["Execution", "StartTime"], Available::Always, "When the execution started, as a timestamp."),
    number(
        &["Execution", "RedriveCount"],
        Available::Always,
        "The number of times the execution was redriven.",
    ),
    string(
        &["Execution", "RedriveTime"],
        Available::Always,
        "When the execution was last redriven, as a timestamp.",
    ),
    object(&["State"], Available::Always, "The current state."),
    string(&["State", "EnteredTime"], Available::Always, "When the state was entered, as a timestamp."),
    string(&["State", "Name"], Available::Always, "The name of the state."),
    number(&["State", "RetryCount"], Available::Always, "The number of times the state was retried."),
    object(&["StateMachine"], Available::Always, "The state machine."),
    string(&["StateMachine", "Id"], Available::Always, "The ARN of the state machine."),
    string(&["StateMachine", "Name"], Available::Always, "The name of the state machine."),
    object(&["Task"], Available::Callback, "The waiting task."),
    string(&["Task", "Token"], Available::Callback, "The task token, which the called service must return."),
    object(&["Map"], Available::Iteration, "The Map state."),
    object(&["Map", "Item"], Available::Iteration, "The item of the current iteration."),
    number(&["Map", "Item", "Index"], Available::Iteration, "The index of the item, starting at 0."),
    string(
        &["Map", "Item", "Key"],
        Available::Iteration,
        "The key of the item, if the Map iterates over an object.",
    ),
    data(&["Map", "Item", "Value"], Available::Iteration, "The value of the item."),
    string(&["Map", "Item", "Source"], Available::Iteration, "The source of the item."),
];

/// Returns the field with a path.
pub fn context_field(path: &[&str]) -> Option<&'static ContextField> {
    CONTEXT.iter().find(|field| field.path == path)
}

/// Returns the names of the fields directly inside the object with a path.
pub(crate) fn context_names(path: &[&str]) -> impl Iterator<Item = &'static str> {
    CONTEXT.iter().filter_map(move |field| match field.path.split_last() {
        Some((name, outer)) if outer == path => Some(*name),
        _ => None,
    })
}

const fn object(path: &'static [&'static str], available: Available, docs: &'static str) -> ContextField {
    ContextField { path, content: Content::Object, available, docs }
}

const fn string(path: &'static [&'static str], available: Available, docs: &'static str) -> ContextField {
    ContextField { path, content: Content::String, available, docs }
}

const fn number(path: &'static [&'static str], available: Available, docs: &'static str) -> ContextField {
    ContextField { path, content: Content::Number, available, docs }
}

const fn data(path: &'static [&'static str], available: Available, docs: &'static str) -> ContextField {
    ContextField { path, content: Content::Data, available, docs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_in_an_object_of_the_table() {
        for field in CONTEXT {
            let (_, outer) = field.path.split_last().unwrap();
            let is_inside = context_field(outer).is_some_and(|outer| outer.content == Content::Object);
            assert!(outer.is_empty() || is_inside, "{:?}", field.path);
            assert!(field.docs.ends_with('.'), "{:?}", field.path);
        }
        assert_eq!(context_names(&["Map", "Item"]).count(), 4);
    }
}
