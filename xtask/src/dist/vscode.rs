//! The extension of VS Code with the server inside.

use std::path::Path;

use anyhow::Result;

use super::VERSION;
use super::platform::Platform;
use crate::vsix;

pub(super) fn build(platform: &Platform, binaries: &Path, dist: &Path) -> Result<()> {
    vsix::install_dependencies()?;
    let output = dist.join(format!("asl-lint-{VERSION}-{}.vsix", platform.vscode));
    vsix::package(&binaries.join(platform.file_name("asl-lsp")), platform.vscode, &output)
}
