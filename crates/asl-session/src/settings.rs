//! The configuration: which file counts, by the settings of the editor, and what is wrong with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_core::config::{Config, ConfigError};
use asl_core::visible::visible;
use asl_workspace::{Configs, FaultyConfig};
use ls_types::{ConfigurationItem, Diagnostic, DiagnosticSeverity, Registration, Uri};
use serde_json::Value;

use crate::documents::Document;
use crate::messages::FaultyFile;
use crate::snapshot::Snapshot;

/// The name of our part of an editor's settings.
const SECTION: &str = "asl-lint";

/// What the settings of the editor say of the configuration.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// The file that counts for all, as they write it.
    chosen: Option<PathBuf>,
}

impl Settings {
    /// Takes our settings, or those of all servers of an editor: `{ "configuration": "path/of/asl-lint.toml" }`. What they
    /// do not mention stays.
    pub(crate) fn set(&mut self, settings: &Value) {
        let ours = settings.get(SECTION).unwrap_or(settings);
        if let Some(path) = ours.get("configuration") {
            self.chosen = path.as_str().filter(|path| !path.is_empty()).map(PathBuf::from);
        }
    }

    /// The configuration files, not read yet. What is chosen is relative to the first folder of the workspace.
    pub(crate) fn configs(&self, folders: &[PathBuf]) -> Configs {
        match (&self.chosen, folders.first()) {
            (Some(path), Some(folder)) => Configs::chosen(folder.join(path)),
            (Some(path), None) => Configs::chosen(path.clone()),
            (None, _) => Configs::default(),
        }
    }
}

/// Asks to be told when our settings change.
pub(crate) fn registration() -> Registration {
    Registration {
        id: "settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({ "section": SECTION })),
    }
}

/// What the client is asked for.
pub(crate) fn item() -> ConfigurationItem {
    ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) }
}

impl Snapshot {
    /// The configuration for a document; the defaults if it is no file.
    pub(crate) fn config(&self, document: &Document) -> Result<Arc<Config>, Arc<FaultyConfig>> {
        let folder = document.path.as_deref().and_then(Path::parent);
        folder.map_or_else(|| Ok(Arc::default()), |folder| self.disk.config(folder))
    }

    /// The configuration files of open documents that cannot be used.
    pub(crate) fn faulty_files(&self) -> BTreeMap<Uri, FaultyFile> {
        let configs = self.documents.values().filter_map(|document| self.config(document).err());
        configs.filter_map(|config| self.faulty_file(&config)).collect()
    }

    fn faulty_file(&self, config: &FaultyConfig) -> Option<(Uri, FaultyFile)> {
        let uri = Uri::from_file_path(&config.path)?;
        let document = Document::new(uri.clone(), None, "", &config.text);
        let view = self.view(&document);
        let diagnostic = |error: &ConfigError| Diagnostic {
            range: view.range(error.span),
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some("asl-lint".to_owned()),
            message: visible(&error.message).into_owned(),
            ..Diagnostic::default()
        };
        let diagnostics = config.errors.iter().map(diagnostic).collect();
        let message = format!("{config}\nThe defaults hold until this is fixed.");
        Some((uri, FaultyFile { diagnostics, message }))
    }
}
