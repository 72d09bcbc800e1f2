//! The arguments of a call, compared with the parameters of the called action.

use aws_services::{Action, Member, Service, Shape, Structure};

use crate::catalog::{QueryLanguage, StateKind};
use crate::model::{Call, Model, State};
use crate::syntax::{Node, Pair};
use crate::text::Span;

/// The call of a Task, with what the index of AWS services knows about it.
pub struct TaskCall<'m> {
    /// The Task.
    pub state: State<'m>,
    /// The call.
    pub call: Call<'m>,
    /// The service, if it is known.
    pub service: Option<&'static Service>,
    /// The action, if it is known.
    pub action: Option<Action<'static>>,
    /// The arguments, if the action is known and they are an object.
    pub arguments: Option<Arguments<'m>>,
}

/// Returns all calls of a model, in the order of its states.
pub(crate) fn calls(model: &Model) -> Vec<TaskCall<'_>> {
    let mut calls: Vec<TaskCall<'_>> = Vec::new();
    for state in model.states_of(StateKind::Task) {
        let Some(call) = state.call() else { continue };
        // Many Tasks call the same action as the one before.
        let known = calls.last().filter(|last| last.call.is_same_action(call));
        let (service, action) = match known {
            Some(known) => (known.service, known.action),
            None => {
                let service = call.known_service();
                (service, service.and_then(|service| service.action(call.action())))
            }
        };
        let arguments = action.and_then(|action| Arguments::of(state, action.input()));
        calls.push(TaskCall { state, call, service, action, arguments });
    }
    calls
}

/// The literal part of the arguments of a call, at every depth. What expressions and templates provide is left out.
#[derive(Default)]
pub struct Arguments<'t> {
    /// The values for which the shape is known.
    pub values: Vec<Argument<'t>>,
    /// The objects for which the members are known, with the place to point at. The first is that of all arguments.
    pub objects: Vec<(Node<'t>, Structure<'static>, Span)>,
    /// The keys that are no member of their object.
    pub unknown: Vec<(Pair<'t>, Structure<'static>)>,
}

/// A literal value, and what the action expects there.
#[derive(Clone, Copy)]
pub struct Argument<'t> {
    /// The value.
    pub node: Node<'t>,
    /// The parameter to which it belongs, also as an element or as a value of a map.
    pub member: Member<'static>,
    /// The expected shape.
    pub shape: Shape<'static>,
}

impl<'t> Arguments<'t> {
    /// Returns the arguments of a Task, if they are an object.
    fn of(state: State<'t>, input: Structure<'static>) -> Option<Arguments<'t>> {
        let field = state.payload()?;
        let payload = field.value().filter(|payload| payload.is_object())?;
        let mut arguments = Arguments::default();
        arguments.object(payload, input, field.key().span, state.language());
        Some(arguments)
    }

    fn object(
        &mut self,
        object: Node<'t>,
        structure: Structure<'static>,
        name: Span,
        language: QueryLanguage,
    ) {
        self.objects.push((object, structure, name));
        for pair in object.pairs() {
            let key = pair.key();
            if key.has_placeholder() || key.span.is_empty() {
                continue;
            }
            let Some(member) = structure.member(parameter(pair)) else {
                self.unknown.push((pair, structure));
                continue;
            };
            if let Some(node) = pair.value().filter(|_| !is_evaluated(pair)) {
                self.value(Argument { node, member, shape: member.shape() }, key.span, language);
            }
        }
    }

    fn value(&mut self, argument: Argument<'t>, name: Span, language: QueryLanguage) {
        let is_expression =
            |text: &str| language == QueryLanguage::Jsonata && text.trim_start().starts_with("{%");
        let text = argument.node.as_text();
        if argument.node.is_unknown()
            || text.is_some_and(|text| text.has_placeholder() || is_expression(text.value))
        {
            return;
        }
        self.values.push(argument);
        match argument.shape {
            Shape::Structure(structure) if argument.node.is_object() => {
                self.object(argument.node, structure, name, language);
            }
            Shape::List(list) => {
                for node in argument.node.items() {
                    let start = node.span().range().start;
                    let name = Span::new(start, start + 1);
                    self.value(Argument { node, shape: list.element(), ..argument }, name, language);
                }
            }
            Shape::Map(map) => {
                for pair in argument.node.pairs().filter(|pair| !is_evaluated(*pair)) {
                    let Some(node) = pair.value() else { continue };
                    self.value(
                        Argument { node, shape: map.element(), ..argument },
                        pair.key().span,
                        language,
                    );
                }
            }
            _ => {}
        }
    }
}

/// Returns the parameter that a key names, without the `.$` that marks its value as an expression.
pub fn parameter<'t>(pair: Pair<'t>) -> &'t str {
    let key = pair.key().value;
    key.strip_suffix(".$").unwrap_or(key)
}

/// Returns whether the key marks its value as an expression of JSONPath.
pub fn is_evaluated(pair: Pair<'_>) -> bool {
    pair.key().value.ends_with(".$")
}
