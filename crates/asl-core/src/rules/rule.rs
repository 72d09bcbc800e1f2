//! What a rule is.

use super::context::Context;
use crate::diagnostic::Severity;

/// A rule: what it looks for, and how it is documented.
#[derive(Debug)]
pub struct Rule {
    /// In kebab case; reads as "allow X".
    pub name: &'static str,
    pub group: Group,
    /// The page, in Markdown. Its first sentence is the summary of the rule, and its examples run as tests.
    pub docs: &'static str,
    pub severity: Severity,
    pub default: Default,
    /// What AWS says of the same fault.
    pub aws: Option<Aws>,
    pub fix: FixKind,
    /// What editors show differently in what it reports.
    pub tags: &'static [Tag],
    /// The quick fixes of editors, besides that of the finding, that repair what it reports.
    pub actions: &'static [QuickFix],
    pub(crate) check: fn(&mut Context<'_>),
}

/// The subject of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Structure,
    Graph,
    Paths,
    Jsonata,
    Variables,
    Errors,
    Integrations,
    Templates,
    Security,
    Suppressions,
}

impl Group {
    /// One word in lower case; also the folder of its rules.
    pub fn name(self) -> &'static str {
        match self {
            Group::Structure => "structure",
            Group::Graph => "graph",
            Group::Paths => "paths",
            Group::Jsonata => "jsonata",
            Group::Variables => "variables",
            Group::Errors => "errors",
            Group::Integrations => "integrations",
            Group::Templates => "templates",
            Group::Security => "security",
            Group::Suppressions => "suppressions",
        }
    }

    /// The heading in documents.
    pub fn title(self) -> &'static str {
        match self {
            Group::Structure => "Text and structure",
            Group::Graph => "Graph",
            Group::Paths => "JSONPath, templates, intrinsics, context",
            Group::Jsonata => "JSONata",
            Group::Variables => "Variables",
            Group::Errors => "Errors, retries, time",
            Group::Integrations => "Integrations and workflow types",
            Group::Templates => "Templates",
            Group::Security => "Security and limits",
            Group::Suppressions => "Suppressions",
        }
    }
}

/// Whether a rule runs when nobody has asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Default {
    On,
    Off,
}

/// The code that AWS refuses a definition with, and which place it names (§10).
#[derive(Debug, Clone, Copy)]
pub struct Aws {
    pub code: &'static str,
    pub place: AwsPlace,
}

/// The place that AWS names, seen from the place where a rule reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwsPlace {
    Here,
    /// The object that holds the field.
    Parent,
    None,
}

/// Whether a rule can repair what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    None,
    /// Sometimes, and a person should look at it.
    Suggested,
    /// A repair that keeps the meaning.
    Safe,
}

/// How editors show a reported place: faded out, or struck through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// The code has no effect.
    Unnecessary,
    /// The code works, but something newer takes its place.
    Deprecated,
}

/// A repair that editors offer where it is wanted, and that no fix makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuickFix {
    /// Adds the required fields that a state does not have.
    AddMissingFields,
    /// Creates the state that a transition names.
    CreateState,
    /// Lets the state before go on to one that nothing leads to.
    ConnectState,
}

impl Rule {
    /// What holds for most rules; each rule gives the rest.
    pub(crate) const DEFAULTS: Rule = Rule {
        name: "",
        group: Group::Structure,
        docs: "",
        severity: Severity::Warning,
        default: Default::On,
        aws: None,
        fix: FixKind::None,
        tags: &[],
        actions: &[],
        check: |_| {},
    };

    /// What the rule reports, in one sentence: the first of its page.
    pub fn summary(&self) -> &'static str {
        let body = self.docs.split_once("\n\n").map_or("", |(_title, body)| body);
        let end = body.match_indices('.').map(|(at, _)| at + 1);
        let end = end.into_iter().find(|end| body[*end..].starts_with(char::is_whitespace));
        &body[..end.unwrap_or(body.len())]
    }

    /// The address of the rule's page.
    pub fn url(&self) -> String {
        format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), self.name)
    }
}

/// What a rule is in one line, for the head of its page.
pub fn facts(rule: &Rule) -> String {
    let mut facts = vec![format!("**{}**", rule.severity)];
    if rule.default == Default::Off {
        facts.push("off by default".to_owned());
    }
    if let Some(aws) = rule.aws {
        facts.push(format!("AWS: `{}`", aws.code));
    }
    match rule.fix {
        FixKind::None => {}
        FixKind::Suggested => facts.push("suggested fix".to_owned()),
        FixKind::Safe => facts.push("safe fix".to_owned()),
    }
    facts.join(" · ")
}

/// An overview of a rule in a few lines of Markdown, with a link to its page.
pub fn overview(rule: &Rule) -> String {
    let (name, url, group) = (rule.name, rule.url(), rule.group.title());
    format!("**[{name}]({url})**\n\n{}\n\n{} · {group}", rule.summary(), facts(rule))
}
