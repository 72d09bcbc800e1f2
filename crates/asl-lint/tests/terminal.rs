//! Untrusted text does not control the terminal or the log in which the binary runs.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![cfg(unix)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::json;

/// Every hidden character, except NUL, as files with NUL are not read.
fn hidden() -> Vec<char> {
    let marks = "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}";
    ('\u{1}'..'\u{20}').chain('\u{7f}'..'\u{a0}').chain(marks.chars()).collect()
}

/// A name with a terminal escape sequence, commands to GitHub's runners, and some characters.
fn hostile(name: &str, c: &str) -> String {
    format!("{name}\u{1b}]0;title\u{7}\n::error::{name}{c}{name}\r::warning::x")
}

/// A definition with findings in states whose names, keys and values are hostile.
fn definition(c: &str) -> String {
    let text = |name: &str| hostile(name, c);
    let states = json!({
        text("A"): { "Type": text("Pass"), text("Nxet"): text("v"), "Next": text("B") },
        text("Bx"): { "Type": "Task", "Resource": text("arn:aws:states:::lambda:invoke"), "Next": text("Nowhere"),
            "Parameters": { text("FunctionName"): text("$.x"), text("p.$"): text("$.a["), "q": text("States.Fromat('{}')") },
            "Retry": [{ "ErrorEquals": [text("States.Oops"), text("States.Oops")], "MaxAttempts": text("3") }],
            "Catch": [{ "ErrorEquals": [text("E")], "Next": text("C") }] },
        text("C"): { "Type": "Pass", "QueryLanguage": "JSONata", "Output": format!("{{% $foo({} %}}", text("x")), "End": true },
        text("D"): { "Type": "Pass", "QueryLanguage": "JSONata", "Assign": { text("v"): 1 }, "Output": text("{% $v"), "End": text("true") },
        text("Ch"): { "Type": "Choice", "Default": text("E"), "Choices": [
            { "Variable": text("$.a"), "StringEquals": text("s"), "Next": text("Bx") },
            { "Variable": "$.b", text("StringEqulas"): "s", "Next": text("Bx") }] },
        text("Map"): { "Type": "Map", "Label": text("l"), "End": true, "ItemProcessor": { "StartAt": text("I"), "States": {} } },
    });
    serde_json::to_string_pretty(&json!({ "StartAt": text("A"), "Comment": text("c"), "States": states }))
        .unwrap()
}

/// The JSON with all these characters escaped, and with some unescaped.
fn spellings(json: &str) -> [String; 2] {
    let escaped = json.chars().map(|c| match c {
        '\n' | ' '..='~' => c.to_string(),
        c => format!("\\u{:04x}", u32::from(c)),
    });
    [escaped.collect(), json.replace("\\u001b", "\u{1b}").replace("\\u0007", "\u{7}").replace("\\r", "\r")]
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("asl-lint-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the binary and checks its output.
    fn run(&self, args: &[&str]) -> Output {
        let binary = snapbox::cmd::cargo_bin!("asl-lint");
        let mut command = Command::new(binary);
        command.args(args).current_dir(&self.0).stdin(Stdio::null()).env_remove("CLICOLOR_FORCE");
        let output = command.output().unwrap();
        let code = output.status.code();
        assert!(
            matches!(code, Some(0..=2)),
            "{args:?}: {code:?} {}",
            String::from_utf8_lossy(&output.stderr)
        );
        for bytes in [&output.stdout, &output.stderr] {
            assert_is_harmless(&String::from_utf8(bytes.clone()).unwrap(), args);
        }
        output
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
fn assert_is_harmless(text: &str, args: &[&str]) {
    let hidden = hidden();
    let found = text.char_indices().find(|(_, c)| *c != '\n' && (*c == '\0' || hidden.contains(c)));
    if let Some((at, c)) = found {
        let start = text.floor_char_boundary(at.saturating_sub(100));
        panic!("{args:?}: {c:?} in {:?}", &text[start..text.ceil_char_boundary(at + 100)]);
    }
    // Runners ignore whitespace before a command.
    let is_own = |line: &str| {
        args.contains(&"github")
            && ["error", "warning", "notice"]
                .iter()
                .any(|name| line.starts_with(&format!("::{name} title=asl-lint")))
    };
    let command = text.lines().find(|line| line.trim_start().starts_with("::") && !is_own(line));
    assert_eq!(command, None, "{args:?}");
}

const FORMATS: [&str; 7] = ["text", "compact", "json", "sarif", "github", "gitlab", "junit"];

#[test]
fn names_keys_and_values_are_escaped() {
    let folder = Folder::new("hostile");
    for some in hidden().chunks(16) {
        let definition = definition(&some.iter().collect::<String>());
        for (name, text) in ["a.asl.json", "b.asl.json"].into_iter().zip(spellings(&definition)) {
            folder.file(name, &text);
        }
        for format in FORMATS {
            let output = folder.run(&["check", "--no-config", "--advice", "--format", format, "."]);
            assert_eq!(output.status.code(), Some(1));
            assert!(output.stdout.len() > 5_000);
        }
        let part = folder.0.join("part.json");
        let output = format!("json={}", part.display());
        folder.run(&["check", "--no-config", "--advice", "--format", &output, "."]);
        for format in ["text", "compact", "json", "github", "gitlab", "junit"] {
            folder.run(&["merge", "--format", format, part.to_str().unwrap()]);
        }
        let baseline = folder.0.join("baseline");
        folder.run(&["check", "--no-config", "--write-baseline", baseline.to_str().unwrap(), "."]);
        assert_is_harmless(&fs::read_to_string(baseline).unwrap(), &["baseline"]);
        fs::remove_file(part).unwrap();
        folder.run(&["validate", "a.asl.json", "--severity", "WARNING"]);
        for format in ["mermaid", "dot", "svg"] {
            let output = folder.run(&["graph", "a.asl.json", "--format", format]);
            assert!(output.status.success());
            assert!(String::from_utf8(output.stdout).unwrap().contains("1b"), "the escape is visible");
        }
        for format in ["json", "sam", "cloudformation", "terraform"] {
            assert!(folder.run(&["iam", "a.asl.json", "--format", format]).status.success());
        }
    }
}

#[test]
fn file_names_are_escaped() {
    let bad = "{ \"StartAt\": \"B\", \"States\": { \"A\": { \"Type\": \"Succeed\" } } }";
    for c in ["\u{1b}\u{7f}", "\u{9b}\r", "\u{202e}\u{2028}"] {
        let folder = Folder::new("hostile-names");
        let name = hostile("a", c) + ".asl.json";
        folder.file(&name, bad);
        folder.file("::error::b.asl.json", bad);
        folder.file(" ::error::c.asl.json", bad);
        folder.file(&format!("{0}/{0}.asl.json", hostile("sub", c)), "[");
        folder.file(
            &format!("{}/asl-lint.toml", hostile("config", c)),
            &format!(
                "[rules]\n\"{}\" = 1\n'a' = 2\n",
                hostile("r", c).escape_unicode().to_string().replace("\\u{", "\\u00000").replace('}', "")
            ),
        );
        let configured = format!("{}/d.asl.json", hostile("config", c));
        folder.file(&configured, bad);
        let nowhere = hostile("nowhere", c);
        for format in FORMATS {
            folder.run(&["check", "--no-config", "--format", format, "."]);
            folder.run(&["check", "--format", format, &configured]);
            folder.run(&["check", "--format", format, &nowhere]);
            folder.run(&["check", "--no-config", "--format", format, "-", "--stdin-filename", &nowhere]);
            folder.run(&[
                "check",
                "--no-config",
                "--format",
                format,
                "-",
                "--stdin-filename",
                "::error::x.asl.json",
            ]);
        }
        folder.run(&["check", "--select", &nowhere]);
        folder.run(&["explain", &nowhere]);
        folder.run(&["graph", &nowhere]);
        folder.run(&["merge", &nowhere]);
        folder.run(&["validate", &nowhere]);
        folder.run(&["check", "--baseline", &nowhere]);
        folder.run(&["check", "--diff-base", &nowhere]);
        folder.run(&["iam", &nowhere]);
        folder.run(&["iam", &name, "--check", &nowhere]);
        folder.run(&["graph", &name, "--name", &nowhere]);
        folder.run(&["format", "--check", "."]);
        folder.run(&["format", &nowhere, &name]);
    }
}

#[test]
fn colors_are_the_only_escape_sequences() {
    let folder = Folder::new("hostile-colours");
    folder.file("a.asl.json", &definition("\u{9b}"));
    let binary = snapbox::cmd::cargo_bin!("asl-lint");
    let mut command = Command::new(binary);
    command.args(["check", "--no-config", "--advice", "--color", "always"]).current_dir(&folder.0);
    let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let (style, rest) = part.split_once('m').unwrap();
        let is_style =
            style.strip_prefix('[').is_some_and(|s| s.chars().all(|c| c.is_ascii_digit() || c == ';'));
        assert!(is_style, "{style:?}");
        plain.push_str(rest);
    }
    assert_is_harmless(&plain, &["colours"]);
}

#[test]
fn other_languages_are_escaped() {
    let folder = Folder::new("hostile-languages");
    let name = "A\\u001b]0;x\\u0007\\n::error::\\u202e";
    let yaml = format!(
        "StartAt: \"B{name}\"\nStates:\n  \"A{name}\": {{ Type: \"{name}\", Next: \"{name}\" }}\n  C: {{ Type: Pass\u{85}, Comment: a\u{202e}b }}\n"
    );
    folder.file("a.asl.yaml", &yaml);
    folder.file("b.md", &format!("# \u{1b}[31m\n\n```yaml\n{yaml}```\n"));
    let terraform = format!(
        "resource \"aws_sfn_state_machine\" \"x\u{1b}\" {{\n  definition = jsonencode({{ StartAt = \"{name}\", States = {{ \"A{name}\" = {{ Type = \"\u{9b}\" }} }} }})\n}}\n"
    );
    folder.file("c.tf", &terraform);
    folder.file("d.template.json", &format!("{{ \"Resources\": {{ \"{name}\": {{ \"Type\": \"AWS::StepFunctions::StateMachine\", \"Properties\": {{ \"DefinitionUri\": \"{name}\", \"DefinitionString\": \"{{'\u{9b}': {name}\" }} }} }} }}"));
    for format in FORMATS {
        let output = folder.run(&["check", "--no-config", "--advice", "--format", format, "."]);
        assert_eq!(output.status.code(), Some(1));
    }
    folder.run(&["graph", "d.template.json"]);
    folder.run(&["graph", "c.tf"]);
    folder.run(&["iam", "d.template.json", "--check", "d.template.json"]);
    folder.run(&["iam", "c.tf", "--format", "sam"]);
}
