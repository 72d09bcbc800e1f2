//! What is left to do before a release.

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::dist::{VERSION, tools};
use crate::root;

/// Prints what is left to do, and fails if there is anything. `tag` is the tag of the release, if it exists already.
pub(crate) fn run(tag: Option<&str>) -> Result<()> {
    let mut left =
        faults(&read("CHANGELOG.md")?, &read("editors/vscode/package.json")?, &read("Cargo.toml")?);
    if tag.is_some_and(|tag| tag != format!("v{VERSION}")) {
        left.push(format!("the tag is {}, and the version {VERSION}", tag.unwrap_or_default()));
    }
    if tag.is_none() && !git(&["tag", "--list", &format!("v{VERSION}")])?.is_empty() {
        left.push(format!("v{VERSION} is tagged already: set the next version in Cargo.toml"));
    }
    if !git(&["status", "--porcelain"])?.is_empty() {
        left.push("some changes are not committed".to_owned());
    }
    if crate::generate::run(true).is_err() {
        left.push("generated files are out of date: `cargo xtask gen`".to_owned());
    }
    for fault in &left {
        println!("- {fault}");
    }
    if !left.is_empty() {
        bail!("{VERSION} is not ready");
    }
    println!("{VERSION} is ready, if `cargo xtask test` and `cargo xtask dist --test --twice` pass");
    Ok(())
}

fn read(file: &str) -> Result<String> {
    Ok(fs::read_to_string(root().join(file))?)
}

fn git(arguments: &[&str]) -> Result<String> {
    tools::output(Command::new("git").args(arguments).current_dir(root()))
}

/// What the files do not say about the version.
fn faults(changelog: &str, extension: &str, workspace: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let is_dated = changelog.lines().any(|line| {
        line.strip_prefix(&format!("## [{VERSION}] - ")).is_some_and(|date| date.len() == "2030-01-31".len())
    });
    if !is_dated {
        faults.push(format!("CHANGELOG.md has no section `## [{VERSION}] - YYYY-MM-DD`"));
    }
    for name in ["Unreleased", VERSION] {
        if !changelog.lines().any(|line| line.starts_with(&format!("[{name}]: https://"))) {
            faults.push(format!("CHANGELOG.md has no link for `[{name}]`"));
        }
    }
    let manifest: Value = serde_json::from_str(extension).unwrap_or_default();
    if manifest["version"] != VERSION {
        faults.push(format!("editors/vscode/package.json has version {}", manifest["version"]));
    }
    let internal = workspace.lines().filter(|line| line.contains("path = \"crates/"));
    for line in internal.filter(|line| !line.contains(&format!("version = \"{VERSION}\""))) {
        faults.push(format!("Cargo.toml requires another version: {line}"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changelog() -> String {
        format!(
            "## [Unreleased]\n## [{VERSION}] - 2030-01-31\n[Unreleased]: https://a\n[{VERSION}]: https://b\n"
        )
    }

    #[test]
    fn a_release_has_one_version() {
        let extension = format!(r#"{{ "version": "{VERSION}" }}"#);
        let workspace = format!("asl-core = {{ path = \"crates/asl-core\", version = \"{VERSION}\" }}\n");
        assert_eq!(faults(&changelog(), &extension, &workspace), Vec::<String>::new());
        assert_eq!(
            faults("## [Unreleased]\n", "{}", &workspace.replace(VERSION, "0.0.1")),
            [
                format!("CHANGELOG.md has no section `## [{VERSION}] - YYYY-MM-DD`"),
                "CHANGELOG.md has no link for `[Unreleased]`".to_owned(),
                format!("CHANGELOG.md has no link for `[{VERSION}]`"),
                "editors/vscode/package.json has version null".to_owned(),
                "Cargo.toml requires another version: asl-core = { path = \"crates/asl-core\", version = \"0.0.1\" }"
                    .to_owned(),
            ]
        );
    }

    #[test]
    fn every_file_has_the_version_of_the_workspace() {
        let found =
            faults(&changelog(), &read("editors/vscode/package.json").unwrap(), &read("Cargo.toml").unwrap());
        assert_eq!(found, Vec::<String>::new());
    }
}
