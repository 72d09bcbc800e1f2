use crate::edit::Edit;
use crate::rules::prelude::*;
use jsonata_syntax::sequences;

pub(super) static RULE: Rule = Rule {
    name: "sequence-as-items",
    group: Group::Jsonata,
    docs: include_str!("sequence_as_items.md"),
    severity: Severity::Info,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
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
            true => "append `[]` to keep the array",
            false => "put it into brackets, `[...]`, to make it an array",
        };
        let span = site.span(parsed.tree.span(first.node));
        cx.report(&RULE, span, "`Items` is not an array if there is only one item")
            .note("the Map then fails, or iterates over the fields of the item")
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
    fn items_that_may_be_a_single_value() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "States": {
    "A": { "Type": "Map", "Items": "{% $states.input.rows[kind='x'] %}", "ItemSelector": "{% $states.input.rows[kind='x'] %}" },
//                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Items` is not an array if there is only one item
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
    fn the_fix_keeps_the_array() {
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
