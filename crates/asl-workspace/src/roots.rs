//! The folders that bound which files may be read because another file refers to them.

use std::env;
use std::path::{Component, Path, PathBuf};

use asl_core::config::FILE_NAME;
use asl_core::host::Link;

/// The maximum length in bytes of paths that Linux opens. Files at longer paths are not looked for.
pub(crate) const MAX_PATH: usize = 4096;

/// The maximum number of folders in which to look for a path that may be relative to a folder above.
const MAX_LEVELS: usize = 6;

/// The folders that the user works in: those open in the editor, or the current folder.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    folders: Vec<PathBuf>,
    /// The real paths of the only folders that may be read; `None` if there is no such limit.
    limits: Option<Vec<PathBuf>>,
}

impl Roots {
    /// Creates roots from folders, except those that contain the home folder and roots of file systems.
    pub fn new(folders: impl IntoIterator<Item = PathBuf>) -> Roots {
        let is_bound = |folder: &PathBuf| !is_too_wide(folder);
        Roots { folders: folders.into_iter().filter(is_bound).collect(), limits: None }
    }

    /// Creates roots outside of which nothing is read, not even a configuration file or a template in a folder above.
    /// Folders that do not exist admit nothing.
    pub fn only(folders: impl IntoIterator<Item = PathBuf>) -> Roots {
        let folders: Vec<PathBuf> =
            folders.into_iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        Roots { limits: Some(folders.clone()), ..Roots::new(folders) }
    }

    /// Whether a file or folder may be read: whether its real path is in one of the folders of [`Roots::only`]. Other
    /// roots admit every path.
    pub fn admit(&self, path: &Path) -> bool {
        let Some(limits) = &self.limits else { return true };
        let Some(real) = std::path::absolute(path).ok().and_then(|path| resolved(&path)) else {
            return false;
        };
        // A folder that does not exist yet may become a link, so that it is not known where its `..` leads.
        let is_known = !real.components().any(|part| part == Component::ParentDir);
        is_known && limits.iter().any(|limit| real.starts_with(limit))
    }

    /// Creates roots from the current folder of the process.
    pub fn current() -> Roots {
        Roots::new(env::current_dir().ok())
    }

    /// Returns the path of the file that a document refers to, if it is in the same workspace as the document. The file may
    /// be missing.
    pub fn resolve(&self, from: &Path, link: &Link) -> Option<PathBuf> {
        let from = link.base.as_ref().map_or(from, Path::new);
        if from.as_os_str().len() > MAX_PATH {
            return None;
        }
        let from = normal(&std::path::absolute(from).ok()?);
        let folder = from.parent()?;
        let root = self.of(folder).canonicalize().ok()?;
        let below =
            |folder: &Path| within(&root, &normal(&folder.join(&link.path))).filter(|file| self.admit(file));
        let levels = if link.is_from_above { MAX_LEVELS } else { 0 };
        let mut above = ancestors(folder).take(levels).filter_map(below);
        above.find(|file| file.is_file()).or_else(|| below(folder))
    }

    /// Returns the workspace of the files in a folder, which bounds the files that they may refer to: the nearest folder
    /// upward that is a repository or has a configuration file, or else the root that contains the folder, or else the
    /// folder itself.
    pub fn of(&self, folder: &Path) -> PathBuf {
        let is_root = |folder: &&Path| folder.join(".git").exists() || folder.join(FILE_NAME).is_file();
        let open = || self.folders.iter().map(PathBuf::as_path).find(|open| folder.starts_with(open));
        let mut admitted = ancestors(folder).take_while(|folder| self.admit(folder));
        admitted.find(is_root).or_else(open).unwrap_or(folder).to_owned()
    }
}

/// Whether a folder is no workspace: it contains the home folder, or is the root of a file system.
pub fn is_too_wide(folder: &Path) -> bool {
    let folder = real(folder);
    folder.parent().is_none() || env::home_dir().is_some_and(|home| real(&home).starts_with(folder))
}

/// The real path, if it is in the folder `root`. Symbolic links are resolved in the part of the path that exists.
fn within(root: &Path, path: &Path) -> Option<PathBuf> {
    resolved(path).filter(|path| path.starts_with(root))
}

/// Returns a path without symbolic links in the part of it that exists; `None` if no part does.
pub fn resolved(path: &Path) -> Option<PathBuf> {
    let (part, real) = ancestors(path).find_map(|part| Some((part, part.canonicalize().ok()?)))?;
    let rest = path.strip_prefix(part).ok()?;
    Some(if rest.as_os_str().is_empty() { real } else { real.join(rest) })
}

/// A path and the folders above it, without those whose paths are too long for files.
pub(crate) fn ancestors(path: &Path) -> impl Iterator<Item = &Path> {
    path.ancestors().skip_while(|path| path.as_os_str().len() > MAX_PATH)
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Returns a path without `.` and `..`. Symbolic links are not resolved.
pub fn normal(path: &Path) -> PathBuf {
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
    fn neither_the_home_folder_nor_one_above_it_is_a_root() {
        let home = env::home_dir().expect("there is a home folder");
        let above = home.ancestors().map(Path::to_owned);
        assert_eq!(Roots::new(above).folders, [] as [PathBuf; 0]);
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(Roots::new([here.clone()]).folders, [here]);
    }

    #[test]
    fn limits_admit_no_path_outside_of_them() {
        let folder = env::temp_dir().join(format!("asl-workspace-limits-{}", std::process::id()));
        let (inside, outside) = (folder.join("a/inside"), folder.join("a"));
        std::fs::create_dir_all(inside.join("deep")).unwrap();
        std::fs::create_dir_all(outside.join(".git")).unwrap();
        for file in [inside.join("x.asl.json"), outside.join("y.asl.json")] {
            std::fs::write(file, "{}").unwrap();
        }
        let roots = Roots::only([inside.clone(), folder.join("none")]);
        assert!(roots.admit(&inside) && roots.admit(&inside.join("deep/new.asl.json")));
        let paths = ["../y.asl.json", "deep/../../y.asl.json", "..", "../inside2", "new/../../y.asl.json"];
        assert!(paths.iter().all(|path| !roots.admit(&inside.join(path))));
        assert!(!roots.admit(&folder.join("none")) && !Roots::only([]).admit(&inside));
        assert!(Roots::default().admit(&outside));
        let resolve = |roots: &Roots, link: &str| {
            roots.resolve(&inside.join("t.yaml"), &Link::new(link, Span::default())).is_some()
        };
        assert!(resolve(&roots, "x.asl.json") && !resolve(&roots, "../y.asl.json"));
        assert!(resolve(&Roots::default(), "../y.asl.json"), "the repository is the workspace");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outside.join("y.asl.json"), inside.join("link.asl.json")).unwrap();
            std::os::unix::fs::symlink(&outside, inside.join("up")).unwrap();
            assert!(!roots.admit(&inside.join("link.asl.json")) && !roots.admit(&inside.join("up/new.json")));
            assert!(!resolve(&roots, "link.asl.json") && !resolve(&roots, "up/y.asl.json"));
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn paths_of_any_length() {
        let deep = PathBuf::from("/a".repeat(100_000));
        let roots = Roots::default();
        let resolve = |from: &Path, link: &str| roots.resolve(from, &Link::new(link, Span::default()));
        assert_eq!(resolve(&deep.join("t.yaml"), "x.asl.json"), None);
        assert!(resolve(Path::new("t.yaml"), &"a/".repeat(100_000)).is_some_and(|file| !file.exists()));
        assert_eq!(ancestors(&deep).count(), MAX_PATH / 2 + 1);
    }
}
