//! What several resources say of a definition that all of them name.

use super::{Name, TemplateContext};
use crate::text::Span;

/// So many different ways of a file to be read are looked at.
const MAX: usize = 16;

/// Puts those together that say the same of the definition. In the order in which they come.
pub(crate) fn distinct(hosts: &[TemplateContext]) -> Vec<Vec<TemplateContext>> {
    let mut found: Vec<(TemplateContext, Vec<TemplateContext>)> = Vec::new();
    for host in hosts {
        let said = what_matters(host);
        match found.iter().position(|(known, _)| *known == said) {
            Some(index) => found[index].1.push(host.clone()),
            None if found.len() < MAX => found.push((said, vec![host.clone()])),
            None => {}
        }
    }
    found.into_iter().map(|(_, group)| group).collect()
}

/// What a resource says, without what makes no difference to the definition: which resource it is, and where it says so.
fn what_matters(host: &TemplateContext) -> TemplateContext {
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
        // What is not a definition as a whole belongs to the resource, and has its name.
        name: host.name.as_ref().filter(|_| !is_whole).map(without_place),
        base: host.base.clone().filter(|_| !is_whole),
        sources: source.map(without_place).into_iter().collect(),
        values: Vec::new(),
        is_traced: None,
        is_logged: None,
        is_one_of_several: false,
        substitutions,
        ..host.clone()
    }
}

fn without_place(name: &Name) -> Name {
    Name { value: name.value.clone(), span: Span::at(0) }
}

/// What holds for a definition that several resources use, for somebody who does not tell them apart.
pub(crate) fn in_common(hosts: Vec<TemplateContext>) -> Option<TemplateContext> {
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
