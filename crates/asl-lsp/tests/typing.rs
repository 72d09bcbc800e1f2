//! Typing by hand with a list of suggestions that opens by itself: the list never takes an Enter from the text.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::Client;
use serde_json::{Value, json};

const JSON: &str = r#"{
  "Comment": "Typed.",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "f",
        "Payload.$": "$.x"
      },
      "Retry": [
        {
          "ErrorEquals": [
            "States.Timeout"
          ],
          "MaxAttempts": 2
        }
      ],
      "Catch": [
        {
          "ErrorEquals": ["States.ALL"],
          "ResultPath": null,
          "Next": "C"
        }
      ],
      "Next": "B"
    },
    "B": {
      "Type": "Choice",
      "Choices": [
        {
          "Variable": "$.x",
          "IsPresent": true,
          "Next": "BA"
        }
      ],
      "Default": "C"
    },
    "BA": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Output": "{% $states.input.x %}",
      "End": true
    },
    "C": {
      "Type": "Succeed"
    }
  }
}
"#;

const YAML: &str = r#"Comment: Typed.
StartAt: A
States:
  A:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
    Parameters:
      FunctionName: f
      Payload.$: $.x
    Retry:
      - ErrorEquals:
          - States.Timeout
        MaxAttempts: 2
    Catch:
      - ErrorEquals: [States.ALL]
        ResultPath: null
        Next: C
    Next: B
  B:
    Type: "Choice"
    Choices:
      - Variable: $.x
        IsPresent: true
        Next: BA
    Default: 'C'
  BA:
    Type: Pass
    InputPath: $
    End: true
  C:
    Type: Succeed
"#;

const TERRAFORM: &str = r#"{
    StartAt = "A"
    States = {
      A = {
        Type = "Task"
        Resource = "arn:aws:states:::lambda:invoke"
        Parameters = {
          FunctionName = "f"
          "Payload.$" = "$.x"
        }
        Retry = [
          {
            ErrorEquals = ["States.Timeout"]
            MaxAttempts = 2
          }
        ]
        Next = "B"
      }
      B = {
        Type = "Pass"
        End = true
      }
    }
  }"#;

/// An editor with one document.
struct Editor {
    client: Client,
    uri: &'static str,
    version: i32,
    text: String,
    cursor: usize,
    /// Whether it closes brackets and quotes.
    closes: bool,
    /// The characters that open a list.
    triggers: Vec<String>,
    /// The open list, and where the typed text begins.
    list: Option<(Value, usize)>,
}

impl Editor {
    async fn open(uri: &'static str, before: &str, after: &str, closes: bool) -> Editor {
        let mut client = Client::connect();
        let params = json!({ "processId": null, "capabilities": {} });
        let answer = client.request("initialize", params).await;
        client.notify("initialized", json!({})).await;
        let triggers = answer["capabilities"]["completionProvider"]["triggerCharacters"].clone();
        let text = format!("{before}{after}");
        client.open_file(uri, &text).await;
        Editor {
            client,
            uri,
            version: 1,
            text,
            cursor: before.len(),
            closes,
            triggers: serde_json::from_value(triggers).unwrap(),
            list: None,
        }
    }

    /// Types a character as VS Code does: closes brackets and quotes, and asks for completion at words and triggers.
    async fn key(&mut self, key: char) {
        let next = self.text[self.cursor..].chars().next();
        let is_over = self.closes && matches!(key, '"' | ']' | '}') && next == Some(key);
        if !is_over {
            let closing = match key {
                '{' if self.closes => "}",
                '[' if self.closes => "]",
                '"' if self.closes && !self.text[..self.cursor].ends_with(char::is_alphanumeric) => "\"",
                _ => "",
            };
            self.text.insert_str(self.cursor, &format!("{key}{closing}"));
            self.version += 1;
            self.client.replace_file(self.uri, self.version, &self.text).await;
        }
        self.cursor += key.len_utf8();
        if self.offered().is_empty() {
            self.list = None;
        }
        let context = match &self.list {
            _ if self.triggers.contains(&key.to_string()) => {
                Some(json!({ "triggerKind": 2, "triggerCharacter": key.to_string() }))
            }
            Some((list, _)) if list["isIncomplete"] == true => Some(json!({ "triggerKind": 3 })),
            None if key.is_alphanumeric() => Some(json!({ "triggerKind": 1 })),
            _ => None,
        };
        if let Some(context) = context {
            let before = &self.text[..self.cursor];
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let position = json!({ "line": before.matches('\n').count(), "character": self.cursor - start });
            let params =
                json!({ "textDocument": { "uri": self.uri }, "position": position, "context": context });
            self.list = Some((self.client.request("textDocument/completion", params).await, start));
        }
    }

    /// The items of the open list that match what is typed.
    fn offered(&self) -> Vec<String> {
        let Some((list, line)) = &self.list else { return Vec::new() };
        let matching = |item: &&Value| {
            let start = item["textEdit"]["range"]["start"]["character"].as_u64().unwrap() as usize;
            let typed = &self.text[line + start..self.cursor].to_lowercase();
            let filter = item["filterText"].as_str().unwrap_or_else(|| item["label"].as_str().unwrap());
            let mut filter = filter.chars().flat_map(char::to_lowercase);
            typed.chars().all(|c| filter.any(|other| other == c))
        };
        let items = list["items"].as_array().into_iter().flatten().filter(matching);
        items.map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    /// Types a text, whose indentation comes from the editor. Each line must end without an open list.
    async fn types(&mut self, typed: &str) {
        let mut line = String::new();
        for key in typed.chars() {
            if key == '\n' {
                let offered = self.offered();
                assert!(offered.is_empty(), "Enter behind `{line}` accepts {offered:?}");
                line.clear();
            } else if key != ' ' || !line.is_empty() {
                line.push(key);
                self.key(key).await;
                continue;
            }
            self.list = None;
            self.text.insert(self.cursor, key);
            self.cursor += 1;
        }
    }
}

/// Types a text in a document, with and without brackets that the editor closes.
async fn check(uri: &'static str, before: &str, typed: &str, after: &str) {
    for closes in [true, false] {
        let mut editor = Editor::open(uri, before, after, closes).await;
        editor.types(typed).await;
        assert_eq!(editor.text, format!("{before}{typed}{after}"));
    }
}

#[tokio::test]
async fn enter_takes_nothing_in_json() {
    check("file:///nowhere/a.asl.json", "", JSON, "").await;
}

#[tokio::test]
async fn enter_takes_nothing_in_a_file_that_becomes_a_definition() {
    check("file:///nowhere/a.json", "", JSON, "").await;
}

#[tokio::test]
async fn enter_takes_nothing_in_yaml() {
    check("file:///nowhere/a.asl.yaml", "", YAML, "").await;
}

#[tokio::test]
async fn enter_takes_nothing_in_a_sam_template() {
    let before = "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        ";
    check("file:///nowhere/template.yaml", before, &YAML.trim_end().replace('\n', "\n        "), "\n").await;
}

#[tokio::test]
async fn enter_takes_nothing_in_a_cloudformation_template() {
    let before = r#"{ "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "Definition": "#;
    check("file:///nowhere/template.json", before, JSON.trim_end(), " } } } }").await;
}

#[tokio::test]
async fn enter_takes_nothing_in_terraform() {
    let before = "resource \"aws_sfn_state_machine\" \"flow\" {\n  definition = jsonencode(";
    check("file:///nowhere/main.tf", before, TERRAFORM, ")\n}\n").await;
}

#[tokio::test]
async fn enter_takes_nothing_in_markdown() {
    check("file:///nowhere/a.md", "# Flow\n\n```asl\n", JSON, "```\n").await;
}
