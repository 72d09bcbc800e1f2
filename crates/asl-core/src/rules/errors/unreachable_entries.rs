//! Entries of `Retry` and `Catch` whose errors earlier entries handle.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::model::retry::handles;
use crate::rules::prelude::*;
use crate::syntax::Text;

/// Reports entries of a list, and names in them, that earlier entries already handle.
pub(super) fn check_list(cx: &mut Context<'_>, rule: &'static Rule, list: &str) {
    for state in cx.states().filter(|state| state.has_handlers()) {
        let (Some(object), Some(array)) = (state.object(), state.get(list)) else { continue };
        if array.items().len() < 2 || object.is_damaged() || array.is_open() {
            continue;
        }
        let mut earlier: HashMap<&str, Text<'_>> = HashMap::new();
        for entry in object.objects(list) {
            let names: Vec<Text<'_>> = entry.error_names().collect();
            let handled: Vec<(Text<'_>, Text<'_>)> =
                names.iter().filter_map(|&name| Some((name, handler(&earlier, name)?))).collect();
            if !handled.is_empty() && handled.len() == names.len() {
                report_entry(cx, rule, list, array, entry, &handled);
            } else {
                report_names(cx, rule, list, &handled);
            }
            // `catch-all-not-last` reports entries after one for `States.ALL`.
            for name in names.into_iter().filter(|name| name.value != "States.ALL") {
                earlier.entry(name.value).or_insert(name);
            }
        }
    }
}

/// The earlier name whose entry handles the errors of this one.
fn handler<'a>(earlier: &HashMap<&str, Text<'a>>, name: Text<'a>) -> Option<Text<'a>> {
    if name.has_placeholder() {
        return None;
    }
    let listed =
        [name.value, "States.TaskFailed"].into_iter().filter_map(|listed| earlier.get(listed).copied());
    listed.filter(|listed| handles(listed.value, name.value)).min_by_key(|listed| listed.span)
}

fn report_entry(
    cx: &mut Context<'_>,
    rule: &'static Rule,
    list: &str,
    array: Node<'_>,
    entry: Object<'_>,
    handled: &[(Text<'_>, Text<'_>)],
) {
    let span = entry.get("ErrorEquals").map_or(entry.name(), Node::span);
    let noun = noun(list);
    let edit = cx.remove_item(array, entry.node());
    let diagnostic = cx
        .report(rule, span, format!("unreachable {noun}: earlier ones handle its errors"))
        .note(precedence(list))
        .help(format!("remove it, or move the more specific {noun} first"))
        .fix(Fix::suggested(format!("Remove this {noun}"), vec![edit]));
    relate(diagnostic, handled);
}

fn report_names(cx: &mut Context<'_>, rule: &'static Rule, list: &str, handled: &[(Text<'_>, Text<'_>)]) {
    let noun = noun(list);
    let mut seen = HashSet::new();
    // `duplicate-error-name` reports the second of two equal names.
    for &(name, by) in handled.iter().filter(|(name, _)| seen.insert(name.value)) {
        let diagnostic = cx
            .report(
                rule,
                name.span,
                format!("`{}` never reaches this {noun}: an earlier one handles it", name.value),
            )
            .note(precedence(list))
            .help(format!("remove the name from one of the two {noun}s"));
        relate(diagnostic, &[(name, by)]);
    }
}

fn noun(list: &str) -> &'static str {
    if list == "Retry" { "retrier" } else { "catcher" }
}

fn precedence(list: &str) -> &'static str {
    match list {
        "Retry" => {
            "retriers are tried in order, and the first match applies, even after its retries are exhausted"
        }
        _ => "catchers are tried in order, and the first match applies",
    }
}

fn relate(diagnostic: &mut Diagnostic, handled: &[(Text<'_>, Text<'_>)]) {
    let mut seen = HashSet::new();
    for &(name, by) in handled.iter().filter(|(_, by)| seen.insert(by.span)) {
        let what = match by.value == name.value {
            true => "handled here first",
            false => "this matches every error except `States.Timeout`",
        };
        diagnostic.related(by.span, what);
    }
}
