//! What a tool is about: a file or a text.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use asl_core::syntax::MAX_BYTES;
use asl_workspace::Roots;
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;

use super::files::Workspace;
use crate::args::Check;
use crate::run::Job;
use crate::settings::Settings;
use crate::single::Subject;

/// The arguments that name a definition.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Source {
    /// The path of a definition, or of a template that contains or refers to definitions. It is absolute, or relative to a folder of the client
    path: Option<String>,
    /// The text of a definition or template, instead of `path`. It is read by itself: without configuration, and without the files that it refers to
    text: Option<String>,
    /// The file name to assume for `text`, which determines its language: `template.yaml`, `main.tf`, `order.asl.yaml`. The default is `definition.asl.json`
    filename: Option<String>,
}

/// A file or a text.
pub(super) enum Given {
    /// The real path of a file or folder.
    Path(PathBuf),
    Text {
        name: PathBuf,
        text: String,
    },
}

impl Source {
    /// Returns what the arguments name.
    ///
    /// # Errors
    ///
    /// If they name nothing or two things, or if it is outside of the workspace or too large.
    pub(super) fn given(self, workspace: &Workspace) -> Result<Given> {
        match (self.path, self.text) {
            (Some(path), None) => Ok(Given::Path(workspace.existing(&path)?)),
            (None, Some(text)) if text.len() > MAX_BYTES => {
                bail!("the text is larger than {} MiB", MAX_BYTES / 1024 / 1024)
            }
            (None, Some(text)) => {
                let name = self.filename.unwrap_or_default();
                let name = Path::new(&name).file_name().map_or("definition.asl.json".into(), PathBuf::from);
                Ok(Given::Text { name, text })
            }
            (None, None) => bail!("give `path` or `text`"),
            (Some(_), Some(_)) => bail!("give either `path` or `text`, not both"),
        }
    }

    /// Returns a file or a text, but not a folder.
    ///
    /// # Errors
    ///
    /// Those of [`Source::given`], and if it is a folder.
    pub(super) fn one(self, workspace: &Workspace) -> Result<Given> {
        let given = self.given(workspace)?;
        match &given {
            Given::Path(path) if path.is_dir() => bail!("{} is a folder", workspace.shown(path)),
            _ => Ok(given),
        }
    }
}

impl Given {
    /// The file, or the name of the text.
    pub(super) fn path(&self) -> &Path {
        let (Given::Path(path) | Given::Text { name: path, .. }) = self;
        path
    }

    /// The definition for commands about a single one.
    pub(super) fn subject(&self, workspace: &Workspace) -> Subject<'_> {
        match self {
            Given::Path(file) => Subject { file, text: None, roots: workspace.roots.clone() },
            Given::Text { name, text } => Subject { file: name, text: Some(text), roots: Roots::only([]) },
        }
    }

    /// The run of `asl-lint check` with options.
    ///
    /// # Errors
    ///
    /// If an option is invalid.
    pub(super) fn run(self, workspace: &Workspace, options: impl FnOnce(&mut Check)) -> Result<Run> {
        let mut args = Check::of_file(self.path());
        args.output.quiet = true;
        args.search.no_errors_on_unmatched = true;
        options(&mut args);
        let (paths, stdin, roots) = match self {
            Given::Path(path) => {
                args.no_config = false;
                (vec![path], None, workspace.roots.clone())
            }
            Given::Text { name, text } => {
                args.search.stdin_filename = Some(name);
                (Vec::new(), Some(text.into_bytes()), Roots::only([]))
            }
        };
        let settings = Settings::within(&args, roots)?;
        Ok(Run { args, settings, paths, stdin })
    }
}

/// A run of `asl-lint check`.
pub(super) struct Run {
    args: Check,
    settings: Settings,
    paths: Vec<PathBuf>,
    stdin: Option<Vec<u8>>,
}

impl Run {
    pub(super) fn job(&mut self) -> Job<'_> {
        let Run { args, settings, paths, stdin } = self;
        Job { args, settings, paths: paths.clone(), stdin: stdin.take() }
    }
}
