//! What the user wants to see, according to the settings of the editor.

use asl_core::Severity;
use ls_types::DiagnosticSeverity;
use serde_json::Value;

use crate::convert;

/// What the user wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Preferences {
    /// The severity of warnings; `None` hides them.
    warnings: Option<DiagnosticSeverity>,
    /// The severity of advice; `None` hides it.
    advice: Option<DiagnosticSeverity>,
    /// Whether code lenses show the number of references.
    pub counts_references: bool,
    /// Whether code lenses offer commands.
    pub offers_commands: bool,
    /// Whether there are inlay hints.
    pub shows_hints: bool,
}

impl Default for Preferences {
    fn default() -> Preferences {
        Preferences {
            warnings: Some(convert::severity(Severity::Warning)),
            advice: Some(convert::severity(Severity::Info)),
            counts_references: true,
            offers_commands: true,
            shows_hints: true,
        }
    }
}

impl Preferences {
    /// Updates the preferences from our section of the settings. Settings that are not mentioned, or that are not valid, do not
    /// change.
    pub(crate) fn set(&mut self, settings: &Value) {
        let severity = |name: &str| severity(settings.pointer(name)?.as_str()?);
        let flag = |name: &str| settings.pointer(name)?.as_bool();
        set(&mut self.warnings, severity("/severity/warnings"));
        set(&mut self.advice, severity("/severity/advice"));
        set(&mut self.counts_references, flag("/codeLens/references"));
        set(&mut self.offers_commands, flag("/codeLens/commands"));
        set(&mut self.shows_hints, flag("/inlayHints/enable"));
    }

    /// The severity of a finding for the editor; `None` if it is hidden. Errors are always errors.
    pub(crate) fn severity(&self, severity: Severity) -> Option<DiagnosticSeverity> {
        match severity {
            Severity::Error => Some(convert::severity(severity)),
            Severity::Warning => self.warnings,
            Severity::Info => self.advice,
        }
    }
}

fn set<T>(preference: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *preference = value;
    }
}

/// The severity with a name; `Some(None)` for `off`, and `None` if there is no such severity.
fn severity(name: &str) -> Option<Option<DiagnosticSeverity>> {
    Some(match name {
        "warning" => Some(DiagnosticSeverity::WARNING),
        "information" => Some(DiagnosticSeverity::INFORMATION),
        "hint" => Some(DiagnosticSeverity::HINT),
        "off" => None,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_change_only_what_they_mention() {
        let mut preferences = Preferences::default();
        preferences.set(
            &json!({ "severity": { "advice": "hint", "warnings": "loud" }, "inlayHints": { "enable": 1 } }),
        );
        assert_eq!(preferences.severity(Severity::Info), Some(DiagnosticSeverity::HINT));
        assert_eq!(preferences.severity(Severity::Warning), Some(DiagnosticSeverity::WARNING));
        assert!(preferences.shows_hints);

        preferences.set(&json!({ "severity": { "warnings": "off" }, "codeLens": { "references": false } }));
        assert_eq!(preferences.severity(Severity::Info), Some(DiagnosticSeverity::HINT));
        assert_eq!(preferences.severity(Severity::Warning), None);
        assert_eq!(preferences.severity(Severity::Error), Some(DiagnosticSeverity::ERROR));
        assert!(!preferences.counts_references && preferences.offers_commands);
    }
}
