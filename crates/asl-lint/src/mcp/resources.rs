//! The resources: the pages of the rules, and the language reference.

use asl_core::RULES;
use asl_core::visible::visible;
use asl_ide::reference::PAGES;
use rmcp::ErrorData;
use rmcp::model::{
    CompletionInfo, ReadResourceResponse, ReadResourceResult, Reference, Resource, ResourceContents,
    ResourceTemplate,
};

use crate::commands::page;

const RULE: &str = "asl-lint://rules/";
const LANGUAGE: &str = "asl-lint://language/";
const MARKDOWN: &str = "text/markdown";

/// All resources.
pub(super) fn list() -> Vec<Resource> {
    let language = PAGES.iter().map(|page| {
        let resource = Resource::new(format!("{LANGUAGE}{}", page.name), format!("language/{}", page.name));
        resource.with_title(page.title).with_description(page.summary()).with_mime_type(MARKDOWN)
    });
    let rules = RULES.iter().map(|rule| {
        let resource = Resource::new(format!("{RULE}{}", rule.name), format!("rules/{}", rule.name));
        resource.with_title(rule.name).with_description(rule.summary()).with_mime_type(MARKDOWN)
    });
    language.chain(rules).collect()
}

/// The URIs that resources have.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let template = |uri: &str, name: &str, description: &str| {
        let template = ResourceTemplate::new(uri.to_owned(), name);
        template.with_description(description).with_mime_type(MARKDOWN)
    };
    vec![
        template(&format!("{RULE}{{rule}}"), "rule", "The documentation of a rule."),
        template(
            &format!("{LANGUAGE}{{page}}"),
            "language",
            "Fields, functions and errors of Amazon States Language: a page for each type of state and other topic.",
        ),
    ]
}

/// Reads a resource.
///
/// # Errors
///
/// If there is none with this URI.
pub(super) fn read(uri: &str) -> Result<ReadResourceResponse, ErrorData> {
    let text = match (uri.strip_prefix(RULE), uri.strip_prefix(LANGUAGE)) {
        (Some(rule), _) => page(rule).ok(),
        (_, Some(name)) => PAGES.iter().find(|page| page.name == name).map(|page| page.text()),
        _ => None,
    };
    let Some(text) = text else {
        let uri = asl_core::brief::name(uri);
        return Err(ErrorData::resource_not_found(format!("no resource {}", visible(&uri)), None));
    };
    let contents = ResourceContents::text(text, uri).with_mime_type(MARKDOWN);
    Ok(ReadResourceResult::new(vec![contents]).into())
}

/// Completes the name in a URI.
pub(super) fn complete(reference: &Reference, typed: &str) -> CompletionInfo {
    let Reference::Resource(template) = reference else { return CompletionInfo::default() };
    let names: Vec<&str> = match template.uri.as_str() {
        uri if uri.starts_with(RULE) => RULES.iter().map(|rule| rule.name).collect(),
        uri if uri.starts_with(LANGUAGE) => PAGES.iter().map(|page| page.name).collect(),
        _ => Vec::new(),
    };
    let mut found: Vec<String> =
        names.into_iter().filter(|name| name.contains(typed)).map(str::to_owned).collect();
    found.sort_by_key(|name| !name.starts_with(typed));
    let all = found.len();
    found.truncate(CompletionInfo::MAX_VALUES);
    let has_more = all > found.len();
    CompletionInfo::with_pagination(found, u32::try_from(all).ok(), has_more).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_can_be_read() {
        let resources = list();
        assert_eq!(resources.len(), RULES.len() + PAGES.len());
        for resource in resources {
            let Ok(ReadResourceResponse::Complete(result)) = read(&resource.uri) else {
                panic!("{}", resource.uri)
            };
            let [ResourceContents::TextResourceContents { text, .. }] = result.contents.as_slice() else {
                panic!("{}", resource.uri)
            };
            assert!(text.starts_with("# ") && text.len() > 100, "{}", resource.uri);
        }
        for uri in [
            "",
            "asl-lint://rules/",
            "asl-lint://rules/nothing",
            "asl-lint://language/../rules/busy-loop",
            "file:///a",
        ] {
            assert!(read(uri).is_err(), "{uri}");
        }
    }
}
