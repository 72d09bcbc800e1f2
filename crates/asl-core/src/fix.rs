//! Repairs that need no question: they are made together, again and again, until none is left. Each round has to make
//! the text better, or is not made.

use std::collections::BTreeSet;

use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::edit::{self, Edit};
use crate::rules::Rule;
use crate::semantic::Analysis;
use crate::syntax::Damage;

/// After so many rounds the rest is left for the next time.
const ROUNDS: usize = 100;

/// After so many bytes have been checked, too.
const WORK: usize = 64 * 1024 * 1024;

/// A text after its repairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    pub text: String,
    /// How many fixes were made.
    pub count: usize,
}

/// What is wrong with a text.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    findings: Vec<Diagnostic>,
    /// Also what the findings do not have: rules may be off, and errors too many.
    damage: Damage,
}

impl Checked {
    /// What has been found in a file, and what is damaged in it.
    pub fn new(analyses: &[Analysis], findings: Vec<Diagnostic>) -> Checked {
        let mut damage = Damage::new();
        for (kind, count) in analyses.iter().flat_map(|analysis| analysis.tree().damage()) {
            *damage.entry(*kind).or_default() += count;
        }
        Checked { findings, damage }
    }

    /// How many errors there are besides damage.
    fn errors(&self) -> usize {
        let is_error = |one: &&Diagnostic| one.severity == Severity::Error && !is_of_syntax(one.rule);
        self.findings.iter().filter(is_error).count()
    }
}

/// Makes all safe fixes of what `check` finds in a text, those of damage first. Of fixes that overlap, the first is made,
/// and the others in the next round.
pub fn fix_all(text: &str, check: impl Fn(&str) -> Checked) -> Fixed {
    let mut fixing = Fixing { check, work: WORK.max(4 * text.len()) };
    let mut fixed = Fixed { text: text.to_owned(), count: 0 };
    let Some(mut before) = fixing.checked(text) else { return fixed };
    for _ in 0..ROUNDS {
        let (syntax, others): (Vec<_>, Vec<_>) =
            safe(&before.findings).partition(|(rule, _)| is_of_syntax(rule));
        let round = fixing.round(&fixed.text, &before, &non_overlapping(&syntax), Aim::Syntax);
        let round =
            round.or_else(|| fixing.round(&fixed.text, &before, &non_overlapping(&others), Aim::Other));
        let Some(round) = round else { break };
        fixed.text = round.text;
        fixed.count += round.count;
        before = round.after;
    }
    fixed
}

/// The fixes that may be made without asking.
pub fn safe_fixes(found: &[Diagnostic]) -> impl Iterator<Item = &Fix> {
    safe(found).map(|(_, fix)| fix)
}

fn safe(found: &[Diagnostic]) -> impl Iterator<Item = (&'static Rule, &Fix)> {
    let fixes = found.iter().filter_map(|one| Some((one.rule, one.fix.as_ref()?)));
    fixes.filter(|(_, fix)| fix.applicability == Applicability::Safe)
}

/// Whether what a rule finds is damage.
fn is_of_syntax(rule: &Rule) -> bool {
    matches!(rule.name, "invalid-json" | "invalid-yaml" | "invalid-hcl")
}

struct Fixing<C> {
    check: C,
    /// How many bytes may still be checked.
    work: usize,
}

/// What the fixes of a round are for: less damage, or fewer of the other faults that have a fix.
#[derive(Clone, Copy)]
enum Aim {
    Syntax,
    Other,
}

/// Fixes that have been made together.
struct Round {
    text: String,
    count: usize,
    after: Checked,
}

impl<C: Fn(&str) -> Checked> Fixing<C> {
    fn checked(&mut self, text: &str) -> Option<Checked> {
        self.work = self.work.checked_sub(text.len())?;
        Some((self.check)(text))
    }

    /// Makes fixes, if the text is better for it; otherwise only a part of them that makes it better.
    fn round(&mut self, text: &str, before: &Checked, fixes: &[&Fix], aim: Aim) -> Option<Round> {
        if fixes.is_empty() {
            return None;
        }
        let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
        let (next, _) = edit::apply(text, &edits);
        let after = self.checked(&next)?;
        if next != text && is_better(before, &after, aim) {
            return Some(Round { text: next, count: fixes.len(), after });
        }
        let (first, rest) = fixes.split_at(fixes.len() / 2);
        if first.is_empty() {
            return None;
        }
        let round = self.round(text, before, first, aim);
        round.or_else(|| self.round(text, before, rest, aim))
    }
}

/// Whether fixes have done good and no harm: there is no new damage and no new error, and less of what they are about.
fn is_better(before: &Checked, after: &Checked, aim: Aim) -> bool {
    let was = |kind| before.damage.get(kind).copied().unwrap_or(0);
    let total = |checked: &Checked| checked.damage.values().sum::<usize>();
    let fixes = |checked: &Checked| safe_fixes(&checked.findings).count();
    let is_less = match aim {
        Aim::Syntax => total(after) < total(before),
        Aim::Other => fixes(after) < fixes(before),
    };
    is_less
        && after.damage.iter().all(|(kind, count)| *count <= was(kind))
        && after.errors() <= before.errors()
}

/// Of these fixes, those that touch no earlier one. A fix is made as a whole or not at all.
fn non_overlapping<'f>(fixes: &[(&'static Rule, &'f Fix)]) -> Vec<&'f Fix> {
    // By their ends: of places that do not touch each other, only the one that ends next can touch another one.
    let mut taken: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut kept = Vec::new();
    for (_, fix) in fixes {
        let touches = |edit: &Edit| {
            let next = taken.range((edit.span.start, 0)..).next();
            next.is_some_and(|(_, start)| *start <= edit.span.end)
        };
        if !fix.edits.is_empty() && !fix.edits.iter().any(touches) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.end, edit.span.start)));
            kept.push(*fix);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::text::Span;
    use crate::{RULES, Source, analyze, lint_analyses, rule};

    fn check_as(name: &str, text: &str, rules: &[&'static Rule]) -> Checked {
        let analyses = analyze(Source::new(text, name));
        let findings = lint_analyses(&analyses, &Config::only(rules.iter().copied()));
        Checked::new(&analyses, findings)
    }

    fn check(text: &str) -> Checked {
        check_as("a.asl.json", text, RULES)
    }

    fn states() -> Vec<String> {
        let folders = ["../../fixtures", "../../fixtures/broken"];
        let files = folders
            .iter()
            .flat_map(|folder| std::fs::read_dir(folder).unwrap())
            .map(|entry| entry.unwrap().path());
        let texts = files.filter(|path| path.to_string_lossy().contains(".asl.json"));
        texts.filter_map(|path| std::fs::read_to_string(path).ok()).collect()
    }

    #[test]
    fn after_all_fixes_no_safe_one_is_left_and_no_error_is_new() {
        let pages = RULES.iter().flat_map(|rule| rule.docs.split("```json").skip(1));
        let examples =
            pages.filter_map(|part| part.split_once("```")).map(|(text, _)| text.trim().to_owned());
        for text in examples.chain(states()) {
            let fixed = fix_all(&text, check);
            let (before, after) = (check(&text), check(&fixed.text));
            assert_eq!(safe_fixes(&after.findings).count(), 0, "{}", fixed.text);
            assert!(after.errors() <= before.errors(), "{text}\n{}", fixed.text);
            assert_eq!(fix_all(&fixed.text, check), Fixed { count: 0, text: fixed.text.clone() });
        }
    }

    fn fix(edits: &[(u32, u32)]) -> Fix {
        let edit = |&(start, end): &(u32, u32)| Edit { span: Span { start, end }, text: String::new() };
        Fix::safe("", edits.iter().map(edit).collect())
    }

    #[test]
    fn of_fixes_that_touch_the_first_is_kept() {
        let fixes = [
            fix(&[(2, 4), (8, 9)]),
            fix(&[(5, 5)]),
            fix(&[(9, 10)]),
            fix(&[(0, 2)]),
            fix(&[(6, 7), (8, 8)]),
            fix(&[]),
            fix(&[(0, 1), (11, 11)]),
            fix(&[(11, 12)]),
        ];
        let all: Vec<(&'static Rule, &Fix)> = fixes.iter().map(|fix| (RULES[0], fix)).collect();
        let kept: Vec<usize> = non_overlapping(&all)
            .into_iter()
            .map(|fix| fixes.iter().position(|one| one == fix).unwrap())
            .collect();
        assert_eq!(kept, [0, 1, 6]);
    }

    #[test]
    fn more_is_fixed_than_is_reported_at_once() {
        let items = vec!["'a', {b: 1}"; 1000].join(", ");
        let text = format!(
            "{{ \"StartAt\": \"A\", \"States\": {{ \"A\": {{ \"Type\": \"Pass\", \"Result\": [{items}], \"End\": true }} }} }}"
        );
        let fixed = fix_all(&text, check);
        assert_eq!(fixed.text, text.replace('\'', "\"").replace("b:", "\"b\":"));
        assert_eq!(fixed.count, 2000);
    }

    #[test]
    fn damage_counts_also_where_its_rule_is_off() {
        let rules = [rule("redundant-default").unwrap()];
        let text = r#"{ "Version": "1.0", "StartAt": 'A', "States": {} }"#;
        let fixed = fix_all(text, |text| check_as("a.json", text, &rules));
        assert_eq!(fixed.text, r#"{ "StartAt": 'A', "States": {} }"#);
    }

    #[test]
    fn what_is_only_seen_after_a_fix_does_not_keep_it_from_being_made() {
        let template = "{\"Resources\": {\"X\": {\"Type\": \"AWS::StepFunctions::StateMachine\", \"Properties\": {\"Definition\":
            {\"StartAt\": \"A\",\u{a0}\"States\": {\"A\": {\"Type\": \"Succeed\", \"Comment\": {\"Fn::Sub\": \"${C}\"}}}}}}}}";
        let check = |text: &str| check_as("t.template.json", text, RULES);
        assert_eq!(check(template).errors(), 1, "the template has no `C`");
        assert_eq!(fix_all(template, check).text, template.replace('\u{a0}', " "));
        let blank = "\u{feff}\n";
        assert_eq!(fix_all(blank, |text| check_as("a.json", text, RULES)).text, "\n");
    }

    #[test]
    fn a_fix_that_harms_is_left_out_and_the_others_are_made() {
        let text = r#"{ "StartAt": 'A', "States": { "A": { "Type": 'Succeed' } } }"#;
        let before = check(text);
        let harmful = |text: &str| {
            let mut checked = check(text);
            // Without the second one there is another error, which stands for one that can only be seen then.
            if !text.contains("'Succeed'") {
                let mut error = before.findings[0].clone();
                error.rule = rule("wrong-type").unwrap();
                error.fix = None;
                checked.findings.push(error);
            }
            checked
        };
        let fixed = fix_all(text, harmful);
        assert_eq!(fixed.text, text.replace("'A'", "\"A\""));
        assert_eq!(fixed.count, 1);
    }
}
