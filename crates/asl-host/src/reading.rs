//! Parsing a file in its language, and finding the definitions in it.

use std::sync::Arc;

use super::{
    Content, EmbeddedDefinition, Format, Language, Link, Target, TemplateContext, TemplateKind, Tool,
    Unchecked, cloudformation, described, foreign, markdown, placeholders, serverless, terraform,
};
use asl_syntax::text::Span;
use asl_syntax::{Dialect, ErrorKind, Notation, SyntaxError, Tree, YamlVersion};

/// Returns the definitions in a file. A JSON or YAML file that is not a template is a definition as a whole.
pub fn embedded_definitions(text: &str, language: Language) -> Vec<EmbeddedDefinition> {
    read(text, language, &[])
}

/// Returns the definitions in a new version of a YAML file, and if it is a template, its tree for the next version.
/// `earlier` is the tree of an earlier version; if a single block has changed, only that is parsed again. For a file in
/// another language, it is the same as [`embedded_definitions`].
pub fn embedded_definitions_again(
    text: &str,
    language: Language,
    earlier: Option<&Tree>,
) -> (Vec<EmbeddedDefinition>, Option<Tree>) {
    let version = match language {
        Language::Yaml(version) => version,
        Language::JsonOrYaml if !is_json(text) => YamlVersion::Unknown,
        _ => return (embedded_definitions(text, language), None),
    };
    let is_right = |tree: &Tree| tree.yaml_version() == version_of(tree, version);
    let tree = earlier.and_then(|earlier| earlier.reparsed(text)).filter(is_right);
    plain(tree.unwrap_or_else(|| yaml(text, version)))
}

/// Returns the definitions in a file that another document refers to. `host` is the context that the document provides.
pub fn embedded_definitions_for(
    text: &str,
    language: Language,
    host: &TemplateContext,
) -> Vec<EmbeddedDefinition> {
    let language = host.language.unwrap_or(language);
    match host.part.is_whole_definition() {
        true => read(text, language, &host.part.replaced),
        false => tree_of(text, language).map_or_else(Vec::new, |tree| {
            let mut found = serverless::included(&tree, host);
            add_errors(&mut found, &tree);
            unless_foreign(found)
        }),
    }
}

/// Returns what is known about a linked file, from its text.
pub fn target(text: &str, language: Language, link: &Link) -> Target {
    let language = link.language.unwrap_or(language);
    if link.part.is_whole_definition() {
        let regions = read(text, language, &link.part.replaced);
        return Target::of(regions.iter().map(|region| (&region.tree, &region.host)));
    }
    let tree = tree_of(text, language);
    let root = tree.as_ref().and_then(Tree::root);
    match root.and_then(|root| serverless::part(root, &link.part.keys)) {
        None if root.is_some() => Target::NoPart,
        Some(_) if link.part.content == Content::Definition => {
            let host = TemplateContext::default();
            Target::of(tree.iter().map(|tree| (tree, &host)))
        }
        _ => Target::of(std::iter::empty()),
    }
}

impl Target {
    /// Returns the target for a file with these definitions. A definition that is not checked may have any
    /// placeholders.
    pub fn of<'p>(parts: impl Iterator<Item = (&'p Tree, &'p TemplateContext)>) -> Target {
        let mut names: Vec<String> = Vec::new();
        for (tree, host) in parts {
            if host.unchecked.is_some() {
                return Target::Unread;
            }
            names.extend(placeholders(tree).into_iter().map(|placeholder| placeholder.name));
        }
        Target::Read { placeholders: names }
    }
}

/// Returns the definitions in a file. `replaced` are the strings in its text that are replaced with unknown ones.
fn read(text: &str, language: Language, replaced: &[String]) -> Vec<EmbeddedDefinition> {
    match language {
        Language::Terraform => unless_foreign(terraform::embedded_definitions(&Arc::from(text))),
        Language::TerraformJson => {
            unless_foreign(terraform::embedded_definitions_of_json(&asl_syntax::parse(text, Dialect::Json)))
        }
        Language::Markdown => markdown::embedded_definitions(&Arc::from(text)),
        Language::Template { tool, format } => template(text, tool, format, replaced),
        Language::Json(_) if !replaced.is_empty() => filled(&Arc::from(text), Format::Json, replaced),
        Language::Yaml(_) if !replaced.is_empty() => filled(&Arc::from(text), Format::Yaml, replaced),
        Language::Json(dialect) => plain(asl_syntax::parse(text, dialect)).0,
        Language::Yaml(version) => plain(yaml(text, version)).0,
        Language::JsonOrYaml if is_json(text) => read(text, Language::Json(Dialect::Json), replaced),
        Language::JsonOrYaml => read(text, Language::Yaml(YamlVersion::Unknown), replaced),
    }
}

/// Parses a JSON or YAML file.
fn tree_of(text: &str, language: Language) -> Option<Tree> {
    match language {
        Language::Json(dialect) => Some(asl_syntax::parse(text, dialect)),
        Language::Yaml(version) => Some(asl_syntax::parse_yaml_version(text, version)),
        _ => None,
    }
}

/// Returns whether a text that is JSON or YAML is JSON.
fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

/// Parses a YAML document. If the version is not known, the tool that the document is for determines it.
fn yaml(text: &str, version: YamlVersion) -> Tree {
    let tree = asl_syntax::parse_yaml_version(text, version);
    match version_of(&tree, version) {
        known if known != version => tree.in_yaml_version(known),
        _ => tree,
    }
}

/// Returns the version of YAML of a document, if it is not known otherwise.
fn version_of(tree: &Tree, version: YamlVersion) -> YamlVersion {
    match version {
        YamlVersion::Unknown if cloudformation::is_template(tree) => YamlVersion::V1_1,
        YamlVersion::Unknown if serverless::is_service(tree) => YamlVersion::V1_2,
        version => version,
    }
}

/// Returns the definitions in a file that may be a template although its name does not say so, and its tree if it is one.
fn plain(mut tree: Tree) -> (Vec<EmbeddedDefinition>, Option<Tree>) {
    if let Some(whole) = of_terraform(&tree) {
        return (of_whole(&tree, whole), None);
    }
    if tree.notation() == Notation::Json && is_yaml(tree.text()) {
        let line = tree.text().lines().next().unwrap_or_default();
        let help =
            "convert it to JSON when it is deployed, or rename it to `.asl.yaml` for tools that read YAML";
        let error = SyntaxError {
            span: Span::new(0, line.len()),
            message: "definition is YAML, not JSON".to_owned(),
            help: Some(help.to_owned()),
            kind: ErrorKind::Grammar,
            repair: None,
        };
        tree = Tree::damaged(tree.shared_text(), Notation::Json, vec![error]);
    }
    if let Some(regions) = documents(&tree) {
        return (unless_foreign(regions), Some(tree));
    }
    tree.take_placeholders();
    (unless_foreign(vec![EmbeddedDefinition { tree, host: TemplateContext::default() }]), None)
}

/// Returns whether a text that should be JSON is a definition in YAML.
fn is_yaml(text: &str) -> bool {
    !text.trim_start().starts_with(['{', '[', '"']) && asl_syntax::is_block_of_yaml(text)
}

/// Returns the definitions, unless the file is a template of an unsupported tool, whose syntax causes the errors.
fn unless_foreign(regions: Vec<EmbeddedDefinition>) -> Vec<EmbeddedDefinition> {
    match foreign::damaged(&regions) {
        Some(region) => vec![region],
        None => regions,
    }
}

/// Reads a file that Terraform renders although its name does not say so: it has directives, or its errors are in
/// interpolations.
fn of_terraform(tree: &Tree) -> Option<terraform::Whole> {
    let text = tree.text();
    let format = if tree.notation() == Notation::Yaml { Format::Yaml } else { Format::Json };
    let may_have_directives = memchr::memmem::find(text.as_bytes(), b"%{").is_some();
    let has_directives = may_have_directives && terraform::has_directives(text);
    let may_be = format == Format::Json && !tree.errors().is_empty() && text.contains("${");
    let has_interpolations = || may_be && terraform::are_in_interpolations(text, tree.errors());
    if !has_directives && !has_interpolations() {
        return None;
    }
    let whole = terraform::whole(&tree.shared_text(), format, &[]);
    let is_valid = || whole.tree.as_ref().is_some_and(|tree| tree.errors().is_empty());
    (has_directives || is_valid()).then_some(whole)
}

/// Returns the definitions in a file whose name says that it is a template.
fn template(text: &str, tool: Tool, format: Format, replaced: &[String]) -> Vec<EmbeddedDefinition> {
    let text: Arc<str> = Arc::from(text);
    let blank = Tree::damaged(Arc::clone(&text), Notation::Json, Vec::new());
    let is_of_terraform = match tool {
        Tool::Terraform => true,
        Tool::Any => text.contains("${") || terraform::has_directives(&text),
        Tool::Jinja | Tool::Erb | Tool::Go | Tool::Handlebars => false,
    };
    if let Some(region) = foreign::named(&blank, tool).filter(|_| !is_of_terraform) {
        return vec![region];
    }
    let regions = of_whole(&blank, terraform::whole(&text, format, replaced));
    if tool == Tool::Terraform { regions } else { unless_foreign(regions) }
}

/// Returns the definitions in a file in which strings are replaced and that is not a template.
fn filled(text: &Arc<str>, format: Format, replaced: &[String]) -> Vec<EmbeddedDefinition> {
    let blank = Tree::damaged(Arc::clone(text), Notation::Json, Vec::new());
    of_whole(&blank, terraform::filled(text, format, replaced))
}

/// Returns the definitions in a file that Terraform renders. `blank` is an empty tree with the text of the file.
fn of_whole(blank: &Tree, whole: terraform::Whole) -> Vec<EmbeddedDefinition> {
    let terraform::Whole { tree, parts } = whole;
    let Some(tree) = tree else {
        let tree = Tree::damaged(blank.shared_text(), blank.notation(), Vec::new());
        let span = Span::new(0, tree.text().lines().next().unwrap_or_default().len());
        let unchecked = Some(Unchecked { span, why: "only Terraform can evaluate it".to_owned() });
        return vec![EmbeddedDefinition {
            tree,
            host: TemplateContext { kind: TemplateKind::Rest, unchecked, ..TemplateContext::default() },
        }];
    };
    let mut regions = documents(&tree)
        .unwrap_or_else(|| vec![EmbeddedDefinition { tree, host: TemplateContext::default() }]);
    for region in regions.iter_mut().filter(|region| region.host.pieces.is_empty()) {
        region.host.pieces.clone_from(&parts);
    }
    regions
}

/// Returns the definitions in a CloudFormation template or a service of the Serverless Framework, if the document is
/// one.
fn documents(tree: &Tree) -> Option<Vec<EmbeddedDefinition>> {
    let regions = cloudformation::embedded_definitions(tree);
    let regions = regions.or_else(|| serverless::embedded_definitions(tree));
    let mut regions = regions.or_else(|| described::embedded_definitions(tree))?;
    add_errors(&mut regions, tree);
    Some(regions)
}

/// Adds the syntax errors outside the definitions, which also prevent the template from being deployed.
fn add_errors(regions: &mut Vec<EmbeddedDefinition>, tree: &Tree) {
    let is_elsewhere =
        |error: &&SyntaxError| !regions.iter().any(|region| region.tree.errors().contains(error));
    let errors: Vec<SyntaxError> = tree.errors().iter().filter(is_elsewhere).cloned().collect();
    if !errors.is_empty() {
        let tree = tree.rest(errors);
        regions.push(EmbeddedDefinition {
            tree,
            host: TemplateContext { kind: TemplateKind::Rest, ..TemplateContext::default() },
        });
    }
}
