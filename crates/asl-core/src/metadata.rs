//! The metadata of rules: what documents, configuration and editors know about a rule.

use std::fmt;

/// A lint rule with its documentation.
#[derive(Debug)]
pub struct Rule {
    /// The name in kebab case. It describes the problem, such as `unknown-state`.
    pub name: &'static str,
    /// The subject, which is also the folder of its file.
    pub group: Group,
    /// The page, in Markdown. Its first sentence is the summary of the rule, and its examples run as tests.
    pub docs: &'static str,
    /// The severity of its findings, unless a finding is advice or the configuration sets another one.
    pub severity: Severity,
    /// Whether the rule runs by default.
    pub default: Default,
    /// The error code that AWS returns for the same problem.
    pub aws: Option<Aws>,
    /// Whether its findings have fixes.
    pub fix: FixKind,
    /// How editors display its findings.
    pub tags: &'static [Tag],
    /// The quick fixes that editors offer in addition to the fix of the finding.
    pub actions: &'static [QuickFix],
    /// The limits that the configuration can change.
    pub options: &'static [RuleOption],
}

/// A limit of a rule that the configuration can change.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleOption {
    /// The key in the configuration file.
    pub name: &'static str,
    /// What it limits, with its unit.
    pub help: &'static str,
    /// The value if it is not set.
    pub default: u64,
}

/// The severity of a finding. An error is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice: the state machine works.
    Info,
    /// AWS accepts the definition, but executions fail, hang or do something unexpected.
    Warning,
    /// AWS rejects the definition when it is created or updated.
    Error,
}

impl Severity {
    /// The name in lower case, as in the output and the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The subject of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Syntax, and the fields of objects.
    Structure,
    /// Transitions, loops and choice rules.
    Graph,
    /// JSONPath paths, payload templates, intrinsic functions and the context object.
    Paths,
    /// JSONata expressions.
    Jsonata,
    /// Workflow variables.
    Variables,
    /// Retriers, catchers and time limits.
    Errors,
    /// Service integrations, their parameters, and workflow types.
    Integrations,
    /// CloudFormation, SAM, Serverless Framework and Terraform templates.
    Templates,
    /// Security and quotas.
    Security,
    /// Suppressions in comments.
    Suppressions,
}

impl Group {
    /// All groups, in the order of the documents.
    pub const ALL: [Group; 10] = [
        Group::Structure,
        Group::Graph,
        Group::Paths,
        Group::Jsonata,
        Group::Variables,
        Group::Errors,
        Group::Integrations,
        Group::Templates,
        Group::Security,
        Group::Suppressions,
    ];

    /// The name in lower case, which is also the folder of the rules.
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

    /// The heading in the documentation.
    pub fn title(self) -> &'static str {
        match self {
            Group::Structure => "Syntax and structure",
            Group::Graph => "Graph",
            Group::Paths => "Paths, payload templates and context object",
            Group::Jsonata => "JSONata",
            Group::Variables => "Variables",
            Group::Errors => "Errors, retries and time limits",
            Group::Integrations => "Integrations and workflow types",
            Group::Templates => "Templates",
            Group::Security => "Security and limits",
            Group::Suppressions => "Suppressions",
        }
    }
}

/// Whether a rule runs by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Default {
    /// The rule runs unless it is disabled.
    On,
    /// The rule runs only if it is enabled.
    Off,
}

/// The error code with which AWS rejects a definition, and the location that it names (§10).
#[derive(Debug, Clone, Copy)]
pub struct Aws {
    /// The code, such as `MISSING_TRANSITION_TARGET`.
    pub code: &'static str,
    /// The location that AWS names.
    pub place: AwsPlace,
}

/// The location that AWS names, relative to the location of the finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwsPlace {
    /// The location of the finding.
    Here,
    /// The object that contains the field.
    Parent,
    /// AWS names no location.
    None,
}

/// Whether a rule offers fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    /// No finding has a fix.
    None,
    /// A fix that needs a review.
    Suggested,
    /// A fix that certainly corrects the problem and changes nothing else.
    Safe,
}

/// How editors display a finding: faded out, or struck through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// The code has no effect.
    Unnecessary,
    /// The code works, but has a newer replacement.
    Deprecated,
}

/// A quick fix that is offered only in editors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuickFix {
    /// Adds the missing required fields of a state.
    AddMissingFields,
    /// Adds the missing required parameters of a call.
    AddMissingParameters,
    /// Creates the state that a transition names.
    CreateState,
    /// Adds a transition from the preceding state to an unreachable state.
    ConnectState,
}

impl Rule {
    /// The defaults that most rules share.
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
        options: &[],
    };

    /// What the rule reports, in one sentence: the first of its page.
    pub fn summary(&self) -> &'static str {
        let body = self.docs.split_once("\n\n").map_or("", |(_title, body)| body);
        let end = body.match_indices('.').map(|(at, _)| at + 1);
        let end = end.into_iter().find(|end| body[*end..].starts_with(char::is_whitespace));
        &body[..end.unwrap_or(body.len())]
    }

    /// The address of the rule's page as of this version.
    pub fn url(&self) -> String {
        const DOCS: &str =
            concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/rules");
        format!("{DOCS}/{}.md", self.name)
    }
}

/// The properties of a rule in one line, for the head of its page.
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
