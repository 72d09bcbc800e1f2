//! The data flow along the transitions: what each state gets, and what its call returns.

use super::template::{Sources, evaluate, path_value, reference};
use super::{Data, Fields};
use crate::catalog::services::Resource;
use crate::catalog::{QueryLanguage, StateKind};
use crate::expr::ExpressionRef;
use crate::model::{Machine, Model, State};
use crate::semantic::graph::{Cause, Graph};
use crate::syntax::{Kind, Node};

/// How often the states of a loop are evaluated before what they get counts as unknown.
const ROUNDS: usize = 3;

/// How often a branch or item processor is evaluated before its input counts as unknown. The state around it may be in
/// loops at every depth.
const RUNS: u8 = 8;

/// The data at each state of a document.
#[derive(Debug, Clone)]
pub struct DataFlow {
    /// What each state gets; `None` for a state that no transition reaches.
    inputs: Vec<Option<Data>>,
    /// What each state has to work with before it selects from it: the response of a call, the outputs of branches.
    results: Vec<Data>,
}

/// The computation of the data flow.
struct Computation<'m> {
    graph: &'m Graph,
    flow: DataFlow,
    /// The branches or the item processor of each state.
    inner: Vec<Vec<Machine<'m>>>,
    /// How often each machine has been evaluated as a branch or item processor.
    runs: Vec<u8>,
}

impl DataFlow {
    pub(crate) fn new(model: &Model, graph: &Graph) -> DataFlow {
        let count = model.states().count();
        let results = model.states().map(called).collect();
        let flow = DataFlow { inputs: vec![None; count], results };
        let mut inner: Vec<Vec<Machine<'_>>> = vec![Vec::new(); count];
        for machine in model.machines() {
            if let Some(parent) = machine.parent() {
                inner[parent.id().index()].push(machine);
            }
        }
        let mut computation = Computation { graph, flow, inner, runs: vec![0; model.machines().len()] };
        for machine in model.machines().filter(|machine| machine.is_outermost()) {
            computation.run(machine, Data::Unknown);
        }
        computation.flow
    }

    /// Returns what a state gets.
    pub fn input(&self, state: State<'_>) -> Data {
        self.inputs[state.id().index()].clone().unwrap_or_default()
    }

    /// Returns what the call of a state returns.
    pub fn result(&self, state: State<'_>) -> &Data {
        &self.results[state.id().index()]
    }

    /// Returns what `$` means in the JSONPath at a site.
    pub fn root(&self, site: ExpressionRef<'_>) -> Data {
        site.object().state().map_or(Data::Unknown, |state| self.root_in(state, site.info().name))
    }

    /// Returns what `$` means in a JSONPath of a field in a state: the input, the result of the call, or both combined.
    pub fn root_in(&self, state: State<'_>, field: &str) -> Data {
        match field {
            "InputPath" => self.input(state),
            "ResultSelector" => self.result(state).clone(),
            "OutputPath" => combined(state, &self.input(state), self.result(state)),
            "Parameters" | "ItemSelector" | "BatchInput" | "Variable" | "RoleArn.$" => {
                effective(state, &self.input(state))
            }
            name if name.ends_with("Path") && name != "ResultPath" => effective(state, &self.input(state)),
            _ => Data::Unknown,
        }
    }
}

impl<'m> Computation<'m> {
    /// Evaluates a machine with one more input.
    fn run(&mut self, machine: Machine<'m>, input: Data) {
        let graph = self.graph;
        let start = machine.start_at().and_then(|name| machine.state(name.value));
        let Some(start) = start.filter(|_| graph.is_complete(machine)) else { return };
        if !self.receive(start, input) {
            return;
        }
        let order = graph.topological_order(machine);
        let first = machine.states().next().map_or(0, |state| state.id().index());
        let mut changed = vec![start.id()];
        for round in 0.. {
            if changed.is_empty() {
                break;
            }
            // Most machines have no loops, so that one round is enough.
            let mut is_changed = vec![false; machine.states().len()];
            changed.drain(..).for_each(|id| is_changed[id.index() - first] = true);
            for &id in order {
                if !std::mem::take(&mut is_changed[id.index() - first]) {
                    continue;
                }
                let state = start.model().state(id);
                let input = self.flow.input(state);
                self.run_inner(state, &input);
                for edge in graph.edges(state).filter(|edge| edge.is_allowed) {
                    let Some(to) = edge.to else { continue };
                    let is_in_loop = graph.are_connected(id, to.id());
                    let output = match is_in_loop && round >= ROUNDS {
                        true => Data::Unknown,
                        false => self.flow.output(state, Some(edge.cause), &input),
                    };
                    if !self.receive(to, output) {
                        continue;
                    }
                    is_changed[to.id().index() - first] = true;
                    if is_in_loop {
                        changed.push(to.id());
                    }
                }
            }
        }
    }

    /// Evaluates the branches or the item processor of a state, whose outputs are the elements of its result.
    fn run_inner(&mut self, state: State<'m>, input: &Data) {
        let mut outputs: Option<Data> = None;
        for machine in self.inner[state.id().index()].clone() {
            let runs = &mut self.runs[machine.id().index()];
            *runs = runs.saturating_add(1);
            let start = if *runs < RUNS { started(state, input) } else { Data::Unknown };
            self.run(machine, start);
            let output = self.output(machine);
            outputs = Some(match outputs {
                Some(others) => others.or(output),
                None => output,
            });
        }
        if let (Data::List(_), Some(outputs)) = (&self.flow.results[state.id().index()], outputs) {
            self.flow.results[state.id().index()] = Data::List(outputs.into());
        }
    }

    /// What a branch or an item processor returns.
    fn output(&self, machine: Machine<'m>) -> Data {
        if !self.graph.is_complete(machine) {
            return Data::Unknown;
        }
        let ends = machine.states().filter(|state| self.flow.inputs[state.id().index()].is_some());
        let ends = ends.filter(|state| state.is_terminal() && !state.is(StateKind::Fail));
        let outputs = ends.map(|state| self.flow.output(state, None, &self.flow.input(state)));
        outputs.reduce(Data::or).unwrap_or_default()
    }

    /// Adds to what a state gets. Returns whether that changes.
    fn receive(&mut self, state: State<'_>, data: Data) -> bool {
        let known = &mut self.flow.inputs[state.id().index()];
        let new = match known.clone() {
            Some(known) => known.or(data),
            None => data,
        };
        let is_new = known.as_ref() != Some(&new);
        *known = Some(new);
        is_new
    }
}

impl DataFlow {
    /// What a state passes on along a transition, or at the end.
    fn output(&self, state: State<'_>, cause: Option<Cause>, input: &Data) -> Data {
        let result = self.result(state);
        let sources = Sources { input, result, error: &Data::Unknown, language: state.language() };
        if let Some(Cause::Catch(i)) = cause {
            let Some(catcher) = state.objects("Catch").nth(i) else { return Data::Unknown };
            let error = Data::error();
            return match (state.language(), catcher.get("Output")) {
                (QueryLanguage::JsonPath, _) => with_result(catcher.get("ResultPath"), input, error),
                (QueryLanguage::Jsonata, Some(output)) => {
                    evaluate(output, Sources { error: &error, ..sources })
                }
                (QueryLanguage::Jsonata, None) => error,
            };
        }
        if state.language() == QueryLanguage::JsonPath {
            let data = combined(state, input, result);
            return match state.get("OutputPath") {
                None => data,
                Some(path) if path.kind() == Kind::Null => Data::Object(Fields::default().into()),
                Some(path) => path.as_str().map_or(Data::Unknown, |path| path_value(path, &data)),
            };
        }
        let of_rule = match cause {
            Some(Cause::Choice(i)) => state.objects("Choices").nth(i).and_then(|rule| rule.get("Output")),
            _ => None,
        };
        match of_rule.or_else(|| state.get("Output")) {
            Some(output) => evaluate(output, sources),
            None if has_result(state) => result.clone(),
            None => input.clone(),
        }
    }
}

/// What the first state of a branch or item processor gets.
fn started(state: State<'_>, input: &Data) -> Data {
    match (state.kind(), state.language()) {
        (Some(StateKind::Parallel), language) => payload(state, input, language.arguments_field()),
        (Some(StateKind::Map), language) => {
            let is_batched = state.has("ItemBatcher");
            let selector = state.get("ItemSelector").or_else(|| state.get("Parameters"));
            let Some(selector) = selector.filter(|_| !is_batched) else { return Data::Unknown };
            let input = effective(state, input);
            evaluate(
                selector,
                Sources { input: &input, result: &Data::Unknown, error: &Data::Unknown, language },
            )
        }
        _ => Data::Unknown,
    }
}

/// What the call of a Task returns, or the outputs of the branches of a state.
fn called(state: State<'_>) -> Data {
    match state.kind() {
        Some(StateKind::Task) => {
            let is_function =
                || state.resource().is_some_and(|resource| Resource::function(resource).is_some());
            match state.call() {
                Some(call) => call.result().map_or(Data::Unknown, Data::Service),
                None if is_function() => Data::FunctionOutput,
                None => Data::Unknown,
            }
        }
        Some(StateKind::Parallel) => Data::List(Data::Unknown.into()),
        Some(StateKind::Map) if !state.has("ResultWriter") => Data::List(Data::Unknown.into()),
        _ => Data::Unknown,
    }
}

fn has_result(state: State<'_>) -> bool {
    matches!(state.kind(), Some(StateKind::Task | StateKind::Parallel | StateKind::Map) | None)
}

/// The input of a JSONPath state after its `InputPath`.
fn effective(state: State<'_>, input: &Data) -> Data {
    match state.get("InputPath") {
        Some(path) if state.language() == QueryLanguage::JsonPath => match path.kind() {
            Kind::Null => Data::Object(Fields::default().into()),
            _ => path.as_str().map_or(Data::Unknown, |path| path_value(path, input)),
        },
        _ => input.clone(),
    }
}

/// The input of a JSONPath state after `InputPath` and its payload template, or of a JSONata state after its arguments.
fn payload(state: State<'_>, input: &Data, field: &str) -> Data {
    let effective = effective(state, input);
    match state.get(field) {
        Some(template) => evaluate(
            template,
            Sources {
                input: &effective,
                result: &Data::Unknown,
                error: &Data::Unknown,
                language: state.language(),
            },
        ),
        None => effective,
    }
}

/// What a JSONPath state has before its `OutputPath`.
fn combined(state: State<'_>, input: &Data, result: &Data) -> Data {
    let none = Data::Unknown;
    let result = match state.kind() {
        Some(StateKind::Pass) => match state.get("Result") {
            Some(literal) => {
                // Nothing in it is evaluated.
                let sources =
                    Sources { input: &none, result: &none, error: &none, language: QueryLanguage::JsonPath };
                literal_value(literal, sources)
            }
            None => payload(state, input, "Parameters"),
        },
        Some(StateKind::Choice | StateKind::Wait | StateKind::Succeed) => return effective(state, input),
        _ => match state.get("ResultSelector") {
            Some(selector) => {
                let sources =
                    Sources { input: result, result, error: &none, language: QueryLanguage::JsonPath };
                evaluate(selector, sources)
            }
            None => result.clone(),
        },
    };
    with_result(state.get("ResultPath"), input, result)
}

/// A `Result`, in which keys that end in `.$` are plain fields.
fn literal_value(node: Node<'_>, sources: Sources<'_>) -> Data {
    let has_dollar = node.pairs().any(|pair| pair.key().value.ends_with(".$"));
    if has_dollar { Data::Unknown } else { evaluate(node, sources) }
}

/// Puts a result into the input of a state.
fn with_result(result_path: Option<Node<'_>>, input: &Data, result: Data) -> Data {
    match result_path {
        None => result,
        Some(path) if path.kind() == Kind::Null => input.clone(),
        Some(path) => match path.as_str().and_then(reference) {
            Some(names) => input.with(&names, result),
            None => Data::Unknown,
        },
    }
}
