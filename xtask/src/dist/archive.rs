//! The archives: the programs with their documentation, the same for every build of the same programs.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};

use super::binaries::PROGRAMS;
use super::platform::Platform;
use super::{VERSION, tools};
use crate::root;

/// Files of the repository that every archive contains.
pub(super) const DOCUMENTS: [&str; 6] = [
    "README.md",
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "crates/aws-services/data/LICENSE-botocore",
    "crates/aws-services/data/NOTICE-botocore",
];

/// The shells with completions, and the names of the files that they read.
const COMPLETIONS: [(&str, &str); 4] = [
    ("bash", "asl-lint.bash"),
    ("fish", "asl-lint.fish"),
    ("zsh", "_asl-lint"),
    ("powershell", "_asl-lint.ps1"),
];

/// Writes the man pages and the completions, and returns their folder.
pub(super) fn texts(platform: &Platform, binaries: &Path) -> Result<PathBuf> {
    let folder = super::empty_folder("texts")?;
    let linter = || {
        if platform.runs_here() {
            return Command::new(binaries.join(platform.file_name("asl-lint")));
        }
        let mut cargo = Command::new("cargo");
        cargo.args(["run", "--quiet", "--package", "asl-lint", "--"]).current_dir(root());
        cargo
    };
    tools::run(linter().arg("man").arg(folder.join("man")))?;
    fs::copy(root().join("packages/asl-lsp.1"), folder.join("man/asl-lsp.1"))?;
    fs::create_dir(folder.join("completions"))?;
    for (shell, name) in COMPLETIONS {
        let script = tools::output(linter().args(["completions", shell]))?;
        fs::write(folder.join("completions").join(name), script)?;
    }
    Ok(folder)
}

/// Writes the archive of a platform: a zip file for Windows, and a tar file for all others.
pub(super) fn write(platform: &Platform, binaries: &Path, texts: &Path, dist: &Path) -> Result<()> {
    let name = format!("asl-lint-{VERSION}-{}", platform.target);
    let mut entries = Vec::new();
    for program in PROGRAMS {
        let file = platform.file_name(program);
        entries.push(Entry { name: format!("{name}/{file}"), path: binaries.join(file), mode: 0o755 });
    }
    for document in DOCUMENTS {
        let file = document.rsplit('/').next().unwrap_or(document);
        entries.push(Entry { name: format!("{name}/{file}"), path: root().join(document), mode: 0o644 });
    }
    for path in crate::all_files(texts)? {
        let file = path.strip_prefix(texts)?.to_string_lossy().replace('\\', "/");
        entries.push(Entry { name: format!("{name}/{file}"), path, mode: 0o644 });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    if platform.is_windows() {
        zip(&entries, File::create(dist.join(format!("{name}.zip")))?)
    } else {
        tar(&entries, File::create(dist.join(format!("{name}.tar.gz")))?)
    }
}

struct Entry {
    name: String,
    path: PathBuf,
    mode: u32,
}

/// Writes a tar file without times, users and groups.
fn tar(entries: &[Entry], out: impl Write) -> Result<()> {
    let gzip = GzBuilder::new().mtime(0).write(out, Compression::best());
    let mut tar = tar::Builder::new(gzip);
    for entry in entries {
        let content =
            fs::read(&entry.path).with_context(|| format!("cannot read {}", entry.path.display()))?;
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(entry.mode);
        header.set_mtime(0);
        tar.append_data(&mut header, &entry.name, content.as_slice())?;
    }
    tar.into_inner()?.finish()?;
    Ok(())
}

fn zip(entries: &[Entry], out: impl Write + io::Seek) -> Result<()> {
    let mut zip = zip::ZipWriter::new(out);
    for entry in entries {
        // The time is that of an empty date: 1980-01-01.
        let options = zip::write::SimpleFileOptions::default().unix_permissions(entry.mode);
        zip.start_file(&entry.name, options)?;
        let content =
            fs::read(&entry.path).with_context(|| format!("cannot read {}", entry.path.display()))?;
        zip.write_all(&content)?;
    }
    zip.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn archives_of_the_same_files_are_equal() {
        let entries = [Entry { name: "a/LICENSE".into(), path: root().join("LICENSE-MIT"), mode: 0o644 }];
        let write_tar = || {
            let mut out = Vec::new();
            tar(&entries, &mut out).unwrap();
            out
        };
        let write_zip = || {
            let mut out = Cursor::new(Vec::new());
            zip(&entries, &mut out).unwrap();
            out.into_inner()
        };
        let (tar, zip) = (write_tar(), write_zip());
        // Both formats store times with a resolution of at most two seconds.
        std::thread::sleep(std::time::Duration::from_millis(2100));
        assert!(tar == write_tar());
        assert!(zip == write_zip());
    }

    #[test]
    fn every_document_exists() {
        for document in DOCUMENTS {
            assert!(root().join(document).is_file(), "{document}");
        }
    }
}
