//! The patterns of a configuration file: which files are searched, and to which files its overrides apply. They are those
//! of `.gitignore`.

use std::path::{Component, Path};

use anyhow::{Result, anyhow};
use asl_core::config::{ConfigError, ConfigFile, Pattern};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::roots::MAX_PATH;

/// Folders that contain copies of files: dependencies and the output of build tools.
pub const DEFAULT_EXCLUDES: [&str; 10] = [
    "node_modules/",
    "bower_components/",
    ".venv/",
    "venv/",
    "site-packages/",
    ".aws-sam/",
    ".serverless/",
    "**/cdk.out/asset.*/",
    "build/",
    "dist/",
];

/// Why a file or folder is not searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The pattern that matches it.
    pub pattern: String,
    /// Whether it is one of the default patterns.
    pub is_default: bool,
}

/// The compiled patterns of a configuration file.
#[derive(Debug)]
pub(crate) struct FilePatterns {
    /// `None` if there are no patterns.
    include: Option<Gitignore>,
    exclude: Gitignore,
    /// Whether a pattern may exclude a file by itself. The default ones exclude folders.
    may_exclude_files: bool,
    /// The patterns of each layer; `None` if it applies to all files.
    layers: Vec<Option<Gitignore>>,
}

impl FilePatterns {
    /// Compiles the patterns of a configuration file, which are relative to a folder.
    ///
    /// # Errors
    ///
    /// An error for each invalid pattern.
    pub(crate) fn new(file: &ConfigFile, folder: &Path) -> Result<FilePatterns, Vec<ConfigError>> {
        let mut errors = Vec::new();
        let mut compiled = |patterns: &[Pattern], defaults: &[&str]| {
            let mut builder = GitignoreBuilder::new(folder);
            for default in defaults {
                builder.add_line(None, default).expect("the default patterns are valid");
            }
            for pattern in patterns {
                if let Err(error) = builder.add_line(None, &pattern.text) {
                    errors.push(invalid(pattern, &error));
                }
            }
            builder.build().unwrap_or_else(|_| Gitignore::empty())
        };
        let include = (!file.include.is_empty()).then(|| compiled(&file.include, &[]));
        let exclude = compiled(&file.exclude, &DEFAULT_EXCLUDES);
        let layers = file.layers.iter().map(|layer| layer.files.as_ref().map(|files| compiled(files, &[])));
        let layers = layers.collect();
        errors.sort_by_key(|error| error.span);
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(FilePatterns { include, exclude, may_exclude_files: !file.exclude.is_empty(), layers })
    }

    pub(crate) fn layers(&self, path: &Path) -> Vec<bool> {
        let applies = |layer: &Option<Gitignore>| layer.as_ref().is_none_or(|files| matches(files, path));
        self.layers.iter().map(applies).collect()
    }

    pub(crate) fn includes(&self, path: &Path) -> Option<bool> {
        self.include.as_ref().map(|include| matches(include, path))
    }

    pub(crate) fn excludes(&self, path: &Path, is_folder: bool) -> Option<Exclusion> {
        if is_folder || self.may_exclude_files { excluded_by(&self.exclude, path, is_folder) } else { None }
    }

    /// Whether a file or a folder above it is excluded.
    pub(crate) fn excludes_below(&self, path: &Path) -> bool {
        matches(&self.exclude, path)
    }
}

/// Compiles patterns of the command line, which are relative to a folder.
///
/// # Errors
///
/// If a pattern is invalid.
pub(crate) fn compile(patterns: &[String], folder: &Path) -> Result<Gitignore> {
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in patterns {
        let invalid = |error| anyhow!("invalid pattern `{pattern}`: {}", reason(&error));
        builder.add_line(None, pattern).map_err(invalid)?;
    }
    Ok(builder.build()?)
}

/// The pattern that matches a file or folder itself.
pub(crate) fn excluded_by(patterns: &Gitignore, path: &Path, is_folder: bool) -> Option<Exclusion> {
    if patterns.is_empty() {
        return None;
    }
    match patterns.matched(relative(patterns, path)?, is_folder) {
        Match::Ignore(glob) => {
            let pattern = glob.original().to_owned();
            let is_default = DEFAULT_EXCLUDES.contains(&pattern.as_str());
            Some(Exclusion { pattern, is_default })
        }
        Match::None | Match::Whitelist(_) => None,
    }
}

/// Whether a file or a folder above it matches.
fn matches(patterns: &Gitignore, path: &Path) -> bool {
    if patterns.num_ignores() == 0 {
        return false;
    }
    relative(patterns, path).is_some_and(|path| patterns.matched_path_or_any_parents(path, false).is_ignore())
}

/// A path below the folder to which patterns are relative. Patterns without a folder apply everywhere. Paths that are too
/// long for files match nothing, because each folder above a file is compared.
fn relative<'p>(patterns: &Gitignore, path: &'p Path) -> Option<&'p Path> {
    if path.as_os_str().len() > MAX_PATH {
        return None;
    }
    let mut rest = path.strip_prefix(patterns.path()).ok()?.components();
    while let Some(Component::Prefix(_) | Component::RootDir) = rest.clone().next() {
        rest.next();
    }
    Some(rest.as_path())
}

fn invalid(pattern: &Pattern, error: &ignore::Error) -> ConfigError {
    ConfigError { span: pattern.span, message: format!("invalid pattern: {}", reason(error)) }
}

/// The reason why a pattern is invalid.
fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(text: &str) -> FilePatterns {
        FilePatterns::new(&ConfigFile::parse(text).unwrap(), Path::new("/repo")).unwrap()
    }

    #[test]
    fn excluded_folders_and_files() {
        let found = patterns("exclude = ['/legacy/', '*.gen.json', '!dist/']");
        let excluded = |path: &str| found.excludes_below(&Path::new("/repo").join(path));
        for path in
            ["legacy/a.json", "x/a.gen.json", "x/node_modules/y/z.json", "cdk.out/asset.1f/t.json", "build/a"]
        {
            assert!(excluded(path), "{path}");
        }
        for path in
            ["x/legacy/a.json", "a.json", "dist/a.json", "cdk.out/stack.template.json", "legacy", "assets"]
        {
            assert!(!excluded(path), "{path}");
        }
        assert!(!found.excludes_below(Path::new("/elsewhere/node_modules/a.json")));
        let defaults = FilePatterns::new(&ConfigFile::default(), Path::new("")).unwrap();
        assert!(defaults.excludes_below(Path::new("/a/node_modules/b")));
        let why = |path: &str| found.excludes(&Path::new("/repo").join(path), true);
        assert_eq!(why("legacy"), Some(Exclusion { pattern: "/legacy/".to_owned(), is_default: false }));
        assert!(why("a/venv").unwrap().is_default && why("src").is_none());
    }

    #[test]
    fn a_folder_can_be_the_only_one() {
        let found = patterns("exclude = ['/*', '!/flows/']");
        let excluded = |path: &str| found.excludes_below(&Path::new("/repo").join(path));
        assert!(!excluded("flows/a.json") && excluded("a.json") && excluded("src/a.json"));
    }

    #[test]
    fn invalid_patterns_have_their_place() {
        let text = "exclude = ['a', 'x[z-a]']\n[[overrides]]\nfiles = ['{a']\n";
        let errors = FilePatterns::new(&ConfigFile::parse(text).unwrap(), Path::new("/")).unwrap_err();
        let places: Vec<&str> = errors.iter().map(|error| &text[error.span.range()]).collect();
        assert_eq!(places, ["'x[z-a]'", "'{a'"]);
        assert!(errors[0].message.starts_with("invalid pattern: "), "{}", errors[0]);
        assert!(compile(&["[z-a]".to_owned()], Path::new("/")).is_err());
    }
}
