//! Entries of `Retry` and `Catch` that earlier ones leave nothing to do.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::model::retry::handles;
use crate::rules::prelude::*;
use crate::syntax::Text;

/// Looks for entries, and for names in them, that earlier entries leave nothing to do.
pub(super) fn check_list(cx: &mut Context<'_>, rule: &'static Rule, list: &str) {
    for state in cx.states().filter(|state| state.has_handlers()) {
        let (Some(object), Some(array)) = (state.object(), state.get(list)) else { continue };
        if object.is_damaged() || array.is_open() {
            continue;
        }
        let mut earlier: HashMap<&str, Text<'_>> = HashMap::new();
        for entry in object.objects(list) {
            let names: Vec<Text<'_>> = entry.error_names().collect();
            let handled: Vec<(Text<'_>, Text<'_>)> =
                names.iter().filter_map(|&name| Some((name, handler(&earlier, name)?))).collect();
            if !handled.is_empty() && handled.len() == names.len() {
                report_entry(cx, rule, array, entry, &handled);
            } else {
                report_names(cx, rule, &handled);
            }
            // Entries that catch everything have to be the last, and are reported where they are not.
            for name in names.into_iter().filter(|name| name.value != "States.ALL" && !name.has_placeholder())
            {
                earlier.entry(name.value).or_insert(name);
            }
        }
    }
}

/// The earlier name whose entry gets the errors of this one.
fn handler<'a>(earlier: &HashMap<&str, Text<'a>>, name: Text<'a>) -> Option<Text<'a>> {
    if name.has_placeholder() || name.value == "States.ALL" {
        return None;
    }
    let listed =
        [name.value, "States.TaskFailed"].into_iter().filter_map(|listed| earlier.get(listed).copied());
    listed.filter(|listed| handles(listed.value, name.value)).min_by_key(|listed| listed.span)
}

fn report_entry(
    cx: &mut Context<'_>,
    rule: &'static Rule,
    array: Node<'_>,
    entry: Object<'_>,
    handled: &[(Text<'_>, Text<'_>)],
) {
    let span = entry.get("ErrorEquals").map_or(entry.name(), Node::span);
    let edit = cx.remove_item(array, entry.node());
    let diagnostic = cx
        .report(rule, span, "this entry is never used: earlier ones handle its errors")
        .note("the entries are tried in order, and the first one that lists an error decides, also when its retries are used up")
        .help("remove it, or put the entry with the narrower names first")
        .fix(Fix::suggested("Remove this entry", vec![edit]));
    relate(diagnostic, handled);
}

fn report_names(cx: &mut Context<'_>, rule: &'static Rule, handled: &[(Text<'_>, Text<'_>)]) {
    let mut seen = HashSet::new();
    // The second of two equal names is reported as that.
    for &(name, by) in handled.iter().filter(|(name, _)| seen.insert(name.value)) {
        let diagnostic = cx
            .report(rule, name.span, format!("`{}` never gets here: an earlier entry handles it", name.value))
            .note("the entries are tried in order, and the first one that lists an error decides")
            .help("remove the name from one of the two entries");
        relate(diagnostic, &[(name, by)]);
    }
}

fn relate(diagnostic: &mut Diagnostic, handled: &[(Text<'_>, Text<'_>)]) {
    let mut seen = HashSet::new();
    for &(name, by) in handled.iter().filter(|(_, by)| seen.insert(by.span)) {
        let what = match by.value == name.value {
            true => "this entry comes first",
            false => "this matches every error except `States.Timeout`",
        };
        diagnostic.related(by.span, what);
    }
}
