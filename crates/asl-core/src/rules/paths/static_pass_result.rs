use super::helpers::looks_dynamic;
use crate::catalog::parameters::Own;
use crate::edit::Edit;
use crate::model::Field;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "static-pass-result",
    group: Group::Paths,
    docs: include_str!("static_pass_result.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (field, _, value) in cx.fields_where(|info| info.value == catalog::Value::Any) {
        let mut found = Found { first: None, edits: Vec::new(), is_fixable: value.is_object() };
        collect(cx, field, value, &mut found);
        let Some(text) = found.first else { continue };
        let fix = to_parameters(cx, field, found);
        let diag =
            cx.report(&RULE, text.span, format!("`{}` is not evaluated in `Result`", excerpt(text.value)));
        diag.note("`Result` is passed on unchanged")
            .help("use `Parameters` to build a result from the input, with keys that end in `.$`");
        if let Some(fix) = fix {
            diag.fix(fix);
        }
    }
}

struct Found<'t> {
    first: Option<Text<'t>>,
    /// The edits that add `.$` to the keys of such strings.
    edits: Vec<Edit>,
    is_fixable: bool,
}

fn collect<'t>(cx: &Context<'_>, field: Field<'t>, value: Node<'t>, found: &mut Found<'t>) {
    // The called service evaluates some paths itself.
    let looks_dynamic =
        |node: Node<'_>, text| looks_dynamic(text) && cx.own_parameter(field, node) != Some(Own::Paths);
    for pair in value.pairs() {
        let (key, Some(inner)) = (pair.key(), pair.value()) else { continue };
        let is_dollar = key.value.ends_with(".$");
        match inner.as_text() {
            Some(text) if looks_dynamic(inner, text) || (is_dollar && text.value.starts_with('$')) => {
                found.first.get_or_insert(text);
                if !is_dollar {
                    found.edits.push(cx.replace_text(key, &format!("{}.$", key.value)));
                }
            }
            // In `Parameters`, AWS rejects such a key.
            _ if is_dollar => found.is_fixable = false,
            _ => collect(cx, field, inner, found),
        }
    }
    for item in value.items() {
        collect(cx, field, item, found);
    }
    if let Some(text) = value.as_text().filter(|text| looks_dynamic(value, *text)) {
        found.first.get_or_insert(text);
        found.is_fixable = false;
    }
}

fn to_parameters(cx: &Context<'_>, field: Field<'_>, found: Found<'_>) -> Option<Fix> {
    if !found.is_fixable || field.object().has("Parameters") {
        return None;
    }
    let mut edits = vec![cx.replace_text(field.key(), "Parameters")];
    edits.extend(found.edits);
    Some(Fix::suggested("Change `Result` to `Parameters`", edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_not_evaluated() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Result": { "a": 1, "b": { "c.$": "$" } }, "Next": "B" },
//                                                           ^^^ `$` is not evaluated in `Result`
    "B": { "Type": "Pass", "Result": "$.x", "Next": "C" },
//                                   ^^^^^ `$.x` is not evaluated in `Result`
    "C": { "Type": "Pass", "Result": [{ "id": "States.UUID()", "at": "$$.State.EnteredTime" }], "Next": "D" },
//                                            ^^^^^^^^^^^^^^^ `States.UUID()` is not evaluated in `Result`
    "E": { "Type": "Pass", "Result": { "InputPathsMap": { "id": "$.detail.id" } }, "Next": "D" },
    "D": { "Type": "Pass", "Result": { "price": "$5.00", "key.$": "hello", "at": "${At}" }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_result_becomes_a_template() {
        let text = |rest: &str| {
            format!(r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", {rest}, "End": true }} }} }}"#)
        };
        check_fix(
            &RULE,
            &text(r#""Result": { "a": "$.a", "b.$": "$.b", "c": 1 }"#),
            &text(r#""Parameters": { "a.$": "$.a", "b.$": "$.b", "c": 1 }"#),
        );
        assert!(only_finding(&RULE, &text(r#""Result": ["$.a"]"#)).fix.is_none());
    }
}
