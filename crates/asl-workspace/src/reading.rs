//! Reading of files. Only regular files are opened: reading a pipe, a socket or a device may block or never end.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The maximum size of files. A definition has at most 1 MB.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Why the content of a file cannot be that of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// The file is larger than 64 MiB.
    TooLarge,
    /// The file is UTF-16.
    Utf16,
    /// The file contains a NUL byte.
    Binary,
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotText::TooLarge => write!(f, "it is larger than {} MiB", MAX_BYTES / 1024 / 1024),
            NotText::Utf16 => f.write_str("it is UTF-16; save it as UTF-8"),
            NotText::Binary => f.write_str("it is not a text file"),
        }
    }
}

impl std::error::Error for NotText {}

/// Reads a regular file. The content may not be UTF-8.
///
/// # Errors
///
/// If the file cannot be read or is not a regular file, and with a [`NotText`] if it cannot contain a definition.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    // Opening a device may already have an effect.
    let read = fs::metadata(path).map_err(Into::into).and_then(|data| {
        ensure_regular(&data)?;
        read_opened(path)
    });
    read.with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a file that a search has found to be regular. It is not looked up twice, in case it is one of thousands.
///
/// # Errors
///
/// Those of [`read`].
pub(crate) fn read_found(path: &Path) -> Result<Vec<u8>> {
    read_opened(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a file that the user names: a regular file, `/dev/stdin`, or a descriptor that the shell opens for `<(command)`.
///
/// # Errors
///
/// Those of [`read`].
pub fn read_named(path: &Path) -> Result<Vec<u8>> {
    if is_stdin(path) {
        return read_stdin();
    }
    if is_descriptor(path) {
        let read = File::open(path).map_err(Into::into).and_then(|file| read_text(file, 0));
        return read.with_context(|| format!("cannot read {}", path.display()));
    }
    read(path)
}

/// Reads standard input.
///
/// # Errors
///
/// If it cannot be read, is larger than 64 MiB, is UTF-16 or contains a NUL byte.
pub fn read_stdin() -> Result<Vec<u8>> {
    read_text(io::stdin().lock(), 0).context("cannot read standard input")
}

/// Replaces the content of a file atomically. A symbolic link stays one, and the permissions stay the same.
///
/// # Errors
///
/// If the file cannot be written. Its content is unchanged then.
pub fn write(path: &Path, text: &str) -> Result<()> {
    let written = match path.canonicalize() {
        Ok(path) => replace(&path, text, Some(fs::metadata(&path).map(|data| data.permissions()))),
        Err(_) => replace(path, text, None),
    };
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a file beside the path, and renames it.
fn replace(path: &Path, text: &str, permissions: Option<io::Result<fs::Permissions>>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::write(&beside, text)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| fs::set_permissions(&beside, permissions?)))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The temporary file is of no use.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Whether a path is that of standard input, which cannot be opened by its path if it is a socket.
fn is_stdin(path: &Path) -> bool {
    cfg!(unix) && ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|name| path == Path::new(name))
}

fn is_descriptor(path: &Path) -> bool {
    let is_folder = |folder: &Path| ["/dev/fd", "/proc/self/fd"].iter().any(|name| folder == Path::new(name));
    cfg!(unix) && path.parent().is_some_and(is_folder)
}

/// Opens and reads a file if it is regular.
fn read_opened(path: &Path) -> Result<Vec<u8>> {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let file = options.read(true).open(path)?;
    // The file may have been replaced in the meantime.
    let metadata = file.metadata()?;
    ensure_regular(&metadata)?;
    read_text(file, metadata.len())
}

fn ensure_regular(metadata: &fs::Metadata) -> Result<()> {
    match metadata.is_file() {
        true => Ok(()),
        false if metadata.is_dir() => bail!("it is a folder"),
        false => bail!("it is not a regular file"),
    }
}

/// Reads a text of `size` bytes, or more if it grows or its size is not known.
fn read_text(reader: impl Read, size: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.min(MAX_BYTES) as usize);
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!(NotText::TooLarge);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        bail!(NotText::Utf16);
    }
    if bytes.contains(&0) {
        bail!(NotText::Binary);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_files_are_utf_8_without_nul() {
        assert!(read_text(&b"{}"[..], 2).is_ok());
        assert_eq!(
            read_text(&b"\xff\xfe{\0"[..], 0).unwrap_err().to_string(),
            "it is UTF-16; save it as UTF-8"
        );
        assert_eq!(read_text(&b"a\0b"[..], 1).unwrap_err().to_string(), "it is not a text file");
    }

    #[test]
    fn only_regular_files_are_opened() {
        let why = |path: &str| read(Path::new(path)).unwrap_err().root_cause().to_string();
        assert_eq!(why(env!("CARGO_MANIFEST_DIR")), "it is a folder");
        if cfg!(unix) {
            assert_eq!(why("/dev/zero"), "it is not a regular file");
        }
        assert!(read(Path::new(file!()).file_name().map(Path::new).unwrap()).is_err());
        assert!(read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).is_ok());
    }

    #[test]
    fn files_are_replaced_whole() {
        let folder = std::env::temp_dir().join(format!("asl-workspace-write-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("a.json");
        write(&file, "1").unwrap();
        write(&file, "22").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "22");
        let error = write(&folder.join("none/a.json"), "").unwrap_err();
        assert!(error.to_string().starts_with("cannot write "), "{error:#}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "no temporary file is left");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn descriptors_are_known_by_their_names() {
        if cfg!(unix) {
            assert!(is_stdin(Path::new("/dev/stdin")) && is_descriptor(Path::new("/dev/fd/63")));
            assert!(!is_descriptor(Path::new("/dev/fd")) && !is_descriptor(Path::new("/dev/zero")));
            assert!(!is_descriptor(Path::new("fd/3")) && !is_stdin(Path::new("stdin")));
        }
    }
}
