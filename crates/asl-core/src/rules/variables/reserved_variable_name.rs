use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "reserved-variable-name",
    group: Group::Variables,
    docs: include_str!("reserved_variable_name.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "RESERVED_VARIABLE_NAME", place: AwsPlace::Here }),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for declaration in cx.analysis.variables().declarations() {
        let key = cx.tree().pair(declaration.key).key();
        if key.value.strip_suffix(".$").unwrap_or(key.value) == "states" {
            cx.report(&RULE, declaration.span, "`states` is a reserved variable name")
                .note(
                    "in JSONata, `$states` contains the input, the result and the context object of a state",
                )
                .help("choose another name");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_name_is_reserved() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Assign": { "states": 1, "state": 1, "States": 1 }, "Next": "B" },
//                                      ^^^^^^ `states` is a reserved variable name
    "B": { "Type": "Pass", "Assign": { "states.$": "$.s" }, "End": true }
//                                      ^^^^^^ `states` is a reserved variable name
  }
}"#,
        );
    }
}
