//! Analysis of whole files: the definitions that a file contains, as the file itself and the files that refer to it
//! determine, and their findings.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use crate::Language;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::host::{self, EmbeddedDefinition, TemplateContext};
use crate::incremental::{ByDefinition, Earlier, Findings, Kept};
use crate::rules::{EnabledRule, Group, Run};
use crate::semantic::{Analysis, WorkflowType};
use crate::syntax::Tree;
use crate::text::Span;

/// The rule that reports suppressions without effect.
const UNUSED_SUPPRESSION: &str = "unused-suppression";

/// A file to analyse.
#[derive(Debug, Clone)]
pub struct Source<'t> {
    /// The content of the file.
    pub text: &'t str,
    /// The language of the file.
    pub language: Language,
    /// The workflow type of state machines for which the file does not set it.
    pub workflow: WorkflowType,
    /// The spans of replacement characters for bytes that are not UTF-8; see [`crate::text::decode`].
    pub not_utf8: Vec<Span>,
}

impl<'t> Source<'t> {
    /// A text in the language that the name of its file implies.
    pub fn new(text: &'t str, name: &str) -> Source<'t> {
        Source { text, language: Language::of(name), workflow: WorkflowType::default(), not_utf8: Vec::new() }
    }

    fn analyses(&self, mut regions: Vec<EmbeddedDefinition>, language: Language) -> Vec<Analysis> {
        if let Some(first) = regions.first_mut() {
            first.tree.add_not_utf8(&self.not_utf8);
        }
        let analysis = |region: EmbeddedDefinition| {
            let workflow = region.host.workflow.unwrap_or(self.workflow);
            Analysis::new(region.tree, workflow).with_host(region.host).in_language(language)
        };
        regions.into_iter().map(analysis).collect()
    }
}

/// Analyses a file. Returns an analysis for each state machine that it contains or refers to, and for syntax errors
/// outside of them. A JSON or YAML file that is not a template has exactly one. Texts longer than
/// [`crate::syntax::MAX_BYTES`] are not analysed, and a rule reports them.
pub fn analyze(source: Source<'_>) -> Vec<Analysis> {
    source.analyses(host::embedded_definitions(source.text, source.language), source.language)
}

/// Analyses a new version of a file like [`analyze`]. Also returns the tree of a template in YAML, for the next version.
/// `earlier` is the tree of an earlier version, so that only the block that has changed is parsed again: of a template the
/// one that this function returned, of a definition that of its analysis.
pub fn analyze_again(source: Source<'_>, earlier: Option<&Tree>) -> (Vec<Analysis>, Option<Tree>) {
    let (regions, tree) = host::embedded_definitions_again(source.text, source.language, earlier);
    (source.analyses(regions, source.language), tree)
}

/// Analyses a file that other files refer to, once for each different way in which they do. `own` is the result of
/// [`analyze`] for the file alone, and `hosts` is what the other files say about it.
pub fn analyze_for(own: Vec<Analysis>, source: &Source<'_>, hosts: &[TemplateContext]) -> Vec<Analysis> {
    let is_whole = |analysis: &Analysis| analysis.host().is_whole_file();
    let common = host::in_common(hosts.to_vec());
    let mut found = Vec::new();
    let mut is_own_kept = true;
    for group in host::distinct(hosts) {
        let (first, language) = (&group[0], group[0].language.unwrap_or(source.language));
        let is_read_otherwise = language != source.language || !first.part.is_plain_file();
        let mut analyses = match is_read_otherwise {
            true => source.analyses(host::embedded_definitions_for(source.text, language, first), language),
            false => own.clone(),
        };
        if !first.part.is_whole_definition() {
            // The file is a part of another one, so its analysis as a file of its own does not apply.
            is_own_kept &= !first.part.keys.is_empty();
            analyses.iter_mut().for_each(|analysis| analysis.set_named_by(group.clone()));
            found.extend(analyses);
        } else if let [one] = analyses.as_mut_slice() {
            // In another language, the file may turn out to be something that only the deployment tool can evaluate.
            let is_unchecked = is_read_otherwise && one.host().unchecked.is_some();
            if is_whole(one) {
                one.set_template_context(first.clone());
                one.set_named_by(group);
                one.set_common_context(common.clone());
            } else if !is_unchecked {
                continue;
            }
            is_own_kept &= !is_unchecked;
            found.extend(analyses);
        }
    }
    let holds_some = |own: &[Analysis]| own.iter().any(|one| !is_whole(one) || one.is_definition());
    if found.is_empty() || (is_own_kept && !found.iter().any(is_whole) && holds_some(&own)) {
        found.splice(0..0, own);
    }
    found
}

/// Lints a file by itself: analyses it, runs the enabled rules, removes suppressed findings, and sets the severities of
/// the configuration. Returns the findings in the order of the text, without duplicates. What other files say about the
/// definitions is not taken into account; see [`analyze_for`].
///
/// ```
/// use asl_core::config::Config;
/// use asl_core::{Source, lint};
///
/// let text = r#"{ "StartAt": "A", "States": { "B": { "Type": "Succeed" } } }"#;
/// let found = lint(Source::new(text, "order.asl.json"), &Config::default());
/// assert_eq!(found[0].rule.name, "unknown-state");
/// ```
pub fn lint(source: Source<'_>, config: &Config) -> Vec<Diagnostic> {
    lint_analyses(&analyze(source), config)
}

/// Like [`lint`], for the analyses of a file that [`analyze`] or [`analyze_for`] returned.
pub fn lint_analyses(analyses: &[Analysis], config: &Config) -> Vec<Diagnostic> {
    lint_while(analyses, config, || true).unwrap_or_default()
}

/// Like [`lint_analyses`], but can be cancelled: `is_wanted` is called before each rule, and `None` is returned as soon as
/// it returns `false`.
pub fn lint_while(
    analyses: &[Analysis],
    config: &Config,
    is_wanted: impl Fn() -> bool,
) -> Option<Vec<Diagnostic>> {
    let run = Run::new(text_of(analyses), &config.options, &is_wanted);
    let found = run_rules(&run, analyses, config, |_| None)?;
    Some(finished(analyses, config, found))
}

/// Like [`lint_while`], for a new version of a file. Definitions of a template that an edit elsewhere in the file only moves
/// keep their findings.
pub fn lint_again(
    analyses: &[Analysis],
    config: &Config,
    earlier: Option<Earlier<'_>>,
    is_wanted: impl Fn() -> bool,
) -> Option<Findings> {
    let text = text_of(analyses);
    let run = Run::new(text, &config.options, &is_wanted);
    let kept = earlier.and_then(|earlier| Kept::of(earlier, text, run.marks()));
    let kept = kept.filter(|kept| run.count_comparisons(kept.comparisons()));
    let findings =
        run_rules(&run, analyses, config, |analysis| kept.as_ref().and_then(|kept| kept.findings(analysis)))?;
    if kept.is_some() && run.comparisons().is_none() {
        // The limit is that of the whole file, in the order of its definitions.
        return lint_again(analyses, config, None, is_wanted);
    }
    // A file with a single definition has nothing that an edit only moves.
    let by_definition = if analyses.len() > 1 { findings.clone() } else { Vec::new() };
    let by_definition = ByDefinition::new(by_definition, &run);
    Some(Findings { all: finished(analyses, config, findings), by_definition })
}

/// The text of the file.
fn text_of(analyses: &[Analysis]) -> &str {
    analyses.first().map_or("", |first| first.tree().text())
}

/// Runs the rules over all definitions of a file, except those for which `known` returns the findings. Returns the findings
/// of each.
fn run_rules(
    run: &Run<'_>,
    analyses: &[Analysis],
    config: &Config,
    known: impl Fn(&Analysis) -> Option<Vec<Diagnostic>>,
) -> Option<Vec<Vec<Diagnostic>>> {
    let rules = config.enabled();
    // Suppressions are checked in the definition itself, not in the other branch of a template's conditions.
    let is_about_suppressions = |enabled: &EnabledRule| enabled.rule.group == Group::Suppressions;
    let other_rules = LazyCell::new(|| -> Vec<EnabledRule> {
        rules.iter().copied().filter(|enabled| !is_about_suppressions(enabled)).collect()
    });
    let lint = |analysis: &Analysis| {
        if let Some(known) = known(analysis) {
            return Some(known);
        }
        let mut found = run.lint(analysis, &rules)?;
        if let Some(otherwise) = analysis.otherwise() {
            found.extend(run.lint(otherwise, &other_rules)?);
            found.sort_by_cached_key(|diagnostic| diagnostic.span);
            deduplicate(&mut found);
        }
        Some(found)
    };
    analyses.iter().map(lint).collect()
}

/// Puts the findings of all definitions together, and applies the configuration. A finding in a part that two definitions
/// share is reported once.
fn finished(analyses: &[Analysis], config: &Config, mut findings: Vec<Vec<Diagnostic>>) -> Vec<Diagnostic> {
    let mut found = match analyses.iter().all(|analysis| analysis.named_by().is_empty()) {
        // Those of the only definition are not copied.
        true if findings.len() == 1 => findings.remove(0),
        true => findings.into_iter().flatten().collect(),
        false => with_owners(analyses, findings),
    };
    found.sort_by_cached_key(|diagnostic| diagnostic.span);
    deduplicate(&mut found);
    found.retain_mut(|diagnostic| config.apply(diagnostic));
    found
}

/// Removes findings with the same rule, span and message as an earlier one. They must be sorted by span.
fn deduplicate(found: &mut Vec<Diagnostic>) {
    if found.windows(2).all(|two| two[0].span != two[1].span) {
        return;
    }
    let mut known = HashSet::with_capacity(found.len());
    let keys = found.iter().map(|one| (one.span, one.rule.name, one.message.as_str()));
    let is_new: Vec<bool> = keys.map(|key| known.insert(key)).collect();
    let mut is_new = is_new.into_iter();
    found.retain(|_| is_new.next() == Some(true));
}

/// Puts the findings of definitions together that other files refer to. Those that do not apply to all state machines with
/// the same definition get a note. A suppression that has an effect for only some of them is not unused.
fn with_owners(analyses: &[Analysis], findings: Vec<Vec<Diagnostic>>) -> Vec<Diagnostic> {
    let of_definitions = analyses.iter().zip(findings);
    let all = of_definitions.flat_map(|(analysis, found)| found.into_iter().map(move |one| (analysis, one)));
    let mut found: Vec<(&Analysis, Diagnostic)> = all.collect();
    let place = |analysis: &Analysis| Some(analysis.tree().root()?.span());
    let mut ways: HashMap<Option<Span>, usize> = HashMap::new();
    for analysis in analyses.iter().filter(|analysis| !analysis.named_by().is_empty()) {
        *ways.entry(place(analysis)).or_default() += 1;
    }
    let key = |analysis: &Analysis, diagnostic: &Diagnostic| {
        (place(analysis), diagnostic.span, diagnostic.rule.name, diagnostic.message.clone())
    };
    let mut times: HashMap<_, usize> = HashMap::new();
    for (analysis, diagnostic) in found.iter() {
        *times.entry(key(analysis, diagnostic)).or_default() += 1;
    }
    found.retain_mut(|(analysis, diagnostic)| {
        let Some(place) = place(analysis) else { return true };
        let ways = ways.get(&Some(place)).copied().unwrap_or_default();
        if ways < 2 || times[&key(analysis, diagnostic)] >= ways {
            return true;
        }
        if let Some(whose) = owner(analysis.named_by()) {
            diagnostic
                .note(format!("this applies to {whose}, but not to all state machines with this definition"));
        }
        diagnostic.rule.name != UNUSED_SUPPRESSION
    });
    found.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// Describes the state machines that have a definition.
fn owner(hosts: &[TemplateContext]) -> Option<String> {
    let first = hosts.first()?;
    let name = first.name.as_ref().map(|name| format!("the state machine `{}`", name.value));
    let name = name.unwrap_or_else(|| "a state machine".to_owned());
    let place = first.path.as_ref().map_or_else(String::new, |path| format!(" in `{path}`"));
    let more = if hosts.len() > 1 { format!(" and {} more", hosts.len() - 1) } else { String::new() };
    Some(format!("{name}{place}{more}"))
}

#[cfg(test)]
mod tests;
