//! Open documents. The text of a document is immutable: an edit creates a new document.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use asl_core::syntax::YamlVersion;
use asl_core::text::{Encoding, LineIndex};
use asl_core::{Dialect, Language};
use asl_workspace::files::{is_definition_name, may_be_template};
use asl_workspace::may_be_named;
use ls_types::{TextDocumentContentChangeEvent, Uri};
use ropey::Rope;

use crate::analyses::{Analyzed, Cached, Summary};
use crate::dependencies::Interface;

/// The length in bytes from which others do not wait until a new version has been parsed.
const LARGE: usize = 256 * 1024;

/// A version of a document.
#[derive(Debug)]
pub(crate) struct Document {
    pub uri: Uri,
    /// The path, for `file:` URIs.
    pub path: Option<PathBuf>,
    /// The version number of the client; `None` for a file that is not open.
    pub version: Option<i32>,
    pub language: Language,
    /// Whether the language ID or the file name says that the document is a definition, whatever it contains.
    pub is_definition: bool,
    /// Whether the document may be a template, according to its name.
    pub may_be_template: bool,
    /// The text, for edits. At least one of `rope` and `text` is set, and the other is computed on first use: most
    /// versions during rapid edits are never read, and most files are never edited.
    rope: OnceLock<Rope>,
    text: OnceLock<String>,
    index: OnceLock<LineIndex>,
    interface: OnceLock<Arc<Interface>>,
    /// The interface of the last version for which it is known.
    earlier_interface: Option<Arc<Interface>>,
    /// The last version that has been analyzed. When this one is analyzed, what has not changed is taken from it, and it is
    /// dropped: that takes a while for a large document, and the thread that talks to the client must not do it.
    pub replaced: Mutex<Option<Arc<Document>>>,
    /// Whether a newer version exists or the document is closed.
    is_outdated: AtomicBool,
    /// The last analyses, if the document is open.
    pub analyzed: Mutex<Option<Cached<Analyzed>>>,
    /// What is kept of the last analyses, if the document is not open.
    pub summary: Mutex<Option<Cached<Summary>>>,
}

impl Document {
    /// A document as opened by a client. The language is determined by the language ID, or else by the file name.
    pub(crate) fn new(uri: Uri, version: Option<i32>, language_id: &str, text: String) -> Document {
        let name = PathBuf::from(uri.as_str());
        let language = match (Language::of(uri.as_str()), language_id) {
            // There are no language IDs for these.
            (language @ (Language::Template { .. } | Language::TerraformJson), _) => language,
            (_, "yaml" | "asl-yaml" | "asl-lint-yaml" | "yaml.asl") => Language::Yaml(YamlVersion::Unknown),
            (_, "terraform" | "opentofu" | "hcl") => Language::Terraform,
            (_, "markdown") => Language::Markdown,
            (_, "jsonc") => Language::Json(Dialect::Jsonc),
            (language, _) => language,
        };
        let path = uri.to_file_path().map(|path| path.into_owned());
        Document {
            may_be_template: path.as_deref().is_some_and(may_be_template),
            path,
            is_definition: language_id.contains("asl") || is_definition_name(&name),
            uri,
            version,
            language,
            rope: OnceLock::new(),
            text: OnceLock::from(text),
            index: OnceLock::new(),
            interface: OnceLock::new(),
            earlier_interface: None,
            replaced: Mutex::default(),
            is_outdated: AtomicBool::new(false),
            analyzed: Mutex::default(),
            summary: Mutex::default(),
        }
    }

    /// Whether a newer version exists or the document is closed.
    pub(crate) fn is_outdated(&self) -> bool {
        self.is_outdated.load(Ordering::Relaxed)
    }

    /// Marks the document as outdated or closed.
    pub(crate) fn outdate(&self) {
        self.is_outdated.store(true, Ordering::Relaxed);
    }

    pub(crate) fn text(&self) -> &str {
        self.text.get_or_init(|| self.rope.get().map(String::from).unwrap_or_default())
    }

    fn rope(&self) -> &Rope {
        self.rope.get_or_init(|| Rope::from_str(self.text()))
    }

    pub(crate) fn index(&self) -> &LineIndex {
        self.index.get_or_init(|| LineIndex::new(self.text()))
    }

    /// Whether another file may refer to the document or to a part of it.
    pub(crate) fn may_be_named(&self) -> bool {
        may_be_named(self.text(), self.language, &self.interface().hosts)
    }

    /// The parts that other documents may depend on.
    pub(crate) fn interface(&self) -> &Arc<Interface> {
        self.interface.get_or_init(|| Arc::new(Interface::read(self.text(), self.language)))
    }

    /// The interface as other documents see it, and whether it is that of this version. If the document is large and this
    /// version has not been parsed, it is that of an earlier one, so that a small document does not wait for a large one.
    pub(crate) fn interface_for_others(&self) -> (&Arc<Interface>, bool) {
        match (self.interface.get(), &self.earlier_interface) {
            (None, Some(earlier)) if self.is_large() => (earlier, false),
            _ => (self.interface(), true),
        }
    }

    /// The last analyses, unless they are being computed.
    pub(crate) fn last_analyzed(&self) -> Option<Arc<Analyzed>> {
        let cached = self.analyzed.try_lock().ok()?;
        cached.as_ref().map(Cached::value)
    }

    fn is_large(&self) -> bool {
        let rope_length = || self.rope.get().map_or(0, Rope::len_bytes);
        self.text.get().map_or_else(rope_length, String::len) >= LARGE
    }

    /// Sets the interface from existing analyses, to avoid parsing the text again.
    pub(crate) fn set_interface(&self, interface: impl FnOnce() -> Interface) {
        self.interface.get_or_init(|| Arc::new(interface()));
    }

    /// The next version.
    pub(crate) fn edited(
        &self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Document {
        let mut rope = self.rope().clone();
        for change in changes {
            match change.range {
                Some(range) => {
                    let start = offset(&rope, range.start.line, range.start.character, encoding);
                    let end = offset(&rope, range.end.line, range.end.character, encoding).max(start);
                    rope.remove(start..end);
                    rope.insert(start, &change.text);
                }
                None => rope = Rope::from_str(&change.text),
            }
        }
        let earlier_interface = self.interface.get().or(self.earlier_interface.as_ref()).cloned();
        Document {
            version: Some(version),
            rope: OnceLock::from(rope),
            earlier_interface,
            ..self.without_text()
        }
    }

    /// The same document with another text.
    pub(crate) fn with_text(&self, text: &str) -> Document {
        Document { text: OnceLock::from(text.to_owned()), ..self.without_text() }
    }

    fn without_text(&self) -> Document {
        Document {
            uri: self.uri.clone(),
            path: self.path.clone(),
            version: self.version,
            language: self.language,
            is_definition: self.is_definition,
            may_be_template: self.may_be_template,
            rope: OnceLock::new(),
            text: OnceLock::new(),
            index: OnceLock::new(),
            interface: OnceLock::new(),
            earlier_interface: None,
            replaced: Mutex::default(),
            is_outdated: AtomicBool::new(false),
            analyzed: Mutex::default(),
            summary: Mutex::default(),
        }
    }
}

/// The character index of a position. A position past the end of a line is at its end.
fn offset(rope: &Rope, line: u32, column: u32, encoding: Encoding) -> usize {
    let line = line as usize;
    if line >= rope.len_lines() {
        return rope.len_chars();
    }
    let slice = rope.line(line);
    let mut left = column as usize;
    let mut chars = 0;
    for c in slice.chars() {
        let len = match encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if matches!(c, '\n' | '\r') || len > left {
            break;
        }
        left -= len;
        chars += 1;
    }
    rope.line_to_char(line) + chars
}

#[cfg(test)]
mod tests {
    use super::*;
    use ls_types::{Position, Range};

    fn change(start: (u32, u32), end: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let position = |(line, character)| Position { line, character };
        let range = Some(Range { start: position(start), end: position(end) });
        TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() }
    }

    fn edited(text: &str, encoding: Encoding, changes: Vec<TextDocumentContentChangeEvent>) -> String {
        let uri: Uri = "file:///a.asl.json".parse().unwrap();
        let document = Document::new(uri, Some(1), "asl", text.to_owned());
        document.edited(2, changes, encoding).text().to_owned()
    }

    #[test]
    fn a_document_without_a_file_has_the_language_of_its_id() {
        let language =
            |id| Document::new("untitled:Untitled-1".parse().unwrap(), None, id, String::new()).language;
        for id in ["yaml", "asl-yaml", "asl-lint-yaml", "yaml.asl"] {
            assert_eq!(language(id), Language::Yaml(YamlVersion::Unknown), "{id}");
        }
        for id in ["json", "asl", "asl-lint"] {
            assert_eq!(language(id), Language::Json(Dialect::Json), "{id}");
        }
    }

    #[test]
    fn changes_are_made_in_their_order() {
        let changes = vec![change((0, 1), (0, 2), "x\ny"), change((1, 0), (1, 1), "z")];
        assert_eq!(edited("abc", Encoding::Utf16, changes), "ax\nzc");
    }

    #[test]
    fn columns_count_in_the_encoding_of_the_client() {
        for (encoding, column) in [(Encoding::Utf8, 7), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            assert_eq!(edited("字😀x", encoding, vec![change((0, column), (0, column + 1), "y")]), "字😀y");
        }
    }

    #[test]
    fn places_out_of_the_text_count_as_its_end() {
        assert_eq!(edited("a\r\nb", Encoding::Utf16, vec![change((0, 99), (0, 99), "x")]), "ax\r\nb");
        assert_eq!(edited("a", Encoding::Utf16, vec![change((7, 0), (9, 9), "x")]), "ax");
        assert_eq!(
            edited("a\u{2028}b\nc", Encoding::Utf16, vec![change((1, 0), (1, 1), "x")]),
            "a\u{2028}b\nx"
        );
    }
}
