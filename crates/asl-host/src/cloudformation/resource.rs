//! A resource that is a state machine: its definitions and its other properties.

use std::sync::Arc;

use super::definition::{Definition, keys};
use super::names::{TemplateNames, is_conditional};
use super::nulls::nulls;
use super::{
    EmbeddedDefinition, Function, Link, Nulls, NullsAre, Refusal, TemplateContext, TemplateKind, YamlVersion,
    has_macro, name, yaml_as,
};
use crate::WorkflowType;
use asl_syntax::{Kind, Node, Pair, Tree};

/// The properties that provide a definition.
pub(super) const SOURCES: [&str; 4] =
    ["Definition", "DefinitionString", "DefinitionS3Location", "DefinitionUri"];

pub(super) const CLOUDFORMATION_TYPE: &str = "AWS::StepFunctions::StateMachine";
pub(super) const SAM_TYPE: &str = "AWS::Serverless::StateMachine";

/// The maximum number of values of conditions that are read for a resource.
const MAX_BRANCHES: usize = 16;
/// The maximum nesting depth of conditions.
const MAX_CONDITIONS: usize = 8;

/// A state machine of a template.
pub(super) struct Resource<'t> {
    pub tree: &'t Tree,
    pub template: Node<'t>,
    pub pair: Pair<'t>,
    pub kind: TemplateKind,
    pub names: Option<&'t Arc<TemplateNames>>,
    /// Whether it is in a loop, so that it has names that are not known.
    pub is_repeated: bool,
    /// What happens to `null` values, if there are any.
    pub nulls_are: Option<NullsAre>,
}

/// A definition, or where it is.
struct Given {
    definition: Definition,
    link: Option<Link>,
    /// Whether the file may be missing: it is an asset of the CDK, which is only in the output of `cdk synth`.
    is_asset: bool,
}

impl Given {
    fn new(definition: Definition, link: Option<Link>) -> Given {
        Given { definition, link, is_asset: false }
    }
}

impl<'t> Resource<'t> {
    /// Returns each definition that the resource may have, or a single empty one if it has none.
    pub(super) fn embedded_definitions(&self) -> Vec<EmbeddedDefinition> {
        let properties = self.properties();
        let is_open = properties
            .is_some_and(|node| has_macro(node) || Function::of(node).is_some() || !node.is_object());
        let sources = sources(properties);
        if sources.is_empty() && self.tree.is_damaged(self.pair.span()) {
            return Vec::new();
        }
        let mut refusals = Vec::new();
        let mut given = self.given(&mut refusals);
        self.check_misplaced(&mut refusals);
        if given.is_empty() {
            let definition = match properties.filter(|_| is_open && sources.is_empty()) {
                Some(properties) => Definition::computed(self.tree, properties),
                None => Definition::elsewhere(self.tree),
            };
            given.push(Given::new(definition, None));
        }
        let mut host = self.host(is_open);
        host.sources = sources.into_iter().map(name).collect();
        host.is_one_of_several = given.len() > 1;
        let mut once = TemplateContext { refusals, nulls: self.nulls(), ..host.clone() };
        let region = |Given { definition, link, is_asset }| {
            let Definition { tree, subs, pieces, unchecked } = definition;
            // What applies to the resource as a whole is only reported for the first definition.
            let host = TemplateContext {
                subs,
                pieces,
                unchecked,
                link,
                is_doubtful: is_asset,
                ..std::mem::replace(&mut once, host.clone())
            };
            EmbeddedDefinition { tree, host }
        };
        given.into_iter().map(region).collect()
    }

    fn properties(&self) -> Option<Node<'t>> {
        self.pair.value()?.get("Properties")
    }

    /// Returns the definitions that the properties provide, in each case of their conditions.
    fn given(&self, refusals: &mut Vec<Refusal>) -> Vec<Given> {
        let mut found = Vec::new();
        for field in SOURCES {
            let mut branches = Vec::new();
            let pair = self.properties().and_then(|properties| properties.pair(field));
            if let Some(value) = pair.and_then(Pair::value) {
                add_branches(&mut branches, value, 0);
            }
            branches.truncate(MAX_BRANCHES);
            for value in branches {
                let none = || Definition::elsewhere(self.tree);
                found.push(match field {
                    "Definition" => Given::new(self.of_object(value, refusals), None),
                    "DefinitionString" => Given::new(self.of_text(value, refusals), None),
                    _ if value.as_str().is_some_and(|path| path.trim().is_empty()) => {
                        let message = format!("`{field}` is empty");
                        refusals.push(Refusal { span: value.span(), message, help: None });
                        Given::new(none(), None)
                    }
                    _ => match place(value) {
                        Place::File(link) => Given::new(none(), Some(link)),
                        Place::Asset(link) => Given { is_asset: true, ..Given::new(none(), Some(link)) },
                        Place::Elsewhere => Given::new(none(), None),
                        Place::Computed => Given::new(Definition::computed(self.tree, value), None),
                    },
                });
            }
            // If nothing follows the key, the key is reported.
            for refusal in refusals.iter_mut().filter(|refusal| refusal.span.is_empty()) {
                refusal.span = pair.map_or(refusal.span, |pair| pair.key().span);
            }
        }
        found.truncate(MAX_BRANCHES);
        found
    }

    /// Returns the definition that `Definition` provides. A string is rejected, but parsed to report its other errors.
    fn of_object(&self, value: Node<'t>, refusals: &mut Vec<Refusal>) -> Definition {
        let function = Function::of(value);
        let is_text = function.is_some_and(|function| function.sub().is_some() || function.join().is_some());
        if !is_text && (value.is_object() || function.is_some()) {
            return Definition::of_object(self.tree, value);
        }
        let help = match (self.kind, value.as_str()) {
            (TemplateKind::Sam, Some(text)) if !text.trim_start().starts_with('{') => {
                "name the file in `DefinitionUri`"
            }
            (TemplateKind::Sam, _) => "write an object, or name a file in `DefinitionUri`",
            (_, None) if !is_text => "write an object with `StartAt` and `States`",
            _ => "use `DefinitionString` for a JSON string",
        };
        let kind = if is_text { Kind::String } else { value.kind() };
        let message = format!("`Definition` takes an object, not {kind}");
        refusals.push(Refusal { span: value.span(), message, help: Some(help.to_owned()) });
        match value.as_str() {
            Some(text) if !text.trim_start().starts_with('{') => Definition::elsewhere(self.tree),
            _ => Definition::of_text(self.tree, value, self.template),
        }
    }

    /// Returns the definition that `DefinitionString` provides. An object is rejected, but read to report its other
    /// errors.
    fn of_text(&self, value: Node<'t>, refusals: &mut Vec<Refusal>) -> Definition {
        if value.as_text().is_some() || Function::of(value).is_some() || value.is_unknown() {
            return Definition::of_text(self.tree, value, self.template);
        }
        if value.is_object() && has_macro(value) {
            return Definition::computed(self.tree, value);
        }
        let message = format!("`DefinitionString` takes a string, not {}", value.kind());
        let help = match value.kind() {
            Kind::Object => "use `Definition` for an object",
            _ => "write a JSON string with `StartAt` and `States`",
        };
        refusals.push(Refusal { span: value.opening(), message, help: Some(help.to_owned()) });
        match value.is_object() {
            true => Definition::of_object(self.tree, value),
            false => Definition::elsewhere(self.tree),
        }
    }

    /// Reports fields of the definition, and properties that provide it, in the wrong object.
    fn check_misplaced(&self, refusals: &mut Vec<Refusal>) {
        let Some(resource) = self.pair.value() else { return };
        let (own, foreign, type_name) = match self.kind {
            TemplateKind::Sam => {
                (["Definition", "DefinitionUri"], ["DefinitionString", "DefinitionS3Location"], SAM_TYPE)
            }
            _ => (["Definition", "DefinitionString"], ["DefinitionUri", ""], CLOUDFORMATION_TYPE),
        };
        let mut refuse = |pair: Pair<'_>, message: String, help: String| {
            refusals.push(Refusal { span: pair.key().span, message, help: Some(help) });
        };
        for pair in SOURCES.iter().filter_map(|field| resource.pair(field)) {
            let message = format!("`{}` is outside `Properties`", pair.key().value);
            refuse(pair, message, "move it into `Properties`".to_owned());
        }
        let Some(properties) = self.properties() else { return };
        // A macro may accept what CloudFormation does not.
        let is_certain = self.names.is_none_or(|names| !names.is_open());
        for pair in foreign.iter().filter_map(|field| properties.pair(field)).filter(|_| is_certain) {
            let message = format!("`{type_name}` has no `{}`", pair.key().value);
            refuse(pair, message, format!("use `{}` or `{}`", own[0], own[1]));
        }
        if let Some(pair) = properties.pair("StartAt").or_else(|| properties.pair("States")) {
            let message = format!("`{}` is one level too high", pair.key().value);
            refuse(pair, message, "put `StartAt` and `States` under `Definition`".to_owned());
        }
    }

    /// Returns what the resource says about its state machine.
    fn host(&self, is_open: bool) -> TemplateContext {
        let metadata = self.pair.value().and_then(|resource| resource.get("Metadata"));
        let construct = metadata.and_then(|metadata| metadata.get("aws:cdk:path")?.as_str());
        let mut host = TemplateContext {
            kind: self.kind,
            name: Some(name(self.pair)),
            construct: construct.map(str::to_owned),
            template: self.names.cloned(),
            ..TemplateContext::default()
        };
        if is_open {
            return host;
        }
        host.workflow = self.workflow();
        host.is_traced = self.is_traced();
        host.is_logged = self.is_logged();
        let substitutions = self.properties().and_then(|node| node.pair("DefinitionSubstitutions"));
        host.substitutions = match substitutions {
            _ if self.is_repeated => None,
            Some(pair) => pair.value().and_then(keys),
            None => Some(Vec::new()),
        };
        host.values = substitutions.and_then(Pair::value).map_or_else(Vec::new, values);
        host
    }

    fn nulls(&self) -> Option<Nulls> {
        let are = self.nulls_are?;
        let properties = self.properties()?;
        let sources = || properties.pairs().filter(|pair| SOURCES.contains(&pair.key().value));
        let found = match are {
            NullsAre::Refused => nulls(properties.pairs()),
            _ => nulls(sources()),
        };
        let is_lost = !matches!(are, NullsAre::Refused | NullsAre::RefusedAfterSam);
        let places: Vec<_> =
            found.into_iter().filter(|null| !is_lost || !null.is_item).map(|null| null.name).collect();
        (!places.is_empty()).then_some(Nulls { are, places })
    }

    /// Returns a property under either of its names, or its value for all state machines of the template.
    fn property(&self, names: [&str; 2]) -> Option<Node<'t>> {
        let find = |node: Node<'t>| names.iter().find_map(|name| node.get(name));
        // SAM's properties of all state machines.
        let globals = self.template.get("Globals").and_then(|globals| globals.get("StateMachine"));
        self.properties().and_then(find).or_else(|| globals.and_then(find))
    }

    fn workflow(&self) -> Option<WorkflowType> {
        match self.property(["StateMachineType", "Type"]) {
            None => Some(WorkflowType::Standard),
            Some(value) => match value.as_str()? {
                "STANDARD" => Some(WorkflowType::Standard),
                "EXPRESS" => Some(WorkflowType::Express),
                _ => None,
            },
        }
    }

    fn is_traced(&self) -> Option<bool> {
        let Some(tracing) = self.property(["TracingConfiguration", "Tracing"]) else { return Some(false) };
        if !tracing.is_object() || Function::of(tracing).is_some() {
            return None;
        }
        match tracing.get("Enabled") {
            None => Some(false),
            Some(value) => value.as_bool().or_else(|| value.as_str()?.parse().ok()),
        }
    }

    fn is_logged(&self) -> Option<bool> {
        let Some(logging) = self.property(["LoggingConfiguration", "Logging"]) else { return Some(false) };
        if !logging.is_object() || Function::of(logging).is_some() {
            return None;
        }
        match logging.get("Level").map(|level| level.as_str()) {
            None => Some(false),
            Some(Some("OFF")) => Some(false),
            Some(Some("ALL" | "ERROR" | "FATAL")) => Some(true),
            Some(_) => None,
        }
    }
}

/// Returns the properties that provide a definition. Those that a condition may omit only count if there are no others.
fn sources(properties: Option<Node<'_>>) -> Vec<Pair<'_>> {
    let Some(properties) = properties else { return Vec::new() };
    let fields = SOURCES.iter().filter_map(|field| properties.pair(field));
    let (open, mut certain): (Vec<_>, Vec<_>) =
        fields.partition(|pair| pair.value().is_none_or(is_conditional));
    if certain.is_empty() {
        certain.extend(open.first());
    }
    certain
}

/// Adds the values that a property may have: those of `Fn::If`, except `AWS::NoValue`.
fn add_branches<'t>(found: &mut Vec<Node<'t>>, value: Node<'t>, depth: usize) {
    let function = Function::of(value);
    match function {
        Some(Function { name: "If", argument }) if argument.items().len() == 3 && depth < MAX_CONDITIONS => {
            argument.items().skip(1).for_each(|branch| add_branches(found, branch, depth + 1));
        }
        Some(Function { name: "Ref", argument }) if argument.as_str() == Some("AWS::NoValue") => {}
        _ => found.push(value),
    }
}

/// The location of a definition that is not in the template.
enum Place {
    File(Link),
    /// An asset of the CDK: `cdk synth` writes it beside the template, and its key in S3 is the hash of the file.
    Asset(Link),
    /// In S3, which is not read when the template is packaged.
    Elsewhere,
    Computed,
}

/// Returns the location that `DefinitionUri` or `DefinitionS3Location` names. SAM reads a file from the former, and
/// `aws cloudformation package` from the latter.
fn place(value: Node<'_>) -> Place {
    if let Some(link) = asset(value) {
        return Place::Asset(link);
    }
    let is_in_s3 = |text: &str| text.contains("://");
    let Some(path) = value.as_text().filter(|path| !path.has_placeholder() && !path.value.contains("{{"))
    else {
        let is_computed = Function::of(value).is_some() || value.as_text().is_some();
        return if is_computed && !is_in_s3(value.source()) { Place::Computed } else { Place::Elsewhere };
    };
    if is_in_s3(path.value) || path.value.trim().is_empty() {
        return Place::Elsewhere;
    }
    let language = yaml_as(path.value, YamlVersion::V1_1);
    Place::File(Link { language, ..Link::new(path.value, path.span) })
}

/// Returns the file of an asset of the CDK.
fn asset(location: Node<'_>) -> Option<Link> {
    const HASH: usize = 64;
    let key = location.get("Key")?.as_text()?;
    let (hash, extension) = key.value.split_once('.')?;
    let is_hash = hash.len() == HASH && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let language = yaml_as(key.value, YamlVersion::V1_1);
    let link = Link { language, ..Link::new(&format!("asset.{}", key.value), key.span) };
    (is_hash && !extension.is_empty()).then_some(link)
}

/// Returns the keys and values of an object whose values are literals.
fn values(node: Node<'_>) -> Vec<(String, String)> {
    let value = |pair: Pair<'_>| {
        let node = pair.value()?;
        let is_plain = matches!(node.kind(), Kind::Number | Kind::Bool);
        let value = node.as_str().or_else(|| is_plain.then(|| node.source()))?;
        Some((pair.key().value.to_owned(), value.to_owned()))
    };
    node.pairs().filter_map(value).collect()
}
