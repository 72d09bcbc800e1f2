//! Texts with places to fill in, for editors that can and for those that cannot.

/// A text with places to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    parts: Vec<SnippetPart>,
    /// The blanks that the line of the cursor begins with.
    base: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum SnippetPart {
    Text(String),
    /// A place to fill in, and what stands there until then.
    Stop(String),
}

impl Snippet {
    pub(super) fn new(base: String) -> Snippet {
        Snippet { parts: Vec::new(), base }
    }

    pub(super) fn stop(&mut self, text: String) {
        self.parts.push(SnippetPart::Stop(text));
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(SnippetPart::Text(last)) => last.push_str(text),
            _ => self.parts.push(SnippetPart::Text(text.to_owned())),
        }
    }

    /// Puts a blank before a text that begins on its line.
    pub(super) fn lead_with_blank(&mut self) {
        if !matches!(self.parts.first(), Some(SnippetPart::Text(text)) if text.starts_with('\n')) {
            self.parts.insert(0, SnippetPart::Text(" ".to_owned()));
        }
    }

    /// The text with all stops as they stand, for a place whose line begins with certain blanks.
    pub fn plain(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            SnippetPart::Text(text) | SnippetPart::Stop(text) => text.as_str(),
        });
        parts.collect::<String>().replace('\n', &format!("\n{}", self.base))
    }

    /// The text as snippets of the Language Server Protocol are written. Lines after the first get the blanks of the
    /// first from the editor.
    pub fn snippet(&self) -> String {
        let mut out = String::new();
        let mut stops: Vec<&str> = Vec::new();
        for part in &self.parts {
            let stop = match part {
                SnippetPart::Text(text) => {
                    out.push_str(&escaped(text));
                    continue;
                }
                SnippetPart::Stop(text) => text,
            };
            // Equal names are filled in together; numbers and the like are not.
            let is_name = stop.starts_with(char::is_alphabetic) && stop != "true";
            let known = stops.iter().position(|known| is_name && known == stop);
            let number = known.unwrap_or(stops.len()) + 1;
            if known.is_none() {
                stops.push(stop);
            }
            match stop.is_empty() {
                true => out.push_str(&format!("${number}")),
                false => out.push_str(&format!("${{{number}:{}}}", escaped(stop))),
            }
        }
        out
    }

    /// Whether there is anything to fill in.
    pub fn has_stops(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, SnippetPart::Stop(_)))
    }

    pub fn has_lines(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, SnippetPart::Text(text) if text.contains('\n')))
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
