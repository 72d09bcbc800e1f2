//! Linting a new version of a file: definitions that an edit elsewhere in the file has only moved keep their findings.
//!
//! The rules take more than half of the time from an edit of a large template to its findings, and nearly all of its
//! definitions are what they were before.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::host::TemplateKind;
use crate::rules::Run;
use crate::semantic::Analysis;
use crate::text::{Change, Span};

/// The findings of one version of a file.
#[derive(Debug)]
pub struct Findings {
    /// All findings in the order of the text, without duplicates, with the severities of the configuration.
    pub all: Vec<Diagnostic>,
    pub(crate) by_definition: ByDefinition,
}

/// The findings of each definition of a file as the rules report them.
#[derive(Debug)]
pub(crate) struct ByDefinition {
    /// In the order of the analyses; empty if there is only one.
    findings: Vec<Vec<Diagnostic>>,
    /// Where suppressions begin in the file.
    marks: Vec<u32>,
    /// The comparisons for "did you mean", including those for definitions that have been linted again since.
    comparisons: Option<u64>,
}

impl ByDefinition {
    pub(crate) fn new(findings: Vec<Vec<Diagnostic>>, run: &Run<'_>) -> ByDefinition {
        ByDefinition { findings, marks: run.marks().to_vec(), comparisons: run.comparisons() }
    }
}

/// An earlier version of a file, with the same configuration.
#[derive(Clone, Copy)]
pub struct Earlier<'e> {
    /// Its analyses.
    pub analyses: &'e [Analysis],
    /// Its findings.
    pub findings: &'e Findings,
}

/// The definitions of an earlier version by the position that they have in the new one.
pub(crate) struct Kept<'e> {
    earlier: &'e ByDefinition,
    analyses: &'e [Analysis],
    change: Change,
    by_start: HashMap<u32, usize>,
    comparisons: u64,
}

impl<'e> Kept<'e> {
    /// Returns what can be kept of an earlier version. `text` is the new text and `marks` where suppressions begin in it.
    pub(crate) fn of(earlier: Earlier<'e>, text: &str, marks: &[u32]) -> Option<Kept<'e>> {
        let Earlier { analyses, findings } = earlier;
        let change = Change::between(analyses.first()?.tree().text(), text);
        let moved = |at: u32| Some(change.span(Span { start: at, end: at })?.start);
        let is_same =
            findings.by_definition.marks.iter().map(|&at| moved(at)).eq(marks.iter().map(|&at| Some(at)));
        let start = |(number, analysis): (usize, &Analysis)| {
            Some((moved(analysis.tree().root()?.span().start)?, number))
        };
        let by_start = analyses.iter().enumerate().filter_map(start).collect();
        let comparisons = findings.by_definition.comparisons.filter(|_| is_same)?;
        Some(Kept { earlier: &findings.by_definition, analyses, change, by_start, comparisons })
    }

    /// Returns the findings of a definition, if everything that they depend on is the same as before.
    pub(crate) fn findings(&self, analysis: &Analysis) -> Option<Vec<Diagnostic>> {
        let number = *self.by_start.get(&analysis.tree().root()?.span().start)?;
        if !is_moved(&self.analyses[number], analysis, self.change) {
            return None;
        }
        self.earlier.findings.get(number)?.iter().map(|finding| finding.moved(self.change)).collect()
    }

    /// The comparisons of the earlier version.
    pub(crate) fn comparisons(&self) -> u64 {
        self.comparisons
    }
}

/// Whether a definition in a template is the same as in an earlier version of the template, except for its position.
fn is_moved(old: &Analysis, new: &Analysis, change: Change) -> bool {
    // The text elsewhere in the file determines nothing else in such templates.
    let is_template = matches!(
        new.host().kind,
        TemplateKind::CloudFormation | TemplateKind::Sam | TemplateKind::Serverless
    );
    let is_alone = |analysis: &Analysis| {
        analysis.named_by().is_empty()
            && analysis.template_context().is_none()
            && analysis.otherwise().is_none()
    };
    is_template
        && is_alone(old)
        && is_alone(new)
        && (old.workflow(), old.file_language()) == (new.workflow(), new.file_language())
        && old.tree().is_moved(new.tree(), change)
        && old.host().moved(change).as_ref() == Some(new.host())
}

impl Diagnostic {
    /// Returns the finding with the positions after a change of the file; `None` if the change replaces a part of them.
    fn moved(&self, change: Change) -> Option<Diagnostic> {
        let mut moved = self.clone();
        let edits = moved.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.span);
        let related = moved.related.iter_mut().map(|related| &mut related.span);
        for span in std::iter::once(&mut moved.span).chain(related).chain(edits) {
            *span = change.span(*span)?;
        }
        Some(moved)
    }
}

#[cfg(test)]
mod tests;
