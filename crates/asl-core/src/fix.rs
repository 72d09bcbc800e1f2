//! Applies fixes in rounds until none is left. A round that does not improve the text is not applied.

use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::edit::{self, Edit};
use crate::rules::Rule;
use crate::semantic::Analysis;
use crate::syntax::Damage;

/// The maximum number of rounds.
const ROUNDS: usize = 100;

/// The minimum of the limit for the number of bytes to check.
const WORK: usize = 64 * 1024 * 1024;

/// The result of [`fix_all`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The new text.
    pub text: String,
    /// The number of fixes that were applied.
    pub count: usize,
}

/// The findings and the syntax errors of a text.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    findings: Vec<Diagnostic>,
    /// All syntax errors, even if their rules are off or only some of them are reported.
    damage: Damage,
}

impl Checked {
    /// Combines the findings of a file with the syntax errors in its analyses.
    pub fn new(analyses: &[Analysis], findings: Vec<Diagnostic>) -> Checked {
        let mut damage = Damage::new();
        for (kind, count) in analyses.iter().flat_map(|analysis| analysis.tree().damage()) {
            *damage.entry(*kind).or_default() += count;
        }
        Checked { findings, damage }
    }

    /// The number of findings of at least a severity, without syntax errors.
    fn count(&self, severity: Severity) -> usize {
        let counts = |one: &&Diagnostic| one.severity >= severity && !is_of_syntax(one.rule);
        self.findings.iter().filter(counts).count()
    }
}

/// Applies all fixes of the findings that `check` returns for a text: the safe ones, or the suggested ones too. Those of
/// syntax errors come first. Of overlapping fixes, the first is applied, and the others in the next round. `check` is
/// called for each new version of the text.
pub fn fix_all(text: &str, which: Applicability, check: impl Fn(&str) -> Checked) -> Fixed {
    let mut fixing = Fixing { check, which, work: WORK.max(4 * text.len()) };
    let mut fixed = Fixed { text: text.to_owned(), count: 0 };
    let Some(mut before) = fixing.checked(text) else { return fixed };
    for _ in 0..ROUNDS {
        let (syntax, others): (Vec<_>, Vec<_>) =
            fixes(&before.findings, which).partition(|(rule, _)| is_of_syntax(rule));
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

/// Returns the fixes of findings that may be applied without review.
pub fn safe_fixes(found: &[Diagnostic]) -> impl Iterator<Item = &Fix> {
    fixes(found, Applicability::Safe).map(|(_, fix)| fix)
}

/// The fixes of findings, with their rules: the safe ones, or all.
fn fixes(found: &[Diagnostic], which: Applicability) -> impl Iterator<Item = (&'static Rule, &Fix)> {
    let fixes = found.iter().filter_map(|one| Some((one.rule, one.fix.as_ref()?)));
    fixes
        .filter(move |(_, fix)| fix.applicability == Applicability::Safe || which == Applicability::Suggested)
}

/// Whether a rule reports syntax errors.
fn is_of_syntax(rule: &Rule) -> bool {
    matches!(rule.name, "invalid-json" | "invalid-yaml" | "invalid-hcl")
}

struct Fixing<C> {
    check: C,
    which: Applicability,
    /// The number of bytes that may still be checked.
    work: usize,
}

/// The purpose of a round: fewer syntax errors, or fewer other findings with a fix.
#[derive(Clone, Copy)]
enum Aim {
    Syntax,
    Other,
}

/// The result of applying fixes together.
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

    /// Applies fixes if they improve the text; otherwise, the half of them that does.
    fn round(&mut self, text: &str, before: &Checked, fixes: &[&Fix], aim: Aim) -> Option<Round> {
        if fixes.is_empty() {
            return None;
        }
        let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
        let (next, _) = edit::apply(text, &edits);
        let after = self.checked(&next)?;
        if next != text && self.is_better(before, &after, aim) {
            return Some(Round { text: next, count: fixes.len(), after });
        }
        let (first, rest) = fixes.split_at(fixes.len() / 2);
        if first.is_empty() {
            return None;
        }
        let round = self.round(text, before, first, aim);
        round.or_else(|| self.round(text, before, rest, aim))
    }

    /// Whether a round of fixes has achieved its purpose without a new syntax error or another new error.
    fn is_better(&self, before: &Checked, after: &Checked, aim: Aim) -> bool {
        let was = |kind| before.damage.get(kind).copied().unwrap_or(0);
        let total = |checked: &Checked| checked.damage.values().sum::<usize>();
        let fixes = |checked: &Checked| fixes(&checked.findings, self.which).count();
        let is_more = |severity| after.count(severity) > before.count(severity);
        let is_less = match aim {
            Aim::Syntax => total(after) < total(before),
            Aim::Other => fixes(after) < fixes(before) && !is_more(Severity::Warning),
        };
        is_less && after.damage.iter().all(|(kind, count)| *count <= was(kind)) && !is_more(Severity::Error)
    }
}

/// Returns the fixes that do not touch earlier ones. A fix is applied as a whole or not at all.
fn non_overlapping<'f>(fixes: &[(&'static Rule, &'f Fix)]) -> Vec<&'f Fix> {
    edit::non_overlapping(fixes.iter().map(|(_, fix)| *fix), |fix| &fix.edits)
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
    fn fixing_leaves_no_safe_fix_and_adds_no_error() {
        let pages = RULES.iter().flat_map(|rule| rule.docs.split("```json").skip(1));
        let examples =
            pages.filter_map(|part| part.split_once("```")).map(|(text, _)| text.trim().to_owned());
        for text in examples.chain(states()) {
            let fixed = fix_all(&text, Applicability::Safe, check);
            let (before, after) = (check(&text), check(&fixed.text));
            assert_eq!(safe_fixes(&after.findings).count(), 0, "{}", fixed.text);
            assert!(after.count(Severity::Error) <= before.count(Severity::Error), "{text}\n{}", fixed.text);
            assert_eq!(
                fix_all(&fixed.text, Applicability::Safe, check),
                Fixed { count: 0, text: fixed.text.clone() }
            );
        }
    }

    fn fix(edits: &[(u32, u32)]) -> Fix {
        let edit = |&(start, end): &(u32, u32)| Edit { span: Span { start, end }, text: String::new() };
        Fix::safe("", edits.iter().map(edit).collect())
    }

    #[test]
    fn of_touching_fixes_the_first_is_kept() {
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
        let fixed = fix_all(&text, Applicability::Safe, check);
        assert_eq!(fixed.text, text.replace('\'', "\"").replace("b:", "\"b\":"));
        assert_eq!(fixed.count, 2000);
    }

    #[test]
    fn syntax_errors_count_even_if_their_rule_is_off() {
        let rules = [rule("redundant-default").unwrap()];
        let text = r#"{ "Version": "1.0", "StartAt": 'A', "States": {} }"#;
        let fixed = fix_all(text, Applicability::Safe, |text| check_as("a.json", text, &rules));
        assert_eq!(fixed.text, r#"{ "StartAt": 'A', "States": {} }"#);
    }

    #[test]
    fn findings_that_a_fix_reveals_do_not_prevent_it() {
        let template = "{\"Resources\": {\"X\": {\"Type\": \"AWS::StepFunctions::StateMachine\", \"Properties\": {\"Definition\":
            {\"StartAt\": \"A\",\u{a0}\"States\": {\"A\": {\"Type\": \"Succeed\", \"Comment\": {\"Fn::Sub\": \"${C}\"}}}}}}}}";
        let check = |text: &str| check_as("t.template.json", text, RULES);
        assert_eq!(check(template).count(Severity::Error), 1, "the template has no `C`");
        assert_eq!(fix_all(template, Applicability::Safe, check).text, template.replace('\u{a0}', " "));
        let blank = "\u{feff}\n";
        assert_eq!(fix_all(blank, Applicability::Safe, |text| check_as("a.json", text, RULES)).text, "\n");
    }

    #[test]
    fn a_harmful_fix_does_not_prevent_the_others() {
        let text = r#"{ "StartAt": 'A', "States": { "A": { "Type": 'Succeed' } } }"#;
        let before = check(text);
        let harmful = |text: &str| {
            let mut checked = check(text);
            // Fixing the second one adds an error.
            if !text.contains("'Succeed'") {
                let mut error = before.findings[0].clone();
                error.rule = rule("wrong-type").unwrap();
                error.fix = None;
                checked.findings.push(error);
            }
            checked
        };
        let fixed = fix_all(text, Applicability::Safe, harmful);
        assert_eq!(fixed.text, text.replace("'A'", "\"A\""));
        assert_eq!(fixed.count, 1);
    }
}
