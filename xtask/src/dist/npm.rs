//! The packages of npm: `asl-lint`, one for each platform, which is an optional dependency and contains the programs,
//! `asl-lint-cdk`, the plugin of the CDK, and `asl-lint-wasm`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::archive::DOCUMENTS;
use super::binaries::PROGRAMS;
use super::platform::{PLATFORMS, Platform};
use super::{VERSION, copy, empty_folder, tools};
use crate::root;

/// Writes the packages `asl-lint` and `asl-lint-cdk`, that of the platform, and `asl-lint-wasm` from its folder if it has been
/// built.
pub(super) fn pack(platform: &Platform, binaries: &Path, wasm: Option<&Path>, dist: &Path) -> Result<()> {
    for (name, manifest) in [("npm", main_manifest()?), ("cdk", plugin_manifest()?)] {
        let folder = empty_folder(&format!("npm/{name}"))?;
        copy(&root().join("packages").join(name), &folder)?;
        fs::remove_dir_all(folder.join("tests"))?;
        write_package(&folder, &manifest, dist)?;
    }
    if let Some(built) = wasm {
        let folder = empty_folder("npm/wasm")?;
        copy(built, &folder)?;
        write_package(&folder, &manifest("wasm")?, dist)?;
    }
    let native = empty_folder("npm/native")?;
    fs::create_dir(native.join("bin"))?;
    for program in PROGRAMS {
        let file = platform.file_name(program);
        fs::copy(binaries.join(&file), native.join("bin").join(&file))?;
    }
    let name = package(platform);
    fs::write(
        native.join("README.md"),
        format!("# {name}\n\nThe programs of the package `asl-lint` for one platform.\n"),
    )?;
    write_package(&native, &native_manifest(platform)?, dist)
}

/// The name of the package of a platform.
fn package(platform: &Platform) -> String {
    format!("@asl-lint/{}", platform.npm)
}

/// The manifest of a folder in `packages`, with the version.
fn manifest(name: &str) -> Result<Value> {
    let path = root().join("packages").join(name).join("package.json");
    let mut manifest: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    manifest["version"] = json!(VERSION);
    Ok(manifest)
}

/// The manifest of the plugin, which depends on the linter in its version.
fn plugin_manifest() -> Result<Value> {
    let mut manifest = manifest("cdk")?;
    manifest["dependencies"] = json!({ "asl-lint": VERSION });
    Ok(manifest)
}

/// The manifest of `asl-lint`, with the packages of all platforms.
fn main_manifest() -> Result<Value> {
    let mut manifest = manifest("npm")?;
    manifest["optionalDependencies"] =
        PLATFORMS.iter().map(|platform| (package(platform), json!(VERSION))).collect();
    Ok(manifest)
}

/// The manifest of the package of a platform, which npm installs on that platform only.
fn native_manifest(platform: &Platform) -> Result<Value> {
    let main = main_manifest()?;
    let mut parts = platform.npm.split('-');
    let mut manifest = json!({
        "name": package(platform),
        "version": VERSION,
        "description": "The programs of asl-lint for one platform",
        "license": main["license"],
        "repository": main["repository"],
        "os": [parts.next()],
        "cpu": [parts.next()],
        "preferUnplugged": true,
        "files": ["bin", "LICENSE-*", "NOTICE-*"],
    });
    if platform.npm.starts_with("linux") {
        manifest["libc"] = json!([parts.next().unwrap_or("glibc")]);
    }
    Ok(manifest)
}

fn write_package(folder: &Path, manifest: &Value, dist: &Path) -> Result<()> {
    fs::write(folder.join("package.json"), format!("{manifest:#}\n"))?;
    for document in DOCUMENTS.iter().filter(|name| name.contains("LICENSE") || name.contains("NOTICE")) {
        let name = Path::new(document).file_name().context("the document has no name")?;
        fs::copy(root().join(document), folder.join(name))?;
    }
    tools::run(
        Command::new("npm").args(["pack", "--silent", "--pack-destination"]).arg(dist).current_dir(folder),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_of_a_platform_names_what_it_runs_on() {
        let [musl, windows] = ["x86_64-unknown-linux-musl", "aarch64-pc-windows-msvc"]
            .map(|target| native_manifest(Platform::new(Some(target)).unwrap()).unwrap());
        assert_eq!(
            (&musl["os"], &musl["cpu"], &musl["libc"]),
            (&json!(["linux"]), &json!(["x64"]), &json!(["musl"]))
        );
        assert_eq!(
            (&windows["os"], &windows["cpu"], &windows["libc"]),
            (&json!(["win32"]), &json!(["arm64"]), &Value::Null)
        );
    }

    #[test]
    fn the_main_package_depends_on_all_others_in_its_version() {
        let dependencies = &main_manifest().unwrap()["optionalDependencies"];
        assert_eq!(dependencies["@asl-lint/darwin-arm64"], VERSION);
        assert_eq!(dependencies.as_object().unwrap().len(), PLATFORMS.len());
    }
}
