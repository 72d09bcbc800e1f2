//! The extension of VS Code with the server inside, for one platform.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::dist::PLATFORMS;
use crate::root;

/// Builds the server and packages the extension, for the platform of this machine if none is given.
pub(crate) fn run(platform: Option<&str>) -> Result<()> {
    let (platform, is_native) = match platform {
        Some(platform) => (platform, host()? == platform),
        None => (host()?, true),
    };
    let target = PLATFORMS.iter().find(|one| one.vscode == platform).map(|one| one.target);
    let Some(target) = target else {
        bail!("the platform must be one of {}", PLATFORMS.map(|one| one.vscode).join(", "));
    };
    let mut build = vec!["build", "--release", "--locked", "--package", "asl-lsp"];
    if !is_native {
        build.extend(["--target", target]);
    }
    crate::run("cargo", &build)?;
    // Cargo does not print the target folder, but xtask itself is in it, below the folder of its profile.
    let xtask = env::current_exe()?;
    let targets = xtask.ancestors().nth(2).context("xtask is not in a target folder")?;
    let binaries = if is_native { targets.join("release") } else { targets.join(target).join("release") };
    let suffix = if platform.starts_with("win32") { ".exe" } else { "" };
    let output = targets.join(format!("vsix/asl-lint-{platform}.vsix"));
    fs::create_dir_all(targets.join("vsix"))?;
    install_dependencies()?;
    package(&binaries.join(format!("asl-lsp{suffix}")), platform, &output)?;
    println!("{}", output.display());
    Ok(())
}

/// The platform of this machine.
pub(crate) fn host() -> Result<&'static str> {
    Ok(match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "darwin-x64",
        ("macos", "aarch64") => "darwin-arm64",
        ("windows", "x86_64") => "win32-x64",
        ("windows", "aarch64") => "win32-arm64",
        (os, arch) => bail!("VS Code has no platform for {os} on {arch}"),
    })
}

/// Installs what the extension is built with.
pub(crate) fn install_dependencies() -> Result<()> {
    crate::run("npm", &["ci", "--no-audit", "--no-fund", "--prefix", "editors/vscode"])
}

/// Packages the extension with a server.
pub(crate) fn package(server: &Path, platform: &str, output: &Path) -> Result<()> {
    let folder = root().join("editors/vscode/server");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder)?;
    let name = server.file_name().context("the server has no name")?;
    fs::copy(server, folder.join(name)).with_context(|| format!("cannot copy {}", server.display()))?;
    let output = output.to_str().context("the path is not UTF-8")?;
    let arguments =
        ["run", "package", "--prefix", "editors/vscode", "--", "--target", platform, "--out", output];
    let result = crate::run("npm", &arguments);
    // The next package for development uses the server on the PATH.
    fs::remove_dir_all(&folder)?;
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_a_platform() {
        let host = host().unwrap();
        assert!(PLATFORMS.iter().any(|one| one.vscode == host && one.target.starts_with(env::consts::ARCH)));
    }
}
