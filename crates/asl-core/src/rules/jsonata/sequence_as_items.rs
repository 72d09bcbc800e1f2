use crate::edit::Edit;
use crate::rules::prelude::*;
use jsonata_syntax::sequences;

pub(super) static RULE: Rule = Rule {
    name: "sequence-as-items",
    group: Group::Jsonata,
    docs: include_str!("sequence_as_items.md"),
    severity: Severity::Info,
    fix: FixKind::Suggested,
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    for (site, parsed, types) in cx.typed() {
        let is_whole = site.field().value().is_some_and(|value| value.id() == site.node().id());
        if site.info().name != "Items" || !is_whole {
            continue;
        }
        let found = sequences(&parsed.tree, types, parsed.root);
        let Some(first) = found.first() else { continue };
        let mut edits = Vec::new();
        for sequence in &found {
            let span = site.span(parsed.tree.span(sequence.node));
            let mut insert = |at: u32, text: &str| {
                edits.push(Edit { span: Span::at(at), text: text.to_owned() });
            };
            if sequence.can_be_kept {
                insert(span.end, "[]");
            } else {
                insert(span.start, "[");
                insert(span.end, "]");
            }
        }
        let help = match first.can_be_kept {
            true => "append `[]`, which keeps the array",
            false => "put it into brackets, `[...]`, which make an array of it",
        };
        let span = site.span(parsed.tree.span(first.node));
        cx.report(&RULE, span, "with just one item, this is the item and not an array")
            .note("the Map then fails, or goes through the fields of the item")
            .help(help)
            .fix(Fix::suggested("Keep the array", edits));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(items: &str) -> String {
        format!(
            r#"{{ "States": {{ "M": {{ "Type": "Map", "QueryLanguage": "JSONata", "Items": "{{% {items} %}}" }} }} }}"#
        )
    }

    #[test]
    fn items_that_may_be_one() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "States": {
    "A": { "Type": "Map", "Items": "{% $states.input.rows[kind='x'] %}", "ItemSelector": "{% $states.input.rows[kind='x'] %}" },
//                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ with just one item, this is the item and not an array
    "B": { "Type": "Map", "Items": "{% $states.input.rows[kind='x'][] %}" },
    "C": { "Type": "Map", "Items": ["{% $states.input.rows[kind='x'] %}"] },
    "D": { "Type": "Map", "Items": "{% $states.input.rows %}" },
    "E": { "Type": "Pass", "Output": { "Items": "{% $states.input.rows[kind='x'] %}" } }
  }
}"#,
        );
        assert_eq!(only_finding(&RULE, &map("$keys($x)")).severity, Severity::Info);
    }

    #[test]
    fn the_array_is_kept() {
        for (before, after) in [
            ("$states.input.rows[kind='x']", "$states.input.rows[kind='x'][]"),
            ("$filter($rows, function($r) { $r.a })", "$filter($rows, function($r) { $r.a })[]"),
            ("$rows ~> $filter(function($r) { $r.a })", "$rows ~> $filter(function($r) { $r.a })[]"),
            ("$a ? $rows[x = 1] : $keys($b)", "$a ? $rows[x = 1][] : $keys($b)[]"),
            ("$distinct($states.input.rows.kind)", "[$distinct($states.input.rows.kind)]"),
            ("($x := $states.input.rows; $x[a = 1])", "($x := $states.input.rows; $x[a = 1][])"),
        ] {
            check_fix(&RULE, &map(before), &map(after));
        }
    }
}
