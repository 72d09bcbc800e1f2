//! Paths as other programs want them: relative to the repository, with `/` on every system.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use asl_workspace::normal;

/// The root of the repository that the command runs in, or else the current folder.
pub(crate) fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let current = env::current_dir().unwrap_or_default();
        let root = current.ancestors().find(|folder| folder.join(".git").exists());
        root.unwrap_or(&current).to_owned()
    });
    &ROOT
}

/// The path of a file from the root of the repository; absolute if the file is outside.
pub(crate) fn from_repository(path: &str) -> String {
    relative_to(root(), Path::new(path))
}

/// The path of a file from a folder, which is absolute; absolute if the file is outside.
pub(crate) fn relative_to(folder: &Path, path: &Path) -> String {
    let path = absolute(path);
    slashed(path.strip_prefix(folder).unwrap_or(&path))
}

/// An absolute path without `.` and `..`.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    normal(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// A path with `/` on every system.
pub(crate) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// A path as a reference of RFC 3986: everything but unreserved characters and `/` is encoded. An absolute path becomes
/// a URI of the scheme `file`.
pub(crate) fn uri(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    let mut out = String::from(match (is_absolute, has_drive) {
        (true, _) => "file://",
        (_, true) => "file:///",
        _ => "",
    });
    for (i, byte) in path.bytes().enumerate() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b':' if has_drive && i == 1 => out.push(':'),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_a_folder() {
        let folder = std::path::absolute("repository").unwrap();
        let path = |path: &str| relative_to(&folder, &folder.join(path));
        assert_eq!(path("a.asl.json"), "a.asl.json");
        assert_eq!(path("./sub/../b/a.json"), "b/a.json");
        assert!(path("../a.json").ends_with("/a.json") && path("../a.json") != "a.json");
    }

    #[test]
    fn uris_are_encoded() {
        assert_eq!(uri("src/a b#1%.asl.json"), "src/a%20b%231%25.asl.json");
        assert_eq!(uri("größe/a?:b"), "gr%C3%B6%C3%9Fe/a%3F%3Ab");
        assert_eq!(uri("/home/me/a.json"), "file:///home/me/a.json");
        assert_eq!(uri("C:/me/a b.json"), "file:///C:/me/a%20b.json");
    }
}
