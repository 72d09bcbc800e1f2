//! The contexts of a definition that several resources refer to.

use super::{Name, TemplateContext};
use asl_syntax::text::Span;

/// The maximum number of different contexts that a file is analyzed in.
const MAX: usize = 16;

/// Groups the contexts that make no difference for the definition, in order of their first occurrence.
pub fn distinct(hosts: &[TemplateContext]) -> Vec<Vec<TemplateContext>> {
    let mut found: Vec<(TemplateContext, Vec<TemplateContext>)> = Vec::new();
    for host in hosts {
        let key = relevant(host);
        match found.iter().position(|(known, _)| *known == key) {
            Some(index) => found[index].1.push(host.clone()),
            None if found.len() < MAX => found.push((key, vec![host.clone()])),
            None => {}
        }
    }
    found.into_iter().map(|(_, group)| group).collect()
}

/// Returns the parts of a context that make a difference for the definition: not the identity of the resource, and not
/// spans.
fn relevant(host: &TemplateContext) -> TemplateContext {
    let is_whole = host.part.is_whole_definition();
    let mut substitutions = host.substitutions.clone();
    if let Some(names) = &mut substitutions {
        names.iter_mut().for_each(|name| name.span = Span::at(0));
        names.sort_by(|a, b| a.value.cmp(&b.value));
    }
    let is_text = |source: &&Name| source.value.starts_with("DefinitionS");
    let source = host.sources.iter().find(is_text);
    TemplateContext {
        path: None,
        // A part of a file belongs to the resource and has its name.
        name: host.name.as_ref().filter(|_| !is_whole).map(without_span),
        base: host.base.clone().filter(|_| !is_whole),
        sources: source.map(without_span).into_iter().collect(),
        values: Vec::new(),
        is_traced: None,
        is_logged: None,
        is_one_of_several: false,
        substitutions,
        ..host.clone()
    }
}

fn without_span(name: &Name) -> Name {
    Name { value: name.value.clone(), span: Span::at(0) }
}

/// Merges the contexts of a definition that several resources use into one that is valid for all of them.
pub fn in_common(hosts: Vec<TemplateContext>) -> Option<TemplateContext> {
    hosts.into_iter().reduce(|a, b| {
        let substitutions = a.substitutions.zip(b.substitutions).map(|(mut a, b)| {
            a.extend(b);
            a
        });
        let values = a.values.into_iter().filter(|value| b.values.contains(value)).collect();
        TemplateContext {
            substitutions,
            values,
            workflow: a.workflow.filter(|&workflow| b.workflow == Some(workflow)),
            ..a
        }
    })
}
