use super::*;
use crate::{Format, Language, Tool};
use asl_syntax::Kind;

/// Reads a file that `templatefile` renders.
const FILE: &str = "flow.asl.json.tftpl";

fn none(text: &str) {
    assert_eq!(findings(text, FILE), [], "{text}");
}

/// Returns a definition with these states in addition to `A` and `Z`.
fn states(inner: &str) -> String {
    format!(
        r#"{{ "StartAt": "A", "States": {{
    "A": {{ "Type": "Pass", "Next": "Z" }},
    {inner}
    "Z": {{ "Type": "Succeed" }}
  }} }}"#
    )
}

#[test]
fn conditional_states_are_read() {
    let state = r#""M": { "Type": "Pass", "Next": "Z" }"#;
    for inner in [
        format!("%{{ if prod }}{state},%{{ endif }}"),
        format!("%{{ if prod == \"a}}b\" ~}}\n{state},\n%{{~ endif ~}}\n"),
        "%{ for name in names ~}\n\"${name}\": { \"Type\": \"Pass\", \"Next\": \"Z\" },\n%{ endfor ~}"
            .to_owned(),
        format!(
            "%{{ if a }}{state}%{{ if b }},%{{ endif }}%{{ else }}{},%{{ endif }}",
            state.replace("M", "N")
        ),
        format!("%{{~if {{ a = \"}}\" }}[\"a\"] ~}}{state},%{{endif}}"),
        "${extra}".to_owned(),
        "${extra},".to_owned(),
        "${jsonencode({ \"a\" = \"}\" })}".to_owned(),
    ] {
        none(&states(&inner));
    }
}

#[test]
fn commas_around_directives_are_those_of_the_template() {
    for text in [
        r#"{ "a": [ %{ for i, x in xs }{ "i": ${i} }%{ if i < n },%{ endif }%{ endfor } ] }"#,
        r#"{ "a": [ %{ for x in xs }${x}, %{ endfor } "end" ] }"#,
        r#"{ "a": [ ${join(",", xs)} ], "b": [ 1, ${rest} ], "c": [ 1 ${rest} ], "d": [ ${some} 2 ] }"#,
        r#"{ %{ if x } "a": 1 %{ endif } %{ if y } , "b": 2 %{ endif } }"#,
        r#"{ "a": 1 %{ if x }, "b": 2 %{ endif } }"#,
        r#"{ %{ if x } "a": 1, %{ endif } }"#,
        r#"{ ${head} "a": 1, ${tail} }"#,
        r#"{ "a": ${x} %{ if y }, "b": 1%{ endif } }"#,
        r#"{ "a": %{ if x }1%{ else }2%{ endif }, "b": %{ if x }%{ else }"y"%{ endif } }"#,
        r#"{ "${key}": 1, ${key}: 2, "a": ${x}0, "b": 1${x}, "c": ${x}${y} }"#,
        r#"{ "a": "${replace("x", "\"", "'")}", "b": "%{ for x in ["a", "b"] }${x},%{ endfor }" }"#,
        "{ \"a\": ${\n  try(\n    x[\"}\"],\n    \"y\"\n  )\n}, \"b\": \"${\n  z\n}\" }",
        r#"{ "a": "$${x} %%{ if } $${y", "b": "${"${"}"}"}" }"#,
    ] {
        let found = whole(&Arc::from(text), Format::Json, &[]);
        let tree = found.tree.unwrap_or_else(|| panic!("it is known: {text}"));
        assert_eq!(tree.errors(), [], "{text}");
        let otherwise = tree.clone().take_otherwise();
        assert!(otherwise.is_none_or(|tree| tree.errors().is_empty()), "{text}");
    }
}

#[test]
fn certain_parts_are_checked() {
    let cases = [
        (states(r#"%{ if x }"M": { "Type": "Pass", "Nxt": "Z", "End": true },%{ endif }"#), "\"Nxt\""),
        (
            states(
                r#"%{ if x }"M": { "Type": "Pass", "End": true },%{ else }"N": { "Type": "Pass", "Nxt": "Z", "End": true },%{ endif }"#,
            ),
            "\"Nxt\"",
        ),
        (
            states(r#""M": { "Type": "Pass", %{ if x }"Comment": "c",%{ endif } "Next": "Lost" },"#)
                .replace("\"A\": {", "\"A\": { %{ if x }\"Comment\": \"\",%{ endif }"),
            "\"Lost\"",
        ),
        (
            states(r#""M": { "Type": "Task", "Resource": "${arn}", "Retry": ${retry}, "Next": "Lost" },"#),
            "\"Lost\"",
        ),
    ];
    for (text, marked) in cases {
        let found = findings(&text, FILE);
        assert!(found.iter().any(|(_, at)| *at == marked), "{found:?}\n{text}");
    }
}

#[test]
fn what_a_directive_may_add_is_not_reported_as_missing() {
    none(
        &states(r#"%{ for s in steps }"${s}": { "Type": "Pass", "Next": "Z" },%{ endfor }"#)
            .replace("\"StartAt\": \"A\"", "\"StartAt\": \"First\""),
    );
    none(
        r#"{ %{ if a }"StartAt": "A",%{ endif } ${b} "States": { "A": { %{ if x }"Type": "Succeed"%{ endif } } } }"#,
    );
    none(
        &states(r#""M": { "Type": "Pass", %{ if x }"Next": "Z"%{ else }"End": true%{ endif } },"#)
            .replace("\"Next\": \"Z\" },", "\"Next\": \"M\" },"),
    );
    none(
        &states(r#""M": { "Type": "Pass", %{ if x }"Next": "Z"%{ endif }%{ if !x }"End": true%{ endif } },"#)
            .replace("\"Next\": \"Z\" },", "\"Next\": \"M\" },"),
    );
    none(&states(
        r#""M": { %{ if x }"Type": "Wait", "Seconds": 1, %{ endif }%{ if !x }"Type": "Pass", "Result": 1, %{ endif } "Next": "Z" },"#,
    ).replace("\"Next\": \"Z\" },", "\"Next\": \"M\" },"));
    none(&states(
        r#""M": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { %{ if x }"FunctionName": "f"%{ endif } }, "TimeoutSeconds": 1,
          "Retry": [%{ for r in rs }{ "ErrorEquals": ["${r}"] },%{ endfor }], "Next": "Z" },"#,
    ).replace("\"Next\": \"Z\" },", "\"Next\": \"M\" },"));
    none(
        &states(
            r#""M": { "Type": "Map", "Next": "Z", "ItemReader": { "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": { "MaxItems": 3, %{ if x }"InputType": "JSON"%{ endif } }, "Parameters": { "Bucket": "b", ${key} } },
          "ItemBatcher": { "BatchInput": {}, %{ if x }"MaxItemsPerBatch": 1%{ endif } },
          "ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "Parameters": { "Prefix": "p" ${bucket} } },
          "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "B", "States": { "B": { "Type": "Succeed" } } } },"#,
        )
        .replace("\"Next\": \"Z\" },", "\"Next\": \"M\" },"),
    );
}

#[test]
fn interpolations_may_have_any_value() {
    none(
        r#"{ "QueryLanguage": ${language}, "StartAt": "A", "States": { "A": { "Type": "Pass", "Output": "{% $states.input %}", "End": true } } }"#,
    );
    let choice = |rule: &str, default: &str| {
        format!(
            r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Choice", "QueryLanguage": "JSONata", "Choices": [{{ {rule}, "Next": "B" }}]{default} }},
            "B": {{ "Type": "Succeed" }}, "C": {{ "Type": "Fail" }} }} }}"#
        )
    };
    none(&choice(r#""Condition": "{% $states.input.a %}""#, r#", "Default": ${other}"#));
    none(&choice(r#""Condition": ${condition}"#, "").replace(r#", "C": { "Type": "Fail" }"#, ""));
    none(
        r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "${arn}", "TimeoutSeconds": 9, "End": true,
        "Retry": [{ "ErrorEquals": ${errors} }, { "ErrorEquals": ["States.TaskFailed"] }] } } }"#,
    );
}

#[test]
fn errors_of_the_template_are_reported() {
    for (text, marked) in [
        (r#"{ "StartAt": "A" "States": { %{ if x }%{ endif } } }"#, "\"States\""),
        (r#"{ "a": "{%{ 'b': 1 }%}" }"#, "%{"),
        ("{ %{ if x } }", "%{ if x }"),
        ("{ %{ endfor } }", "%{ endfor }"),
        ("{ %{ for x in y }%{ else }%{ endfor } }", "%{ else }"),
    ] {
        let found = findings(text, FILE);
        assert!(found.contains(&("invalid-json", marked)), "{found:?} {text}");
    }
}

#[test]
fn a_file_of_an_expression_is_read() {
    let text =
        "${jsonencode({\n  StartAt = \"A\"\n  States = { A = { Type = \"Pass\", Next = \"Lost\" } }\n})}\n";
    assert_eq!(findings(text, FILE), [("unknown-state", "\"Lost\"")]);
    let text = text.replace("jsonencode", "yamlencode");
    assert_eq!(findings(&text, "a.yaml.tftpl"), [("unknown-state", "\"Lost\"")]);
}

#[test]
fn yaml_may_be_in_a_template() {
    let text = "StartAt: A\nStates:\n%{ for name in names ~}\n  ${name}:\n    Type: Pass\n    Next: Z\n%{ endfor ~}\n  A:\n    Type: Task\n    Resource: ${arns[\"a: b\"]}\n%{ if x }\n    TimeoutSeconds: ${seconds}\n%{ endif }\n    Next: Z\n  Z: { Type: Succeed }\n";
    for name in ["flow.asl.yaml.tpl", "flow.tftpl", "flow.asl.yaml"] {
        assert_eq!(findings(text, name), [], "{name}");
    }
    let wrong = text.replace("Next: Z\n  Z", "Nxt: Z\n  Z");
    assert_eq!(findings(&wrong, "flow.tftpl"), [("unknown-field", "Nxt")]);
    let spliced =
        "StartAt: A\nStates:\n  ${indent(2, yamlencode(first))}\n  B:\n    Type: Pass\n    Next: C\n";
    assert_eq!(findings(spliced, "flow.yaml.tftpl"), []);
}

#[test]
fn a_file_may_only_look_like_a_template() {
    let text = states(r#"%{ if prod }"M": { "Type": "Pass", "Next": "Z" },%{ endif }"#);
    for name in ["flow.json", "flow.asl.json", "flow.tpl", "flow.json.tmpl", "flow.json.example"] {
        assert_eq!(findings(&text, name), [], "{name}");
    }
    assert_eq!(findings(&text.replace("\"Type\": \"Succeed\"", "\"Type\": \"Suc\""), "flow.json").len(), 1);
    let quoted =
        states(r#""M": { "Type": "Task", "Resource": "${aws_lambda_function.x["a"].arn}", "Next": "Z" },"#);
    assert_eq!(
        findings(&quoted.replace("\"Next\": \"Z\" },\n    \"M", "\"Next\": \"M\" },\n    \"M"), "flow.json"),
        []
    );
    let comma =
        r#"{ "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": ${Seconds} "End": true } } }"#;
    assert_eq!(findings(comma, "flow.asl.json"), [("invalid-json", "\"End\"")]);
    let jsonata = r#"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% {'%{ if': 1} %}", "End": true } } }"#;
    assert_eq!(findings(jsonata, "flow.asl.json").len(), 0);
}

#[test]
fn interpolations_have_names_and_spans() {
    let text = r#"{ "a": "${ table } ${x["b"].c}", ${rest}, "$${d}": ${ e } }"#;
    let tree = whole(&Arc::from(text), Format::Json, &[]).tree.unwrap();
    let found = crate::placeholders(&tree);
    let written: Vec<&str> = found.iter().map(|placeholder| &text[placeholder.span.range()]).collect();
    assert_eq!(written, ["${ table }", "${x[\"b\"].c}", "${rest}", "${ e }"]);
    let language = Language::Template { tool: Tool::Terraform, format: Format::Json };
    assert_eq!(crate::embedded_definitions(text, language).len(), 1);
    assert_eq!(tree.root().unwrap().get("${d}").unwrap().kind(), Kind::Placeholder);
}
