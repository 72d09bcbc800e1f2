//! The configuration files selected by the editor's settings, and their errors.

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
use crate::preferences::Preferences;
use crate::snapshot::Snapshot;

/// The section of our settings.
const SECTION: &str = "asl-lint";

/// The settings of the editor.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// The configuration file for all definitions, as written in the settings.
    chosen: Option<PathBuf>,
    /// The text of a configuration file for all definitions, from clients whose files cannot be read.
    text: Option<String>,
    pub(crate) preferences: Preferences,
}

impl Settings {
    /// Updates the settings from our section, or from the settings of all servers: `{ "configuration":
    /// "path/of/asl-lint.toml" }`. Settings that are not mentioned do not change.
    pub(crate) fn set(&mut self, settings: &Value) {
        let ours = settings.get(SECTION).unwrap_or(settings);
        if let Some(path) = ours.get("configuration") {
            self.chosen = path.as_str().filter(|path| !path.is_empty()).map(PathBuf::from);
        }
        if let Some(text) = ours.get("configurationText") {
            self.text = text.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        }
        self.preferences.set(ours);
    }

    /// The configuration files, before reading them. A configured path is relative to the first workspace folder.
    pub(crate) fn configs(&self, folders: &[PathBuf]) -> Configs {
        if let Some(text) = &self.text {
            return Configs::of_text(text.clone());
        }
        match (&self.chosen, folders.first()) {
            (Some(path), Some(folder)) => Configs::chosen(folder.join(path), folder.clone()),
            (Some(path), None) => Configs::chosen(path.clone(), path.parent().unwrap_or(path).to_owned()),
            (None, _) => Configs::default(),
        }
    }
}

/// Registers for changes of our settings.
pub(crate) fn registration() -> Registration {
    Registration {
        id: "settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({ "section": SECTION })),
    }
}

/// The settings to request from the client.
pub(crate) fn item() -> ConfigurationItem {
    ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) }
}

impl Snapshot {
    /// The configuration of a document. If it is not a file, it has that of the settings, or else the defaults.
    pub(crate) fn config(&self, document: &Document) -> Result<Arc<Config>, Arc<FaultyConfig>> {
        self.configured_path(document).map_or_else(|| Ok(Arc::default()), |path| self.disk.config(path))
    }

    /// Whether the configuration of a document excludes it.
    pub(crate) fn excludes(&self, document: &Document) -> bool {
        self.configured_path(document).is_some_and(|path| self.disk.excludes(path))
    }

    /// The path of a document that a configuration may apply to.
    fn configured_path<'d>(&self, document: &'d Document) -> Option<&'d Path> {
        let of_uri = || self.disk.has_config_for_all().then(|| Path::new(document.uri.path().as_str()));
        document.path.as_deref().or_else(of_uri)
    }

    /// The invalid configuration files of open documents.
    pub(crate) fn faulty_files(&self) -> BTreeMap<Uri, FaultyFile> {
        let configs = self.documents.values().filter_map(|document| self.config(document).err());
        configs.filter_map(|config| self.faulty_file(&config)).collect()
    }

    fn faulty_file(&self, config: &FaultyConfig) -> Option<(Uri, FaultyFile)> {
        // The text of the settings has no file.
        let uri = Uri::from_file_path(&config.path).or_else(|| "untitled:asl-lint.toml".parse().ok())?;
        let document = Document::new(uri.clone(), None, "", config.text.clone());
        let view = self.view(&document);
        let diagnostic = |error: &ConfigError| Diagnostic {
            range: view.range(error.span),
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some("asl-lint".to_owned()),
            message: visible(&error.message).into_owned(),
            ..Diagnostic::default()
        };
        let diagnostics = config.errors.iter().map(diagnostic).collect();
        let message = format!("{config}\nThe defaults apply until this is fixed.");
        Some((uri, FaultyFile { diagnostics, message }))
    }
}
