//! Files that are not read: pipes, sockets and devices, files outside the workspace, and texts that are not definitions.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::Folder;
use snapbox::str;

const BAD: &str = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;

/// A template with a state machine for each file.
fn template(links: &[&str]) -> String {
    let machine = |(i, link): (usize, &&str)| {
        format!(
            "  M{i}:\n    Type: AWS::Serverless::StateMachine\n    Properties: {{ DefinitionUri: {link} }}\n"
        )
    };
    let machines: String = links.iter().enumerate().map(machine).collect();
    format!("Resources:\n{machines}")
}

#[test]
fn a_linked_text_that_is_not_a_definition_is_not_shown() {
    let links = ["secrets.env", "secrets.json", "notes.yaml", "half.json", "flow.tpl", "empty.asl.json"];
    let folder = Folder::new(
        "secrets",
        &[
            (".git/HEAD", ""),
            ("template.yaml", &template(&links)),
            ("secrets.env", "TOKEN=hunter2 # United States\n"),
            ("secrets.json", r#"{ "token": "hunter2" }"#),
            ("notes.yaml", "token: [hunter2\n"),
            ("half.json", r#"{ "StartAt": "A" }"#),
            ("flow.tpl", BAD),
            ("empty.asl.json", ""),
        ],
    );
    folder.lint(&["check", "template.yaml", "--format", "compact"]).assert().code(1).stdout_eq(str![[r#"
empty.asl.json:1:1: error[not-an-object] the file contains no definition
flow.tpl:1:14: error[unknown-state] no state named `B` in this scope
flow.tpl:1:31: error[unreachable-state] state `A` is unreachable from `StartAt`
half.json:1:1: error[missing-field] a state machine is missing `States`
template.yaml:4:34: warning[missing-definition-file] `secrets.env` is not a definition: it has no `StartAt` and `States`
template.yaml:7:34: warning[missing-definition-file] `secrets.json` is not a definition: it has no `StartAt` and `States`
template.yaml:10:34: warning[missing-definition-file] `notes.yaml` is not a definition: it has no `StartAt` and `States`

"#]]);
}

#[test]
fn paths_of_any_length_can_be_given() {
    let deep = format!("{}order.asl.json", "a/".repeat(60_000));
    let folder = Folder::new("deep", &[]);
    let args = ["check", "-", "--stdin-filename", &deep, "--format", "json", "--select", "unknown-state"];
    let found = folder.lint(&args).stdin(BAD).assert().code(1);
    assert!(String::from_utf8_lossy(&found.get_output().stdout).contains("no state named `B` in this scope"));
    let found = folder.lint(&["check", "-", "--stdin-filename", "t.yaml"]).stdin(template(&[&deep])).output();
    assert_eq!(found.unwrap().status.code(), Some(1), "there is no such file");
}

/// The time after which the binary counts as blocked.
#[cfg(unix)]
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::path::Path;

    use snapbox::cmd::{Command, cargo_bin};
    use snapbox::str;

    use super::common::Folder;
    use super::{BAD, PATIENCE, template};

    /// Creates a pipe, a socket and a device in a folder, with a file extension.
    fn add_special_files(folder: &Path, ending: &str) {
        pipe(&folder.join(format!("pipe{ending}")));
        drop(UnixListener::bind(folder.join(format!("socket{ending}"))).unwrap());
        symlink("/dev/zero", folder.join(format!("device{ending}"))).unwrap();
    }

    fn pipe(path: &Path) {
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn given_files_must_be_regular() {
        let folder = Folder::new("named", &[("bad.asl.json", BAD)]);
        add_special_files(&folder.0, ".asl.json");
        for args in
            [&["check", "--format", "compact", "--select", "unknown-state"][..], &["format", "--check"]]
        {
            let special = ["device.asl.json", "pipe.asl.json", "socket.asl.json", "/dev/null"];
            let checked = folder.lint(args).args(special).arg("bad.asl.json").timeout(PATIENCE);
            let output = checked.assert().code(2).get_output().clone();
            let errors = String::from_utf8(output.stderr).unwrap();
            assert_eq!(errors.matches("it is not a regular file").count(), 4, "{errors}");
            assert!(String::from_utf8(output.stdout).unwrap().contains("bad.asl.json"), "the rest is read");
        }
        folder.lint(&["graph", "pipe.asl.json"]).timeout(PATIENCE).assert().code(2).stderr_eq(str![[r#"
error: cannot read pipe.asl.json: it is not a regular file

"#]]);
    }

    #[test]
    fn descriptors_of_the_shell_can_be_read() {
        let folder = Folder::new("descriptors", &[("bad.asl.json", BAD)]);
        let shell = |script: &str| {
            let shell = Command::new("sh").arg("-c").arg(script).arg(cargo_bin!("asl-lint"));
            shell.current_dir(&folder.0).timeout(PATIENCE)
        };
        for script in [
            "cat bad.asl.json | \"$0\" check --format compact --select unknown-state /dev/stdin",
            "cat bad.asl.json | \"$0\" check --format compact --select unknown-state /dev/fd/3 3<&0 </dev/null",
        ] {
            let found = shell(script).assert().code(1);
            let found = String::from_utf8_lossy(&found.get_output().stdout).into_owned();
            assert!(found.contains("no state named `B` in this scope"), "{script}: {found}");
        }
        shell("cat bad.asl.json | \"$0\" graph /dev/stdin").assert().code(0);
    }

    #[test]
    fn discovery_skips_special_files() {
        let folder = Folder::new("walk", &[("bad.asl.json", BAD)]);
        add_special_files(&folder.0, ".asl.json");
        add_special_files(&folder.0, ".yaml");
        pipe(&folder.0.join("asl-lint.toml"));
        let check = ["check", "--format", "compact", "--select", "unknown-state"];
        folder.lint(&check).timeout(PATIENCE).assert().code(1).stderr_eq("").stdout_eq(str![[r#"
bad.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
        // Ignore files are opened too.
        fs::create_dir(folder.0.join("sub")).unwrap();
        fs::write(folder.0.join("sub/also.asl.json"), BAD).unwrap();
        pipe(&folder.0.join("sub/.gitignore"));
        let checked = folder.lint(&check).timeout(PATIENCE).assert().code(2).stdout_eq(str![[r#"
bad.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
        checked.stderr_eq(str![[r#"
error: cannot read ./sub/.gitignore: it is not a regular file

"#]]);
        symlink("/dev/zero", folder.0.join(".ignore")).unwrap();
        let checked = folder.lint(&check).arg("sub").timeout(PATIENCE).assert().code(2);
        checked.stdout_eq("").stderr_eq(str![[r#"
error: cannot read [..]/.gitignore: it is not a regular file

"#]]);
    }

    #[test]
    fn links_to_special_files_are_reported() {
        let terraform = r#"
resource "aws_sfn_state_machine" "a" {
  role_arn   = "r"
  definition = file("${path.module}/pipe.asl.json")
}
resource "aws_sfn_state_machine" "b" {
  role_arn   = "r"
  definition = templatefile("${path.module}/socket.asl.json", {})
}
"#;
        let serverless =
            "stepFunctions:\n  stateMachines:\n    a:\n      definition: ${file(pipe.asl.json)}\n";
        let links = ["pipe.asl.json", "socket.asl.json", "device.asl.json", "folder"];
        let folder = Folder::new(
            "special",
            &[
                ("template.yaml", &template(&links)),
                ("main.tf", terraform),
                ("serverless.yml", serverless),
                ("folder/a", ""),
            ],
        );
        add_special_files(&folder.0, ".asl.json");
        let check = ["check", "--format", "compact", "--select", "missing-definition-file"];
        folder.lint(&check).timeout(PATIENCE).assert().code(1).stdout_eq(str![[r#"
main.tf:4:21: warning[missing-definition-file] `pipe.asl.json` cannot be read: it is not a regular file
main.tf:8:29: warning[missing-definition-file] `socket.asl.json` cannot be read: it is not a regular file
serverless.yml:4:19: warning[missing-definition-file] `pipe.asl.json` cannot be read: it is not a regular file
template.yaml:4:34: warning[missing-definition-file] `pipe.asl.json` cannot be read: it is not a regular file
template.yaml:7:34: warning[missing-definition-file] `socket.asl.json` cannot be read: it is not a regular file
template.yaml:13:34: warning[missing-definition-file] `folder` cannot be read: it is a folder

"#]]);
    }

    #[test]
    fn special_files_with_the_names_of_templates_do_not_block() {
        let folder = Folder::new("around", &[("a.asl.json", BAD)]);
        add_special_files(&folder.0, ".yaml");
        add_special_files(&folder.0, ".json");
        let check = ["check", "a.asl.json", "--format", "compact", "--select", "unknown-state"];
        folder.lint(&check).timeout(PATIENCE).assert().code(1);
    }

    #[test]
    fn nothing_outside_the_workspace_is_read() {
        let links = ["../flows/x.asl.json", "link.asl.json", "sub/x.asl.json", "/etc/passwd"];
        let folder = Folder::new(
            "bounds",
            &[
                ("home/app/template.yaml", &template(&links)),
                ("home/flows/x.asl.json", BAD),
                ("home/outside/x.asl.json", BAD),
            ],
        );
        symlink("../outside/x.asl.json", folder.0.join("home/app/link.asl.json")).unwrap();
        symlink("../outside", folder.0.join("home/app/sub")).unwrap();
        let home = folder.0.join("home");
        let check = |from: &Path, home: &Path| {
            let template = folder.0.join("home/app/template.yaml");
            let template = template.strip_prefix(from).unwrap_or(&template);
            let args = ["check", "--format", "compact", "--select", "unknown-state"];
            let found = super::common::asl_lint_in(from, &args).arg(template).env("HOME", home).output();
            let found = String::from_utf8(found.unwrap().stdout).unwrap();
            found.matches("unknown-state").count()
        };
        // The current folder is a root, unless it contains the home folder.
        assert_eq!(check(&home, Path::new("/root")), 2, "both files are below");
        assert_eq!(check(&home.join("app"), Path::new("/root")), 0);
        assert_eq!(check(&home, &home), 0);
        assert_eq!(check(&folder.0, &home), 0);
        assert_eq!(check(Path::new("/"), Path::new("/root")), 0);
        // The folder of a repository or a configuration file is a root too.
        fs::create_dir(home.join(".git")).unwrap();
        assert_eq!(check(Path::new("/"), &home), 2);
        fs::write(home.join("app/asl-lint.toml"), "").unwrap();
        assert_eq!(check(Path::new("/"), &home), 0);
    }
}
