//! Where definitions live: in files of their own, in templates of several tools, in documentation. Each host finds the
//! definitions of a file, and says what the file says of them.

mod cloudformation;
mod contexts;
mod holes;
mod languages;
mod markdown;
mod serverless;
mod stand_ins;
mod terraform;

use std::sync::Arc;

use crate::catalog::WorkflowType;
use crate::syntax::{self, Dialect, SyntaxError, Tree, YamlVersion};
use crate::text::Span;
pub use cloudformation::TemplateNames;
pub(crate) use contexts::{distinct, in_common};
pub use holes::{Hole, holes, holes_in};
use languages::yaml_as;
pub use languages::{Holds, endings};
pub(crate) use stand_ins::{is_in_capitals, is_stand_in};

/// A definition in a file, or a place of the file that says where the definition is.
#[derive(Debug, Clone)]
pub struct Region {
    /// The definition, with places in the file. Without a root where the file does not hold it.
    pub tree: Tree,
    pub host: Host,
}

/// What the document around a definition says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Host {
    pub kind: HostKind,
    /// The file that says this, where it is not the file of the definition.
    pub path: Option<String>,
    /// The name of the resource, without quotes.
    pub name: Option<Name>,
    /// The type of workflow, where the document says it.
    pub workflow: Option<WorkflowType>,
    /// The names that fill in holes, as `DefinitionSubstitutions` has them; nothing where they cannot be known.
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
    pub part: Part,
    /// The file from whose folder the paths of the other file begin, if it is not that one.
    pub base: Option<String>,
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
pub enum HostKind {
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

impl Host {
    /// What it says of the file that it names. `path` is the file that says it, as it is shown and as it is found.
    pub fn for_link(&self, shown: String, path: &str) -> Option<Host> {
        let link = self.link.as_ref()?;
        Some(Host {
            path: Some(shown),
            language: link.language,
            part: link.part.clone(),
            base: Some(link.base.clone().unwrap_or_else(|| path.to_owned())),
            link: None,
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
        self.kind == HostKind::Asl
    }

    /// The same for somebody to whom it does not matter where the names stand.
    #[must_use]
    pub fn without_places(mut self) -> Host {
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
    /// How the document reads the file, where its name does not decide.
    pub language: Option<Language>,
    /// What of the file is meant.
    pub part: Part,
    pub target: Target,
}

impl Link {
    /// A link to a file that is a definition as a whole.
    pub fn new(path: &str, span: Span) -> Link {
        Link {
            path: path.to_owned(),
            span,
            base: None,
            language: None,
            part: Part::default(),
            target: Target::Unread,
        }
    }
}

/// What a document means of a file that it names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Part {
    /// The keys that lead to it; none for the whole file.
    pub keys: Vec<String>,
    pub content: Content,
}

impl Part {
    /// Whether it is the whole file, as a definition.
    pub fn is_whole_definition(&self) -> bool {
        self.keys.is_empty() && self.content == Content::Definition
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

impl Host {
    /// The text of `Fn::Sub` that holds a place.
    pub fn sub_at(&self, place: Span) -> Option<&SubText> {
        let after = self.subs.partition_point(|sub| sub.span.start <= place.start);
        self.subs[..after].last().filter(|sub| place.end <= sub.span.end)
    }

    /// Whether a place may be changed without looking at what is beside it.
    pub fn is_one_piece(&self, place: Span) -> bool {
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
    /// The names of the holes that the file has.
    Read {
        holes: Vec<String>,
    },
}

/// The kind of file, by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    Json(Dialect),
    Yaml(YamlVersion),
    /// A template that may be written in either: its first character decides.
    JsonOrYaml,
    Terraform,
    Markdown,
}

/// The definitions of a file. A file of JSON or YAML that is no template is a definition itself.
pub fn regions(text: &str, language: Language) -> Vec<Region> {
    match language {
        Language::Json(dialect) => regions_of(syntax::parse(text, dialect)),
        Language::JsonOrYaml if is_json(text) => regions_of(syntax::parse(text, Dialect::Json)),
        Language::JsonOrYaml => regions_of_yaml(text, YamlVersion::Unknown),
        Language::Yaml(version) => regions_of_yaml(text, version),
        Language::Terraform => terraform::regions(&Arc::from(text)),
        Language::Markdown => markdown::regions(&Arc::from(text)),
    }
}

/// The definitions of a file as another one reads it. `host` is what that one says.
pub fn regions_for(text: &str, language: Language, host: &Host) -> Vec<Region> {
    let language = host.language.unwrap_or(language);
    match host.part.is_whole_definition() {
        true => regions(text, language),
        false => tree_of(text, language).map_or_else(Vec::new, |tree| {
            let mut found = serverless::included(&tree, host);
            add_errors(&mut found, &tree);
            found
        }),
    }
}

/// What is behind a link, by the text of the file.
pub fn target(text: &str, language: Language, link: &Link) -> Target {
    let language = link.language.unwrap_or(language);
    let mut names: Vec<String> = Vec::new();
    let mut add = |tree: &Tree| names.extend(holes(tree).into_iter().map(|hole| hole.name));
    if link.part.is_whole_definition() {
        regions(text, language).iter().for_each(|region| add(&region.tree));
    } else {
        let tree = tree_of(text, language);
        let root = tree.as_ref().and_then(Tree::root);
        match root.and_then(|root| serverless::part(root, &link.part.keys)) {
            None if root.is_some() => return Target::NoPart,
            Some(_) if link.part.content == Content::Definition => tree.iter().for_each(add),
            _ => {}
        }
    }
    Target::Read { holes: names }
}

/// The tree of a file of JSON or YAML.
fn tree_of(text: &str, language: Language) -> Option<Tree> {
    match language {
        Language::Json(dialect) => Some(syntax::parse(text, dialect)),
        Language::Yaml(version) => Some(syntax::parse_yaml_version(text, version)),
        _ => None,
    }
}

/// Whether a text that is JSON or YAML is JSON.
fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

/// The definitions of a document in YAML. Where nobody says how it is read, the tool that it is for does.
fn regions_of_yaml(text: &str, version: YamlVersion) -> Vec<Region> {
    let tree = syntax::parse_yaml_version(text, version);
    regions_of(match version {
        YamlVersion::Unknown if cloudformation::is_template(&tree) => tree.in_yaml_version(YamlVersion::V1_1),
        YamlVersion::Unknown if serverless::is_service(&tree) => tree.in_yaml_version(YamlVersion::V1_2),
        _ => tree,
    })
}

fn regions_of(tree: Tree) -> Vec<Region> {
    let Some(mut regions) = cloudformation::regions(&tree).or_else(|| serverless::regions(&tree)) else {
        let mut tree = tree;
        tree.take_holes();
        return vec![Region { tree, host: Host::default() }];
    };
    add_errors(&mut regions, &tree);
    regions
}

/// Adds the damage outside of the definitions, which keeps the template from being deployed all the same.
fn add_errors(regions: &mut Vec<Region>, tree: &Tree) {
    let is_elsewhere =
        |error: &&SyntaxError| !regions.iter().any(|region| region.tree.errors().contains(error));
    let errors: Vec<SyntaxError> = tree.errors().iter().filter(is_elsewhere).cloned().collect();
    if !errors.is_empty() {
        let tree = tree.rest(errors);
        regions.push(Region { tree, host: Host { kind: HostKind::Rest, ..Host::default() } });
    }
}
