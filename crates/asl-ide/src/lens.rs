//! Code lenses: links to the graph of a definition and to the IAM policy that it needs, and the number of references of each state.

use super::rename::{Symbol, occurrences};
use asl_core::model::StateId;
use asl_core::semantic::Analysis;
use asl_core::text::Span;

/// A clickable line above a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The name below the code lens.
    pub span: Span,
    /// What the code lens shows.
    pub kind: LensKind,
}

/// The kind of a code lens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LensKind {
    /// Shows the graph of the definition.
    Graph,
    /// Shows the IAM policy that the definition needs.
    Policy,
    /// Shows the number of references to the state, and lists them.
    References(StateId),
}

/// Returns the code lenses of a definition in document order. References are not counted here, but by [`references`]
/// when a client resolves the lens.
///
/// A resource that refers to a file has the code lens for the graph of that file.
pub fn lenses(analysis: &Analysis) -> Vec<Lens> {
    let Some(root) = analysis.model().root() else { return linked(analysis).into_iter().collect() };
    if root.states().len() == 0 {
        return Vec::new();
    }
    let of_machine =
        [LensKind::Graph, LensKind::Policy].map(|kind| Lens { span: root.object().name(), kind });
    let reference = |state: asl_core::model::State<'_>| Lens {
        span: state.name().span,
        kind: LensKind::References(state.id()),
    };
    of_machine.into_iter().chain(analysis.model().states().map(reference)).collect()
}

fn linked(analysis: &Analysis) -> Option<Lens> {
    let host = analysis.host();
    let link = host.link.as_ref()?;
    Some(Lens { span: host.name.as_ref().map_or(link.span, |name| name.span), kind: LensKind::Graph })
}

/// Returns the spans of all references to a state, excluding its declaration.
pub fn references(analysis: &Analysis, id: StateId) -> Vec<Span> {
    let places = occurrences(analysis, Symbol::State(id)).into_iter();
    places.filter(|place| !place.is_declaration).map(|place| place.span).collect()
}

/// Formats a number of references, such as `3 references`.
pub fn count(references: usize) -> String {
    match references {
        0 => "no references".to_owned(),
        1 => "1 reference".to_owned(),
        count => format!("{count} references"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_core::testing::analyses;

    #[test]
    fn states_say_how_often_they_are_named() {
        let text = r#"{ "StartAt": "A", "States": { "A": { "Next": "B" }, "B": { "Next": "A" }, "C": {} } }"#;
        let analyses = analyses(text);
        let analysis = &analyses[0];
        let said: Vec<String> = lenses(analysis)
            .iter()
            .map(|lens| match lens.kind {
                LensKind::Graph => "graph".to_owned(),
                LensKind::Policy => "policy".to_owned(),
                LensKind::References(id) => {
                    format!("{} {}", &text[lens.span.range()], count(references(analysis, id).len()))
                }
            })
            .collect();
        assert_eq!(
            said,
            ["graph", "policy", "\"A\" 2 references", "\"B\" 1 reference", "\"C\" no references"]
        );
    }

    #[test]
    fn lenses_in_yaml_and_in_a_template() {
        for text in [
            "StartAt: A\nStates:\n  A: { Type: Succeed }\n",
            "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition: { StartAt: A, States: { A: { Type: Pass } } }\n",
        ] {
            let analyses = analyses(text);
            let found = lenses(&analyses[0]);
            assert_eq!(&text[found[2].span.range()], "A");
            assert_eq!(found.len(), 3);
        }
    }

    #[test]
    fn a_resource_has_the_graph_of_the_file_that_it_refers_to() {
        let text = "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n";
        let found = lenses(&analyses(text)[0]);
        assert_eq!(found.len(), 1);
        assert_eq!((&text[found[0].span.range()], found[0].kind), ("Flow", LensKind::Graph));
    }

    #[test]
    fn what_has_no_states_has_no_lenses() {
        assert_eq!(lenses(&analyses("{}")[0]), []);
    }
}
