//! The SHA-256 sums of all packages, as `sha256sum --check` reads them.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Result;
use sha2::{Digest, Sha256};

/// The name of the file.
pub(super) const NAME: &str = "SHA256SUMS";

/// Writes the sums of all files in a folder.
pub(super) fn write(dist: &Path) -> Result<()> {
    let mut sums = String::new();
    for path in crate::all_files(dist)? {
        let name = path.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        if name != NAME {
            writeln!(sums, "{}  {name}", of(&path)?)?;
        }
    }
    fs::write(dist.join(NAME), sums)?;
    Ok(())
}

/// The sum of a file, in hexadecimal.
pub(super) fn of(path: &Path) -> Result<String> {
    let digest = Sha256::digest(fs::read(path)?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
