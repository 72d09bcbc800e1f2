//! The extension of VS Code with the server inside, for the platform and for browsers.

use std::path::Path;

use anyhow::Result;

use super::VERSION;
use super::platform::Platform;
use crate::vsix;

/// Packages the extension for the platform, and for browsers if the package with WebAssembly has been built.
pub(super) fn build(platform: &Platform, binaries: &Path, wasm: Option<&Path>, dist: &Path) -> Result<()> {
    vsix::install_dependencies()?;
    if let Some(package) = wasm {
        vsix::package_web(package, &dist.join(format!("asl-lint-{VERSION}-{}.vsix", vsix::WEB)))?;
    }
    let output = dist.join(format!("asl-lint-{VERSION}-{}.vsix", platform.vscode));
    vsix::package(&binaries.join(platform.file_name("asl-lsp")), platform.vscode, &output)
}
