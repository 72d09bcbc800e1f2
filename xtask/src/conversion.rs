//! Verifies the conversion of states to JSONata: runs random states with random inputs in an evaluator of the JSONPath
//! data flow, runs their conversions in the JSONata reference implementation, and compares the outcomes.

mod choices;
mod converted;
mod generate;
mod handlers;
mod inputs;
mod intrinsics;
mod jsonata;
mod jsonpath;
mod offered;
mod outcome;
mod paths;
mod random;
mod rules;
mod settings;
mod templates;
mod texts;
mod values;

use std::fs;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use crate::summary::Summary;
use crate::{CORPORA, corpora, files, reference};
use generate::Generated;
use jsonata::{Answers, Sight};
use outcome::{Outcome, Run, are_same};
use paths::Failure;
use random::Random;
use texts::Text;

/// The number of inputs for each converted state.
const INPUTS: usize = 10;

/// The number of inputs for each state that was once converted wrongly.
const INPUTS_OF_CORPUS: usize = 300;

/// The number of runs in a batch for the reference implementation.
const TOGETHER: usize = 4000;

/// The number of differences after which the comparison ends.
const FAULTS: usize = 5;

pub(crate) fn run(count: usize, seed: u64, summary: &mut Summary) -> Result<()> {
    let (known, new) = ("conversion of known states", "conversion of generated states");
    if !reference::is_there() {
        summary.skip_installable(known, reference::NEEDS)?;
        return summary.skip_installable(new, reference::NEEDS);
    }
    match corpora() {
        Some(corpora) => summary.run(known, || {
            offered::run(&corpora.join("real-world"));
            corpus(&corpora.join("conversion"), seed)
        })?,
        None => summary.skip(known, CORPORA),
    }
    summary.run(new, || generated(count, seed))
}

/// Compares states that were once converted wrongly.
fn corpus(folder: &Path, seed: u64) -> Result<()> {
    let mut comparison = Comparison::new(seed);
    for path in files(folder, &["json", "yaml"])? {
        let name = if path.extension().is_some_and(|it| it == "yaml") { "a.asl.yaml" } else { "a.asl.json" };
        let text = Text { name, text: fs::read_to_string(path)? };
        let Some(state) = converted::original(&text) else { continue };
        let paths = generate::paths_of(&state);
        comparison.compare(&Generated { state, paths }, text, INPUTS_OF_CORPUS);
    }
    comparison.finish("known")
}

/// Compares generated states before and after their conversion.
fn generated(count: usize, seed: u64) -> Result<()> {
    let mut comparison = Comparison::new(seed);
    while comparison.counts.runs < count && comparison.faults.len() < FAULTS {
        let generated = generate::state(&mut comparison.random);
        let text = texts::written(&generated.state, &mut comparison.random);
        comparison.compare(&generated, text, INPUTS);
        if comparison.cases.len() >= TOGETHER {
            comparison.evaluate()?;
        }
    }
    comparison.finish("generated")
}

struct Comparison {
    random: Random,
    seed: u64,
    counts: Counts,
    /// The runs that have not been evaluated in JSONata yet.
    cases: Vec<Case>,
    faults: Vec<String>,
}

#[derive(Default)]
struct Counts {
    states: usize,
    offered: usize,
    runs: usize,
    /// Runs in which the JSONPath state succeeds.
    done: usize,
    /// Runs with inputs that do not match the paths of the state.
    misfits: usize,
    /// Runs in which the behaviour of AWS is unknown.
    unknown: usize,
}

/// A converted state with an input, and the outcome of the original.
struct Case {
    text: Rc<Text>,
    state: Rc<Map<String, Value>>,
    run: Run,
    outcome: Outcome,
}

impl Comparison {
    fn new(seed: u64) -> Comparison {
        let (cases, faults) = (Vec::new(), Vec::new());
        Comparison { random: Random::new(seed), seed, counts: Counts::default(), cases, faults }
    }

    /// Converts a state, if that is offered, and runs the original with some inputs.
    fn compare(&mut self, generated: &Generated, text: Text, inputs: usize) {
        self.counts.states += 1;
        let state = match converted::converted(&text) {
            None => return,
            Some(Ok(state)) => Rc::new(state),
            Some(Err(fault)) => {
                self.faults.push(format!("{}\n{fault}", text.text));
                return;
            }
        };
        self.counts.offered += 1;
        let text = Rc::new(text);
        for _ in 0..inputs {
            let run = inputs::run(generated, &mut self.random);
            self.counts.runs += 1;
            match jsonpath::outcome(&generated.state, &run) {
                Ok(outcome) => {
                    self.counts.done += usize::from(matches!(outcome, Outcome::Done(_)));
                    self.cases.push(Case { text: text.clone(), state: state.clone(), run, outcome });
                }
                Err(Failure::Misfit) => self.counts.misfits += 1,
                Err(_) => self.counts.unknown += 1,
            }
        }
    }

    /// Evaluates the converted states with the reference implementation, and compares the outcomes.
    fn evaluate(&mut self) -> Result<()> {
        let cases = std::mem::take(&mut self.cases);
        let mut input = String::new();
        let mut asked: Vec<(usize, Sight, Vec<String>)> = Vec::new();
        for (at, case) in cases.iter().enumerate() {
            for (sight, states, expressions) in jsonata::questions(&case.state, &case.run, &case.outcome) {
                let variables = &case.run.variables;
                let question =
                    json!({ "states": states, "variables": variables, "expressions": expressions });
                input.push_str(&format!("{question}\n"));
                asked.push((at, sight, expressions));
            }
        }
        let output = reference::run("evaluate.mjs", &[], &input)?;
        let mut answers: Vec<Answers> = Vec::new();
        answers.resize_with(cases.len(), Answers::default);
        for ((at, sight, expressions), line) in asked.into_iter().zip(output.lines()) {
            let values: Vec<Vec<Value>> = serde_json::from_str(line)?;
            for (expression, value) in expressions.into_iter().zip(values) {
                answers[at].0.insert((sight, expression), value.into_iter().next());
            }
        }
        let mut last: Option<&Rc<Text>> = None;
        for (case, answers) in cases.iter().zip(&answers) {
            // A single difference of a state is enough.
            if last.is_some_and(|last| Rc::ptr_eq(last, &case.text)) {
                continue;
            }
            let after = jsonata::outcome(&case.state, &case.run, answers);
            if !are_same(&case.outcome, &after) {
                last = Some(&case.text);
                self.faults.push(case.fault(&after));
            }
        }
        Ok(())
    }

    fn finish(mut self, name: &str) -> Result<()> {
        self.evaluate()?;
        let Counts { states, offered, runs, done, misfits, unknown } = self.counts;
        println!(
            "conversion: {} differences in {runs} runs ({name}): {offered} of {states} states can be converted, {done} \
             runs succeed, {misfits} have inputs that do not match the paths, {unknown} have an unknown outcome in AWS",
            self.faults.len()
        );
        if self.faults.is_empty() {
            return Ok(());
        }
        self.faults.truncate(FAULTS);
        bail!("the conversion is not exact (seed {}):\n\n{}", self.seed, self.faults.join("\n\n"))
    }
}

impl Case {
    fn fault(&self, after: &Outcome) -> String {
        format!(
            "{}\nin JSONata: {}\ninput: {}\nvariables: {}\nwork: {:?}\nbefore: {:?}\nafter:  {after:?}",
            self.text.text,
            Value::Object((*self.state).clone()),
            self.run.input,
            Value::Object(self.run.variables.clone()),
            self.run.work.as_ref().map_err(|error| error.name),
            self.outcome,
        )
    }
}
