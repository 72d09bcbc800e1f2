//! Where definitions live: in files of their own, in templates of several tools, in documentation. Each host finds the
//! definitions of a file, and says what the file says of them.

mod cloudformation;
mod contexts;
mod foreign;
mod languages;
mod markdown;
mod placeholders;
mod reading;
mod serverless;
mod stand_ins;
mod terraform;

use std::sync::Arc;

use crate::catalog::WorkflowType;
use crate::syntax::{Dialect, Tree, YamlVersion};
use crate::text::Span;
pub use cloudformation::TemplateNames;
pub(crate) use contexts::{distinct, in_common};
pub(crate) use foreign::mentions_state_machine;
use languages::yaml_as;
pub use languages::{Holds, endings};
pub use placeholders::{Placeholder, placeholders, placeholders_in};
pub use reading::{embedded_definitions, embedded_definitions_for, target};
pub(crate) use stand_ins::{is_in_capitals, is_stand_in};

/// A definition in a file, or a place of the file that says where the definition is.
#[derive(Debug, Clone)]
pub struct EmbeddedDefinition {
    /// The definition, with places in the file. Without a root where the file does not hold it.
    pub tree: Tree,
    pub host: TemplateContext,
}

/// What the document around a definition says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TemplateContext {
    pub kind: TemplateKind,
    /// The file that says this, where it is not the file of the definition.
    pub path: Option<String>,
    /// The name of the resource, without quotes.
    pub name: Option<Name>,
    /// The type of workflow, where the document says it.
    pub workflow: Option<WorkflowType>,
    /// The names that fill in placeholders, as `DefinitionSubstitutions` has them; nothing where they cannot be known.
    pub substitutions: Option<Vec<Name>>,
    /// Of those the ones with a text, number or boolean that is written out: the name and the value.
    pub values: Vec<(String, String)>,
    /// The fields that give a definition: `Definition`, `DefinitionUri` ... Exactly one is right.
    pub sources: Vec<Name>,
    /// The file that has the definition.
    pub link: Option<Link>,
    /// How the document reads the definition, where the definition is another file and its name does not decide.
    pub language: Option<Language>,
    /// What it means of the other file.
    pub part: LinkedPart,
    /// The file from whose folder the paths of the other file begin, if it is not that one.
    pub base: Option<String>,
    /// Whether the file behind the link counts only if it is a definition.
    pub is_doubtful: bool,
    /// Why the definition is not checked, where only the tool that deploys it can work it out.
    pub unchecked: Option<Unchecked>,
    /// What the tool that deploys the definition refuses about the way it is given.
    pub refusals: Vec<Refusal>,
    /// The values that are `null`, where they are none for the template.
    pub nulls: Option<Nulls>,
    /// Whether conditions give the resource one of several definitions.
    pub is_one_of_several: bool,
    /// The texts of the definition that the template itself fills in, in the order of the file.
    pub subs: Vec<SubText>,
    /// The names that fill them in, where the template has them.
    pub template: Option<Arc<TemplateNames>>,
    /// The texts that the definition is put together from, in the order of the file, and that are quoted alike; nothing
    /// if it stands there as one. A change may touch the inside of one text only.
    pub pieces: Vec<Span>,
    /// Whether X-Ray tracing is on; nothing where the document cannot say.
    pub is_traced: Option<bool>,
    /// Whether executions are logged; nothing where the document cannot say.
    pub is_logged: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TemplateKind {
    /// A file of its own.
    #[default]
    Asl,
    CloudFormation,
    Sam,
    Serverless,
    Terraform,
    Markdown,
    /// What a template has besides its definitions.
    Rest,
}

impl TemplateContext {
    /// What it says of the file that it names. `path` is the file that says it, as it is shown and as it is found.
    pub fn for_link(&self, shown: String, path: &str) -> Option<TemplateContext> {
        let link = self.link.as_ref()?;
        Some(TemplateContext {
            path: Some(shown),
            language: link.language,
            part: link.part.clone(),
            base: Some(link.base.clone().unwrap_or_else(|| path.to_owned())),
            link: None,
            is_doubtful: false,
            // The definition is none of the texts of the template.
            unchecked: None,
            refusals: Vec::new(),
            nulls: None,
            subs: Vec::new(),
            pieces: Vec::new(),
            ..self.clone()
        })
    }

    /// Whether the definition is all that its file has.
    pub fn is_whole_file(&self) -> bool {
        self.kind == TemplateKind::Asl
    }

    /// The same for somebody to whom it does not matter where the names stand.
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
    pub value: String,
    pub span: Span,
}

/// A text that `Fn::Sub` fills in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SubText {
    pub span: Span,
    /// The names that only this text has; nothing where they cannot be known.
    pub names: Option<Vec<Name>>,
}

/// A file that a document names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// As it is written, relative to the folder of the document.
    pub path: String,
    pub span: Span,
    /// The file from whose folder the path begins, if it is not the document.
    pub base: Option<String>,
    /// Whether the path may begin in a folder above that one as well.
    pub is_from_above: bool,
    /// How the document reads the file, where its name does not decide.
    pub language: Option<Language>,
    /// What of the file is meant.
    pub part: LinkedPart,
    pub target: Target,
}

impl Link {
    /// A link to a file that is a definition as a whole.
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

/// What a document means of a file that it names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LinkedPart {
    /// The keys that lead to it; none for the whole file.
    pub keys: Vec<String>,
    pub content: Content,
    /// The words of its text for which others are put before it is read.
    pub replaced: Vec<String>,
}

impl LinkedPart {
    /// Whether it is the whole file, as a definition.
    pub fn is_whole_definition(&self) -> bool {
        self.keys.is_empty() && self.content == Content::Definition
    }

    /// Whether it is the whole file as it stands there.
    pub fn is_plain_file(&self) -> bool {
        self.is_whole_definition() && self.replaced.is_empty()
    }
}

/// What stands in a part of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Content {
    #[default]
    Definition,
    /// A state machine of the Serverless Framework.
    Machine,
    /// All of its state machines, by their names.
    Machines,
    /// What stands under `stepFunctions`.
    Plugin,
    /// What stands under `resources`: a template of CloudFormation.
    Template,
}

/// A definition that stands in a known place and cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unchecked {
    /// The text to look at.
    pub span: Span,
    /// The reason, as the end of the sentence "the definition is not checked: ...".
    pub why: String,
}

/// Something about the way a definition is given that the tool which deploys it refuses.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Refusal {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
}

/// Values of a resource that are `null`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Nulls {
    pub are: NullsAre,
    /// Each with its key, or that of the list around it.
    pub places: Vec<Name>,
}

/// What becomes of values that are `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NullsAre {
    /// CloudFormation refuses the template.
    Refused,
    /// CloudFormation refuses the template that SAM makes of it.
    RefusedAfterSam,
    /// The transform `AWS::LanguageExtensions` drops their keys.
    DroppedByExtensions,
    /// The Serverless Framework drops their keys.
    DroppedByServerless,
}

impl TemplateContext {
    /// The text of `Fn::Sub` that holds a place.
    pub fn sub_at(&self, place: Span) -> Option<&SubText> {
        let after = self.subs.partition_point(|sub| sub.span.start <= place.start);
        self.subs[..after].last().filter(|sub| place.end <= sub.span.end)
    }

    /// Whether a place may be changed without looking at what is beside it.
    pub fn is_contiguous(&self, place: Span) -> bool {
        let after = self.pieces.partition_point(|piece| piece.start <= place.start);
        self.pieces.is_empty() || self.pieces[..after].last().is_some_and(|piece| place.end <= piece.end)
    }
}

/// What is known of the file behind a link. The core reads no files: who does, says here what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Target {
    #[default]
    Unread,
    Missing,
    /// It is not in the workspace, so it is not looked at.
    Outside,
    /// It is there, but it cannot be read. The reason ends the sentence "it cannot be read: ...".
    Unreadable {
        why: String,
    },
    /// It is there and is no definition.
    Unfit,
    /// The file does not have the part that is meant.
    NoPart,
    /// The names of the placeholders that the file has.
    Read {
        placeholders: Vec<String>,
    },
}

/// What is in a file, by its name or by what another file says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    Json(Dialect),
    Yaml(YamlVersion),
    /// A template that may be written in either: its first character decides.
    JsonOrYaml,
    Terraform,
    /// Terraform in the syntax of JSON.
    TerraformJson,
    Markdown,
    /// A file that a tool makes a document of.
    Template {
        tool: Tool,
        format: Format,
    },
}

/// The tool that fills in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// `templatefile` of Terraform.
    Terraform,
    /// Terraform, unless there are signs of another tool.
    Any,
    Jinja,
    Erb,
    Go,
    Handlebars,
}

/// What a template is around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Json,
    Yaml,
    /// Its text decides.
    Unknown,
}
