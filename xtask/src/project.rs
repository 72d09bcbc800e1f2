//! Checks of what a public project has besides code: workflows, the action, hooks, examples of CI servers, and licenses.

use std::process::Command;

use anyhow::Result;

use crate::dist::tools;
use crate::summary::Summary;
use crate::{formats, python, root};

/// The tools that check.
pub(crate) const REQUIREMENTS: &str = "tests/packages/requirements.txt";

/// Files, and the schema of check-jsonschema for each.
const SCHEMAS: [(&str, &str); 5] = [
    ("vendor.github-workflows", ".github/workflows"),
    ("vendor.github-actions", "action.yml"),
    ("vendor.dependabot", ".github/dependabot.yml"),
    ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE"),
    ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
];

/// Runs all checks.
pub(crate) fn run(summary: &mut Summary) -> Result<()> {
    if python::with_packages(REQUIREMENTS).is_none() {
        return summary.skip_installable("workflows, hooks, examples and licenses", python::NEEDS);
    }
    summary.run("workflows", workflows)?;
    summary.run("hooks and examples", || {
        tools::run(tools::tool("pre-commit")?.args(["validate-manifest", ".pre-commit-hooks.yaml"]))?;
        let linter = formats::linter()?;
        tools::run(Command::new(tools::python()?).args(["-B", "tests/packages/examples.py"]).arg(linter))
    })?;
    // Advisories need the database, which CI downloads.
    summary.run("licenses and sources", || {
        tools::run(tools::tool("cargo-deny")?.args([
            "--log-level",
            "error",
            "check",
            "bans",
            "licenses",
            "sources",
        ]))
    })
}

/// Validates workflows and other files of GitHub by their schemas, and looks for what makes them unsafe.
fn workflows() -> Result<()> {
    for (schema, path) in SCHEMAS {
        let path = root().join(path);
        let is_other = |name: &str| schema == "vendor.github-issue-forms" && name.ends_with("config.yml");
        let files = if path.is_dir() { crate::files(&path, &["yml"])? } else { vec![path] };
        let files = files.iter().filter(|file| !is_other(&file.to_string_lossy()));
        tools::run(tools::tool("check-jsonschema")?.args(["--builtin-schema", schema]).args(files))?;
    }
    tools::run(tools::tool("zizmor")?.args(["--offline", "--quiet", "."]))
}
