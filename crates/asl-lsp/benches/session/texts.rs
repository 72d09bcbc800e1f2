//! Documents of any size.

/// A document, and positions in its middle.
pub(crate) struct Text {
    pub content: String,
    pub states: usize,
    /// The position in a comment where a letter is typed.
    pub letter: (u32, u32),
    /// The position in the name of a field.
    pub field: (u32, u32),
    /// The position in the name of a state that a field refers to.
    pub state: (u32, u32),
}

/// The number of states in a group.
const GROUP: usize = 5;

/// A JSON definition.
pub(crate) fn json(states: usize) -> Text {
    const LINES: u32 = 19;
    let groups = states / GROUP;
    let mut text = String::from("{\n  \"StartAt\": \"Fetch 0\",\n  \"States\": {\n");
    for i in 0..groups {
        let next = if i + 1 < groups { format!("Fetch {}", i + 1) } else { "Stop 0".to_owned() };
        text.push_str(&format!(
            r#"    "Fetch {i}": {{
      "Type": "Task",
      "Comment": "Fetches page {i} — ünïcödé included.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {{ "FunctionName": "fetch:1", "Payload": {{ "page": {i}, "order.$": "$.order" }} }},
      "ResultPath": "$.fetched",
      "TimeoutSeconds": 60,
      "Retry": [{{ "ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 2, "MaxAttempts": 6 }}],
      "Catch": [{{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Stop {i}" }}],
      "Next": "Enough {i}?"
    }},
    "Enough {i}?": {{
      "Type": "Choice",
      "Choices": [{{ "Variable": "$.n", "NumericGreaterThan": {i}, "Next": "Stop {i}" }}],
      "Default": "Pause {i}"
    }},
    "Pause {i}": {{ "Type": "Wait", "Seconds": 30, "Next": "Note {i}" }},
    "Note {i}": {{ "Type": "Pass", "Parameters": {{ "id.$": "$.id" }}, "Next": "{next}" }},
    "Stop {i}": {{ "Type": "Succeed" }}{comma}
"#,
            comma = if i + 1 < groups { "," } else { "" },
        ));
    }
    text.push_str("  }\n}\n");
    let start = groups as u32 / 2 * LINES;
    let (letter, field, state) = ((start + 5, 18), (start + 6, 8), (start + 12, 15));
    Text { content: text, states, letter, field, state }
}

/// The same definition in YAML.
pub(crate) fn yaml(states: usize) -> Text {
    const LINES: u32 = GROUP_LINES;
    let groups = states / GROUP;
    let mut text = String::from("StartAt: Fetch 0\nStates:\n");
    for i in 0..groups {
        let next = if i + 1 < groups { format!("Fetch {}", i + 1) } else { "Stop 0".to_owned() };
        text.push_str(&group(i, &next, ""));
    }
    let start = groups as u32 / 2 * LINES + 2;
    let (letter, field, state) = ((start + 2, 14), (start + 3, 6), (start + 28, 14));
    Text { content: text, states, letter, field, state }
}

/// A SAM template of 2.3 MB.
pub(crate) fn sam() -> Text {
    const MACHINES: usize = 250;
    const GROUPS: usize = 8;
    let mut text = String::from("Transform: AWS::Serverless-2016-10-31\nResources:\n");
    for machine in 0..MACHINES {
        text.push_str(&format!(
            "  Machine{machine}:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Name: machine-{machine}\n      Definition:\n        StartAt: Fetch 0\n        States:\n"
        ));
        for i in 0..GROUPS {
            let next = if i + 1 < GROUPS { format!("Fetch {}", i + 1) } else { "Stop 0".to_owned() };
            text.push_str(&group(i, &next, "        "));
        }
    }
    let machine = MACHINES as u32 / 2 * (7 + GROUPS as u32 * GROUP_LINES) + 2;
    let (letter, field, state) = ((machine + 9, 22), (machine + 10, 14), (machine + 35, 22));
    Text { content: text, states: MACHINES * GROUPS * GROUP, letter, field, state }
}

/// The number of lines of [`group`].
const GROUP_LINES: u32 = 41;

/// Five states in YAML, indented.
fn group(i: usize, next: &str, indentation: &str) -> String {
    let text = format!(
        "  Fetch {i}:
    Type: Task
    Comment: Fetches page {i} — ünïcödé included.
    Resource: arn:aws:states:::lambda:invoke
    Parameters:
      FunctionName: fetch:1
      Payload:
        page: {i}
        order.$: $.order
    ResultPath: $.fetched
    TimeoutSeconds: 60
    Retry:
      - ErrorEquals:
          - Lambda.TooManyRequestsException
        IntervalSeconds: 2
        MaxAttempts: 6
    Catch:
      - ErrorEquals:
          - States.ALL
        ResultPath: $.error
        Next: Stop {i}
    Next: Enough {i}?
  Enough {i}?:
    Type: Choice
    Choices:
      - Variable: $.n
        NumericGreaterThan: {i}
        Next: Stop {i}
    Default: Pause {i}
  Pause {i}:
    Type: Wait
    Seconds: 30
    Next: Note {i}
  Note {i}:
    Type: Pass
    Parameters:
      id.$: $.id
    ResultPath: $.noted
    Next: {next}
  Stop {i}:
    Type: Succeed
"
    );
    text.lines().map(|line| format!("{indentation}{line}\n")).collect()
}
