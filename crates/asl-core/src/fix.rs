//! Repairs that need no question: they are made together, again and again, until none is left.

use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::edit::{self, Edit};

/// After so many rounds the rest is left for the next time.
const ROUNDS: usize = 10;

/// A text after its repairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    pub text: String,
    /// How many fixes were made.
    pub count: usize,
}

/// Makes all safe fixes of what `find` finds in a text; of fixes that overlap, the first, and the others in the next
/// round. A round that would bring a new error is not made.
pub fn fix_all(text: &str, find: impl Fn(&str) -> Vec<Diagnostic>) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), count: 0 };
    let mut found = find(text);
    for _ in 0..ROUNDS {
        let fixes = apart(safe_fixes(&found));
        if fixes.is_empty() {
            break;
        }
        let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
        let (next, _) = edit::apply(&fixed.text, &edits);
        let after = find(&next);
        if next == fixed.text || errors(&after) > errors(&found) {
            break;
        }
        fixed.count += fixes.len();
        fixed.text = next;
        found = after;
    }
    fixed
}

/// The fixes that may be made without asking.
pub fn safe_fixes(found: &[Diagnostic]) -> impl Iterator<Item = &Fix> {
    found.iter().filter_map(|one| one.fix.as_ref()).filter(|fix| fix.applicability == Applicability::Safe)
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|one| one.severity == Severity::Error).count()
}

/// Of these fixes, those that touch no earlier one. A fix is made as a whole or not at all.
fn apart<'f>(fixes: impl Iterator<Item = &'f Fix>) -> Vec<&'f Fix> {
    let touch = |a: &Edit, b: &Edit| a.span.start <= b.span.end && b.span.start <= a.span.end;
    let mut kept: Vec<&Fix> = Vec::new();
    for fix in fixes {
        let touches = |other: &&Fix| fix.edits.iter().any(|a| other.edits.iter().any(|b| touch(a, b)));
        if !fix.edits.is_empty() && !kept.iter().any(touches) {
            kept.push(fix);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RULES, Source, analyze, check_file};

    fn find(text: &str) -> Vec<Diagnostic> {
        check_file(&analyze(Source::new(text, "a.asl.json")), RULES.iter().copied())
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
            let fixed = fix_all(&text, find);
            assert_eq!(safe_fixes(&find(&fixed.text)).count(), 0, "{}", fixed.text);
            assert!(errors(&find(&fixed.text)) <= errors(&find(&text)), "{text}\n{}", fixed.text);
            assert_eq!(fix_all(&fixed.text, find), Fixed { count: 0, text: fixed.text.clone() });
        }
    }
}
