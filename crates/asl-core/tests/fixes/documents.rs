//! A small definition in every language and host, with findings that have safe fixes, and with strings that contain quotes,
//! escapes, apostrophes and template markers.

/// The name and the text of each file.
pub(crate) const DOCUMENTS: &[(&str, &str)] = &[
    (
        "a.asl.json",
        r#"{ "StartAt": "A", "Comment": "it's, \"a\": 1",
  "States": { "A": { "Type": "Pass", "Parameters": { "a": "$.x", "b": ["y z", 1.5, true, null] }, "ResultPath": "$", "End": true } } }"#,
    ),
    (
        "min.asl.json",
        r#"{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"r","Retry":[{"ErrorEquals":["a","a"]}],"End":true}},"Version":"1.0"}"#,
    ),
    (
        "a.asl.jsonc",
        "{ // it's \"a\", b\n  \"StartAt\": \"M\", /* 'c' */\n  \"States\": { \"M\": { \"Type\": \"Map\", \"ResultPath\": \"$\", // \"x\"\n    \"Iterator\": { \"StartAt\": \"B\", \"States\": { \"B\": { \"Type\": \"Succeed\", \"Comment\": \"d // e\" }, } }, \"End\": true } } }",
    ),
    (
        "a.asl.yaml",
        "StartAt: A # it's\nStates:\n  A:\n    Type: Pass\n    Comment: 'it''s \"b\", c'\n    Parameters: { a: $.x, \"b\": [y z, 1.5] }\n    ResultPath: $\n    End: true\n",
    ),
    (
        "literal.template.yaml",
        "Resources:\n  X:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n        { \"StartAt\": \"A\", \"Comment\": \"it's ${B}, \\\"c\\\"\",\n          \"States\": { \"A\": { \"Type\": \"Succeed\", \"Comment\": \"d\" } },\n          \"Version\": \"1.0\" }\n",
    ),
    (
        "quoted.template.yaml",
        "Resources:\n  X:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionString: '{\"StartAt\": \"A\", \"Comment\": \"it''s, \\\"b\\\"\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}'\n  Y:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: \"{\\\"StartAt\\\": \\\"A\\\",\n        \\\"States\\\": {\\\"A\\\": {\\\"Type\\\": \\\"Succeed\\\"}}}\"\n",
    ),
    (
        "string.template.json",
        r#"{"Resources": {"X": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {
  "DefinitionString": "{\"StartAt\": \"A\", \"Comment\": \"it's\\n\\\"b\\\"\",\n \"States\": {\"A\": {\"Type\": \"Succeed\"}}}" }}}}"#,
    ),
    (
        "join.template.json",
        r#"{"Resources": {"X": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": {"Fn::Join": ["\n", [
  "{\"StartAt\": \"A\", \"Version\": \"1.0\",", "\"Comment\": \"", {"Ref": "C"}, "\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}"]]}}}}}"#,
    ),
    (
        "object.template.json",
        r#"{"Resources": {"X": {"Type": "AWS::Serverless::StateMachine", "Properties": {"Definition": {
  "StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"a": "$.x", "b": {"Fn::Sub": "it's ${C}"}}, "End": true}}}}}}}"#,
    ),
    (
        "serverless.yml",
        "service: a\nstepFunctions:\n  stateMachines:\n    x:\n      definition:\n        StartAt: A\n        States:\n          A: { Type: Pass, Parameters: { a: $.x }, Comment: \"it's ${self:b}\", End: true }\n",
    ),
    (
        "heredoc.tf",
        "resource \"aws_sfn_state_machine\" \"x\" {\n  definition = <<-EOF\n    { \"StartAt\": \"A\", \"Comment\": \"it's ${f(\"b\")}, $${c}\",\n      \"States\": { \"A\": { \"Type\": \"Pass\", \"Parameters\": { \"a\": \"$.x\" }, \"End\": true } } }\n  EOF\n}\n",
    ),
    (
        "quoted.tf",
        "resource \"aws_sfn_state_machine\" \"x\" {\n  definition = \"{\\\"StartAt\\\": \\\"A\\\", \\\"Comment\\\": \\\"it's ${f(\"b\")}\\\", \\\"States\\\": {\\\"A\\\": {\\\"Type\\\": \\\"Succeed\\\"}}}\"\n}\n",
    ),
    (
        "encoded.tf",
        "resource \"aws_sfn_state_machine\" \"x\" {\n  definition = jsonencode({ # it's\n    StartAt = \"A\"\n    States = { A = { Type = \"Pass\", Parameters = { a = \"$.x\", \"$${b}\" = \"$.y\", \"${var.c}\" = \"$.z\" }\n      ResultPath = \"$\", End = true } }\n  })\n}\n",
    ),
    (
        "README.md",
        "# It's\n\n- a \"b\"\n\n  ```json\n  { \"StartAt\": \"A\", \"Comment\": \"it's\",\n    \"States\": { \"A\": { \"Type\": \"Pass\", \"Parameters\": { \"a\": \"$.x\" }, \"End\": true } } }\n  ```\n",
    ),
];

/// The replacements and insertions for single changes.
pub(crate) const PIECES: &[&str] = &[
    "\"", "'", ",", ":", "{", "}", "[", "]", "\\", "/", "\n", "\t", "\u{1}", " ", "x", "0", "\u{a0}",
    "\u{201c}", "\u{201d}", "\u{2019}", "\u{feff}", "//", "${",
];

/// The replacements and insertions for several changes.
pub(crate) const DAMAGE: &[&str] = &[
    "",
    "\"",
    "'",
    ",",
    ",,",
    ":",
    "{",
    "}",
    "[",
    "]",
    "\\",
    "\\'",
    "\\d",
    "/",
    "\n",
    "\r\n",
    "\t",
    "\u{1}",
    " ",
    "x",
    "0",
    "\u{a0}",
    "\u{2003}\u{2003}",
    "\u{201c}",
    "\u{201d}",
    "\u{feff}",
    "// it's\n",
    "/* \" */",
    "${",
    "}",
    "True",
    "None",
    "'a'",
    "'say \"b\"'",
    "\"c\"",
    "\"d\" \"e\"",
    "key: ",
    "'key': ",
    "\"A\": 1 ",
    "[1 2]",
    "é",
    "😀",
    "#",
    "- ",
    "&a ",
    "*a",
];
