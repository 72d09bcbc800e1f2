//! Tests of all rules: their names, their pages, and the examples on the pages.

use std::collections::HashSet;

use super::*;
use crate::diagnostic::Severity;
use crate::testing::pages::{examples, findings};

#[test]
fn names_are_kebab_case_and_unique() {
    let mut seen = HashSet::new();
    for rule in RULES {
        assert!(rule.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", rule.name);
        assert!(seen.insert(rule.name), "{} is used twice", rule.name);
    }
}

#[test]
fn the_folder_of_a_rule_is_its_group() {
    for (group, rules) in list::GROUPS {
        for (rule, _) in rules {
            let name = rule.name.replace('-', "_");
            let file = format!("{}/src/rules/{}/{name}.rs", env!("CARGO_MANIFEST_DIR"), group.name());
            assert!(rule.group == group && std::path::Path::new(&file).is_file(), "{}", rule.name);
        }
    }
}

#[test]
fn the_index_of_a_rule_is_its_place_in_the_list() {
    let indices: Vec<usize> = RULES.iter().map(|rule| index(rule)).collect();
    assert_eq!(indices, Vec::from_iter(0..RULES.len()));
}

#[test]
fn errors_have_a_code_of_aws_and_other_rules_have_none() {
    for rule in RULES {
        // The API itself rejects a definition that is too large before it validates anything, and the tool that deploys
        // a template finds the errors in it.
        if ["too-large", "invalid-hcl"].contains(&rule.name) || rule.group == Group::Templates {
            assert!(rule.aws.is_none(), "{}", rule.name);
            continue;
        }
        let has_code = rule.aws.is_some();
        assert_eq!(rule.severity == Severity::Error, has_code, "{}", rule.name);
    }
}

#[test]
fn pages_have_their_sections() {
    for rule in RULES {
        let page = rule.docs;
        assert!(page.starts_with(&format!("# {}\n\n", rule.name)), "{}: the title", rule.name);
        for section in ["## Reported", "## Accepted", "## Why"] {
            assert_eq!(page.matches(section).count(), 1, "{}: {section}", rule.name);
        }
        assert_eq!(page.contains("\n## Fix\n"), rule.fix != FixKind::None, "{}: ## Fix", rule.name);
        assert_eq!(page.contains("off by default"), rule.default == Default::Off, "{}", rule.name);
    }
}

#[test]
fn the_summary_of_a_rule_is_the_first_sentence_of_its_page() {
    let summary = |docs| Rule { docs, ..Rule::DEFAULTS }.summary();
    assert_eq!(summary("# a-b\n\nReports `a.$` and `b`. Off by default.\n"), "Reports `a.$` and `b`.");
    assert_eq!(summary("# a-b\n\nReports `b`.\n\n## Reported\n"), "Reports `b`.");
    for rule in RULES {
        assert!(rule.summary().ends_with('.') && !rule.summary().contains('\n'), "{}", rule.name);
    }
}

#[test]
fn pages_begin_with_what_the_rule_reports_and_end_with_references() {
    const SITES: [&str; 3] =
        ["(https://docs.aws.amazon.com/", "(https://states-language.net/", "(https://docs.jsonata.org/"];
    for rule in RULES {
        assert!(rule.summary().starts_with("Reports "), "{}: {}", rule.name, rule.summary());
        let last = rule.docs.rsplit("\n## ").next().unwrap_or_default();
        let references = last.strip_prefix("References\n\n").unwrap_or_default();
        let is_list = references.lines().all(|line| line.starts_with("- [") && line.ends_with(')'));
        let has_link = SITES.iter().any(|site| references.contains(site));
        assert!(is_list && has_link, "{}: the last section is not ## References", rule.name);
    }
}

/// Checks the documents that `cargo xtask gen` generates.
#[test]
fn documents_describe_the_rules() {
    let documents = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules");
    let read = |name: &str| std::fs::read_to_string(documents.join(name)).unwrap();
    let list = read("README.md");
    for rule in RULES {
        let off = if rule.default == Default::Off { ", off" } else { "" };
        let line = format!("| [{0}]({0}.md) | {1}{off} | {2} |", rule.name, rule.severity, rule.summary());
        assert!(list.contains(&line), "{line}");
        let head = format!("# {}\n\n{}\n", rule.name, facts(rule));
        assert!(read(&format!("{}.md", rule.name)).starts_with(&head), "{head}");
    }
}

#[test]
fn tags_and_quick_fixes() {
    let tagged = |tag: Tag| -> Vec<&str> {
        RULES.iter().filter(|rule| rule.tags.contains(&tag)).map(|rule| rule.name).collect()
    };
    let without_effect = [
        "redundant-default",
        "unreachable-choice",
        "unreachable-state",
        "unused-variable",
        "duplicate-error-name",
        "unreachable-catcher",
        "unreachable-retrier",
        "unused-substitution",
    ];
    let sorted = |mut names: Vec<&'static str>| {
        names.sort_unstable();
        names
    };
    assert_eq!(sorted(tagged(Tag::Unnecessary)), sorted(without_effect.to_vec()));
    assert_eq!(tagged(Tag::Deprecated), ["deprecated-field"]);
    let with = |action: QuickFix| -> Vec<&str> {
        RULES.iter().filter(|rule| rule.actions.contains(&action)).map(|rule| rule.name).collect()
    };
    assert_eq!(with(QuickFix::AddMissingFields), ["missing-field"]);
    assert_eq!(with(QuickFix::AddMissingParameters), ["missing-parameter"]);
    assert_eq!(with(QuickFix::CreateState), ["unknown-state"]);
    assert_eq!(with(QuickFix::ConnectState), ["unreachable-state"]);
}

#[test]
fn examples_of_pages_are_reported_and_accepted() {
    for rule in RULES {
        let reported = examples(rule.docs, "## Reported");
        let accepted = examples(rule.docs, "## Accepted");
        let is_too_long =
            rule.docs.contains("too long to be shown") || rule.name == "missing-definition-file";
        assert!(!reported.is_empty() || is_too_long, "{}: no example under ## Reported", rule.name);
        assert!(!accepted.is_empty(), "{}: no example under ## Accepted", rule.name);
        for (language, example) in reported {
            let found = findings(rule, language, example);
            assert!(found.iter().any(|d| d.rule.name == rule.name), "{}: not reported\n{example}", rule.name);
        }
        for (language, example) in accepted {
            let found: Vec<_> = findings(rule, language, example)
                .into_iter()
                .filter(|d| d.rule.name == rule.name || d.severity > Severity::Info)
                .map(|d| (d.rule.name, d.message))
                .collect();
            assert!(found.is_empty(), "{}: {found:?}\n{example}", rule.name);
        }
    }
}
