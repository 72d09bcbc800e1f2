use super::helpers::looks_dynamic;
use crate::catalog::Value;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "path-without-path-field",
    group: Group::Paths,
    docs: include_str!("path_without_path_field.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (field, info, value) in cx.fields_where(|info| info.value == Value::Text) {
        let Some(text) = value.as_text().filter(|text| looks_dynamic(*text)) else { continue };
        if field.object().language() != QueryLanguage::JsonPath {
            continue;
        }
        let object = field.object();
        let by_path = ["Path", ".$"].map(|end| format!("{}{end}", info.name));
        let Some((name, other)) =
            by_path.iter().find_map(|name| Some((name, catalog::field(object.kind(), name)?)))
        else {
            continue;
        };
        if other.value != Value::PathOrIntrinsic && !text.value.starts_with('$') {
            continue;
        }
        let fix = Fix::suggested(format!("Change to `{name}`"), vec![cx.replace_text(field.key(), name)]);
        let is_free = !object.has(name);
        let diag = cx.report(
            &RULE,
            text.span,
            format!("`{}` is not evaluated in `{}`", excerpt(text.value), info.name),
        );
        diag.note(format!("`{}` is a literal string", info.name))
            .help(format!("use `{name}`, which accepts a path"));
        if is_free {
            diag.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_are_not_evaluated() {
        check(
            &RULE,
            r#"
{
  "StartAt": "C",
  "States": {
    "C": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.a", "StringEquals": "$.b", "Next": "F" },
//                                           ^^^^^ `$.b` is not evaluated in `StringEquals`
        { "Variable": "$.a", "StringEquals": "$5.00", "Next": "F" },
        { "Variable": "$.a", "StringEqualsPath": "$.b", "Next": "F" }
      ],
      "Default": "T"
    },
    "T": { "Type": "Task", "Resource": "x", "Credentials": { "RoleArn": "$.role" }, "Next": "G" },
//                                                                      ^^^^^^^^ `$.role` is not evaluated in `RoleArn`
    "F": { "Type": "Fail", "Error": "E", "Cause": "States.Format('no {}', $.a)" },
//                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `States.Format('no {}', $.a)` is not evaluated in `Cause`
    "G": { "Type": "Fail", "Comment": "$.a", "Cause": "$.a is missing" }
  }
}"#,
        );
    }

    #[test]
    fn the_field_becomes_one_with_path() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "F", "States": { "F": { "Type": "Fail", "Cause": "$.cause" } } }"#,
            r#"{ "StartAt": "F", "States": { "F": { "Type": "Fail", "CausePath": "$.cause" } } }"#,
        );
    }
}
