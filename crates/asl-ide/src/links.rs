//! Document links: definition files, AWS's documentation of the services that Tasks call, and URLs in comments.

use asl_core::catalog::services::Resource;
use asl_core::host::Link;
use asl_core::model::Field;
use asl_core::semantic::Analysis;
use asl_core::syntax::Node;
use asl_core::text::Span;

/// A link in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// The span of the link text.
    pub span: Span,
    /// Where the link leads.
    pub target: LinkTarget,
}

/// The target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A file that the document refers to.
    File(Link),
    /// A web page.
    Url(String),
}

/// Returns the links of a definition in document order.
pub fn links(analysis: &Analysis) -> Vec<DocumentLink> {
    let mut found: Vec<DocumentLink> = file_link(analysis).into_iter().collect();
    for field in analysis.model().fields() {
        urls(&mut found, analysis, field);
        found.extend(page(analysis, field));
    }
    found.sort_by_key(|link| link.span);
    found
}

/// Returns the link from a template to the file that contains the definition, if any.
pub fn file_link(analysis: &Analysis) -> Option<DocumentLink> {
    let link = analysis.host().link.as_ref()?;
    Some(DocumentLink { span: link.span, target: LinkTarget::File(link.clone()) })
}

fn page(analysis: &Analysis, field: Field<'_>) -> Option<DocumentLink> {
    let text = field.value().filter(|_| field.pair().is_named("Resource"))?.as_text()?;
    let page = Resource::parse(text.value).page()?;
    let span = analysis.tree().to_file(text, Span::new(0, text.value.len()));
    Some(DocumentLink { span, target: LinkTarget::Url(page) })
}

fn urls(found: &mut Vec<DocumentLink>, analysis: &Analysis, field: Field<'_>) {
    if !field.pair().is_named("Comment") {
        return;
    }
    let Some(text) = field.value().and_then(Node::as_text) else { return };
    for (start, _) in text.value.match_indices("https://") {
        let url = address(&text.value[start..]);
        if url.len() > "https://".len() {
            let span = analysis.tree().to_file(text, Span::new(start, start + url.len()));
            found.push(DocumentLink { span, target: LinkTarget::Url(url.to_owned()) });
        }
    }
}

/// The URL at the start of a string, without the punctuation of the surrounding sentence.
fn address(text: &str) -> &str {
    let ends =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '`' | '|' | '^');
    let url = &text[..text.find(ends).unwrap_or(text.len())];
    let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    match url.strip_suffix(')') {
        Some(shorter) if !shorter.contains('(') => shorter,
        _ => url,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_core::catalog::services::{INTEGRATIONS, Pattern};
    use asl_core::testing::analyses;

    fn found(text: &str) -> Vec<&str> {
        let analyses = analyses(text);
        links(&analyses[0]).into_iter().map(|link| &text[link.span.range()]).collect()
    }

    #[test]
    fn the_file_with_the_definition_can_be_opened() {
        assert_eq!(
            found(
                "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n"
            ),
            ["flow.asl.json"]
        );
    }

    #[test]
    fn what_a_task_calls_leads_to_its_page() {
        let text = r#"{ "States": {
            "A": { "Type": "Task", "Resource": "arn:${AWS::Partition}:states:::dynamodb:getItem" },
            "B": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets" },
            "C": { "Type": "Task", "Resource": "${Function}" } } }"#;
        let target = |link: DocumentLink| match link.target {
            LinkTarget::Url(url) => url.rsplit('/').next().unwrap().to_owned(),
            LinkTarget::File(link) => link.path,
        };
        let pages: Vec<String> = links(&analyses(text)[0]).into_iter().map(target).collect();
        assert_eq!(pages, ["connect-ddb.html", "supported-services-awssdk.html"]);
    }

    #[test]
    fn each_service_has_a_page() {
        for integration in INTEGRATIONS {
            let (service, action) = (integration.service, integration.action);
            let pattern = Pattern::RequestResponse;
            assert!(Resource::Optimized { service, action, pattern }.page().is_some(), "{service}");
        }
    }

    #[test]
    fn addresses_in_comments_can_be_opened() {
        assert_eq!(
            found(
                r#"{ "Comment": "see https://a.example/b_(c)?d=e, (https://b.example). http://c.example https://",
                "States": { "A": { "Comment": "\"https:\/\/d.example\"", "Result": "https://e.example" } } }"#
            ),
            ["https://a.example/b_(c)?d=e", "https://b.example", r"https:\/\/d.example"]
        );
    }
}
