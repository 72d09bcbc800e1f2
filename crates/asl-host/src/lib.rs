#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod cloudformation;
mod contexts;
mod described;
mod foreign;
mod languages;
mod markdown;
mod moved;
mod placeholders;
mod reading;
mod serverless;
mod stand_ins;
mod terraform;

use std::sync::Arc;

use asl_syntax::text::Span;
use asl_syntax::{Dialect, Tree, YamlVersion};
pub use cloudformation::TemplateNames;
pub use contexts::{distinct, in_common};
pub use foreign::mentions_state_machine;
use languages::yaml_as;
pub use languages::{Holds, endings};
pub use placeholders::{Placeholder, placeholders, placeholders_in};
pub use reading::{embedded_definitions, embedded_definitions_again, embedded_definitions_for, target};
pub use stand_ins::{is_in_capitals, is_stand_in};

/// The workflow type of a state machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WorkflowType {
    /// Standard: executions run for up to a year and are recorded.
    #[default]
    Standard,
    /// Express: executions run for up to five minutes, at high rates.
    Express,
}

/// A definition in a file, or a reference in the file to a definition elsewhere.
#[derive(Debug, Clone)]
pub struct EmbeddedDefinition {
    /// The definition, with spans of the file. It has no root if the definition is elsewhere.
    pub tree: Tree,
    /// What the file says about it.
    pub host: TemplateContext,
}

/// What the document that contains or names a definition says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TemplateContext {
    /// The kind of document.
    pub kind: TemplateKind,
    /// The path of the document, if it is not the file of the definition.
    pub path: Option<String>,
    /// The name of the resource, without quotes.
    pub name: Option<Name>,
    /// The path of the construct of the CDK that made the resource.
    pub construct: Option<String>,
    /// The workflow type, if the document determines it.
    pub workflow: Option<WorkflowType>,
    /// The names of the substitutions, such as the keys of `DefinitionSubstitutions`. `None` if they are not known.
    pub substitutions: Option<Vec<Name>>,
    /// The substitutions whose value is a literal string, number or boolean: the name and the value.
    pub values: Vec<(String, String)>,
    /// The fields that provide the definition, such as `Definition` or `DefinitionUri`. Exactly one is valid.
    pub sources: Vec<Name>,
    /// The file that contains the definition.
    pub link: Option<Link>,
    /// The language that the document reads the definition in, if the definition is in another file and its name does
    /// not determine the language.
    pub language: Option<Language>,
    /// The part of the other file that the document refers to.
    pub part: LinkedPart,
    /// The file that paths in the other file are relative to, if it is not the other file itself.
    pub base: Option<String>,
    /// Whether the linked file is ignored if it is not a definition.
    pub is_doubtful: bool,
    /// Why the definition is not checked, if only the tool that deploys it can evaluate it.
    pub unchecked: Option<Unchecked>,
    /// Why the tool that deploys the definition rejects the document.
    pub refusals: Vec<Refusal>,
    /// The `null` values that the template does not pass on.
    pub nulls: Option<Nulls>,
    /// Whether the resource has one of several definitions, depending on conditions.
    pub is_one_of_several: bool,
    /// The strings of `Fn::Sub` in the definition, in source order.
    pub subs: Vec<SubText>,
    /// The names of the template that they can refer to.
    pub template: Option<Arc<TemplateNames>>,
    /// The strings that the definition is assembled from, in source order, if they are quoted alike. Empty if the
    /// definition is contiguous in the file. An edit must stay inside one of them.
    pub pieces: Vec<Span>,
    /// Whether X-Ray tracing is enabled; `None` if it is not known.
    pub is_traced: Option<bool>,
    /// Whether executions are logged; `None` if it is not known.
    pub is_logged: Option<bool>,
}

/// The kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TemplateKind {
    /// A file that is a definition as a whole.
    #[default]
    Asl,
    /// A CloudFormation template: a resource `AWS::StepFunctions::StateMachine`.
    CloudFormation,
    /// A SAM template: a resource `AWS::Serverless::StateMachine`.
    Sam,
    /// A service of the Serverless Framework.
    Serverless,
    /// A Terraform configuration.
    Terraform,
    /// A Markdown document.
    Markdown,
    /// An answer of `aws stepfunctions describe-state-machine`.
    Description,
    /// The rest of a template besides its definitions.
    Rest,
}

impl TemplateContext {
    /// Returns the context for the file that this one links to, or `None` if it has no link. `display_path` and `path`
    /// are the path of this document, for messages and for reading.
    pub fn for_link(&self, display_path: String, path: &str) -> Option<TemplateContext> {
        let link = self.link.as_ref()?;
        Some(TemplateContext {
            path: Some(display_path),
            language: link.language,
            part: link.part.clone(),
            base: Some(link.base.clone().unwrap_or_else(|| path.to_owned())),
            link: None,
            is_doubtful: false,
            // The definition is not part of the template.
            unchecked: None,
            refusals: Vec::new(),
            nulls: None,
            subs: Vec::new(),
            pieces: Vec::new(),
            ..self.clone()
        })
    }

    /// Returns whether the file is a definition as a whole.
    pub fn is_whole_file(&self) -> bool {
        self.kind == TemplateKind::Asl
    }

    /// Returns the same context without the spans of names, for comparison.
    #[must_use]
    pub fn without_places(mut self) -> TemplateContext {
        let names =
            self.name.iter_mut().chain(self.substitutions.iter_mut().flatten()).chain(&mut self.sources);
        names.for_each(|name| name.span = Span::at(0));
        self
    }
}

/// A name in a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name, without quotes.
    pub value: String,
    /// The span of the name.
    pub span: Span,
}

/// A string of `Fn::Sub`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SubText {
    /// The span of the string.
    pub span: Span,
    /// The variables of this `Fn::Sub`; `None` if they are not known.
    pub names: Option<Vec<Name>>,
}

/// A reference of a document to another file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// The path as in the document, relative to its folder.
    pub path: String,
    /// The span of the path.
    pub span: Span,
    /// The file whose folder the path is relative to, if it is not the document.
    pub base: Option<String>,
    /// Whether the path may also be relative to a parent of that folder.
    pub is_from_above: bool,
    /// The language that the document reads the file in, if the name of the file does not determine it.
    pub language: Option<Language>,
    /// The part of the file that the document refers to.
    pub part: LinkedPart,
    /// What is known about the file.
    pub target: Target,
}

impl Link {
    /// Returns a link to a file that is a definition as a whole and has not been read.
    pub fn new(path: &str, span: Span) -> Link {
        Link {
            path: path.to_owned(),
            span,
            base: None,
            is_from_above: false,
            language: None,
            part: LinkedPart::default(),
            target: Target::Unread,
        }
    }
}

/// The part of a file that a document refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LinkedPart {
    /// The path of keys to the part. Empty for the whole file.
    pub keys: Vec<String>,
    /// What the part contains.
    pub content: Content,
    /// The strings in the file that are replaced before it is parsed.
    pub replaced: Vec<String>,
}

impl LinkedPart {
    /// Returns whether the part is the whole file, as a definition.
    pub fn is_whole_definition(&self) -> bool {
        self.keys.is_empty() && self.content == Content::Definition
    }

    /// Returns whether the part is the whole file, as a definition, without replacements.
    pub fn is_plain_file(&self) -> bool {
        self.is_whole_definition() && self.replaced.is_empty()
    }
}

/// What a part of a file contains.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Content {
    /// A definition.
    #[default]
    Definition,
    /// A state machine of the Serverless Framework.
    Machine,
    /// The state machines of the Serverless Framework, by name.
    Machines,
    /// The value of `stepFunctions`.
    Plugin,
    /// The value of `resources`: a CloudFormation template.
    Template,
}

/// A definition that cannot be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unchecked {
    /// The span to report.
    pub span: Span,
    /// The reason, as the end of the sentence "the definition is not checked: ...".
    pub why: String,
}

/// Why the tool that deploys a definition rejects the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// The invalid text.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// How to fix it, in the imperative.
    pub help: Option<String>,
}

/// The `null` values of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Nulls {
    /// What happens to them.
    pub are: NullsAre,
    /// The span of each value, with its key or that of the list that contains it.
    pub places: Vec<Name>,
}

/// What happens to `null` values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NullsAre {
    /// CloudFormation rejects the template.
    Refused,
    /// CloudFormation rejects the template that SAM generates.
    RefusedAfterSam,
    /// The transform `AWS::LanguageExtensions` removes their keys.
    DroppedByExtensions,
    /// The Serverless Framework removes their keys.
    DroppedByServerless,
}

impl TemplateContext {
    /// Returns the string of `Fn::Sub` that contains a span.
    pub fn sub_at(&self, span: Span) -> Option<&SubText> {
        let after = self.subs.partition_point(|sub| sub.span.start <= span.start);
        self.subs[..after].last().filter(|sub| span.end <= sub.span.end)
    }

    /// Returns whether a span can be edited as a whole, because it lies in one piece of the definition.
    pub fn is_contiguous(&self, span: Span) -> bool {
        let after = self.pieces.partition_point(|piece| piece.start <= span.start);
        self.pieces.is_empty() || self.pieces[..after].last().is_some_and(|piece| span.end <= piece.end)
    }
}

/// What is known about a linked file. The core does not read files; the caller that does sets it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Target {
    /// It has not been read.
    #[default]
    Unread,
    /// It does not exist.
    Missing,
    /// It is outside the workspace and is not read.
    Outside,
    /// It exists but cannot be read.
    Unreadable {
        /// The reason, as the end of the sentence "it cannot be read: ...".
        why: String,
    },
    /// It exists but is not a definition.
    Unfit,
    /// It does not have the part that the document refers to.
    NoPart,
    /// It has been read.
    Read {
        /// The names of the placeholders in the file.
        placeholders: Vec<String>,
    },
}

/// The language of a file, according to its name or to another file that refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// JSON.
    Json(Dialect),
    /// YAML.
    Yaml(YamlVersion),
    /// JSON or YAML, depending on the first character.
    JsonOrYaml,
    /// Terraform.
    Terraform,
    /// Terraform's JSON syntax.
    TerraformJson,
    /// Markdown.
    Markdown,
    /// A template that a tool renders to a document.
    Template {
        /// The tool.
        tool: Tool,
        /// The format of the rendered document.
        format: Format,
    },
}

/// The tool that renders a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// Terraform's `templatefile`.
    Terraform,
    /// Terraform, unless the template has the syntax of another tool.
    Any,
    /// Jinja.
    Jinja,
    /// ERB.
    Erb,
    /// Go templates.
    Go,
    /// Handlebars and Mustache.
    Handlebars,
}

/// The format that a template renders to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// JSON or YAML, depending on the text.
    Unknown,
}
