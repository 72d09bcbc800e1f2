//! Fixes: what is written, what is printed, and the exit status.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;

use snapbox::str;

use common::Folder;

const SAFE: &str = "{\n  \"StartAt\": 'A', // the first\n  \"States\": {\n    \"A\": { \"Type\": \"Pass\", \"Next\": \"Bb\" },\n    \"B\": { \"Type\": \"Succeed\" }\n  }\n}\n";

fn read(folder: &Folder, file: &str) -> String {
    fs::read_to_string(folder.0.join(file)).unwrap()
}

#[test]
fn safe_fixes_are_applied_and_the_rest_is_reported() {
    let folder = Folder::new("fix", &[("a.asl.jsonc", SAFE)]);
    folder.lint(&["check", "--fix"]).assert().code(1).stdout_eq(str![[r#"
error[unknown-state]: no state named `Bb` in this scope
   ╭─[a.asl.jsonc:4:36]
 3 │   "States": {
 4 │     "A": { "Type": "Pass", "Next": "Bb" },
   ·                                    ────
 5 │     "B": { "Type": "Succeed" }
   ╰────
  help: did you mean `B`?

error[unreachable-state]: state `B` is unreachable from `StartAt`
   ╭─[a.asl.jsonc:5:5]
 4 │     "A": { "Type": "Pass", "Next": "Bb" },
 5 │     "B": { "Type": "Succeed" }
   ·     ───
 6 │   }
   ╰────
  help: add a transition to it, or remove it

2 errors in 1 file, 1 definition checked; fixed 1 problem; --fix=suggested fixes 1

"#]]);
    assert_eq!(read(&folder, "a.asl.jsonc"), SAFE.replace("'A'", "\"A\""));
    folder.lint(&["check", "--fix=suggested"]).assert().code(0).stdout_eq(str![[r#"
no problems in 1 definition; fixed 1 problem

"#]]);
    assert_eq!(read(&folder, "a.asl.jsonc"), SAFE.replace("'A'", "\"A\"").replace("Bb", "B"));
    folder.lint(&["check", "--fix=suggested"]).assert().code(0).stdout_eq("no problems in 1 definition\n");
}

#[test]
fn a_diff_changes_nothing() {
    let folder = Folder::new("diff", &[("a.asl.jsonc", SAFE)]);
    folder.lint(&["check", "--diff"]).assert().code(1).stderr_eq("").stdout_eq(str![[r#"
--- a.asl.jsonc
+++ a.asl.jsonc
@@ -1,5 +1,5 @@
 {
-  "StartAt": 'A', // the first
+  "StartAt": "A", // the first
   "States": {
     "A": { "Type": "Pass", "Next": "Bb" },
     "B": { "Type": "Succeed" }

"#]]);
    assert_eq!(read(&folder, "a.asl.jsonc"), SAFE);
    folder.lint(&["check", "--fix"]).assert().code(1);
    folder.lint(&["check", "--diff"]).assert().code(0).stdout_eq("");
    folder.lint(&["check", "--diff", "--fix=suggested"]).assert().code(1).stdout_eq(str![[r#"
--- a.asl.jsonc
+++ a.asl.jsonc
@@ -1,7 +1,7 @@
 {
   "StartAt": "A", // the first
   "States": {
-    "A": { "Type": "Pass", "Next": "Bb" },
+    "A": { "Type": "Pass", "Next": "B" },
     "B": { "Type": "Succeed" }
   }
 }

"#]]);
}

#[test]
fn standard_input_is_printed_with_its_fixes() {
    let folder = Folder::new("fix-stdin", &[]);
    let args = ["check", "--fix", "--format=compact", "--stdin-filename", "a.asl.jsonc"];
    folder.lint(&args).stdin(SAFE).assert().code(1).stdout_eq(SAFE.replace("'A'", "\"A\"")).stderr_eq(str![
        [r#"
a.asl.jsonc:4:36: error[unknown-state] no state named `Bb` in this scope
a.asl.jsonc:5:5: error[unreachable-state] state `B` is unreachable from `StartAt`

"#]
    ]);
    folder.lint(&args).stdin("{}").assert().code(1).stdout_eq("{}");
    let folder = Folder::new("fix-stdin-and-files", &[("a.asl.jsonc", SAFE)]);
    let run = folder.lint(&["check", "--fix", "-", "a.asl.jsonc"]).stdin(SAFE);
    let expected = "error: standard input can be fixed only by itself, without other paths\n";
    run.assert().code(2).stdout_eq("").stderr_eq(expected);
    let run = folder.lint(&["check", "--add-suppressions", "-"]).stdin(SAFE);
    run.assert().code(2).stdout_eq("").stderr_eq("error: suppressions cannot be added to standard input\n");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "nothing is written");
    assert_eq!(read(&folder, "a.asl.jsonc"), SAFE);
    // Only standard input is printed, not a file that it refers to.
    let template = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties: { DefinitionUri: a.asl.jsonc }\n";
    let run = folder.lint(&["check", "--fix", "--stdin-filename", "t.yaml"]).stdin(template);
    run.assert().code(1).stdout_eq(template);
}

#[test]
fn fixes_in_templates_are_written_in_their_notation() {
    let template = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n      DefinitionSubstitutions:\n        Used: a\n  N:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      RoleArn: arn:aws:iam::123456789012:role/x\n      DefinitionString: !Sub |\n        { \"StartAt\": \"A\", # none\n          \"States\": { \"A\": { \"Type\": \"Pass\", \"Next\": \"Bb\" }, \"B\": { \"Type\": \"Succeed\" } } }\n";
    let template = template.replace(", # none", ",");
    let escaped = r#"{ "Resources": { "M": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "RoleArn": "r", "DefinitionString": "{\"StartAt\":\"Aa\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}" } } } }"#;
    let terraform = "resource \"aws_sfn_state_machine\" \"m\" {\n  name = \"m\"\n  role_arn = \"r\"\n  definition = <<EOF\n{ \"StartAt\": \"Aa\",\n  \"States\": { \"A\": { \"Type\": \"Succeed\" } } }\nEOF\n}\n";
    let flow =
        r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Comment": "${Used}", "End": true } } }"#;
    let folder = Folder::new(
        "fix-hosts",
        &[("t.yaml", &template), ("cdk.json", escaped), ("m.tf", terraform), ("flow.asl.json", flow)],
    );
    folder.lint(&["check", "--fix=suggested", "--select", "unknown-state"]).assert().code(0);
    assert_eq!(read(&folder, "t.yaml"), template.replace("Bb", "B"));
    assert_eq!(read(&folder, "cdk.json"), escaped.replace("Aa", "A"));
    assert_eq!(read(&folder, "m.tf"), terraform.replace("Aa", "A"));
    assert_eq!(read(&folder, "flow.asl.json"), flow);
    // What the template says about the definition counts.
    fs::write(folder.0.join("flow.asl.json"), flow.replace("Used", "Usde")).unwrap();
    folder.lint(&["check", "--fix=suggested", "--select", "unknown-substitution", "."]).assert().code(0);
    assert_eq!(read(&folder, "flow.asl.json"), flow);
}

#[test]
fn files_that_cannot_be_written_stay_as_they_are() {
    let folder = Folder::new("fix-latin", &[]);
    let latin =
        b"{ \"Comment\": \"\xe9\", \"StartAt\": 'A', \"States\": { \"A\": { \"Type\": \"Succeed\" } } }";
    fs::write(folder.0.join("a.asl.json"), latin).unwrap();
    folder.lint(&["check", "--fix"]).assert().code(1);
    assert_eq!(fs::read(folder.0.join("a.asl.json")).unwrap(), latin);
    // A byte order mark and line ends stay.
    let windows = format!("\u{feff}{}", SAFE.replace('\n', "\r\n"));
    fs::write(folder.0.join("b.asl.jsonc"), &windows).unwrap();
    folder.lint(&["check", "--fix", "b.asl.jsonc"]).assert().code(1);
    assert!(read(&folder, "b.asl.jsonc").ends_with("}\r\n"));
    assert_eq!(read(&folder, "b.asl.jsonc").matches('\r').count(), 7);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("fix-link", &[("real/a.asl.jsonc", SAFE)]);
    let real = folder.0.join("real/a.asl.jsonc");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.asl.jsonc", folder.0.join("link.asl.jsonc")).unwrap();
    folder.lint(&["check", "--fix", "link.asl.jsonc"]).assert().code(1);
    assert!(folder.0.join("link.asl.jsonc").is_symlink());
    assert!(read(&folder, "real/a.asl.jsonc").contains("\"StartAt\": \"A\""));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}
