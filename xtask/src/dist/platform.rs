//! The platforms of a release, and their names in the registries.

use std::env;

use anyhow::{Result, bail};

/// A platform.
pub(crate) struct Platform {
    /// The target of Rust.
    pub(crate) target: &'static str,
    /// The name in npm: operating system and processor of Node.js, and the C library if it is not the usual one.
    pub(super) npm: &'static str,
    /// The name in VS Code.
    pub(crate) vscode: &'static str,
    /// The tag of wheels. On Linux and macOS, it contains the oldest C library or system that the programs run with.
    pub(super) wheel: &'static str,
    /// The architecture in Debian.
    pub(super) debian: Option<&'static str>,
}

/// The platforms of a release.
pub(crate) const PLATFORMS: [Platform; 8] = [
    platform("x86_64-unknown-linux-gnu", "linux-x64", "linux-x64", "manylinux_2_17_x86_64", Some("amd64")),
    platform(
        "aarch64-unknown-linux-gnu",
        "linux-arm64",
        "linux-arm64",
        "manylinux_2_17_aarch64",
        Some("arm64"),
    ),
    platform("x86_64-unknown-linux-musl", "linux-x64-musl", "alpine-x64", "musllinux_1_1_x86_64", None),
    platform("aarch64-unknown-linux-musl", "linux-arm64-musl", "alpine-arm64", "musllinux_1_1_aarch64", None),
    platform("x86_64-apple-darwin", "darwin-x64", "darwin-x64", "macosx_10_12_x86_64", None),
    platform("aarch64-apple-darwin", "darwin-arm64", "darwin-arm64", "macosx_11_0_arm64", None),
    platform("x86_64-pc-windows-msvc", "win32-x64", "win32-x64", "win_amd64", None),
    platform("aarch64-pc-windows-msvc", "win32-arm64", "win32-arm64", "win_arm64", None),
];

const fn platform(
    target: &'static str,
    npm: &'static str,
    vscode: &'static str,
    wheel: &'static str,
    debian: Option<&'static str>,
) -> Platform {
    Platform { target, npm, vscode, wheel, debian }
}

impl Platform {
    /// The platform of a target of Rust, or else of this machine.
    pub(super) fn new(target: Option<&str>) -> Result<&'static Platform> {
        let Some(target) = target else { return Platform::of_this_machine() };
        match PLATFORMS.iter().find(|platform| platform.target == target) {
            Some(platform) => Ok(platform),
            None => {
                bail!("the target must be one of {}", PLATFORMS.map(|platform| platform.target).join(", "))
            }
        }
    }

    fn of_this_machine() -> Result<&'static Platform> {
        match PLATFORMS.iter().find(|platform| platform.runs_here()) {
            Some(platform) => Ok(platform),
            None => bail!("there are no packages for {} on {}", env::consts::OS, env::consts::ARCH),
        }
    }

    /// Whether programs for the platform run on this machine.
    pub(super) fn runs_here(&self) -> bool {
        let system = match env::consts::OS {
            "macos" => "darwin",
            system => system,
        };
        self.target.starts_with(env::consts::ARCH) && self.target.contains(system)
    }

    pub(super) fn is_windows(&self) -> bool {
        self.target.contains("windows")
    }

    /// Whether the programs are linked with the GNU C library, the version of which decides where they run.
    pub(super) fn has_glibc(&self) -> bool {
        self.target.ends_with("linux-gnu")
    }

    pub(super) fn file_name(&self, program: &str) -> String {
        format!("{program}{}", if self.is_windows() { ".exe" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_packages() {
        Platform::new(None).unwrap();
    }

    #[test]
    fn every_platform_is_found_by_its_target() {
        for platform in &PLATFORMS {
            assert_eq!(Platform::new(Some(platform.target)).unwrap().npm, platform.npm);
        }
        assert!(Platform::new(Some("mips-unknown-linux-gnu")).is_err());
    }
}
