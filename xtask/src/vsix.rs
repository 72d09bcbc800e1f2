//! The extension of VS Code with the server inside, for one platform or for browsers.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::dist::PLATFORMS;
use crate::{all_files, root, wasm};

/// Builds the server and packages the extension, for the platform of this machine if none is given.
pub(crate) fn run(platform: Option<&str>) -> Result<()> {
    if platform == Some(WEB) {
        return run_web();
    }
    let (platform, is_native) = match platform {
        Some(platform) => (platform, host()? == platform),
        None => (host()?, true),
    };
    let target = PLATFORMS.iter().find(|one| one.vscode == platform).map(|one| one.target);
    let Some(target) = target else {
        bail!("the platform must be {WEB} or one of {}", PLATFORMS.map(|one| one.vscode).join(", "));
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

fn run_web() -> Result<()> {
    let Some(package) = wasm::package()? else { bail!("the platform {WEB} needs {}", wasm::NEEDS) };
    let output = root().join("target/vsix/asl-lint-web.vsix");
    fs::create_dir_all(root().join("target/vsix"))?;
    install_dependencies()?;
    package_web(&package, &output)?;
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

/// The platform of browsers.
pub(crate) const WEB: &str = "web";

/// The files of the package of npm that the extension has in browsers.
const WEB_FILES: [&str; 2] = ["asl_wasm_bg.wasm", "models.bin"];

/// What the extension for browsers does not have of what `.vscodeignore` lists.
const NATIVE: [&str; 2] = ["dist/extension.js", "server"];

/// Packages the extension for browsers, with the server as WebAssembly. The package has no script for other hosts: a VS Code
/// in a browser that is connected to a machine would prefer it.
pub(crate) fn package_web(wasm: &Path, output: &Path) -> Result<()> {
    let extension = root().join("editors/vscode");
    let folder = root().join("target/vscode-web");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("dist/web"))?;
    crate::run("npm", &["run", "vscode:prepublish", "--prefix", "editors/vscode"])?;
    crate::run("npm", &["run", "bundle-worker", "--prefix", "editors/vscode"])?;
    let listed = fs::read_to_string(extension.join(".vscodeignore"))?;
    let parts =
        listed.lines().filter_map(|line| line.strip_prefix('!')).map(|line| line.trim_end_matches("/**"));
    for part in parts.filter(|part| !NATIVE.contains(part)).chain([".vscodeignore"]) {
        let part = extension.join(part);
        let files = if part.is_dir() { all_files(&part)? } else { vec![part] };
        for file in files {
            let target = folder.join(file.strip_prefix(&extension)?);
            fs::create_dir_all(target.parent().context("the file has no folder")?)?;
            fs::copy(&file, target)?;
        }
    }
    // The next package for a platform must not contain it.
    fs::remove_file(extension.join("dist/web/worker.js"))?;
    for name in WEB_FILES {
        fs::copy(wasm.join(name), folder.join("dist/web").join(name))?;
    }
    let mut manifest: Value = serde_json::from_str(&fs::read_to_string(extension.join("package.json"))?)?;
    for field in ["main", "extensionKind", "scripts"] {
        manifest.as_object_mut().context("package.json is not an object")?.remove(field);
    }
    fs::write(folder.join("package.json"), format!("{manifest:#}"))?;
    let vsce = extension.join("node_modules/.bin/vsce");
    let mut command = Command::new(&vsce);
    command.args(["package", "--no-dependencies", "--target", WEB, "--out"]).arg(output).current_dir(&folder);
    ensure!(
        command.status().with_context(|| format!("cannot run {}", vsce.display()))?.success(),
        "vsce failed"
    );
    Ok(())
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
