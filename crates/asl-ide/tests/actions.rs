//! Applies offered actions as editors do: at many offsets of all fixtures, in every language and host.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::{BTreeMap, HashSet};

use asl_core::config::Config;
use asl_core::edit::{self, Edit};
use asl_core::syntax::{Node, TreeStep, quoted};
use asl_core::testing::Writer;
use asl_core::testing::applied;
use asl_core::text::Span;
use asl_core::{Analysis, Diagnostic, Severity, Source, analyze, lint_analyses};
use asl_ide::actions::{Action, ActionKind, actions, ignore};

/// A fixture in one of its languages, by file name.
struct Document {
    name: String,
    text: String,
    analyses: Vec<Analysis>,
    findings: Vec<Diagnostic>,
}

impl Document {
    fn new(name: &str, text: String) -> Document {
        let analyses = analyze(Source::new(&text, name));
        let findings = lint_analyses(&analyses, &Config::all());
        Document { name: name.to_owned(), text, analyses, findings }
    }

    fn errors(&self) -> Vec<&str> {
        let errors = self.findings.iter().filter(|one| one.severity == Severity::Error);
        errors.map(|one| one.message.as_str()).collect()
    }

    fn damage(&self) -> usize {
        self.analyses.iter().map(|analysis| analysis.tree().errors().len()).sum()
    }

    /// The actions offered at states, between their fields, and for each finding.
    fn offered(&self) -> Vec<Action> {
        let states = || self.analyses.iter().flat_map(|analysis| analysis.model().states());
        let spans: Vec<Span> = states().map(|state| state.pair().span()).collect();
        let two = spans.windows(2).step_by(3).map(|two| two[0].to(two[1]));
        let selections = spans.iter().copied().step_by(3).chain(two);
        let names = states().map(|state| state.name().span);
        let fields = self.analyses.iter().flat_map(|analysis| analysis.model().fields());
        let ends = fields.map(|field| Span::at(field.pair().span().end)).step_by(5);
        let found = self.findings.iter().map(|finding| finding.span);
        let places: HashSet<Span> = selections.chain(names).chain(ends).chain(found).collect();
        let mut found: Vec<Action> =
            places.into_iter().flat_map(|place| actions(&self.analyses, place)).collect();
        for finding in &self.findings {
            let (title, kind) = (finding.message.clone(), ActionKind::Rewrite);
            let fix = finding.fix.clone();
            found.extend(fix.map(|fix| Action { title, kind, edits: fix.edits }));
        }
        let ignored = self.findings.iter().step_by(4);
        found.extend(ignored.filter_map(|finding| ignore(&self.analyses, finding, "")));
        let mut seen = HashSet::new();
        found.retain(|action| seen.insert(format!("{:?}", action.edits)));
        found
    }

    fn check(&self, action: &Action) {
        let shown = |text: &str| format!("{}: `{}`\n{}\n---\n{text}", self.name, action.title, self.text);
        let ends = action.edits.windows(2).all(|two| two[0].span.end < two[1].span.start);
        assert!(ends, "the edits are not in order: {:?}\n{}", action.edits, shown(""));
        let text =
            applied(&self.text, &action.edits).unwrap_or_else(|error| panic!("{error}\n{}", shown("")));
        let after = Document::new(&self.name, text);
        assert!(after.damage() <= self.damage(), "{}", shown(&after.text));
        let (before, errors) = (self.errors(), after.errors());
        assert!(errors.len() <= before.len(), "{errors:#?}\n{}", shown(&after.text));
        // Moved states have their own test.
        if action.kind != ActionKind::Extract {
            self.check_others(action, &after, &shown(&after.text));
        }
    }

    /// States that no edit touches are unchanged.
    fn check_others(&self, action: &Action, after: &Document, shown: &str) {
        assert_eq!(self.analyses.len(), after.analyses.len(), "{shown}");
        for (before, after) in self.analyses.iter().zip(&after.analyses) {
            for (path, state) in untouched(before, &action.edits) {
                let same = walk(after.tree().root().unwrap(), &path);
                assert!(same.is_some_and(|same| edit::are_same(state, same)), "{path:?} changes: {shown}");
            }
        }
    }
}

/// The states without edits, and their paths; excludes duplicate names.
fn untouched<'a>(analysis: &'a Analysis, edits: &[Edit]) -> Vec<(Vec<TreeStep<'a>>, Node<'a>)> {
    let text = analysis.tree().text();
    let line_end = |at: u32| text[at as usize..].find('\n').map_or(text.len() as u32, |end| at + end as u32);
    let touch =
        |span: Span, edit: &Edit| edit.span.start <= line_end(span.end) && span.start <= edit.span.end;
    let mut found: BTreeMap<String, Vec<(Span, Vec<TreeStep<'a>>, Node<'a>)>> = BTreeMap::new();
    for state in analysis.model().states() {
        let Some(object) = state.object() else { continue };
        let mut path = analysis.tree().path_to(state.machine().object().node());
        path.extend([TreeStep::Key("States"), TreeStep::Key(state.name().value)]);
        let same = found.entry(format!("{path:?}")).or_default();
        same.push((state.pair().span(), path, object.node()));
    }
    let single = found.into_values().filter(|states| states.len() == 1).flatten();
    let untouched = single.filter(|(span, ..)| !edits.iter().any(|edit| touch(*span, edit)));
    untouched.map(|(_, path, node)| (path, node)).collect()
}

fn walk<'t>(root: Node<'t>, path: &[TreeStep<'_>]) -> Option<Node<'t>> {
    path.iter().try_fold(root, |node, step| match step {
        TreeStep::Key(key) => node.get(key),
        TreeStep::Index(index) => node.item(*index),
    })
}

/// A definition in the hosts that embed it as a string.
fn hosted(json: &str) -> [(&'static str, String); 4] {
    let resource = |definition: &str| {
        format!(
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: {definition}\n"
        )
    };
    let terraform = |definition: &str| {
        format!("resource \"aws_sfn_state_machine\" \"m\" {{\n  definition = {definition}\n}}\n")
    };
    let lines: String = json.lines().map(|line| format!("        {line}\n")).collect();
    [
        (
            "a.template.json",
            format!(
                r#"{{ "Resources": {{ "M": {{ "Type": "AWS::StepFunctions::StateMachine", "Properties": {{ "DefinitionString": {} }} }} }} }}"#,
                quoted(json)
            ),
        ),
        ("a.template.yaml", resource(&format!("!Sub |\n{lines}"))),
        (
            "b.template.yaml",
            resource(&format!("'{}'", json.replace('\'', "''").replace('\n', "\n\n        "))),
        ),
        ("a.tf", terraform(&format!("<<-EOF\n{lines}  EOF"))),
    ]
}

fn documents() -> Vec<Document> {
    let mut documents = Vec::new();
    for (at, (path, text)) in asl_core::testing::fixtures().into_iter().enumerate() {
        if !path.ends_with(".out") {
            documents.push(Document::new(&path, text.clone()));
        }
        if path.contains("broken") || !path.ends_with(".asl.json") {
            continue;
        }
        let (name, text) = match at % 2 {
            0 => ("a.asl.yaml", Writer::yaml(&text, at as u64 + 3)),
            _ => hosted(&text).into_iter().nth(at / 2 % 4).unwrap(),
        };
        documents.push(Document::new(name, text));
    }
    documents.extend(TRICKY.iter().map(|(name, text)| Document::new(name, (*text).to_owned())));
    documents
}

/// Cases that the fixtures lack: one line, nothing after a key, the same value in two states, several edits at one
/// offset.
const TRICKY: &[(&str, &str)] = &[
    (
        "a.yaml",
        "StartAt: A\nStates:\n  A: &a\n    Type: Task\n    Resource: r\n    Next: B\n  B:\n    <<: *a\n    Next: C\n  C: *a\n",
    ),
    (
        "a.json",
        r#"{"StartAt":"A","States":{"A":{"Type":"Succeed","OutputPath":"$"},"B":{"InputPath":"$.a","Type":"Pass","ResultPath":null}}}"#,
    ),
    (
        "a.json",
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\r\n\t\"Type\": \"Task\",\r\n\t\"ResultPath\": null,\r\n\t\"OutputPath\": \"$\"\r\n}}}",
    ),
    (
        "a.yaml",
        "StartAt: A\nStates:\n  A:\n    Type: Task\n    ResultPath:\n    Catch: &c\n      - ErrorEquals: [States.ALL]\n        Next: F\n  B:\n    Type: Task\n    InputPath: # nothing\n    Catch: *c\n  F: &f\n    Type: Fail\n  G:\n    <<: *f\n    Error: x",
    ),
    (
        "a.yaml",
        "StartAt: A\r\nStates:\r\n  A: {Type: Pass, ResultPath, InputPath: , Next: B}\r\n  B:\r\n    Type: Pass\r\n    OutputPath: ~ # end",
    ),
    (
        "a.yaml",
        "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Parameters: &p {a.$: $.a}\n    Next: B\n  B:\n    Type: Pass\n    Parameters: *p\n    Next: X\n",
    ),
];

#[test]
fn what_is_offered_is_made_in_the_same_way_by_all_clients() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for document in documents() {
        for action in document.offered() {
            document.check(&action);
            let word = action.title.split(' ').next().unwrap_or_default();
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    for (word, least) in [("Add", 200), ("Convert", 100), ("Move", 200), ("Ignore", 200), ("Create", 5)] {
        assert!(counts.get(word).is_some_and(|count| *count >= least), "{word}: {counts:?}");
    }
}
