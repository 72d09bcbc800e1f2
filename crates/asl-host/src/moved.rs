//! What a template says about a definition, in a new version of the template.

use asl_syntax::text::{Change, Span};

use super::{SubText, TemplateContext};

impl TemplateContext {
    /// Returns the context with the positions that everything in it has after a change of the file; `None` if the change
    /// replaces a part of it.
    pub fn moved(&self, change: Change) -> Option<TemplateContext> {
        let mut moved = self.clone();
        let TemplateContext {
            name,
            substitutions,
            sources,
            link,
            unchecked,
            refusals,
            nulls,
            subs,
            pieces,
            ..
        } = &mut moved;
        let names = name.iter_mut().chain(substitutions.iter_mut().flatten()).chain(sources);
        let names = names.chain(nulls.iter_mut().flat_map(|nulls| &mut nulls.places));
        let mut spans: Vec<&mut Span> = names.map(|name| &mut name.span).collect();
        for SubText { span, names } in subs {
            spans.push(span);
            spans.extend(names.iter_mut().flatten().map(|name| &mut name.span));
        }
        spans.extend(link.iter_mut().map(|link| &mut link.span));
        spans.extend(unchecked.iter_mut().map(|unchecked| &mut unchecked.span));
        spans.extend(refusals.iter_mut().map(|refusal| &mut refusal.span));
        spans.extend(pieces);
        for span in spans {
            *span = change.span(*span)?;
        }
        Some(moved)
    }
}
