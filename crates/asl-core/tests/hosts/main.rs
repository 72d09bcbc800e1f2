//! A definition has the same findings in a file of its own and in every template and document that can contain it. The
//! expected findings of the fixtures themselves are written by `cargo xtask gen`.

mod forms;

use std::collections::HashSet;

use asl_core::config::Config;
use asl_core::syntax::parse;
use asl_core::testing::definitions;
use asl_core::{Diagnostic, Dialect, Severity, Source, analyze, lint_analyses};
use forms::{Form, forms};

/// An intended difference: a rule that reports more or less in some forms.
struct Difference {
    /// The prefix of the names of the forms.
    forms: &'static str,
    rule: &'static str,
    why: &'static str,
}

#[rustfmt::skip]
const DIFFERENCES: &[Difference] = &[
    Difference { forms: "cloudformation", rule: "tracing-off", why: "the template determines whether executions are traced" },
    Difference { forms: "sam", rule: "tracing-off", why: "the template determines whether executions are traced" },
    Difference { forms: "serverless", rule: "tracing-off", why: "the service determines whether executions are traced" },
    Difference { forms: "terraform", rule: "tracing-off", why: "the resource determines whether executions are traced" },
    Difference { forms: "cloudformation", rule: "unknown-substitution", why: "the template has the substitutions" },
    Difference { forms: "sam", rule: "unknown-substitution", why: "the template has the substitutions" },
    Difference { forms: "cloudformation json", rule: "null-in-template", why: "CloudFormation rejects null" },
    Difference { forms: "cloudformation yaml", rule: "null-in-template", why: "CloudFormation rejects null" },
    Difference { forms: "terraform jsonencode", rule: "duplicate-state-name", why: "AWS receives only the last of duplicate keys" },
    Difference { forms: "markdown", rule: "hard-coded-account", why: "the accounts of examples are made up" },
];

/// A finding: rule, severity, message, location in the definition, location for AWS, and the text of its span.
type Found = (&'static str, Severity, String, Option<String>, Option<String>, String);

/// The definitions without syntax errors.
fn fixtures() -> Vec<(String, String)> {
    let is_sound = |(_, text): &(String, String)| parse(text, Dialect::Json).errors().is_empty();
    definitions().into_iter().filter(is_sound).collect()
}

fn findings(file: &str, text: &str) -> Vec<Found> {
    let found = lint_analyses(&analyze(Source::new(text, file)), &Config::all());
    let describe = |one: Diagnostic| {
        let marked = bare(&text[one.span.range()]);
        (one.rule.name, one.severity, one.message, one.pointer, one.aws_location, marked)
    };
    found.into_iter().map(describe).collect()
}

/// A text without quotes, whitespace, escapes and brackets.
fn bare(text: &str) -> String {
    let text = text.trim_start_matches(['|', '>']).trim_start_matches('-');
    let text = text.replace("$${", "${").replace("%%{", "%{");
    let text: String =
        text.chars().filter(|c| !matches!(c, '"' | '\'' | '\\') && !c.is_whitespace()).collect();
    text.trim_matches(['[', ']', '{', '}']).to_owned()
}

/// Whether two findings are the same. The span of a container is its bracket, or its first key or item.
fn is_same(one: &Found, other: &Found) -> bool {
    let facts = |found: &Found| (found.0, found.1, found.2.clone(), found.3.clone(), found.4.clone());
    facts(one) == facts(other) && (one.5.is_empty() || other.5.is_empty() || one.5 == other.5)
}

/// The findings in `some` that are not in `others`.
fn difference(some: &[Found], others: &[Found]) -> Vec<Found> {
    let mut rest = others.to_vec();
    let is_missing = |one: &&Found| match rest.iter().position(|other| is_same(one, other)) {
        Some(at) => {
            rest.swap_remove(at);
            false
        }
        None => true,
    };
    some.iter().filter(is_missing).cloned().collect()
}

#[test]
fn findings_are_the_same_in_every_form() {
    let (mut different, mut known) = (Vec::new(), HashSet::new());
    for (path, json) in fixtures() {
        let expected = findings("a.asl.json", &json);
        for Form { name, file, text } in forms(&json) {
            for text in [text.replace('\n', "\r\n"), text] {
                let found = findings(file, &text);
                let (missing, new) = (difference(&expected, &found), difference(&found, &expected));
                let what = missing.iter().map(|one| ("missing", one));
                for (what, finding) in what.chain(new.iter().map(|one| ("new", one))) {
                    let is_intended = |one: &Difference| one.rule == finding.0 && name.starts_with(one.forms);
                    match DIFFERENCES.iter().position(is_intended) {
                        Some(at) => _ = known.insert(at),
                        None => different.push(format!("{name}: {what}: {finding:?} {path}")),
                    }
                }
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    for (at, one) in DIFFERENCES.iter().enumerate() {
        assert!(known.contains(&at), "{} no longer differs in {}: {}", one.rule, one.forms, one.why);
    }
}
