//! The context object: what Step Functions tells a state about its execution (§5.3).

/// A field of the context object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContextField {
    /// Its names from the outermost on.
    pub path: &'static [&'static str],
    pub content: Content,
    pub available: Available,
    pub docs: &'static str,
}

/// What the field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    String,
    Number,
    /// The fields that the table lists under it.
    Object,
    /// Whatever somebody has put in.
    Data,
}

/// Where the field exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Available {
    Always,
    /// In a Task that waits for a token; a Task that waits for a job seems to have one too.
    Callback,
    /// In what a Map hands to its iterations, and perhaps in the iterations themselves (§12 U27).
    Iteration,
}

/// All fields, each before those under it.
pub const CONTEXT: &[ContextField] = &[
    object(&["Execution"], Available::Always, "The running execution."),
    string(&["Execution", "Id"], Available::Always, "The ARN of the execution."),
    data(&["Execution", "Input"], Available::Always, "What the execution was started with."),
    string(&["Execution", "Name"], Available::Always, "The name of the execution."),
    string(&["Execution", "RoleArn"], Available::Always, "The role that the execution has."),
    string(&["Execution", "StartTime"], Available::Always, "When the execution began, as a timestamp."),
    number(&["Execution", "RedriveCount"], Available::Always, "How often the execution was redriven."),
    string(&["Execution", "RedriveTime"], Available::Always, "When the execution was last redriven."),
    object(&["State"], Available::Always, "The state that runs."),
    string(&["State", "EnteredTime"], Available::Always, "When the state was entered, as a timestamp."),
    string(&["State", "Name"], Available::Always, "The name of the state."),
    number(&["State", "RetryCount"], Available::Always, "How often the state was retried."),
    object(&["StateMachine"], Available::Always, "The state machine."),
    string(&["StateMachine", "Id"], Available::Always, "The ARN of the state machine."),
    string(&["StateMachine", "Name"], Available::Always, "The name of the state machine."),
    object(&["Task"], Available::Callback, "The task that waits."),
    string(&["Task", "Token"], Available::Callback, "The token that the called service returns."),
    object(&["Map"], Available::Iteration, "The Map state."),
    object(&["Map", "Item"], Available::Iteration, "The item of the iteration."),
    number(&["Map", "Item", "Index"], Available::Iteration, "The number of the item, from 0."),
    string(
        &["Map", "Item", "Key"],
        Available::Iteration,
        "The key of the item, where a Map goes through an object.",
    ),
    data(&["Map", "Item", "Value"], Available::Iteration, "The item."),
    string(&["Map", "Item", "Source"], Available::Iteration, "Where the item comes from."),
];

/// The field with a path.
pub fn context_field(path: &[&str]) -> Option<&'static ContextField> {
    CONTEXT.iter().find(|field| field.path == path)
}

/// The names directly under a path.
pub fn context_names(path: &[&str]) -> impl Iterator<Item = &'static str> {
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
    fn every_field_stands_in_an_object_of_the_table() {
        for field in CONTEXT {
            let (_, outer) = field.path.split_last().unwrap();
            let is_inside = context_field(outer).is_some_and(|outer| outer.content == Content::Object);
            assert!(outer.is_empty() || is_inside, "{:?}", field.path);
            assert!(field.docs.ends_with('.'), "{:?}", field.path);
        }
        assert_eq!(context_names(&["Map", "Item"]).count(), 4);
    }
}
