//! Configuration files: the nearest one upward applies, unless one has been chosen for all folders.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use asl_core::config::{Config, ConfigError, ConfigFile, FILE_NAME, Layer};
use asl_core::text::{LineIndex, Span};
use asl_core::visible::visible;

use crate::files;
use crate::patterns::{Exclusion, FilePatterns};
use crate::roots::{Roots, ancestors};

/// Finds and caches configuration files. Clones share the cache.
#[derive(Debug, Clone, Default)]
pub struct Configs {
    chosen: Option<Chosen>,
    cache: Arc<RwLock<Cache>>,
}

/// The file that applies to all folders.
#[derive(Debug, Clone)]
enum Chosen {
    /// The defaults apply.
    None,
    /// A configuration file, and the folder to which its patterns are relative.
    File { path: PathBuf, folder: PathBuf },
    /// A text that has been read.
    Text(Read),
}

/// A configuration file, or its errors.
type Read = Result<Arc<Loaded>, Arc<FaultyConfig>>;

#[derive(Debug, Default)]
struct Cache {
    /// What applies to each folder.
    by_folder: HashMap<PathBuf, Read>,
    by_path: HashMap<PathBuf, Read>,
    /// What holds for folders without a configuration file.
    defaults: Option<Arc<Loaded>>,
    /// The limits of where files are looked for.
    roots: Roots,
}

/// A configuration file with its patterns.
#[derive(Debug)]
pub struct Loaded {
    /// The path of the file; `None` if no file applies, so that the defaults hold.
    pub path: Option<PathBuf>,
    /// The text of the file.
    pub text: String,
    /// What the file says.
    pub file: ConfigFile,
    patterns: FilePatterns,
    /// The configuration of files to which the same layers apply.
    configs: RwLock<HashMap<Vec<bool>, Arc<Config>>>,
}

/// The errors of a configuration file. It displays as a line for each of the first 20, with hidden characters escaped.
#[derive(Debug)]
pub struct FaultyConfig {
    /// The path of the file.
    pub path: PathBuf,
    /// The content of the file; empty if it cannot be read.
    pub text: String,
    /// At least one error.
    pub errors: Vec<ConfigError>,
}

impl Configs {
    /// Uses the same file for all folders. Its patterns are relative to `folder`.
    pub fn chosen(path: PathBuf, folder: PathBuf) -> Configs {
        Configs { chosen: Some(Chosen::File { path, folder }), ..Configs::default() }
    }

    /// Uses the text of a file for all folders, where no file can be read. Its patterns are relative to the root of the paths.
    pub fn of_text(text: String) -> Configs {
        let read = loaded(Path::new(FILE_NAME), text, Path::new("/"));
        Configs { chosen: Some(Chosen::Text(read)), ..Configs::default() }
    }

    /// Whether a text applies to all folders.
    pub fn is_of_text(&self) -> bool {
        matches!(self.chosen, Some(Chosen::Text(_)))
    }

    /// The nearest file upward applies, if the roots admit it.
    pub fn within(roots: Roots) -> Configs {
        Configs { chosen: None, cache: Arc::new(RwLock::new(Cache { roots, ..Cache::default() })) }
    }

    /// Ignores all configuration files.
    pub fn none() -> Configs {
        Configs { chosen: Some(Chosen::None), ..Configs::default() }
    }

    /// Returns what holds for a file, by its absolute path.
    ///
    /// # Errors
    ///
    /// If the configuration file that applies cannot be read or is invalid.
    pub fn of_file(&self, path: &Path) -> Result<Arc<Config>, Arc<FaultyConfig>> {
        Ok(self.for_folder(path.parent().unwrap_or(path))?.config(path))
    }

    /// Whether a file is not checked when a folder is searched, or in editors, by its absolute path. An invalid configuration
    /// file excludes none.
    pub fn exclude(&self, path: &Path) -> bool {
        self.for_folder(path.parent().unwrap_or(path)).is_ok_and(|loaded| loaded.excludes_below(path))
    }

    /// Returns the configuration file that applies to the files in a folder.
    ///
    /// # Errors
    ///
    /// If it cannot be read or is invalid.
    pub fn for_folder(&self, folder: &Path) -> Result<Arc<Loaded>, Arc<FaultyConfig>> {
        // Threads rarely wait for each other: few folders are new.
        let known = self.cache.read().unwrap_or_else(PoisonError::into_inner).by_folder.get(folder).cloned();
        known.unwrap_or_else(|| {
            let mut cache = self.cache.write().unwrap_or_else(PoisonError::into_inner);
            let found = match &self.chosen {
                Some(Chosen::File { path, folder }) => cache.read(path, folder),
                Some(Chosen::Text(read)) => read.clone(),
                Some(Chosen::None) => Ok(cache.defaults()),
                None => match cache.file_for(folder) {
                    Some(path) => cache.read(&path, path.parent().unwrap_or(&path)),
                    None => Ok(cache.defaults()),
                },
            };
            cache.by_folder.insert(folder.to_owned(), found.clone());
            found
        })
    }
}

/// The path of the configuration file; `None` if the defaults hold.
fn path_of(read: &Read) -> Option<PathBuf> {
    match read {
        Ok(loaded) => loaded.path.clone(),
        Err(faulty) => Some(faulty.path.clone()),
    }
}

impl Cache {
    /// The nearest configuration file upward.
    fn file_for(&self, folder: &Path) -> Option<PathBuf> {
        let known_or_here = |around: &Path| {
            let is_config = |file: &PathBuf| file.is_file() && self.roots.admit(file);
            let here = || Some(around.join(FILE_NAME)).filter(is_config).map(Some);
            self.by_folder.get(around).map(path_of).or_else(here)
        };
        ancestors(folder).find_map(known_or_here).flatten()
    }

    /// A configuration file, whose patterns are relative to a folder.
    fn read(&mut self, path: &Path, folder: &Path) -> Read {
        self.by_path.entry(path.to_owned()).or_insert_with_key(|path| read(path, folder)).clone()
    }

    fn defaults(&mut self) -> Arc<Loaded> {
        Arc::clone(self.defaults.get_or_insert_with(|| Arc::new(Loaded::defaults())))
    }
}

impl Loaded {
    fn new(
        path: Option<PathBuf>,
        text: String,
        file: ConfigFile,
        folder: &Path,
    ) -> Result<Loaded, Vec<ConfigError>> {
        let patterns = FilePatterns::new(&file, folder)?;
        Ok(Loaded { path, text, file, patterns, configs: RwLock::default() })
    }

    fn defaults() -> Loaded {
        Loaded::new(None, String::new(), ConfigFile::default(), Path::new(""))
            .expect("the default patterns are valid")
    }

    /// The settings that apply to a file, by its absolute path. Later ones take precedence.
    pub fn applying(&self, path: &Path) -> impl Iterator<Item = &Layer> {
        let applies = self.patterns.layers(path);
        self.file.layers.iter().zip(applies).filter(|(_, applies)| *applies).map(|(layer, _)| layer)
    }

    /// Whether the patterns include a file, whatever its name. `None` if there are no such patterns.
    pub fn includes(&self, path: &Path) -> Option<bool> {
        self.patterns.includes(path)
    }

    /// The pattern that excludes a file or folder by itself, whatever the folders above it.
    pub fn excludes(&self, path: &Path, is_folder: bool) -> Option<Exclusion> {
        self.patterns.excludes(path, is_folder)
    }

    /// Whether the patterns exclude a file or a folder above it.
    pub fn excludes_below(&self, path: &Path) -> bool {
        self.patterns.excludes_below(path)
    }

    /// What holds for a file.
    pub fn config(&self, path: &Path) -> Arc<Config> {
        let layers = self.patterns.layers(path);
        if let Some(known) = self.configs.read().unwrap_or_else(PoisonError::into_inner).get(&layers) {
            return Arc::clone(known);
        }
        let mut configs = self.configs.write().unwrap_or_else(PoisonError::into_inner);
        let config = configs.entry(layers).or_insert_with_key(|layers| {
            let mut layers = layers.iter();
            Arc::new(self.file.config(|_| layers.next() == Some(&true)))
        });
        Arc::clone(config)
    }
}

fn read(path: &Path, folder: &Path) -> Result<Arc<Loaded>, Arc<FaultyConfig>> {
    let unreadable = |why: String| {
        let errors = vec![ConfigError { span: Span::at(0), message: why }];
        Arc::new(FaultyConfig { path: path.to_owned(), text: String::new(), errors })
    };
    let bytes =
        files::read(path).map_err(|error| unreadable(format!("cannot be read: {}", error.root_cause())))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("the file is not UTF-8".to_owned()))?;
    loaded(path, text, folder)
}

fn loaded(path: &Path, text: String, folder: &Path) -> Result<Arc<Loaded>, Arc<FaultyConfig>> {
    let faulty = |text, errors| Arc::new(FaultyConfig { path: path.to_owned(), text, errors });
    let file = match ConfigFile::parse(&text) {
        Ok(file) => file,
        Err(errors) => return Err(faulty(text, errors)),
    };
    Loaded::new(Some(path.to_owned()), text.clone(), file, folder)
        .map(Arc::new)
        .map_err(|errors| faulty(text, errors))
}

/// The maximum number of errors to display.
const MAX_SHOWN: usize = 20;

impl fmt::Display for FaultyConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = LineIndex::new(&self.text);
        for (count, error) in self.errors.iter().enumerate().take(MAX_SHOWN) {
            // The first line follows `error: `.
            let indent = if count == 0 { "" } else { "\n       " };
            let at = index.position(&self.text, error.span.start);
            let path = self.path.to_string_lossy();
            let (path, message) = (visible(&path), visible(&error.message));
            write!(f, "{indent}{path}:{}:{}: {message}", at.line, at.column)?;
        }
        match self.errors.len().saturating_sub(MAX_SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n       and {more} more"),
        }
    }
}

impl std::error::Error for FaultyConfig {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_any_depth() {
        let deep = PathBuf::from("/a".repeat(100_000));
        assert!(Configs::default().of_file(&deep).is_ok());
        let chosen = Configs::chosen("/nowhere/asl-lint.toml".into(), "/".into());
        assert!(chosen.of_file(&deep).is_err());
        assert!(Configs::none().of_file(&deep).is_ok());
    }

    #[test]
    fn a_text_applies_to_all_files() {
        let rule = asl_core::rule("unknown-state").unwrap();
        let level = |configs: &Configs, path: &str| configs.of_file(Path::new(path)).unwrap().level(rule);
        let configs = Configs::of_text("[rules]\nunknown-state = 'off'\n".to_owned());
        assert_eq!(level(&configs, "/a/b.asl.json"), Some(asl_core::config::Level::Off));
        assert_eq!(level(&configs, "b.asl.json"), Some(asl_core::config::Level::Off));
        let faulty = Configs::of_text("rules = 1".to_owned());
        assert!(
            faulty.of_file(Path::new("/a.asl.json")).unwrap_err().to_string().contains("asl-lint.toml:1")
        );
    }

    #[test]
    fn no_file_outside_of_the_limits_applies() {
        let folder = std::env::temp_dir().join(format!("asl-workspace-configs-{}", std::process::id()));
        let inside = folder.join("inside");
        std::fs::create_dir_all(&inside).unwrap();
        std::fs::write(folder.join(FILE_NAME), "").unwrap();
        let applies = |configs: Configs| configs.for_folder(&inside).unwrap().path.is_some();
        assert!(applies(Configs::default()) && applies(Configs::within(Roots::only([folder.clone()]))));
        assert!(!applies(Configs::within(Roots::only([inside.clone()]))));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_holds_for_each_file() {
        let text =
            "exclude = ['old/']\nignore = ['graph']\n[[overrides]]\nfiles = ['a/*.json']\ntype = 'express'\n";
        let file = ConfigFile::parse(text).unwrap();
        let loaded = Loaded::new(None, text.to_owned(), file, Path::new("/repo")).unwrap();
        let config = |path: &str| loaded.config(Path::new(path));
        assert!(config("/repo/a/b.json").workflow.is_some() && config("/repo/b.json").workflow.is_none());
        let excludes = |path: &str| loaded.excludes_below(Path::new(path));
        assert!(excludes("/repo/x/old/y.json") && !excludes("/repo/x/old.json"));
        assert!(
            config("/repo/a/b/c.json").workflow.is_none() && config("/other/a/b.json").workflow.is_none()
        );
        assert!(Arc::ptr_eq(&config("/repo/1.json"), &config("/repo/x/2.json")), "equal ones are shared");
    }

    #[test]
    fn many_errors_are_counted() {
        let error = |message: &str| ConfigError { span: Span::at(0), message: message.to_owned() };
        let faulty =
            FaultyConfig { path: "a.toml".into(), text: String::new(), errors: vec![error("no"); 50] };
        let shown = faulty.to_string();
        assert_eq!(shown.matches("a.toml:1:1: no").count(), MAX_SHOWN);
        assert!(shown.ends_with("and 30 more"), "{shown}");
    }
}
