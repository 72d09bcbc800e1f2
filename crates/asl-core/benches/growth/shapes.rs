//! Shapes of definitions, each at any size.

#![expect(clippy::unwrap_used, reason = "a string can always be written to")]

use std::fmt::Write;

const LAMBDA: &str = "arn:aws:lambda:us-east-1:123456789012:function:work";

/// A kind of definition.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    /// The smaller size, in units of its own.
    pub(crate) size: usize,
    pub(crate) text: fn(usize) -> String,
    /// What the name of the file ends with.
    pub(crate) ending: &'static str,
}

const fn shape(name: &'static str, size: usize, text: fn(usize) -> String) -> Shape {
    Shape { name, size, text, ending: "asl.json" }
}

const fn in_file(ending: &'static str, shape: Shape) -> Shape {
    Shape { ending, ..shape }
}

pub(crate) static SHAPES: &[Shape] = &[
    shape("chain", 750, chain),
    shape("tasks without retry", 800, |n| states(n, |i| format!(r#""Type": "Task", {INVOKE}, {}"#, next(i)))),
    in_file("asl.yaml", shape("tasks in YAML", 800, yaml_tasks)),
    shape("maps", 500, |n| states(n, |i| format!(r#""Type": "Map", "ItemProcessor": {INNER}, {}"#, next(i)))),
    shape("branches", 800, |n| {
        let branches: Vec<&str> = (0..n).map(|_| INNER).collect();
        one(&format!(r#""Type": "Parallel", "Branches": [{}]"#, branches.join(", ")))
    }),
    shape("branches with errors", 2500, |n| {
        let branch = |i| {
            format!(
                r#"{{ "StartAt": "A{i}", "States": {{ "A{i}": {{ "Type": "Pass", "Next": "Nope" }} }} }}"#
            )
        };
        let branches: Vec<String> = (0..n).map(branch).collect();
        one(&format!(r#""Type": "Parallel", "Branches": [{}]"#, branches.join(", ")))
    }),
    shape("equal tests", 1500, |n| {
        choice(n, |i| format!(r#""Variable": "$.x", "NumericEquals": {i}"#), "JSONPath")
    }),
    shape("ranges", 700, |n| {
        let test = |i| {
            format!(
                r#""And": [{{ "Variable": "$.x", "NumericGreaterThan": {i} }}, {{ "Variable": "$.x", "NumericLessThan": {} }}]"#,
                i + 2
            )
        };
        choice(n, test, "JSONPath")
    }),
    shape("conditions", 700, |n| {
        let test = |i| format!(r#""Condition": "{{% $states.input.x = {i} and $states.input.y > 3 %}}""#);
        choice(n, test, "JSONata")
    }),
    shape("conditions on variables", 600, |n| {
        let test = |i| format!(r#""Condition": "{{% $exists($v{i}) %}}", "Assign": {{ "v{}": 1 }}"#, i + 1);
        choice(n, test, "JSONata")
    }),
    shape("expressions", 400, |n| {
        let output = r#""Output": "{% $map($states.input.items[price > 10], function($v) { { 'sum': $sum($v.lines.(qty * price)) } }) %}""#;
        jsonata(n, |_| output.to_owned())
    }),
    shape("one long expression", 2000, |n| {
        let parts: Vec<String> = (0..n).map(|i| format!("$states.input.a{i}.b")).collect();
        jsonata(1, |_| format!(r#""Output": "{{% [{}] %}}""#, parts.join(", ")))
    }),
    shape("variables", 700, |n| {
        jsonata(n, |i| format!(r#""Assign": {{ "v{i}": 1 }}, "Output": "{{% $v{} %}}""#, i.max(1) - 1))
    }),
    shape("misspelled variables", 700, |n| {
        jsonata(n, |i| format!(r#""Assign": {{ "value{i}": 1 }}, "Output": "{{% $vallue{i} %}}""#))
    }),
    shape("variables in loops", 400, variables_in_loops),
    shape("one loop", 1200, |n| {
        let mut text = begin("S0");
        for i in 0..n {
            let (a, b) = ((i * 7 + 1) % n, (i + 1) % n);
            let rule = format!(r#"{{ "Variable": "$.x", "IsNull": true, "Next": "S{a}" }}"#);
            write!(text, r#""S{i}": {{ "Type": "Choice", "Choices": [{rule}], "Default": "S{b}" }}, "#)
                .unwrap();
        }
        end(text)
    }),
    shape("endless loops", 1500, |n| {
        let mut text = begin("C");
        let rule = |i| format!(r#"{{ "Variable": "$.x{i}", "IsNull": true, "Next": "A{i}" }}"#);
        let rules: Vec<String> = (0..n).map(rule).collect();
        writeln!(
            text,
            r#""C": {{ "Type": "Choice", "Choices": [{}], "Default": "End" }}, "#,
            rules.join(", ")
        )
        .unwrap();
        for i in 0..n {
            writeln!(text, r#""A{i}": {{ "Type": "Pass", "Next": "B{i}" }}, "B{i}": {{ "Type": "Pass", "Next": "A{i}" }}, "#)
                .unwrap();
        }
        end(text)
    }),
    shape("unreachable states", 2000, |n| {
        let mut text = begin("End");
        (0..n).for_each(|i| write!(text, r#""S{i}": {{ "Type": "Pass", "Next": "End" }}, "#).unwrap());
        end(text)
    }),
    shape("misspelled states", 500, |n| {
        let mut text = begin("Step0");
        for i in 0..n {
            write!(text, r#""ProcessOrder{i}": {{ "Type": "Pass", "Next": "ProcesOrder{}" }}, "#, i + 1)
                .unwrap();
        }
        end(text)
    }),
    shape("unknown fields", 1500, |n| {
        one(&repeat(n, |i| format!(r#""Cmment{i}": 1, "#), r#""Type": "Pass""#))
    }),
    shape("misspelled fields", 1500, |n| {
        states(n, |i| format!(r#""Type": "Pass", "Commment": "x", {}"#, next(i)))
    }),
    shape("duplicate keys", 3000, |n| {
        one(&repeat(n, |i| format!(r#""Comment": "{i}", "#), r#""Type": "Pass""#))
    }),
    shape("syntax errors", 2000, |n| {
        let mut text = begin("S0");
        (0..n).for_each(|i| write!(text, r#""S{i}": {{ "Type": "Succeed", }}, "#).unwrap());
        end(text)
    }),
    shape("suppressions", 1000, |n| {
        let comment = r#""Comment": "asl-lint: ignore[lost-input]""#;
        states(n, |i| format!(r#""Type": "Pass", {comment}, "Result": 1, {}"#, next(i)))
    }),
    shape("retriers", 1500, |n| {
        let retriers =
            repeat(n, |i| format!(r#"{{ "ErrorEquals": ["E{i}"] }}, "#), r#"{ "ErrorEquals": ["E"] }"#);
        one(&format!(r#""Type": "Task", "Resource": "{LAMBDA}", "TimeoutSeconds": 5, "Retry": [{retriers}]"#))
    }),
    shape("keys", 8000, |n| {
        let keys = repeat(n, |i| format!(r#""k{i}": {{ "a": [1, 2] }}, "#), r#""k": 1"#);
        one(&format!(r#""Type": "Pass", "Result": {{ {keys} }}"#))
    }),
    shape("paths", 3000, |n| {
        let keys = repeat(n, |i| format!(r#""k{i}.$": "$.a.b[{i}]", "#), r#""k": 1"#);
        one(&format!(r#""Type": "Pass", "Parameters": {{ {keys} }}"#))
    }),
    in_file(
        "asl.yaml",
        shape("aliases", 500, |n| {
            let mut text = "StartAt: S0\nStates:\n".to_owned();
            for i in 0..n {
                let retry = if i == 0 { "&r\n      - ErrorEquals: [States.ALL]" } else { "*r" };
                write!(
                    text,
                    "  S{i}:\n    Type: Task\n    Resource: {LAMBDA}\n    Retry: {retry}\n    Next: S{}\n",
                    i + 1
                )
                .unwrap();
            }
            text + &format!("  S{n}: {{ Type: Succeed }}\n")
        }),
    ),
    in_file(
        "yaml",
        shape("definitions in a template", 400, |n| {
            template(n, |_| {
                format!(
                    "Definition:\n        StartAt: A\n        States:\n          A: {{ Type: Task, Resource: '{LAMBDA}', TimeoutSeconds: 5, End: true }}\n"
                )
            })
        }),
    ),
    in_file(
        "yaml",
        shape("strings in a template", 400, |n| {
            let text = states(4, |i| format!(r#""Type": "Task", {INVOKE}, {}"#, next(i)));
            template(n, |_| format!("DefinitionString: !Sub '{text}'\n"))
        }),
    ),
    in_file(
        "yaml",
        shape("files named by a template", 800, |n| {
            template(n, |i| format!("DefinitionUri: s3://definitions/{i}.asl.json\n"))
        }),
    ),
    in_file(
        "yaml",
        shape("substitutions", 700, |n| {
            let names = repeat(n, |i| format!("        F{i}: !GetAtt Work{i}.Arn\n"), "");
            let tasks = repeat(
                n,
                |i| format!("          S{i}: {{ Type: Task, Resource: '${{F{i}}}', Next: S{} }}\n", i + 1),
                "",
            );
            template(1, |_| {
                format!(
                    "DefinitionSubstitutions:\n{names}      Definition:\n        StartAt: S0\n        States:\n{tasks}          S{n}: {{ Type: Succeed }}\n"
                )
            })
        }),
    ),
    in_file(
        "tf",
        shape("Terraform", 500, |n| {
            terraform(
                n,
                &format!(
                    r#"jsonencode({{ StartAt = "A", States = {{ A = {{ Type = "Task", Resource = "{LAMBDA}", End = true }} }} }})"#
                ),
            )
        }),
    ),
    in_file(
        "tf",
        shape("heredocs", 300, |n| {
            let text = states(4, |i| format!(r#""Type": "Task", {INVOKE}, {}"#, next(i)));
            terraform(n, &format!("<<EOF\n{text}\nEOF"))
        }),
    ),
    in_file(
        "md",
        shape("Markdown", 500, |n| {
            let text = states(2, |i| format!(r#""Type": "Task", {INVOKE}, {}"#, next(i)));
            format!("```json\n{text}\n```\n\n").repeat(n)
        }),
    ),
];

/// A name and a function that builds a text.
type Hostile = (&'static str, fn() -> String);

/// Small texts that only a hostile author writes.
pub(crate) static HOSTILE: &[Hostile] = &[
    ("two equal nested conditions", || {
        let nested = (0..60).fold(r#"{ "Variable": "$.x", "IsPresent": true }"#.to_owned(), |inner, i| {
            let join = if i % 2 == 0 { "Or" } else { "And" };
            format!(r#"{{ "{join}": [{inner}, {{ "Variable": "$.y{i}", "NumericEquals": {i} }}] }}"#)
        });
        choice(2, |_| nested[1..nested.len() - 1].to_owned(), "JSONPath")
    }),
    ("two long equal conditions", || {
        let parts: Vec<String> = (0..100)
            .map(|i| format!("($states.input.a{i} = 1 or $not($states.input.b{i} in [1, 2]))"))
            .collect();
        choice(2, |_| format!(r#""Condition": "{{% {} %}}""#, parts.join(" and ")), "JSONata")
    }),
    ("deep arrays", || {
        format!(
            r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Result": {}"#,
            "[".repeat(100_000)
        )
    }),
    ("deep expression", || jsonata(1, |_| format!(r#""Output": "{{% {} %}}""#, "(".repeat(50_000)))),
    ("open placeholders", || one(&format!(r#""Type": "Pass", "Result": "{}""#, "${".repeat(30_000)))),
];

const INVOKE: &str = r#""Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "${Work}", "Payload.$": "$" }"#;

const INNER: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true } } }"#;

/// A chain of Tasks with everything that they should have.
pub(crate) fn chain(n: usize) -> String {
    states(n, |i| {
        format!(
            r#"
    "Type": "Task",
    "Resource": "arn:aws:states:::lambda:invoke",
    "Parameters": {{ "FunctionName": "work{i}", "Payload.$": "$" }},
    "ResultPath": "$.r{i}",
    "TimeoutSeconds": 30,
    "Retry": [{{ "ErrorEquals": ["Lambda.ServiceException"], "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 2 }}],
    "Catch": [{{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "End" }}],
    {}"#,
            next(i)
        )
    })
}

fn begin(start: &str) -> String {
    format!("{{ \"StartAt\": \"{start}\", \"States\": {{\n")
}

fn end(text: String) -> String {
    text + "\"End\": { \"Type\": \"Succeed\" } } }\n"
}

fn next(i: usize) -> String {
    format!(r#""Next": "S{}""#, i + 1)
}

/// States `S0`, `S1` and so on, with these fields.
fn states(n: usize, fields: impl Fn(usize) -> String) -> String {
    let mut text = begin("S0");
    (0..n).for_each(|i| writeln!(text, r#"  "S{i}": {{ {} }},"#, fields(i)).unwrap());
    writeln!(text, r#"  "S{n}": {{ "Type": "Pass", "Next": "End" }},"#).unwrap();
    end(text)
}

/// One state with these fields.
fn one(fields: &str) -> String {
    end(format!("{}\"A\": {{ {fields}, \"Next\": \"End\" }},\n", begin("A")))
}

fn jsonata(n: usize, fields: impl Fn(usize) -> String) -> String {
    let text = states(n, |i| format!(r#""Type": "Pass", {}, {}"#, fields(i), next(i)));
    text.replacen('{', r#"{ "QueryLanguage": "JSONata", "#, 1)
}

fn choice(n: usize, test: impl Fn(usize) -> String, language: &str) -> String {
    let rules: Vec<String> = (0..n).map(|i| format!("{{ {}, \"Next\": \"End\" }}", test(i))).collect();
    let state = format!(
        "\"A\": {{ \"Type\": \"Choice\", \"Choices\": [\n{}\n], \"Default\": \"End\" }},\n",
        rules.join(",\n")
    );
    end(begin("A") + &state).replacen('{', &format!(r#"{{ "QueryLanguage": "{language}", "#), 1)
}

/// Each Choice leads on to an assignment or back to the Choice before it.
fn variables_in_loops(n: usize) -> String {
    let mut text = begin("C0").replacen('{', r#"{ "QueryLanguage": "JSONata", "#, 1);
    for i in 0..n {
        let back = i.max(1) - 1;
        let rule = format!(r#"{{ "Condition": "{{% $states.input.x = {i} %}}", "Next": "C{back}" }}"#);
        writeln!(text, r#""C{i}": {{ "Type": "Choice", "Choices": [{rule}], "Default": "A{i}" }},"#).unwrap();
        writeln!(text, r#""A{i}": {{ "Type": "Pass", "Assign": {{ "v{i}": 1 }}, "Next": "C{}" }},"#, i + 1)
            .unwrap();
    }
    writeln!(text, r#""C{n}": {{ "Type": "Pass", "Next": "End" }},"#).unwrap();
    end(text)
}

fn yaml_tasks(n: usize) -> String {
    let task = "    Type: Task\n    Resource: arn:aws:states:::lambda:invoke\n    Parameters:\n      FunctionName: work\n";
    let tasks = repeat(n, |i| format!("  S{i}:\n{task}    Next: S{}\n", i + 1), "");
    format!("StartAt: S0\nStates:\n{tasks}  S{n}:\n    Type: Succeed\n")
}

/// A template with state machines that have these properties.
fn template(n: usize, properties: impl Fn(usize) -> String) -> String {
    let mut text = "Transform: AWS::Serverless-2016-10-31\nResources:\n".to_owned();
    for i in 0..n {
        write!(
            text,
            "  M{i}:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      {}",
            properties(i)
        )
        .unwrap();
    }
    text
}

fn terraform(n: usize, definition: &str) -> String {
    repeat(
        n,
        |i| {
            format!(
                "resource \"aws_sfn_state_machine\" \"m{i}\" {{\n  role_arn = aws_iam_role.r.arn\n  definition = {definition}\n}}\n"
            )
        },
        "",
    )
}

fn repeat(n: usize, part: impl Fn(usize) -> String, last: &str) -> String {
    (0..n).map(part).collect::<String>() + last
}
