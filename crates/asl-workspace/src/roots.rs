//! What may be read because a file says so.

use std::env;
use std::path::{Component, Path, PathBuf};

use asl_core::config::FILE_NAME;
use asl_core::host::Link;

/// Linux opens no file by a longer path, and nothing is looked for at one.
const MAX_PATH: usize = 4096;

/// A path that may begin in a folder above is looked for in so many folders.
const MAX_LEVELS: usize = 6;

/// The folders that somebody works in. A file leads to others of the same folder.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    folders: Vec<PathBuf>,
}

impl Roots {
    /// Of these folders, those that can be a bound: not one that holds the home folder, nor the root of a file system.
    pub fn new(folders: impl IntoIterator<Item = PathBuf>) -> Roots {
        let home = env::home_dir().map(|home| real(&home));
        let is_bound = |folder: &PathBuf| {
            let folder = real(folder);
            folder.parent().is_some() && !home.as_ref().is_some_and(|home| home.starts_with(folder))
        };
        Roots { folders: folders.into_iter().filter(is_bound).collect() }
    }

    /// The folder that a command is run in.
    pub fn current() -> Roots {
        Roots::new(env::current_dir().ok())
    }

    /// The file that a document names, if it is in the same workspace. It may be missing.
    pub fn resolve(&self, from: &Path, link: &Link) -> Option<PathBuf> {
        let from = link.base.as_ref().map_or(from, Path::new);
        if from.as_os_str().len() > MAX_PATH {
            return None;
        }
        let from = normal(&std::path::absolute(from).ok()?);
        let folder = from.parent()?;
        let root = self.of(folder).canonicalize().ok()?;
        let below = |folder: &Path| within(&root, &normal(&folder.join(&link.path)));
        let levels = if link.is_from_above { MAX_LEVELS } else { 0 };
        let mut above = ancestors(folder).take(levels).filter_map(below);
        above.find(|file| file.is_file()).or_else(|| below(folder))
    }

    /// The folder beyond which nothing is read because a file in a folder says so: the repository or the nearest
    /// configuration upward, or else the one that somebody works in, or else the folder of the file.
    pub fn of(&self, folder: &Path) -> PathBuf {
        let is_root = |folder: &&Path| folder.join(".git").exists() || folder.join(FILE_NAME).is_file();
        let open = || self.folders.iter().map(PathBuf::as_path).find(|open| folder.starts_with(open));
        ancestors(folder).find(is_root).or_else(open).unwrap_or(folder).to_owned()
    }
}

/// Where a path leads, if that is in a folder. What stands behind a symbolic link counts, of as much of the path as there
/// is.
fn within(root: &Path, path: &Path) -> Option<PathBuf> {
    let (part, real) = ancestors(path).find_map(|part| Some((part, part.canonicalize().ok()?)))?;
    let rest = path.strip_prefix(part).ok()?;
    let path = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
    path.starts_with(root).then_some(path)
}

/// A path and the folders above it, as far as files can be there.
pub(crate) fn ancestors(path: &Path) -> impl Iterator<Item = &Path> {
    path.ancestors().skip_while(|path| path.as_os_str().len() > MAX_PATH)
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A path without `.` and `..`.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => _ = out.pop(),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use asl_core::text::Span;

    use super::*;

    #[test]
    fn neither_the_home_folder_nor_one_above_it_is_a_bound() {
        let home = env::home_dir().expect("whoever runs tests has a home");
        let above = home.ancestors().map(Path::to_owned);
        assert_eq!(Roots::new(above).folders, [] as [PathBuf; 0]);
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(Roots::new([here.clone()]).folders, [here]);
    }

    #[test]
    fn a_path_may_be_longer_than_that_of_any_file() {
        let deep = PathBuf::from("/a".repeat(100_000));
        let roots = Roots::default();
        let resolve = |from: &Path, link: &str| roots.resolve(from, &Link::new(link, Span::default()));
        assert_eq!(resolve(&deep.join("t.yaml"), "x.asl.json"), None);
        assert!(resolve(Path::new("t.yaml"), &"a/".repeat(100_000)).is_some_and(|file| !file.exists()));
        assert_eq!(ancestors(&deep).count(), MAX_PATH / 2 + 1);
    }
}
