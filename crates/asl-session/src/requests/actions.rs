//! Code actions: fixes of findings, all safe fixes at once, and refactorings.

use asl_core::fix::safe_fixes;
use asl_core::text::Span;
use asl_core::visible::visible;
use asl_core::{Applicability, Diagnostic, brief};
use asl_ide::actions::{Action, ActionKind, actions, ignore};
use ls_types::*;

use super::Request;
use crate::convert::View;

pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.asl");

/// The maximum number of findings in a range that get code actions.
const MAX_FINDINGS: usize = 100;

impl Request<'_> {
    /// The code actions for a range. They use our own findings, because some clients send none with the request.
    pub(crate) fn code_actions(self, params: &CodeActionParams) -> Option<CodeActionResponse> {
        if !self.snapshot.client.takes_actions {
            return None;
        }
        let only = params.context.only.as_deref();
        let is_wanted =
            |kind: &CodeActionKind| only.is_none_or(|only| only.iter().any(|one| contains(one, kind)));
        let range = self.view.span(params.range);
        let findings = self.analyzed.findings(self.view.document)?;
        let here = findings.iter().filter(|finding| touch(finding.span, range));
        let here: Vec<&Diagnostic> = here.take(MAX_FINDINGS).collect();
        let mut found = Vec::new();
        if is_wanted(&CodeActionKind::QUICKFIX) {
            found.extend(fixes(self.view, &here));
        }
        let ignored = here.iter().filter_map(|finding| ignore(self.analyses, finding, ""));
        let offers = actions(self.analyses, range).into_iter().chain(ignored);
        found.extend(offers.map(|action| offered(self.view, action, &here)));
        // Without a list of kinds, clients request actions for the range only.
        if only.is_some() && is_wanted(&FIX_ALL) && safe_fixes(findings).next().is_some() {
            found.extend(self.fix_all());
        }
        found.retain(|action| action.kind.as_ref().is_some_and(is_wanted));
        Some(found.into_iter().map(CodeActionOrCommand::CodeAction).collect())
    }

    /// All safe fixes as one edit.
    fn fix_all(self) -> Option<CodeAction> {
        let document = self.view.document;
        let fixed = self.snapshot.fix_all(document);
        if fixed.count == 0 {
            return None;
        }
        let edit = asl_core::edit::difference(document.text(), &fixed.text);
        Some(CodeAction {
            title: "Apply all safe fixes".to_owned(),
            kind: Some(FIX_ALL),
            edit: Some(self.view.workspace_edit(&[edit])),
            ..CodeAction::default()
        })
    }
}

/// Whether a kind is equal to or contained in another one.
fn contains(outer: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(outer.as_str());
    outer.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn touch(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// The fixes of findings. A safe fix is preferred if there is only one.
fn fixes(view: View<'_>, here: &[&Diagnostic]) -> Vec<CodeAction> {
    let safe = safe_fixes_of(here);
    let action = |finding: &&Diagnostic| {
        let fix = finding.fix.as_ref()?;
        let is_preferred = safe == 1 && fix.applicability == Applicability::Safe;
        Some(CodeAction {
            title: visible(&fix.title).into_owned(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![view.diagnostic(finding)]),
            edit: Some(view.workspace_edit(&fix.edits)),
            is_preferred: Some(is_preferred),
            ..CodeAction::default()
        })
    };
    here.iter().filter_map(action).collect()
}

fn safe_fixes_of(here: &[&Diagnostic]) -> usize {
    let fixes = here.iter().filter_map(|finding| finding.fix.as_ref());
    fixes.filter(|fix| fix.applicability == Applicability::Safe).count()
}

fn offered(view: View<'_>, action: Action, here: &[&Diagnostic]) -> CodeAction {
    let kind = match action.kind {
        ActionKind::QuickFix(_) | ActionKind::Suppress(_) => CodeActionKind::QUICKFIX,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
    };
    let repaired = here.iter().filter(|finding| match action.kind {
        ActionKind::QuickFix(fix) => finding.rule.actions.contains(&fix),
        ActionKind::Suppress(rule) => rule == finding.rule.name,
        ActionKind::Rewrite | ActionKind::Extract => false,
    });
    let diagnostics: Vec<_> = repaired.map(|finding| view.diagnostic(finding)).collect();
    CodeAction {
        title: brief::text(visible(&action.title)),
        kind: Some(kind),
        diagnostics: Some(diagnostics).filter(|list| !list.is_empty()),
        edit: Some(view.workspace_edit(&action.edits)),
        ..CodeAction::default()
    }
}
